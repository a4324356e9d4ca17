"""Everything that happened with a contact: a window with a page of it, and the same as rows of a file."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.ports import Post
from bot.rules.local_time import show_clock
from bot.rules.phone_text import unescape
from bot.rules.slack_text import escape
from bot.rules.spreadsheet import Cell
from bot.screens.amount import credits
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    plain,
    section,
)
from models.enums import TimelineFilter

WORDS, FILES, ROOM = 200, 120, 2900  # characters of one entry, of its files, of one block
LONGEST_REASON, LONGEST_NOTE = 200, 2000
NOTHING = "Nothing has happened yet. Texts, files, notes and opt-outs will stand here."
NOTHING_SUCH = "Nothing of this kind. Choose “Everything” to see the rest."
NOT_YOURS = "This contact is not one of yours. Look for your own with `/contacts`."
NO_REASON = "Write why you look: the reason is kept and shown to the admins."
ASK_AGAIN = "This window was opened without a reason. Open the timeline again to write one."
DELETED = "A deleted contact"
NO_NOTE = "Write the note."
ON_ITS_WAY = "The file is on its way to your direct message with Parley."
LABELS = {
    TimelineFilter.EVERYTHING: "Everything",
    TimelineFilter.TEXTS: "Texts",
    TimelineFilter.FILES: "Files",
    TimelineFilter.NOT_DELIVERED: "Not delivered",
    TimelineFilter.CONSENT: "Opt-outs and consent",
    TimelineFilter.NOTES: "Notes",
    TimelineFilter.CHANGES: "Changes",
}
HEAD = ("When", "From", "To", "What", "Words", "Files", "Credits")


@dataclass(frozen=True)
class Entry:
    """One thing that happened, in words."""

    at: datetime  # on the workspace's clocks
    by: str  # who wrote, or did it; "" where that says nothing
    to: str  # to whom a text went
    what: str  # how far a text is, or what happened, ready for Slack
    words: str = ""
    files: tuple[str, ...] = ()
    credits: int = 0
    link: str = ""  # to the message in Slack


@dataclass(frozen=True)
class Seen:
    """That somebody with the compliance role looked."""

    by: str
    is_export: bool
    on: date
    reason: str


@dataclass(frozen=True)
class Timeline:
    """One page."""

    meta: str  # what the window remembers: whose timeline it is, and what is shown of it
    people: tuple[tuple[str, tuple[str, ...]], ...]  # name and numbers
    shown: TimelineFilter
    entries: tuple[Entry, ...]
    today: date
    newer: str = ""  # from where on; "" where there is nothing more
    older: str = ""
    looks: tuple[Seen, ...] = ()


def window(page: Timeline, note: str = "") -> Block:
    """The window with one page."""
    blocks = [context(note)] if note else []
    blocks += [section(_head(page)), _choices(page), *_days(page), *_pages(page)]
    blocks += [context(_look(one, page.today)) for one in page.looks]
    return modal("timeline", "Timeline", blocks, None, page.meta)


def _head(page: Timeline) -> str:
    lines = [
        f"*{escape(cut(name, 80))}*\n{', '.join(phones)}" if name not in phones else f"*{name}*"
        for name, phones in page.people
    ]
    return "\n".join(one.strip() for one in lines)


def _choices(page: Timeline) -> Block:
    options = [option(label, one.value) for one, label in LABELS.items()]
    chosen = next(one for one in options if one["value"] == page.shown.value)
    select: Block = {
        "type": "static_select",
        "action_id": "timeline_filter",
        "placeholder": plain("What to show"),
        "options": options,
        "initial_option": chosen,
    }
    return actions(select, button("Download CSV", "timeline_csv", "csv")) | {"block_id": "shown"}


def _pages(page: Timeline) -> list[Block]:
    made = [button("Newer", "timeline_newer", page.newer)] if page.newer else []
    made += [button("Older", "timeline_older", page.older)] if page.older else []
    return [actions(*made)] if made else []


def _days(page: Timeline) -> list[Block]:
    """The entries below their days, in as few blocks as hold them."""
    if not page.entries:
        return [section(NOTHING if page.shown == TimelineFilter.EVERYTHING else NOTHING_SUCH)]
    blocks: list[str] = []
    day: date | None = None
    for one in page.entries:
        line = _entry(one)
        if one.at.date() != day:
            day = one.at.date()
            blocks.append(f"*{_day(day, page.today)}*\n{line}")
        elif len(blocks[-1]) + len(line) < ROOM:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return [section(one) for one in blocks]


def _day(day: date, today: date) -> str:
    return "Today" if day == today else f"{day:%a}, {_date(day, today)}"


def _date(day: date, today: date) -> str:
    return f"{day:%b} {day.day}" + (f", {day.year}" if day.year != today.year else "")


def _entry(one: Entry) -> str:
    """One line, and a second with the words where there are some."""
    clock = show_clock(one.at)
    parts = [f"<{one.link}|{clock}>" if one.link else clock, escape(cut(parties(one), 120))]
    parts += [cut(one.what, WORDS), credits(one.credits) if one.credits else ""]
    said = [escape(cut(" ".join(one.words.split()), WORDS))]
    said += [escape(cut(f"With {', '.join(one.files)}", FILES))] if one.files else []
    below = " · ".join(filter(None, said))
    return " · ".join(filter(None, parts)) + (f"\n>{below}" if below else "")


def parties(one: Entry) -> str:
    """Who did it, and to whom it went."""
    return f"{one.by} to {one.to}" if one.by and one.to else one.by or one.to


def _look(one: Seen, today: date) -> str:
    did = "Exported" if one.is_export else "Seen"
    return f"{did} by {escape(one.by)} (compliance) on {_date(one.on, today)}: {escape(one.reason)}"


def ask_why(meta: str, name: str) -> Block:
    """Asks somebody with the compliance role why they look."""
    field = {"type": "plain_text_input", "action_id": "reason", "max_length": LONGEST_REASON}
    about = section(f"The timeline of {escape(name)} is somebody else's work.")
    hint = "Kept with your name, and shown to the admins."
    blocks = [about, input_block("Why do you look?", "reason", field, hint=hint)]
    return modal("timeline_why", "Timeline", blocks, "Show", meta)


def ask_note(contact_id: str, name: str) -> Block:
    """A note about a contact, written from the card."""
    field = {
        "type": "plain_text_input",
        "action_id": "words",
        "multiline": True,
        "max_length": LONGEST_NOTE,
    }
    hint = "It stays here: nothing is texted."
    blocks = [input_block(f"About {cut(name, 60)}", "note", field, hint=hint)]
    return modal("contact_note", "Add a note", blocks, "Save", contact_id)


def row(one: Entry) -> tuple[Cell, ...]:
    """One entry in the file."""
    when = one.at.isoformat(" ", "seconds")
    return (when, one.by, one.to, unescape(one.what), one.words, ", ".join(one.files), one.credits)


def file_post(name: str, reason: str) -> Post:
    """What the file stands below. `reason`: why somebody with the compliance role wanted it."""
    why = f" Reason: {escape(reason)}" if reason else ""
    return Post(f"The timeline of {escape(name)} is in this message's thread.{why}")


def file_words(name: str, shown: TimelineFilter) -> str:
    return f"Timeline of {name}: {LABELS[shown].lower()}"
