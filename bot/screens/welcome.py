"""The first words to a new agent."""

import json

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, section


def welcome(by: str, number: str | None) -> Post:
    """Three lines and one button. `by`: who invited them; "" for the first person."""
    invited = f"{escape(by)} invited you to text your clients from Slack. " if by else ""
    where = f"Your number is {number}." if number else "Your number comes as soon as an admin gives you one."
    text = "\n".join(
        [
            f"{invited}{where}",
            "Every client has a thread here: their texts arrive in it, and your reply is the next text.",
            "Type `/text` to write to somebody, and `/inbox` to see who waits for you.",
        ]
    )
    nobody = json.dumps({"words": "", "name": ""})
    return Post(text, [section(text), actions(button("Text a contact", "quick_other", nobody, "primary"))])
