"""The daily list of clients who wait."""

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, context, cut, section
from bot.screens.inbox import LINE, Entry, Section, link_button, waits


def digest(waiting: Section) -> Post:
    """Longest first, each with the way into its thread."""
    count = waiting.count
    head = "1 client waits for your answer." if count == 1 else f"{count} clients wait for your answer."
    blocks = [section(head), *(_entry(one) for one in waiting.entries)]
    more = count - len(waiting.entries)
    if more > 0:
        blocks.append(context(f"and {more} more in `/inbox`"))
    names = ", ".join(f"{escape(one.name)} ({one.age})" for one in waiting.entries)
    return Post(f"{head} {names}{f' and {more} more' if more > 0 else ''}", blocks)


def _entry(one: Entry) -> Block:
    head = " · ".join(filter(None, (f"*{escape(one.name)}*", waits(one), one.mark)))
    line = section(f"{head}\n{escape(cut(' '.join(one.line.split()), LINE))}")
    return line | ({"accessory": link_button("Open", one.link, one.name)} if one.link else {})
