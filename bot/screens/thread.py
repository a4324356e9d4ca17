"""What stands in a conversation's thread."""

from collections.abc import Sequence

from bot.ports import Post
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, context, cut, section, verbatim
from bot.screens.file import called
from models.enums import Direction

PUSH = 2900  # characters of a text that stand in the notification


def card(name: str, phone: str, our_phone: str, is_orphan: bool, conversation_id: str) -> Post:
    """The parent of the thread: who this is."""
    shown = escape(name)
    if is_orphan:
        note = f"Nobody texts from {show_phone(our_phone)} yet. Give it to somebody with `/parley` to answer."
    else:
        note = f"Reply in this thread to text {shown}. Start with `//` for a note that stays here."
    blocks = [section(f"*{shown}*\n{show_phone(phone)}"), context(note)]
    if not is_orphan:
        blocks.append(actions(button("Text", "compose_to", conversation_id, name=f"Text {cut(name, 60)}")))
    return Post(f"{shown}, {show_phone(phone)}. {note}", blocks)


def continues(name: str, lines: Sequence[tuple[Direction, str]]) -> Post:
    """The first post of a thread that takes the place of a lost one."""
    said = [f"{'You' if way == Direction.OUT else name}: {cut(body, 200)}" for way, body in lines]
    head = f"This continues the conversation with {escape(name)}. The last texts were:"
    text = "\n".join(said)
    return Post(f"{head}\n{escape(text)}", [section(head), verbatim(text)])


def inbound(name: str, body: str, pictures: int, mention: str | None, opted_out: bool) -> Post:
    """A client's text. `mention` is the Slack user whose phone shall ring."""
    words = body or _pictures(pictures)
    notes = [f"<@{mention}>"] if mention else []
    if body and pictures:
        notes.append(_pictures(pictures))
    if opted_out:
        notes.append("Opted out: nothing more will be texted to them.")
    blocks = [section(f"*{escape(name)}*"), *(verbatim(part) for part in _parts(words))]
    if notes:
        blocks.append(context(" · ".join(notes)))
    return Post(f"{escape(name)}: {escape(words)[:PUSH]}", blocks)


def _pictures(count: int) -> str:
    return "sent a file" if count == 1 else f"sent {count} files"


def _parts(words: str) -> list[str]:
    return [words[start : start + PUSH] for start in range(0, len(words), PUSH)]


def outbound(body: str, line: str, segments: int, files: Sequence[str] = ()) -> Post:
    """A text of the agent's that was not typed in the thread. `files` are the names of what goes with it."""
    notes = [f"Sent with `/text` · {segments} segment{'' if segments == 1 else 's'}"]
    if line:
        notes.append(f"with the first text's line: “{escape(line.strip())}”")
    if files:
        notes.append("with " + ", ".join(called(one) for one in files))
    words = body or ", ".join(files)
    said = [verbatim(body)] if body else []
    return Post(f"You: {escape(words)}", [section("*You*"), *said, context(" · ".join(notes))])


def problem(body: str, reason: str) -> Post:
    """Why a text did not leave or arrive."""
    quote = f"“{escape(cut(body, 120))}”"
    return Post(f"Not delivered: {quote} {reason}", [section(f":x: {quote}\n{reason}")])


def question(body: str, reason: str, message_id: str, doubt: bool) -> Post:
    """A text that waits for its agent's answer."""
    quote = f"“{escape(cut(body, 400))}”"
    send, leave = ("Send again", "Leave it") if doubt else ("Send now", "Drop it")
    buttons = actions(
        button(send, "question_send", message_id, "primary"), button(leave, "question_drop", message_id)
    )
    return Post(f"{reason} {quote}", [section(f"{reason}\n>{quote}"), buttons])
