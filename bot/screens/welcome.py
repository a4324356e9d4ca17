"""The first words to a new agent."""

import json
from collections.abc import Sequence

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, section
from models.enums import Role


def welcome(by: str, number: str | None, role: Role, assists: Sequence[str] = ()) -> Post:
    """Three lines and one button. `by`: who invited them; "" for the first person."""
    if role == Role.COMPLIANCE:
        return Post(
            f"{escape(by)} invited you to read what agents and clients text. You text nobody yourself."
        )
    lines = _assistant(by, assists) if role == Role.ASSISTANT else _agent(by, number)
    text = "\n".join(lines)
    nobody = json.dumps({"words": "", "name": ""})
    return Post(text, [section(text), actions(button("Text a contact", "quick_other", nobody, "primary"))])


def _agent(by: str, number: str | None) -> list[str]:
    invited = f"{escape(by)} invited you to text your clients from Slack. " if by else ""
    where = f"Your number is {number}." if number else "Your number comes as soon as an admin gives you one."
    return [
        f"{invited}{where}",
        "Every client has a thread here: their texts arrive in it, and your reply is the next text.",
        "Type `/text` to write to somebody, and `/inbox` to see who waits for you.",
    ]


def _assistant(by: str, assists: Sequence[str]) -> list[str]:
    whom = " and ".join(map(escape, assists)) or "agents"
    return [
        f"{escape(by)} invited you to text for {whom} from Slack.",
        "What you write leaves from their number, and they see in the thread that it was you.",
        "Type `/text` to write to somebody, and `/inbox` to see who waits and for whom you write.",
    ]
