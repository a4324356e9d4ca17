"""Words about who may do what."""

from collections.abc import Sequence

from bot.rules.slack_text import escape
from models.enums import Role


def not_invited(admin_ids: Sequence[str]) -> str:
    """For somebody who is not an agent. `admin_ids` are Slack user ids."""
    if not admin_ids:
        return "Parley is not set up yet. A full member of this workspace starts it by typing `/text`."
    admins = " or ".join(f"<@{one}>" for one in admin_ids[:3])
    return f"You are not set up to text with Parley yet. Ask {admins} to invite you with `/parley`."


def nobody_knows(slack_user_id: str) -> str:
    return (
        f"Slack could not tell who <@{slack_user_id}> is just now. Try again in a minute, or write the name."
    )


def no_number(admin_ids: Sequence[str]) -> str:
    """For an agent without a phone number."""
    admins = " or ".join(f"<@{one}>" for one in admin_ids[:3])
    return f"You have no phone number to text from yet. {admins} can give you one with `/parley`."


def assists_nobody(admin_ids: Sequence[str]) -> str:
    """For an assistant of nobody."""
    admins = " or ".join(f"<@{one}>" for one in admin_ids[:3])
    return f"You assist nobody at the moment. {admins} can change that in `/parley people`."


def writing_as(name: str) -> str:
    """For an assistant, beside what they write."""
    return f"As {escape(name)}: from their number, on their credits"


TEXTS_NOBODY = (
    "You have the compliance role: it reads and texts nobody. An admin can change that in `/parley people`."
)
CHOOSE_FOR_WHOM = "You assist several agents. Choose in `/inbox` for whom you write, then try again."
NOT_FOR_THEM = (
    "This was opened to write for somebody for whom you do not write any more. Nothing was sent or changed: "
    "close it and open it again."
)
OWN_CREDITS = "Credits, plans and orders are the agents' own. Ask the agent for whom you write, or an admin."
NOT_YOURS = (
    "This conversation belongs to somebody else, so nothing was sent. Text your own client with `/text`."
)


def not_yours(role: Role | None) -> str:
    """For somebody who may not write in a conversation; without a role they are nobody here."""
    return TEXTS_NOBODY if role == Role.COMPLIANCE else NOT_YOURS


NOT_YOURS_TO_CHANGE = (
    "This conversation belongs to somebody else, so nothing was changed. `/inbox` shows your own."
)
GONE = "This conversation is not here any more. `/inbox` shows those that are."
