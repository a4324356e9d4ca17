"""A year of one agent's credits, as a bookkeeper would write it down.

Texts come and go through the real doors. After each line the account's numbers are the sums of its entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import audit, beat, ledger, plan
from bot.actions.account import account_of
from bot.actions.ledger import Gift, Reason
from bot.rules.month import year_later
from models import account as accounts
from models import agent as agents
from models import entry as entries
from models import grant as grants
from models import plan as plans
from models.account import Account
from models.enums import EntryKind, GrantSource, MessageState, Meter
from playground import phones
from tests.support import ANA, MARIA, OURS, Town, until

CHICAGO = "America/Chicago"
UK, NOT_IN_USE = "+447400123456", "+16155550198"
LONG = "word " * 36  # 180 letters: two segments
LONGER = "word " * 80  # 400 letters: three


@dataclass
class Book:
    """Maria's account, and the ways in which it moves."""

    town: Town

    def stands(self, available: int, owed: int = 0, used: int = 0) -> None:
        """The account says so, and so do its entries."""
        account = self.account()
        assert (account.available, account.owed, account.month_used) == (available, owed, used)
        with self.town.tools.read() as session:
            lines = entries.between(session, account.id, 1, account.seq + 1)
        assert sum(line.delta for line in lines) == available - owed
        assert sum(line.delta for line in lines if line.grant_seq is None) == -owed
        uses = (EntryKind.CHARGE, EntryKind.EXTRA, EntryKind.RETURN)
        assert -sum(line.delta for line in lines if line.kind in uses and line.month == account.month) == used
        assert audit.find(self.town.tools.database).wrong == ()

    def account(self) -> Account:
        with self.town.tools.write() as session:
            maria = agents.by_slack_user(session, self.town.tools.workspace_id, MARIA)
            assert maria is not None
            account_of(session, self.town.tools, maria.id)
            found = accounts.of_agent(session, maria.id, Meter.SMS)
            assert found is not None
            return found

    def text(self, phone: str, words: str) -> str:
        """`/text`; what Maria is told."""
        assert self.town.world.slack.command(MARIA, "/text", f"{phone} {words}").status == 200
        self.town.settle()
        return str(self.town.world.slack.ephemerals(MARIA)[-1]["text"])

    def hear(self, words: str) -> None:
        """Ana writes."""
        known = len(self.town.messages())
        self.town.world.twilio.text(ANA, OURS, words)
        until(lambda: len(self.town.messages()) > known)
        self.town.settle()

    def choose(self, monthly: int) -> tuple[int, int]:
        """Change the plan; the money charged and credited, in cents."""
        account = self.account()
        with self.town.tools.write() as session:
            offers = plan.catalogue(session, self.town.tools, Meter.SMS)
            wanted = next(one.plan_id for one in offers if one.monthly == monthly)
            chosen = plans.get(session, wanted)
            assert chosen is not None
            done = plan.change_plan(session, self.town.tools, account.id, chosen, account.agent_id)
        return done.charged, done.credited

    def cancel(self) -> None:
        account = self.account()
        with self.town.tools.write() as session:
            plan.cancel_plan(session, self.town.tools, account.id, account.agent_id)

    def give(self, amount: int, key: str) -> None:
        now = self.town.clock.now()
        gift = Gift(GrantSource.PACK, key, amount, now, year_later(now, CHICAGO))
        account = self.account()
        with self.town.tools.write() as session:
            ledger.give(session, self.town.tools, account.id, gift)

    def take(self, amount: int) -> None:
        account = self.account()
        with self.town.tools.write() as session:
            lots = grants.lots(session, account.id)
            reason = Reason("admin:1", None, account.agent_id, "Maria left the team")
            ledger.remove(session, self.town.tools, account.id, reason, lots, amount, EntryKind.TAKE)

    def day(self, text: str) -> None:
        """Morning in Chicago; the timetable looks in."""
        self.town.clock.move_to(datetime.fromisoformat(text).replace(tzinfo=UTC))
        beat.moment(self.town.tools)
        self.town.settle()


def test_a_year(make_town: Callable[..., Town], monkeypatch: pytest.MonkeyPatch) -> None:
    town = make_town(welcome_credits=100)
    town.first_use()
    book, ours = Book(town), phones.segments
    town.world.twilio.bad_handsets = {NOT_IN_USE: ("failed", 30008)}

    # March. Monday the 2nd.                                  in    out   left
    book.stands(100)  # welcome                              100          100
    book.hear("Hi, it's me")  # a text in                            1     99
    book.stands(99, used=1)
    town.reply(MARIA, "201", "Hello Ana")  # a text out              1     98
    town.settle()
    book.stands(98, used=2)
    town.reply(MARIA, "201", LONG)  # two segments                   2     96
    town.settle()
    book.stands(96, used=4)
    book.text(UK, "Hello")  # abroad: twice, the last line is free   2     94
    book.stands(94, used=6)
    book.text(NOT_IN_USE, "Hello")  # did not leave           1      1     94
    until(lambda: town.messages()[-1].state == MessageState.FAILED)
    town.settle()
    book.stands(94, used=6)

    # The 9th: a plan, and a bigger one the same day.
    book.day("2026-03-09 15:00")
    assert book.choose(250) == (900, 0)  # 9.00               250         344
    book.stands(344, used=6)
    assert book.choose(500) == (600, 0)  # 6.00 more          250         594
    book.stands(594, used=6)
    assert book.choose(500) == (0, 0)  # the same again         0         594
    book.stands(594, used=6)

    # Twilio counts otherwise than we do.
    monkeypatch.setattr(phones, "segments", lambda _: 3)
    town.reply(MARIA, "201", "This is more than it looks")  # 1 + 2       591
    town.settle()
    book.stands(591, used=9)
    monkeypatch.setattr(phones, "segments", lambda _: 1)
    town.reply(MARIA, "201", LONG)  # 2, and 1 comes back             1     590
    town.settle()
    book.stands(590, used=10)
    monkeypatch.setattr(phones, "segments", ours)

    # April. What was not used stays; the plan brings the next 500.
    book.day("2026-04-01 15:00")
    book.stands(1090)
    # A smaller plan: what is left of this month's above the new limit goes, and the money for it comes back.
    assert book.choose(250) == (0, 600)  #                          250    840
    book.stands(840)
    book.hear(LONG)  # out of March's, which end first                2    838
    book.stands(838, used=2)

    # May: 250 more. The plan is canceled, and an admin takes what is there but for two.
    book.day("2026-05-01 15:00")
    book.stands(1088)
    book.cancel()
    book.take(1086)
    book.stands(2)
    # A client writes at length: that is never withheld, and one credit is owed.
    book.hear(LONGER)  #                                              3     -1
    book.stands(0, owed=1, used=3)
    # Maria's answer has to wait, and nothing moves.
    known = len(town.bodies())
    assert "credit" in book.text(ANA, "Thank you, I will call")
    assert len(town.bodies()) == known
    book.stands(0, owed=1, used=3)

    # June brings nothing: the plan has ended. A pack pays what is owed first.
    book.day("2026-06-01 15:00")
    book.stands(0, owed=1)
    book.give(100, "pack:1")  #                              100     1     99
    book.stands(99)
    book.give(100, "pack:1")  # the same receipt again         0           99
    book.stands(99)
    book.text(ANA, "Thank you, I will call")  #                      1     98
    book.stands(98, used=1)

    # A year on. The pack is good until the minute it was bought, and then no longer.
    ends = grants_of(book)[-1]
    town.clock.move_to(ends - timedelta(minutes=1))
    book.text(ANA, "A year already!")  #                             1     97
    book.stands(97, used=1)
    town.clock.move_to(ends)
    known = len(town.bodies())
    assert "credit" in book.text(ANA, "And a day")  # the rest ended 97      0
    assert len(town.bodies()) == known
    beat.moment(town.tools)
    book.stands(0, used=1)
    by_kind = totals(book)
    assert by_kind == {
        EntryKind.GRANT: 100 + 250 + 250 + 500 + 250 + 100,
        EntryKind.CHARGE: -(6 + 1 + 1 + 2 + 2 + 3 + 1 + 1),
        EntryKind.EXTRA: -2,
        EntryKind.RETURN: 1 + 1,
        EntryKind.REPAY: 0,
        EntryKind.REMOVE: -250,
        EntryKind.TAKE: -1086,
        EntryKind.EXPIRE: -97,
        EntryKind.HAND_OVER: 0,
    }


def grants_of(book: Book) -> list[datetime]:
    account = book.account()
    with book.town.tools.read() as session:
        return [one.expires_at for one in grants.open_grants(session, account.id)]


def totals(book: Book) -> dict[EntryKind, int]:
    account, sums = book.account(), dict.fromkeys(EntryKind, 0)
    with book.town.tools.read() as session:
        for line in entries.between(session, account.id, 1, account.seq + 1):
            sums[line.kind] += line.delta
    return sums
