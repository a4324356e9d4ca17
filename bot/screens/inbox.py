"""`/inbox`: who waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.rules.slack_text import escape
from bot.rules.wall_time import JUST_NOW
from bot.screens.blocks import Block, actions, button, context, cut, modal, option, plain, section
from bot.screens.card import REMINDERS, menu
from bot.screens.people import writing_as
from bot.screens.when import show_date

NOTHING = "Nobody waits for you."
LINE = 120
FOR_WHOM = "For whom do you write?"


@dataclass(frozen=True)
class Entry:
    """One conversation in a list."""

    conversation_id: str
    name: str
    line: str  # the last text
    age: str
    link: str  # into its thread; "" where there is none
    remind_at: datetime | None = None
    mark: str = ""  # what is wrong with the number, in a word


@dataclass(frozen=True)
class Section:
    """A list, as far as it is shown, and how long it is."""

    entries: tuple[Entry, ...] = ()
    count: int = 0
    zone: str = "UTC"


@dataclass(frozen=True)
class Inbox:
    """An agent's conversations by whose turn it is."""

    waiting: Section = field(default_factory=Section)
    reminded: Section = field(default_factory=Section)
    theirs: Section = field(default_factory=Section)
    done: Section = field(default_factory=Section)


@dataclass(frozen=True)
class Late:
    """A text that waits for its time, or did not arrive."""

    message_id: str
    name: str
    body: str
    reason: str
    at: datetime | None
    link: str
    zone: str
    mark: str = ""


def window(inbox: Inbox | None, agents: Sequence[tuple[str, str]] = (), chosen: str = "") -> Block:
    """The answer to `/inbox`.

    `agents`: (id, name) of those for whom an assistant may write; `chosen`: the id of whose inbox it is.
    """
    blocks = [*_for_whom(agents, chosen), *(lists(inbox) if inbox else [])]
    return modal("inbox", "Inbox", blocks, None)


def _for_whom(agents: Sequence[tuple[str, str]], chosen: str) -> list[Block]:
    named = dict(agents)
    said = [context(writing_as(named[chosen]))] if chosen else []
    if len(agents) < 2:
        return said
    options = {agent_id: option(name, agent_id) for agent_id, name in agents[:100]}
    chooser: Block = {"type": "static_select", "action_id": "write_for", "options": list(options.values())}
    chooser |= {"placeholder": plain("Choose an agent")}
    chooser |= {"initial_option": options[chosen]} if chosen in options else {}
    return [section(FOR_WHOM) | {"accessory": chooser}, *said]


def lists(inbox: Inbox) -> list[Block]:
    """All lists that hold something; what waits for the agent always says how much."""
    blocks = [header(_waiting(inbox.waiting.count))]
    for one in inbox.waiting.entries:
        blocks += _waits(one)
    blocks += _rest(inbox.waiting)
    for title, part in (
        ("Reminders", inbox.reminded),
        ("Waiting for them", inbox.theirs),
        ("Done", inbox.done),
    ):
        if part.entries:
            blocks += [
                header(title),
                *(block for one in part.entries for block in _line(title, one, part.zone)),
            ]
            blocks += _rest(part)
    return blocks


def header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _waiting(count: int) -> str:
    return f"Waiting for you: {count}" if count else NOTHING


def _waits(one: Entry) -> list[Block]:
    buttons = [button("Done", "talk_done", one.conversation_id, name=f"Done with {cut(one.name, 50)}")]
    first = _link(one) or [
        button("Text", "compose_to", one.conversation_id, name=f"Text {cut(one.name, 60)}")
    ]
    row = actions(*first, *buttons, menu(one.conversation_id, list(REMINDERS)))
    return [section(_words(one, waits(one))), row | {"block_id": f"waiting {one.conversation_id}"}]


def waits(one: Entry) -> str:
    """The age of the first text without an answer; it stands beside the newest words, which may be new."""
    return one.age if one.age in ("", JUST_NOW) else f"waiting {one.age}"


def _line(title: str, one: Entry, zone: str) -> list[Block]:
    """One line with its link beside it; a reminder can be taken off or moved."""
    if one.remind_at is None:
        link = _link(one)
        return [section(_words(one, one.age)) | ({"accessory": link[0]} if link else {})]
    off = button("Done", "talk_done", one.conversation_id, name=f"Done with {cut(one.name, 50)}")
    row = actions(*_link(one), off, menu(one.conversation_id, list(REMINDERS)))
    when = show_date(one.remind_at, zone)
    return [section(_words(one, when)), row | {"block_id": f"{title.lower()} {one.conversation_id}"}]


def _words(one: Entry, when: str) -> str:
    head = " · ".join(filter(None, (f"*{escape(one.name)}*", when, one.mark)))
    return f"{head}\n{escape(cut(' '.join(one.line.split()), LINE))}" if one.line.strip() else head


def _link(one: Entry) -> list[Block]:
    return [link_button("Open", one.link, one.name)] if one.link else []


def link_button(label: str, url: str, name: str) -> Block:
    """A button that leads into a thread."""
    return button(label, "open_thread", name=f"{label} {cut(name, 70)}"[:75]) | {"url": url}


def _rest(part: Section) -> list[Block]:
    more = part.count - len(part.entries)
    return [context(f"and {more} more")] if more > 0 else []
