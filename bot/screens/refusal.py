"""Why something was not done, in words for the person who asked. Each sentence names the next step."""

from collections.abc import Sequence
from datetime import date

from bot.rules.slack_text import escape
from bot.screens.amount import credits, day

EMPTY = "There is nothing to send yet. Write a message."
OPTED_OUT_MEANWHILE = "They opted out before this text left, so it was not sent."
ANOTHER_PERSON = "The number has another person now, so this text was not sent."
CLOSED_THREAD = (
    "This number has another person now, so nothing was sent. Write in the newer thread, or with `/text`."
)
TOO_LATE = "This text could not leave for ten hours, so it was dropped. Send it again if it still matters."
WHO_KNOWS = "Twilio did not say whether this text left, twice. Ask your client, or choose:"
NEVER_HEARD = "Nobody could say whether this text left, and ten hours have passed. It counts as not sent."
NOTE_INSIDE = (
    "A line of this starts with `//` or `!`, which marks a note that stays inside. Nothing was sent. "
    "Send all of it as a text?"
)
LATE = "You wrote this a while ago and Parley only sees it now. Does it still hold?"
NUMBER_ONLY = "Write the message after the number, such as `/text +1 201 555 0123 Running 5 late`."
ANSWERED = "This text is settled already."
DROPPED = "Dropped. Nothing was sent."
UNDONE = "Taken back. Nothing was sent."
TOO_LATE_TO_UNDO = "It has left already, so it cannot be taken back. You can send a correction in the thread."
# {name} is the client's.
DELETED_TOO_LATE = "{name} has this text already: deleting it here does not take it back."
EDITED_TOO_LATE = "{name} has the old words already: editing here does not change them."
EDIT_SENDS_NOTHING = "The text to {name} was not sent, and editing it does not send it. Send the new words:"


def sending(name: str) -> str:
    return f"Texting {escape(name)}."


def opted_out(name: str) -> str:
    return (
        f"{escape(name)} opted out of texts, so nothing was sent. Call or e-mail instead; "
        "texts work again once they text START to your number, or once what was entered by hand is lifted."
    )


def too_long(texts: int, most: int) -> str:
    """`texts`: how many it would take."""
    return f"This would take {texts} texts, and at most {most} leave at once. Shorten it, or e-mail it."


def unknown_mention(slack_user_id: str) -> str:
    return f"A client cannot read <@{slack_user_id}>. Write the name instead. Nothing was sent."


def command_in_thread(name: str) -> str:
    return f"`{name}` is a command, so nothing was sent. Commands work in a channel's own message box."


def lacking(needed: int, available: int, owed: int, admins: Sequence[str], later: bool = False) -> str:
    """What is missing, and who helps. `admins`: the Slack user ids of those who can add credits; `later`: it
    is needed at a time that is still to come."""
    ask = f"Choose a bigger plan or a pack with `/plan`, or ask {ask_whom(admins)} to add credits"
    ask = f"{ask}{' before it leaves' if later else ''}."
    if owed:
        return (
            f"You owe {credits(owed)} for texts that came in while you had none: the next credits pay that, "
            f"and this takes {needed:,} more. {ask}"
        )
    has = f"you have {available:,}" if available else "you have none left"
    return f"This takes {credits(needed)} and {has}. {ask}"


def ask_whom(admins: Sequence[str]) -> str:
    """The people who can add credits, as Slack user ids: mentions."""
    return " or ".join(f"<@{one}>" for one in admins[:3]) or "an admin"


def no_credits(needed: int, available: int, owed: int, admins: Sequence[str]) -> str:
    """Why nothing was sent, as `lacking` says it."""
    return f"Nothing was sent. {lacking(needed, available, owed, admins)}"


def dear(credits_: int, segments: int) -> str:
    """Asked before a reply leaves that costs more than its author sends unasked."""
    count = f"{segments} segment{'' if segments == 1 else 's'}"
    return f"This reply takes {credits(credits_)} ({count}). Send it?"


def dear_and_long(credits_: int) -> str:
    """A quick text that costs a lot and does not fit into the composer, which would show it first."""
    return f"Nothing was sent: this takes {credits(credits_)}. Shorten it, or reply in your client's thread."


def undone(returned: int) -> str:
    """`returned`: the credits that came back."""
    return f"{UNDONE[:-1]}, {came_back(returned)}" if returned else UNDONE


def came_back(returned: int) -> str:
    return f"{credits(returned)} returned."


def unpaid(since: date) -> str:
    """Why nothing is sent although there may be credits."""
    return (
        f"Nothing was sent: your plan is not paid since {day(since)}. Change the card with `/plan`; texts "
        "leave again once it is paid. Texts from clients still arrive."
    )
