"""Words about who may do what."""

from collections.abc import Sequence


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


NOT_YOURS = (
    "This conversation belongs to somebody else, so nothing was sent. Text your own client with `/text`."
)
NOT_YOURS_TO_CHANGE = (
    "This conversation belongs to somebody else, so nothing was changed. `/inbox` shows your own."
)
GONE = "This conversation is not here any more. `/inbox` shows those that are."
