"""The people of the workspace: the list, the forms to invite and to change somebody, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens import number as numbers
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    plain,
    section,
)
from models.enums import Role

ROLES = {
    Role.AGENT: ("Agent", "texts clients from a number of their own"),
    Role.ADMIN: ("Admin", "texts too, and manages people, numbers and credits"),
    Role.ASSISTANT: ("Assistant", "writes for the agents named below, from their numbers"),
    Role.COMPLIANCE: ("Compliance", "reads any timeline with a reason, texts nobody"),
}
SHOWN = 20  # people
ADMINS_CHANGE = "Admins invite people and change roles and numbers."
NOBODY = "Choose somebody."
GONE = "This person is not here any more. Open `/parley people` again."
ONE_NUMBER = "A number is for one person. Invite them first, then give each a number."
LAST_ADMIN = "They are the only admin. Make somebody else an admin first."
TAKE_NUMBER_FIRST = "This role has no number. Choose No number below first."
ASSISTS_WHOM = "Choose the agents for whom they write."
CANNOT_BE_ASSISTED = "Choose agents who use Parley and text from numbers of their own."


@dataclass(frozen=True)
class Row:
    """One of the people."""

    agent_id: str
    slack_user_id: str
    name: str
    role: Role
    phone: str | None
    assists: tuple[str, ...] = ()  # names
    covered_by: str = ""  # who answers while they are away; "" for nobody
    has_left: bool = False


def not_a_member(name: str) -> str:
    return f"{name} is a guest, a bot or from another workspace. Only full members can use Parley."


def too_many(most: int) -> str:
    return f"Invite at most {most} people at once."


def invited(name: str, role: Role, number: str | None, is_new: bool) -> str:
    """`number`: as people write it."""
    where = f" and texts from {number}" if number else ""
    if not is_new:
        return f"{escape(name)} uses Parley already{where}."
    return f"{escape(name)} can use Parley{_as(role)}{where}."


def _as(role: Role) -> str:
    as_what = {Role.ADMIN: " as an admin", Role.ASSISTANT: " as an assistant"}
    return " with the compliance role" if role == Role.COMPLIANCE else as_what.get(role, "")


def changed(name: str, role: Role, assists: Sequence[str], number: str | None, was_taken: bool) -> str:
    """What somebody is now. `number`: as people write it; `was_taken`: they had one."""
    who = f"{escape(name)} {_does(role, assists)}"
    if number:
        return f"{who} and texts from {number}."
    lost = " Texts to the number they had are shown to the first admin." if was_taken else ""
    return f"{who}.{lost}"


def told(by: str, role: Role, assists: Sequence[str]) -> str:
    """To somebody whose role was changed."""
    is_now = f"have the {role.value} role" if role == Role.COMPLIANCE else f"are {_named(role, assists)}"
    return f"{escape(by)} changed what you do in Parley: you {is_now} now."


def _does(role: Role, assists: Sequence[str]) -> str:
    return f"has the {role.value} role" if role == Role.COMPLIANCE else f"is {_named(role, assists)}"


def _named(role: Role, assists: Sequence[str]) -> str:
    return f"an {role.value}" + (f" of {', '.join(map(escape, assists))}" if assists else "")


def window(people: Sequence[Row], start: int, has_more: bool, is_admin: bool, note: str = "") -> Block:
    """A page of the people, for admins with what can be changed."""
    blocks = [section(f":white_check_mark: {note}")] if note else []
    if is_admin:
        blocks.append(actions(button("Invite people", "people_invite", style="primary")))
    for one in people:
        blocks.append(_person(one, is_admin))
    pages = [button("Earlier", "people_page_back", str(max(0, start - SHOWN)))] if start else []
    pages += [button("More", "people_page_on", str(start + SHOWN))] if has_more else []
    if pages:
        blocks.append(actions(*pages))
    if not is_admin:
        blocks.append(context(ADMINS_CHANGE))
    return modal("people", "People", blocks, None, str(start))


def _person(one: Row, is_admin: bool) -> Block:
    shown = section(f"<@{one.slack_user_id}>{escape(standing(one))}\n{_where(one)}")
    if not is_admin or one.has_left:
        return shown
    name = f"Change {cut(one.name, 60)}"
    return shown | {"accessory": button("Change", "people_change", one.agent_id, name=name)}


def standing(one: Row) -> str:
    """What somebody is, behind their name."""
    said = [] if one.role in (Role.AGENT, Role.ASSISTANT) else [one.role.value]
    if one.role == Role.ASSISTANT:
        said = [f"assists {', '.join(one.assists)}" if one.assists else "assists nobody"]
    said += [f"away, {one.covered_by} answers"] if one.covered_by else []
    said += ["left"] if one.has_left else []
    return "".join(f" · {part}" for part in said)


def _where(one: Row) -> str:
    if one.phone:
        return show_phone(one.phone)
    return "no number yet" if one.role in (Role.AGENT, Role.ADMIN) else "no number of their own"


def invite(meta: str) -> Block:
    people: Block = {
        "type": "multi_users_select",
        "action_id": "people",
        "placeholder": plain("Choose people"),
    }
    blocks = [input_block("People", "people", people), *_role(Role.AGENT, ()), *_number(None)]
    return modal("people_invite", "Invite people", blocks, "Invite", meta)


def change(one: Row, assists: Sequence[str], meta: str) -> Block:
    """`assists`: Slack user ids."""
    head = section(f"<@{one.slack_user_id}>{escape(standing(one))}")
    return modal(
        "people_change",
        cut(one.name, 24),
        [head, *_role(one.role, assists), *_number(one.phone)],
        "Save",
        meta,
    )


def _role(role: Role, assists: Sequence[str]) -> list[Block]:
    options = {one: option(name, one.value) for one, (name, _) in ROLES.items()}
    for one, (_, does) in ROLES.items():
        options[one] |= {"description": plain(does)}
    chooser: Block = {"type": "radio_buttons", "action_id": "role", "options": list(options.values())}
    agents: Block = {"type": "multi_users_select", "action_id": "assists"}
    agents |= {"placeholder": plain("Choose agents")} | ({"initial_users": [*assists]} if assists else {})
    return [
        input_block("Role", "role", chooser | {"initial_option": options[role]}),
        input_block("Assists", "assists", agents, True, "For an assistant: the agents for whom they write."),
    ]


def _number(phone: str | None) -> list[Block]:
    current = numbers.offer(phone, "", "", can_picture=True) if phone else numbers.none()
    chooser: Block = {
        "type": "external_select",
        "action_id": "our_number",
        "placeholder": plain("Choose a number"),
        "min_query_length": 0,
        "initial_option": current,
    }
    typed: Block = {"type": "plain_text_input", "action_id": "phone", "max_length": 40}
    hint = "Where the list does not show it. Texts to it come here once it is given."
    return [
        input_block(
            "Number", "number", chooser, True, "Of your Twilio account; those that nobody has come first."
        ),
        input_block("Or type a number", "phone", typed, True, hint),
    ]
