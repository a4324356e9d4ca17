"""The window with an agent's settings, and an admin's for the workspace."""

from dataclasses import dataclass

from bot.rules.local_time import show_minute
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, choice_menu, context, input_block, modal, option, plain
from bot.screens.hour_settings import Limits, fields
from models.enums import Notice, Ring

UNDO = {0: "Off", 3: "3 seconds", 5: "5 seconds", 10: "10 seconds", 30: "30 seconds", 60: "1 minute"}
RINGS = {
    Ring.EVERY: "Every text",
    Ring.FIRST: "The first of several in a row",
    Ring.NEVER: "None: texts only wait in their threads",
}
DAYS: dict[str, int | None] = {"80": 80, "never": None}
SHOWN_DAYS = {"80": "After about 80 days (free plans)", "never": "Never"}
WARNINGS = {
    Notice.MARKS: "80, 85, 90 or 95 % of the month are used",
    Notice.EMPTY: "something was not sent for lack of credits",
    Notice.EXPIRING: "credits end within 30 days",
}
DEAREST = 1000  # credits
NEVER = "For replies and quick texts, which show no price while you type. 0: never ask."
NO_COUNT = f"Write a whole number from 0 to {DEAREST:,}."
OFF, DIRECT, TEAM = "off", "direct", "team"
SHARES = "shares"
HALF_HOURS = range(0, 24 * 60, 30)
FROM_THE_LIST = "Choose one of the list."
NO_CHANNEL = "Choose a channel, or let threads open in your direct message."
MOVES = "The conversations you have move there, too: each with its next text and the three before it."
CHANNEL_UNKNOWN_NOW = "Slack could not say what this channel is just now. Try again in a minute."
CHANNEL_HIDDEN = "Parley is not in this channel. Type /invite @Parley there first."
CHANNEL_ARCHIVED = "This channel is archived. Choose another one."
CHANNEL_SHARED = "People of another company are in this channel. Choose one of your own."


@dataclass(frozen=True)
class Shown:
    """What is set now."""

    undo_seconds: int
    ring: Ring
    digest_minute: int | None
    team_channel: str | None
    dear_credits: int
    notice_email: str | None
    slack_email: str | None
    told: tuple[Notice, ...]  # the kinds of warnings that come
    zone: str
    is_admin: bool
    opt_out_line: str  # with {agent} and {brokerage}
    thread_days: int | None
    limits: Limits
    shares_contacts: bool = False


def window(shown: Shown) -> Block:
    """Everything in one window; an admin sees the workspace's part below their own."""
    blocks = [
        input_block("Time to undo a text", "undo", choice_menu("undo", _undo(), str(shown.undo_seconds))),
        input_block("Which texts ring", "ring", choice_menu("ring", _rings(), shown.ring.value)),
        input_block(
            "Daily list of clients who wait",
            "digest",
            choice_menu("digest", _times(shown.digest_minute), _minute(shown.digest_minute)),
            hint="Comes as a direct message, unless nobody waits.",
        ),
        *_rooms(shown.team_channel),
        input_block(
            "Ask before a text that costs more credits than", "dear", _dear(shown.dear_credits), hint=NEVER
        ),
        *_warnings(shown),
        actions(button("Away", "open_away", name="Away: who answers in your place")),
    ]
    if shown.is_admin:
        blocks += [context("For everybody in the workspace"), *_for_admins(shown)]
    return modal("settings", "Settings", blocks, "Save")


def _rooms(channel: str | None) -> list[Block]:
    where: Block = {
        "type": "radio_buttons",
        "action_id": "place",
        "options": [option("My direct message", DIRECT), option("A team channel", TEAM)],
    }
    where["initial_option"] = where["options"][1 if channel else 0]
    rooms: Block = {
        "type": "conversations_select",
        "action_id": "channel",
        "placeholder": plain("Choose a channel"),
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    rooms |= {"initial_conversation": channel} if channel else {}
    hint = f"Everybody in it reads along, and your colleagues can answer. Parley has to be in it. {MOVES}"
    return [
        input_block("Where threads open", "place", where),
        input_block("Team channel", "channel", rooms, True, hint),
    ]


def _dear(credits: int) -> Block:
    made: Block = {"type": "number_input", "action_id": "dear", "is_decimal_allowed": False}
    return made | {"initial_value": str(credits), "min_value": "0", "max_value": str(DEAREST)}


def _warnings(shown: Shown) -> list[Block]:
    """Which warnings come, and where the e-mails go."""
    which: Block = {
        "type": "checkboxes",
        "action_id": "told",
        "options": [option(label, kind.value) for kind, label in WARNINGS.items()],
    }
    on = [option(label, kind.value) for kind, label in WARNINGS.items() if kind in shown.told]
    address: Block = {"type": "email_text_input", "action_id": "email"}
    address |= {"initial_value": shown.notice_email} if shown.notice_email else {}
    own = f", {shown.slack_email}" if shown.slack_email else ""
    hint = f"Empty: the address of your Slack profile{own}."
    return [
        input_block(
            "Warn me, here and by e-mail, when", "told", which | ({"initial_options": on} if on else {}), True
        ),
        input_block("E-mail address for warnings", "email", address, True, hint),
    ]


def _for_admins(shown: Shown) -> list[Block]:
    line: Block = {
        "type": "plain_text_input",
        "action_id": "line",
        "max_length": 300,
        "initial_value": shown.opt_out_line,
    }
    days = "never" if shown.thread_days is None else "80"
    return [
        input_block(
            "Last line of a first text",
            "line",
            line,
            True,
            "{agent} and {brokerage} are filled in. It must contain STOP. Empty: the built-in line.",
        ),
        input_block(
            "Slack hides old messages",
            "days",
            choice_menu("days", [option(label, value) for value, label in SHOWN_DAYS.items()], days),
            hint="Threads move on to a new one before that.",
        ),
        *fields(shown.limits),
        _shares(shown.shares_contacts),
    ]


def _shares(on: bool) -> Block:
    choice = option("Everybody finds and changes everybody's contacts", SHARES)
    boxes: Block = {"type": "checkboxes", "action_id": SHARES, "options": [choice]}
    boxes |= {"initial_options": [choice]} if on else {}
    return input_block("Contacts", SHARES, boxes, True, "Off: each agent has their own.")


def _undo() -> list[Block]:
    return [option(label, str(seconds)) for seconds, label in UNDO.items()]


def _rings() -> list[Block]:
    return [option(label, ring.value) for ring, label in RINGS.items()]


def _times(kept: int | None) -> list[Block]:
    minutes = sorted({*HALF_HOURS, *([] if kept is None else [kept])})
    return [option("Off", OFF), *(option(show_minute(one), str(one)) for one in minutes)]


def _minute(minute: int | None) -> str:
    return OFF if minute is None else str(minute)


def summary(shown: Shown) -> str:
    """What is set, in a few lines."""
    where = f"<#{shown.team_channel}>" if shown.team_channel else "your direct message"
    daily = f"at {show_minute(shown.digest_minute)}" if shown.digest_minute is not None else "off"
    return "\n".join(
        [
            f"Time to undo a text: {UNDO.get(shown.undo_seconds, f'{shown.undo_seconds} seconds').lower()}",
            f"Rings: {RINGS[shown.ring].lower()}",
            f"Daily list of clients who wait: {daily}",
            f"Threads open in {where}",
            f"Asks before a reply that costs more than {credits(shown.dear_credits)}"
            if shown.dear_credits
            else "Never asks what a reply costs",
            f"Warnings: {_told(shown)}",
        ]
    )


def _told(shown: Shown) -> str:
    if not shown.told:
        return "off"
    address = shown.notice_email or shown.slack_email
    return f"here and to {escape(address)}" if address else "here only, there is no e-mail address"
