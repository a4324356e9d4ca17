"""Somebody's ledger as an admin reads it: every move of credits, why, and what was left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, cut, modal, plain, section
from bot.screens.when import show_date
from models.enums import Direction, EntryKind, GrantSource

PAGE = 20  # operations
EMPTY = "Nothing yet. Their welcome credits come with the first text."


@dataclass(frozen=True)
class Move:
    """One operation."""

    seq: int
    at: datetime
    kind: EntryKind
    source: GrantSource | None  # of what was granted
    amount: int  # what it added to the balance
    left: int  # available less owed, afterwards
    repaid: int  # of it for what was owed
    ended: int  # of it, at once
    by: str  # who did it, if a person
    reason: str
    way: Direction | None  # of the text it is about
    client: str


@dataclass(frozen=True)
class Page:
    """A page of an agent's ledger, the newest first; `zone`: in which times are read aloud."""

    slack_user_id: str
    moves: Sequence[Move]
    newer: int | None  # where the next page to either side begins
    older: int | None
    zone: str


def window(page: Page) -> Block:
    person: Block = {
        "type": "users_select",
        "action_id": "ledger_agent",
        "placeholder": plain("Choose a person"),
    }
    shown = person | {"initial_user": page.slack_user_id}
    # The name changes with the person: Slack keeps what was chosen as long as the name stays.
    blocks = [actions(shown) | {"block_id": f"ledger {page.slack_user_id}"}]
    blocks += [section(_move(one, page.zone)) for one in page.moves] or [section(EMPTY)]
    turns = (("Newer", "ledger_newer", page.newer), ("Older", "ledger_older", page.older))
    pages = [button(label, name, f"{page.slack_user_id} {at}") for label, name, at in turns if at is not None]
    return modal("admin_ledger", "Ledger", [*blocks, *([actions(*pages)] if pages else [])], None)


def _move(one: Move, zone: str) -> str:
    sign = "−" if one.amount < 0 else "+" if one.amount > 0 else "±"
    stands = f"{credits(one.left)} left" if one.left >= 0 else f"{credits(-one.left)} owed"
    more = [f"{one.repaid:,} for what was owed"] if one.repaid > 0 else []
    more += [f"{one.ended:,} ended at once"] if one.ended else []
    reason = f": “{escape(cut(one.reason, 200))}”" if one.reason else ""
    return (
        f"*{sign}{abs(one.amount):,}* · {_why(one)}{reason}{''.join(f', {part}' for part in more)}\n"
        f"{stands} · {show_date(one.at, zone)} · no. {one.seq}"
    )


def _why(one: Move) -> str:
    by = f" by {escape(one.by)}" if one.by else ""
    match one.kind:
        case EntryKind.CHARGE:
            return _text(one)
        case EntryKind.EXTRA:
            return f"{_text(one)}, longer by the phone network's count"
        case EntryKind.RETURN:
            text = _text(one)
            return f"Back from a {text[0].lower()}{text[1:]}"
        case EntryKind.EXPIRE:
            return "Ended unused"
        case EntryKind.REMOVE:
            return f"Smaller plan, chosen{by}" if by else "Smaller plan"
        case EntryKind.TAKE:
            return f"Taken{by}"
        case EntryKind.HAND_OVER:
            return f"Handed over{by}"
        case _:
            return _granted(one, by)


def _text(one: Move) -> str:
    if one.way is None:
        return "Text"
    client = escape(cut(one.client, 80))
    return f"Text from {client}" if one.way == Direction.IN else f"Text to {client}"


def _granted(one: Move, by: str) -> str:
    match one.source:
        case GrantSource.WELCOME:
            return "Welcome"
        case GrantSource.PLAN:
            return "The month's plan"
        case GrantSource.CHANGE:
            return f"Bigger plan, chosen{by}" if by else "Bigger plan"
        case GrantSource.PACK:
            return "Bought"
        case GrantSource.HAND_OVER:
            return f"Handed over{by}"
        case _:
            return f"Given{by}"
