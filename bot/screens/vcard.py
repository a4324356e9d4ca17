"""A contact that a client sent: offered, and saved by a click."""

import json
from collections.abc import Sequence

from bot.ports import Post
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, context, cut, section

MOST_PHONES = 5
NAME = 80  # characters
NO_PHONE = "No number on it can be texted, so there is nothing to save."


def offer(client: str, name: str, phones: Sequence[str], conversation_id: str) -> Post:
    """A contact card's name and numbers with a button, if it has a number that can be texted.

    `name` may be "" and `phones` are E.164.
    """
    good = phones[:MOST_PHONES]
    listed = "\n".join(map(show_phone, good))
    name = name or show_phone(good[0])
    shown = escape(cut(name, NAME))
    head = f"{escape(client)} sent a contact: {shown}"
    blocks = [section(f"*{shown}*\n{listed}" if good else f"*{shown}*")]
    if good:
        value = json.dumps(
            {"conversation": conversation_id, "name": cut(name, NAME), "phones": " ".join(good)}
        )
        blocks.append(actions(button("Save contact", "save_card", value, name=f"Save {cut(name, 60)}")))
    else:
        blocks.append(context(NO_PHONE))
    return Post(f"{head} {listed or NO_PHONE}", blocks)


def saved(name: str, phones: Sequence[str]) -> str:
    return f"Saved {escape(name)}, {', '.join(map(show_phone, phones))}. `/text` finds them by name now."


def known(name: str, phone: str) -> str:
    return f"{escape(name)}, {show_phone(phone)}, is in your contacts already."
