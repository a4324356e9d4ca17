"""Any sequence of what can happen to credits leaves books that add up; saying a thing twice changes nothing.

LEDGER_EXAMPLES=500 python -m pytest tests/actions/test_ledger_machine.py looks longer.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from bot.actions import audit, month
from bot.actions.credit import NoCredits
from bot.rules.month import year_later
from models.database import Database
from models.plan import Plan
from models.tables import metadata
from tests.actions.plain_ledger import PlainLedger
from tests.books import UK, US, Books, Known, StillClock, open_books

EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "12"))
# Looking for the shortest sequence that fails takes its time.
PHASES = [Phase.generate] if os.environ.get("LEDGER_AS_FOUND") else [Phase.generate, Phase.shrink]
ZONES = ("America/Chicago", "Pacific/Honolulu", "America/New_York")
SEGMENTS = st.integers(1, 30)
STEPS = st.sampled_from(
    [
        *(timedelta(hours=one) for one in (1, 7, 30)),
        *(timedelta(days=one) for one in (3, 17, 31, 95, 364)),
    ]
)


class LedgerMachine(RuleBasedStateMachine):
    """The real ledger beside the plain one."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        with self.database.write() as session:
            for table in reversed(metadata.sorted_tables):
                session.connection().execute(table.delete())
        self.clock = StillClock()
        self.books: Books = open_books(self.database, self.clock, welcome=60)
        self.plans: list[Plan] = self.books.plans()[:3]
        april = datetime(2026, 4, 1, 5, tzinfo=UTC)
        self.plain = PlainLedger(202603, april, ZONES[0], ZONES[0])
        self.plain.give(60, year_later(self.clock.now(), ZONES[0]))

    def teardown(self) -> None:
        self.books.look()
        self.plain.tick(self.clock.now())
        self.compare()

    # The clock

    @rule(step=STEPS)
    def wait(self, step: timedelta) -> None:
        self.clock.at += step

    @rule(place=st.sampled_from([-1, 0, 1]))
    def wait_for_what_is_next(self, place: int) -> None:
        """Up to the moment at which something ends, or a microsecond before or after it."""
        self.clock.at = max(self.clock.at, self.books.account.due_at + place * timedelta(microseconds=1))

    @rule()
    def turn(self) -> None:
        """The timetable does what is due."""
        self.plain.tick(self.clock.now())
        month.turn_all(self.books.tools)
        self.same(lambda: month.turn_all(self.books.tools))
        self.compare()

    @rule(zone=st.sampled_from(ZONES))
    def move_house(self, zone: str) -> None:
        self.turn()  # the months that are over were in the old zone
        self.books.move_to_zone(zone)
        self.plain.zone = zone

    # Texts

    @rule(segments=st.lists(SEGMENTS, min_size=1, max_size=3), phone=st.sampled_from([US, UK]))
    def send(self, segments: list[int], phone: str) -> None:
        rate = 1 if phone == US else 2
        plain, key = self.ahead(), self.books.key()
        names = [object() for _ in segments]
        enough = plain.charge([(name, count * rate) for name, count in zip(names, segments, strict=True)])
        if not enough:
            self.refused(lambda: self.books.send(segments, phone, key=key))
            return
        ids = self.books.send(segments, phone, key=key)
        for name, message_id in zip(names, ids, strict=True):
            plain.texts[message_id] = plain.texts.pop(name)
        self.plain = plain
        self.same(lambda: self.books.send(segments, phone, key=key))
        self.compare()

    @rule(segments=st.integers(1, 90), phone=st.sampled_from([US, UK]), pictures=st.booleans())
    def receive(self, segments: int, phone: str, pictures: bool) -> None:
        cost = 3 if pictures else segments * (1 if phone == US else 2)
        self.plain, key = self.ahead(), self.books.key()
        message_id = self.books.receive(segments, phone, pictures, key)
        self.plain.receive(message_id, cost)
        self.same(lambda: self.books.receive(segments, phone, pictures, key))
        self.compare()

    @precondition(lambda self: self.costly())
    @rule(data=st.data())
    def fail(self, data: Any) -> None:
        message_id = data.draw(st.sampled_from(self.costly()))
        self.plain = self.ahead()
        self.plain.give_back(message_id, self.plain.texts[message_id].cost, self.clock.now())
        self.books.fail(message_id)
        self.same(lambda: self.books.fail(message_id))
        self.compare()

    @precondition(lambda self: self.costly())
    @rule(data=st.data(), counted=SEGMENTS)
    def settle(self, data: Any, counted: int) -> None:
        message_id = data.draw(st.sampled_from(self.costly()))
        more = self.cost_of(message_id, counted) - self.plain.texts[message_id].cost
        if more:
            self.plain = self.ahead()
        if more < 0:
            self.plain.give_back(message_id, -more, self.clock.now())
        elif more > 0:
            self.plain.add_to(message_id, more)
        self.books.settle(message_id, counted)
        self.same(lambda: self.books.settle(message_id, counted))
        self.compare()

    @precondition(lambda self: self.costly())
    @rule(data=st.data(), segments=SEGMENTS)
    def reprice(self, data: Any, segments: int) -> None:
        message_id = data.draw(st.sampled_from(self.costly()))
        more = self.cost_of(message_id, segments) - self.plain.texts[message_id].cost
        plain = self.ahead() if more else self.plain
        if more > 0 and not plain.reprice(message_id, more):
            self.refused(lambda: self.books.reprice(message_id, segments))
            return
        if more < 0:
            plain.give_back(message_id, -more, self.clock.now())
        self.plain = plain
        self.books.reprice(message_id, segments)
        self.same(lambda: self.books.reprice(message_id, segments))
        self.compare()

    # Grants and plans

    @rule(amount=st.integers(1, 150), days=st.sampled_from([1, 20, 90, 365]))
    def give(self, amount: int, days: int) -> None:
        self.plain, key, ends = self.ahead(), self.books.key(), self.clock.now() + timedelta(days=days)
        self.plain.give(amount, ends)
        assert self.books.give(amount, ends, key)
        self.same(lambda: self.books.give(amount, ends, key))
        self.compare()

    @rule(share=st.integers(1, 100))
    def take(self, share: int) -> None:
        plain, key = self.ahead(), self.books.key()
        amount = plain.available * share // 100
        if not amount:
            return
        self.plain = plain
        plain.take(amount)
        self.books.take(amount, key)
        self.same(lambda: self.books.take(amount, key))
        self.compare()

    @rule(amounts=st.lists(st.integers(1, 90), min_size=1, max_size=3), days=st.sampled_from([1, 20, 365]))
    def take_over(self, amounts: list[int], days: int) -> None:
        """A colleague leaves: each of their grants is one of ours with its own end."""
        self.plain, key, now = self.ahead(), self.books.key(), self.clock.now()
        lots = [(amount, now + timedelta(days=days + place)) for place, amount in enumerate(amounts)]
        theirs = self.books.colleague(lots)
        for amount, ends in lots:
            self.plain.give(amount, ends)
        assert self.books.hand_over(theirs, self.books.account_id, key) == sum(amounts)
        self.same(lambda: self.books.hand_over(theirs, self.books.account_id, key))
        self.compare()

    @rule()
    def hand_over(self) -> None:
        """All of ours goes to a colleague; what we owe stays ours."""
        self.plain = self.ahead()
        total, theirs = self.plain.available, self.books.colleague()
        if total:
            self.plain.take(total)
        assert self.books.hand_over(self.books.account_id, theirs) == total
        self.same(lambda: self.books.hand_over(self.books.account_id, theirs))
        self.compare()

    @rule(place=st.integers(0, 2))
    def choose(self, place: int) -> None:
        chosen = self.plans[place]
        self.plain = self.ahead()
        self.plain.choose(chosen.monthly, chosen.price, year_later(self.clock.now(), self.plain.zone_now))
        self.books.choose(chosen)
        self.compare()
        before = self.books.entries(), self.books.account
        self.books.choose(chosen)
        self.same_books(before)

    @precondition(lambda self: self.plain.plan)
    @rule()
    def cancel(self) -> None:
        self.plain = self.ahead()
        self.plain.ends_with_month = self.plain.plan is not None
        self.books.cancel()
        self.compare()

    @rule()
    def keep(self) -> None:
        self.plain = self.ahead()
        self.plain.ends_with_month = False
        self.books.keep()
        self.same(self.books.keep)
        self.compare()

    # What must hold

    def ahead(self) -> PlainLedger:
        """The plain ledger as it stands by now, to be kept if the operation is not refused."""
        plain = deepcopy(self.plain)
        plain.tick(self.clock.now())
        return plain

    def costly(self) -> list[UUID]:
        return [one for one, text in self.plain.texts.items() if text.cost and isinstance(one, UUID)]

    def cost_of(self, message_id: UUID, segments: int) -> int:
        text = self.books.text(message_id)
        if text.has_pictures:
            return 3
        return segments * (1 if text.conversation_id == self.books.openings[US].id else 2)

    def same(self, again: Callable[[], object]) -> None:
        """Said twice, it is done once."""
        before = self.books.rows()
        with suppress(Known, NoCredits):
            again()
        assert self.books.rows() == before

    def same_books(self, before: tuple[Any, Any]) -> None:
        assert (self.books.entries(), self.books.account) == before

    def refused(self, act: Callable[[], object]) -> None:
        """Nothing changes."""
        before = self.books.rows()
        with pytest.raises(NoCredits):
            act()
        assert self.books.rows() == before

    def compare(self) -> None:
        account, plain = self.books.account, self.plain
        if account.month != plain.month or account.due_at <= self.clock.now():
            self.books.look()
            plain.tick(self.clock.now())
            account = self.books.account
        assert (account.available, account.owed) == (plain.available, plain.owed)
        assert (account.month, account.month_used, account.mark) == (plain.month, plain.used, plain.mark)
        assert account.seq == plain.number
        assert {one.seq: (one.remaining, one.expires_at) for one in self.books.grants()} == {
            lot.number: (lot.left, lot.ends) for lot in plain.lots
        }
        for message_id, text in plain.texts.items():
            assert isinstance(message_id, UUID)
            assert self.books.text(message_id).credits == text.cost
        assert audit.find(self.database).wrong == ()


def test_any_sequence_leaves_books_that_add_up(database: Database) -> None:
    machine = type("OnThisDatabase", (LedgerMachine,), {"database": database})
    profile = settings(
        max_examples=EXAMPLES,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
        phases=PHASES,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=profile)
