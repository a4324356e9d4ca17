"""Why something was not done, in words for the person who asked. Each sentence names the next step."""

EMPTY = "There is nothing to send yet. Write a message."
OPTED_OUT_MEANWHILE = "They opted out before this text left, so it was not sent."
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


def sending(name: str) -> str:
    return f"Texting {name}."


def opted_out(name: str) -> str:
    return (
        f"{name} opted out of texts, so nothing was sent. Call or e-mail instead; "
        "texts work again once they text START to your number."
    )


def too_long(over: int, has_line: bool) -> str:
    """`over`: how many characters beyond what one text holds."""
    with_line = ", with the opt-out line that a first text carries" if has_line else ""
    return f"A text holds 1,600 characters{with_line}. Take out {over} or send it in two parts."


def unknown_mention(slack_user_id: str) -> str:
    return f"A client cannot read <@{slack_user_id}>. Write the name instead. Nothing was sent."


def command_in_thread(name: str) -> str:
    return f"`{name}` is a command, so nothing was sent. Commands work in a channel's own message box."
