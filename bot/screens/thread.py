"""What stands in a conversation's thread."""

from collections.abc import Sequence
from mimetypes import guess_extension

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, context, cut, section, verbatim
from models.enums import Direction

PUSH = 2900  # characters of a text that stand in the notification


def continues(name: str, lines: Sequence[tuple[Direction, str]]) -> Post:
    """The first post of a thread that takes the place of a lost one."""
    said = [f"{'You' if way == Direction.OUT else name}: {cut(body, 200)}" for way, body in lines]
    head = f"This continues the conversation with {escape(name)}. The last texts were:"
    text = "\n".join(said)
    return Post(f"{head}\n{escape(text)}", [section(head), verbatim(text)])


def inbound(
    name: str, body: str, pictures: int, mention: str | None, opted_out: bool, save: object = None
) -> Post:
    """A client's text. `mention` is the Slack user whose phone shall ring; `save` the id of a conversation
    whose client has no name yet."""
    words = body or _pictures(pictures)
    notes = [f"<@{mention}>"] if mention else []
    if body and pictures:
        notes.append(_pictures(pictures))
    if opted_out:
        notes.append("Opted out: nothing more will be texted to them.")
    blocks = [section(f"*{escape(name)}*"), *(verbatim(part) for part in _parts(words))]
    if notes:
        blocks.append(context(" · ".join(notes)))
    if save:
        blocks.append(
            actions(button("Save contact", "talk_name", str(save), name=f"Save contact {cut(name, 50)}"))
        )
    return Post(f"{escape(name)}: {escape(words)[:PUSH]}", blocks)


def _pictures(count: int) -> str:
    return "sent a file" if count == 1 else f"sent {count} files"


def _parts(words: str) -> list[str]:
    return [words[start : start + PUSH] for start in range(0, len(words), PUSH)]


def outbound(body: str, line: str, segments: int) -> Post:
    """A text of the agent's that was not typed in the thread."""
    notes = [f"Sent with `/text` · {segments} segment{'' if segments == 1 else 's'}"]
    if line:
        notes.append(f"with the first text's line: “{escape(line.strip())}”")
    return Post(f"You: {escape(body)}", [section("*You*"), verbatim(body), context(" · ".join(notes))])


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


def file_name(place: int, content_type: str, media_id: str) -> str:
    """A name of our own: what the sender called the file is not to be trusted."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    return f"file-{place + 1}-{media_id[-12:]}{guess_extension(kind) or '.bin'}"


def alt_text(name: str, content_type: str) -> str:
    what = "Picture" if content_type.startswith("image/") else "File"
    return f"{what} from {name}"


def no_picture(name: str, problem: str) -> Post:
    text = f"A file from {escape(name)} could not be shown: {problem}. Ask them to send it again."
    return Post(text)
