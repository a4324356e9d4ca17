"""What stands in a conversation's thread."""

import json
from collections.abc import Sequence

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, context, cut, section, verbatim
from bot.screens.file import called
from bot.screens.shop import way_out
from models.enums import Sign

BUTTON = 2000  # characters that a button's value holds
PUSH = 2900  # characters of a text that stand in the notification


def continues(name: str, lines: Sequence[tuple[str, str]], lost: str = "", instead_of: str = "") -> Post:
    """The first post of a thread that takes another's place, with the last texts as (who, words).

    `lost` is a channel we may no longer post in; `instead_of` says for whom its reader answers.
    """
    said = [f"{who}: {cut(body, 200)}" for who, body in lines]
    head = instead_of or f"This continues the conversation with {escape(name)}."
    if lost:
        head = f"Parley can no longer post in <#{lost}>, so your conversations continue here. {head}"
    text = "\n".join(said)
    if not text:
        return Post(head)
    return Post(
        f"{head} The last texts were:\n{escape(text)}",
        [section(f"{head} The last texts were:"), verbatim(text)],
    )


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


STATES = {
    None: "On its way",
    Sign.WAITING: "Still on its way",
    Sign.SENT: "Sent",
    Sign.DELIVERED: "Delivered",
    Sign.FAILED: "Not delivered",
    Sign.GONE: "Taken back: not sent",
}


def outbound(
    by: str, body: str, line: str, segments: int, sign: Sign | None, undo: str, files: Sequence[str] = ()
) -> Post:
    """A text that was not typed in the thread. `undo`: the text's id while it can be taken back; `files`: the
    names of what goes with it."""
    notes = [STATES[sign], f"{segments} segment{'' if segments == 1 else 's'}"]
    if line:
        notes.append(f"with the first text's line: “{escape(line.strip())}”")
    if files:
        notes.append("with " + ", ".join(called(one) for one in files))
    words = body or ", ".join(files)
    said = [verbatim(body)] if body else []
    blocks = [section(f"*{escape(by)}*"), *said, context(" · ".join(notes))]
    if undo:
        blocks.append(actions(button("Undo", "undo_text", undo, name=f"Undo: {cut(words, 60)}")))
    return Post(f"{escape(by)}: {escape(words)}", blocks)


def problem(body: str, reason: str, again_id: str = "", back: str = "") -> Post:
    """Why a text did not leave or arrive. `again_id`: the text's id where sending it again may help; `back`:
    what came back of its credits, in words."""
    quote = f"“{escape(cut(body, 120))}”"
    blocks = [section(f":x: {quote}\n{reason}"), *([context(back)] if back else [])]
    blocks += way_out(reason)
    if again_id:
        blocks.append(
            actions(button("Send again", "send_again", again_id, name=f"Send again: {cut(body, 50)}"))
        )
    return Post(f"Not delivered: {quote} {reason}", blocks)


def changed(sentence: str, conversation_id: str, words: str) -> Post:
    """An edit or deletion that came too late, with the way out; `words` are proposed for the correction."""
    value = correction(conversation_id, words)
    return Post(sentence, [section(sentence), actions(button("Send correction", "send_correction", value))])


def correction(conversation_id: str, words: str) -> str:
    """What the button carries: Slack keeps 2,000 characters in it."""
    value = json.dumps({"talk": conversation_id, "words": words}, ensure_ascii=False)
    return value if len(value) <= BUTTON else json.dumps({"talk": conversation_id, "words": ""})


def question(body: str, reason: str, message_id: str, doubt: bool, later: str = "") -> Post:
    """A text that waits for its agent's answer. `later`: the button that lets it wait for the hours."""
    quote = f"“{escape(cut(body, 400))}”"
    send, leave = ("Send again", "Leave it") if doubt else ("Send now", "Drop it")
    waits = [button(later, "question_later", message_id)] if later else []
    buttons = [
        button(send, "question_send", message_id, None if later else "primary"),
        *waits,
        button(leave, "question_drop", message_id),
    ]
    return Post(f"{reason} {quote}", [section(f"{reason}\n>{quote}"), actions(*buttons)])
