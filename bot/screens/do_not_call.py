"""Do-not-call lists: why a text is refused, the window with the lists, the form for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.rules.do_not_call import GOOD_DAYS, age, is_old
from bot.rules.region_name import state_name
from bot.rules.slack_text import escape
from bot.screens.amount import day
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
from models.enums import ListScope

LONGEST_SOURCE = 60  # letters
SHOWN = 30  # lists in the window
LAW = (
    "US law asks whoever texts to sell to check numbers against the national do-not-call registry and "
    "against states' lists, and to honor their own. Parley does the checks; whether they are enough for you, "
    "ask an attorney."
)
NONE = (
    "No list is here. One-to-one texts leave unchecked, and automated texts go only to people whose consent "
    "is recorded."
)
NO_FILE = "Choose the file as you downloaded it: text, XML or zip."
NOT_HERE = "Slack does not hand out this file. Upload it from your computer."
NO_STATE = "Choose the state whose list it is."
NO_DATE = "Write the day the list is of, such as 2026-11-01."
AHEAD = "This day is still to come. Choose the day the list is of."
REMOVED_ALREADY = "This list is not there any more."
NO_CHANGES = (
    "This file holds only changes, and there is no list of this kind that they could belong to. Bring in the "
    "full list first."
)
WHICH = "This file holds only changes. Name the list they belong to as its source: {}."
CHANGED_MEANWHILE = "The list these changes belong to was replaced meanwhile. Bring the file in again."
NOT_FETCHED = "The file could not be fetched from Slack:"
STARTED = "The file is being read. You are told in your direct message when the list is in force."
ABANDONED = "it was never finished"
BY_HAND = "removed"
REPLACED = "a newer version took its place"
SAME = "it is the same as what is in force"
NO_WAY_ON = "E-mail them instead, or ask an admin whether the number belongs on it."
WAYS_ON = (
    "You may text once they text you, agree in words that are kept, or are your customer: record that with "
    "“Relationship” on their card in `/contacts`."
)
NEEDS_CONSENT = (
    "{phone} was not checked: no national do-not-call list for its area code is here. Automated texts go "
    "there only with recorded consent, until an admin brings the list in with `/parley`."
)
FIRST_USE = (
    f"*No do-not-call list is here yet.*\n{LAW}\nOne-to-one texts leave unchecked until you bring in your "
    "lists with `/parley`, “Do-not-call lists”. You read this once."
)


@dataclass(frozen=True)
class Name:
    """Which list it is."""

    scope: ListScope
    state: str
    source: str


@dataclass(frozen=True)
class Row:
    """A list in the window."""

    list_id: str
    name: Name
    dated: date
    numbers: int | None  # None: it is still being brought in
    by: str  # who brought it in; "" for the shell


def named(name: Name) -> str:
    """As it stands in a sentence."""
    match name.scope:
        case ListScope.NATIONAL:
            kind = "the national do-not-call list"
        case ListScope.STATE:
            kind = f"the do-not-call list of {state_name(name.state)}"
        case ListScope.OWN:
            kind = "your brokerage's own do-not-call list"
    return kind + (f" ({name.source})" if name.source else "")


def listed(who: str, name: Name, dated: date) -> str:
    """Why nothing was sent to somebody; `who`: the client's name."""
    on = f"{who} is on {named(name)} of {_date(dated)}, so nothing was sent."
    return f"{escape(on)} {NO_WAY_ON if name.scope == ListScope.OWN else WAYS_ON}"


def too_old(name: Name, dated: date, today: date) -> str:
    """Why no automated text leaves."""
    return (
        f"{_first(named(name))} is {age(dated, today)} days old, and after {GOOD_DAYS} days automated texts "
        "wait. Ask an admin to bring in a newer one with `/parley`."
    )


def unchecked(phone: str) -> str:
    return NEEDS_CONSENT.format(phone=phone)


def done(name: Name, dated: date, numbers: int, broken: int, first_broken: Sequence[str]) -> str:
    """A list is in force. Plain words, as the next three are."""
    told = f"{_first(named(name))} of {_date(dated)} is in force: {numbers:,} numbers."
    if not broken:
        return told
    some = f"{broken:,} line{'' if broken == 1 else 's'} could not be read"
    first = "" if broken == len(first_broken) else "The first: "
    return f"{told} {some}. {first}{', '.join(first_broken)}."


def same(name: Name, dated: date) -> str:
    return f"{_first(named(name))} of {_date(dated)} is in force already: this is the same file."


def older(name: Name, dated: date) -> str:
    return f"{_first(named(name))} in force is newer, of {_date(dated)}. Nothing was changed."


def not_brought(file_name: str, why: str) -> str:
    return f"“{cut(file_name, 80)}” was not brought in, and no list was changed. {why}"


def removed(name: Name) -> str:
    return f"Removed {named(name)}. Its numbers are not checked any more."


def removed_by(name: str) -> str:
    return f"{BY_HAND} by {name}"


def soon(name: Name, left: int) -> tuple[str, str]:
    """The title and the words of a warning before a list is too old. `left`: days."""
    when = "today is its last day" if left == 0 else f"{left} more day{'' if left == 1 else 's'}"
    words = (
        f"{_first(named(name))} is good for automated texts for {GOOD_DAYS} days ({when}). Then they wait "
        "until a newer one is here. Download it and bring it in with `/parley`, “Do-not-call lists”."
    )
    return "A do-not-call list will soon be too old", words


def over(name: Name, days: int) -> tuple[str, str]:
    """The same when it is."""
    words = (
        f"{_first(named(name))} is {days} days old: automated texts wait until a newer one is here. "
        "One-to-one texts are still checked against it. Bring a newer one in with `/parley`."
    )
    return "A do-not-call list is too old", words


def listing(rows: Sequence[Row], today: date, note: str = "") -> Block:
    """The window with all lists."""
    blocks = [context(escape(note))] if note else []
    blocks += [section(LAW), *(_row(row, today) for row in rows[:SHOWN])] + ([] if rows else [section(NONE)])
    blocks.append(actions(button("Add a list", "dnc_add", "add", "primary")))
    return modal("dnc", "Do-not-call lists", blocks, None)


def _row(row: Row, today: date) -> Block:
    name = _first(named(row.name))
    title = f"*{escape(name)}*"
    by = f"brought in by {escape(row.by)}" if row.by else "brought in from the shell"
    about = f"of {_date(row.dated)} · {_state(row, today)}"
    if row.numbers is None:
        return section(f"{title}\nof {_date(row.dated)} · being read")
    shown = section(f"{title}\n{about}\n{row.numbers:,} numbers · {by}")
    return shown | {"block_id": f"dnc {row.list_id}", "accessory": _remove(row, name)}


def _state(row: Row, today: date) -> str:
    days = age(row.dated, today)
    old = f"{days} day{'' if days == 1 else 's'} old"
    if row.name.scope == ListScope.OWN:
        return old
    if is_old(row.dated, today):
        return f"{old} · too old: automated texts wait"
    left = GOOD_DAYS - days
    when = f"expires in {left} day{'' if left == 1 else 's'}" if left else "last good day"
    return f"{old} · {when}"


def _remove(row: Row, name: str) -> Block:
    confirm = {
        "title": plain("Remove this list?"),
        "text": plain("Its numbers are not checked any more, until you bring it in again."),
        "confirm": plain("Remove"),
        "deny": plain("Keep"),
    }
    label = cut(f"Remove {name}", 75)
    return button("Remove", "dnc_remove", row.list_id, name=label) | {"confirm": confirm}


def form(states: Sequence[tuple[str, str]], today: date) -> Block:
    """Asks for a list. `states`: code and name of each."""
    file: Block = {
        "type": "file_input",
        "action_id": "file",
        "filetypes": ["txt", "csv", "text", "xml", "zip"],
        "max_files": 1,
    }
    kinds = [
        option("The national registry", ListScope.NATIONAL),
        option("A state's list", ListScope.STATE),
        option("Our own list", ListScope.OWN),
    ]
    scope: Block = {
        "type": "radio_buttons",
        "action_id": "scope",
        "options": kinds,
        "initial_option": kinds[0],
    }
    state: Block = {
        "type": "static_select",
        "action_id": "state",
        "options": [option(name, code) for code, name in states],
    }
    dated: Block = {"type": "datepicker", "action_id": "dated", "initial_date": today.isoformat()}
    source: Block = {"type": "plain_text_input", "action_id": "source", "max_length": LONGEST_SOURCE}
    blocks = [
        input_block(
            "File", "file", file, hint="As you downloaded it: text, XML or zip, the full list or changes."
        ),
        input_block("Whose list it is", "scope", scope),
        input_block("State, for a state's list", "state", state, optional=True),
        input_block("The day it is of", "dated", dated),
        input_block("Source", "source", source, optional=True, hint="Empty: the area codes in it."),
        context(LAW),
    ]
    return modal("dnc_add", "Add a list", blocks, "Bring in")


def _first(words: str) -> str:
    """As it stands at the start of a sentence."""
    return words[:1].upper() + words[1:]


def _date(at: date) -> str:
    return f"{day(at)}, {at.year}"
