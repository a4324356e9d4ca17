"""The admin's words and screens."""

from collections.abc import Sequence

from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    section,
)
from models.enums import TEXTING, Role

ADMINS_ONLY = "Only an admin can do that. Ask one of the admins in `/parley`."
NO_MAIL = "No mail server is set (`SMTP_URL`): warnings reach agents by Slack only."
SHOWN = 60  # people
ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "America/Toronto",
    "America/Winnipeg",
    "America/Edmonton",
    "America/Vancouver",
    "America/Puerto_Rico",
)
KINDS = {
    "post_inbound": "showing a client's text",
    "post_media": "showing a client's file",
    "post_card": "offering a client's contact card",
    "post_remark": "telling an agent about a file",
    "delete_media": "deleting a client's file at Twilio",
    "post_outbound": "showing a text in its thread",
    "post_problem": "telling an agent about a problem",
    "post_reminder": "reminding an agent",
    "send_mail": "sending an e-mail to an agent",
    "settle_text": "asking Twilio what a text cost",
    "post_usage": "showing what texts cost",
    "update_usage": "showing what texts cost",
    "post_usage_file": "making a file of what texts cost",
    "post_digest": "listing who waits",
    "post_cover": "asking an agent to answer for a colleague",
    "show_leaving": "asking an admin about somebody who left",
    "ask_leaving": "asking admins about somebody who left",
    "move_contacts": "handing contacts over",
    "post_return": "telling an agent what happened while they were away",
    "post_welcome": "greeting a new agent",
    "ask_approval": "asking admins about an order",
    "show_approval": "asking an admin about an order",
    "post_statement": "sending a statement",
    "update_card": "changing a client's card",
    "publish_home": "showing Home",
    "post_receipt": "telling an agent about an order",
    "pay_order": "charging a card for an order",
    "credit_order": "crediting a smaller plan",
    "sync_billing": "telling the payment provider about a plan",
    "import_dnc": "bringing in a do-not-call list",
    "recharge": "buying a pack by itself",
    "deliver_text": "sending a text",
    "point_number": "having a number's texts brought here",
    "resolve_text": "looking up a text at Twilio",
}


def no_such_zone(zone: str) -> str:
    return f"{zone} is not a time zone. Choose one from the list."


def zone_set(zone: str) -> str:
    return f"The workspace's time zone is {zone} now."


def not_an_agent(slack_user_id: str) -> str:
    if not slack_user_id:
        return "Choose a person."
    return f"<@{slack_user_id}> does not use Parley. Choose somebody who is listed in `/parley`."


def standing(have: tuple[int, int] | None, monthly: int | None) -> str:
    """`have`: credits left and credits owed; None before the first text."""
    plan = f"{monthly:,} a month" if monthly else "no plan"
    if have is None:
        return f"no texts yet · {plan}"
    left, owed = have
    return f"owes {credits(owed)} · {plan}" if owed else f"{credits(left)} left · {plan}"


Person = tuple[str, str, Role, str | None]  # Slack user id, credits and plan, role, phone


def home(
    people: Sequence[Person],
    free: Sequence[str],
    zone: str,
    dead: int,
    is_admin: bool,
    note: str = "",
    has_mail: bool = True,
) -> Block:
    """People and numbers, with what an admin can change."""
    blocks = [section(f":white_check_mark: {note}")] if note else []
    blocks += [section(_line(*one)) for one in people[:SHOWN]]
    if free:
        blocks.append(section("Nobody texts from " + ", ".join(show_phone(one) for one in free[:30])))
    blocks.append(context(f"Time zone {zone}"))
    if is_admin and not has_mail:
        blocks.append(context(NO_MAIL))
    if is_admin:
        failed = button(f"Given-up work ({dead})", "admin_dead", style="danger" if dead else None)
        blocks.append(
            actions(
                button("People and numbers", "people_open", style="primary"),
                button("Time zone", "admin_zone"),
                button("People who leave", "admin_leaving"),
                failed,
            )
        )
        blocks.append(
            actions(
                button("Credits", "admin_credits"),
                button("Plan", "admin_plan"),
                button("Ledger", "admin_ledger"),
                button("Rates", "admin_rates"),
                button("Plans and billing", "admin_office"),
                button("Do-not-call lists", "admin_dnc"),
            )
        )
    else:
        blocks.append(actions(button("People", "people_open")))
        blocks.append(context("Admins invite people, give numbers and credits."))
    return modal("admin_home", "Parley", blocks, None)


def _line(slack_user_id: str, standing: str, role: Role, phone: str | None) -> str:
    """Credits only of those who text from a number of their own."""
    head = f"<@{slack_user_id}>{f' · {role.value}' if role != Role.AGENT else ''}"
    if role not in TEXTING:
        return head
    number = show_phone(phone) if phone else "no number yet"
    return f"{head}\n{number}{f' · {standing}' if standing else ''}"


def zone(current: str) -> Block:
    zones = [*ZONES, *([] if current in ZONES else [current])]
    chosen: Block = {
        "type": "static_select",
        "action_id": "zone",
        "options": [option(one, one) for one in zones],
        "initial_option": option(current, current),
    }
    return modal("admin_zone", "Time zone", [input_block("Time zone", "zone", chosen)], "Save")


def dead_letters(letters: Sequence[tuple[str, str, str]]) -> Block:
    """`letters`: (job id, kind, error)."""
    if not letters:
        return modal("admin_dead", "Given-up work", [section("Nothing was given up.")], None)
    blocks: list[Block] = []
    for place, (job_id, kind, error) in enumerate(letters):
        blocks.append(section(f"*{KINDS.get(kind, kind)}*\n{escape(cut(error, 300)) or 'no reason kept'}"))
        blocks.append(actions(button("Try again", f"admin_retry_{place}", job_id)))
    return modal("admin_dead", "Given-up work", blocks, None)
