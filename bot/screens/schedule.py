"""Scheduled texts: their post in the thread, their list, and what is said about them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ports import Post
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, context, cut, modal, section, verbatim
from models.enums import MessageState

SHOWN = 45  # a window holds 100 blocks
GONE = "This text is not scheduled any more."
CANCELED = "Canceled. It will not be sent."
NONE = "Nothing is scheduled. Choose “At a time” in the composer, which `/text` opens."
NO_TIME = "Choose a day and a time."
TOO_FAR = "That is more than a year ahead. Choose an earlier day."
TOO_LONG = "This text is too long to edit here. Cancel it and schedule it again in two parts."
ASKED = "Waits for your answer"
LATE = "This was scheduled, and Parley could not send it for more than a day. Does it still hold?"
MOVED = "This was scheduled by somebody who does not text from this number any more. Send it?"
CHOOSE_SOMEBODY = "It leaves at this time by your client's own clock."


@dataclass(frozen=True)
class Row:
    """A scheduled text in the list."""

    message_id: str
    name: str
    phone: str
    words: str
    when: str
    credits: int  # what it takes when it leaves
    mark: str = ""  # what is wrong with the number, in a word


def past(now_there: str) -> str:
    """`now_there`: what the client's clock shows."""
    return f"For your client it is {now_there} already. Choose a time at least a minute ahead."


def settled(state: MessageState | None) -> str:
    """Why a button does nothing any more."""
    if state == MessageState.CANCELED:
        return "This text was canceled already."
    if state in (None, MessageState.REFUSED, MessageState.FAILED, MessageState.HELD):
        return GONE
    return "This text has left already. Send a correction in its thread if something is wrong with it."


def post(by: str, body: str, line: str, note: str, message_id: str = "") -> Post:
    """How it stands in its thread while it waits; `message_id` for the buttons, "" for none."""
    notes = [note]
    if line:
        notes.append(f"with the first text's line: “{escape(line.strip())}”")
    blocks = [section(f"*{escape(by)}*"), verbatim(body), context(" · ".join(notes))]
    if message_id:
        blocks.append(buttons(message_id, body))
    return Post(f"{note}: {escape(body)}", blocks)


def scheduled(when: str, is_outside: bool) -> str:
    """`is_outside`: of the hours in which its client is texted unasked."""
    return f"Scheduled for {when}{', outside the hours for texts' if is_outside else ''}"


def buttons(message_id: str, called: str) -> Block:
    """Send now, edit, cancel; the same wherever a scheduled text is shown. `called` is for screen readers."""
    short = cut(called, 60)
    return actions(
        button("Send now", "scheduled_send", message_id, name=f"Send now: {short}"),
        button("Edit", "scheduled_edit", message_id, name=f"Edit: {short}"),
        button("Cancel", "scheduled_cancel", message_id, name=f"Cancel: {short}"),
    )


def listing(rows: Sequence[Row], left: int, note: str = "") -> Block:
    """`/text scheduled`: the soonest first. `left`: available credits, less what is owed."""
    blocks = [context(escape(note))] if note else []
    if rows:
        total, has = sum(row.credits for row in rows), f"have {left:,}" if left >= 0 else f"owe {-left:,}"
        blocks.append(context(f"They take {credits(total)} when they leave. You {has} now."))
    for row in rows[:SHOWN]:
        to = " · ".join(filter(None, (show_phone(row.phone), row.mark)))
        head = f"*{escape(row.name)}* {to}\n{row.when} · {credits(row.credits)}"
        quote = escape(cut(row.words, 300)).replace("\n", "\n>")
        blocks += [section(f"{head}\n>{quote}"), buttons(row.message_id, f"{cut(row.name, 25)}, {row.when}")]
    if not rows:
        blocks.append(section(NONE))
    if len(rows) > SHOWN:
        blocks.append(context("Later ones follow once these have left."))
    return modal("scheduled", "Scheduled texts", blocks, None)
