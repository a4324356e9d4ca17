"""Many texts charged at once cost what they would have cost one by one, to the last line of the journal."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from bot.actions import bulk, ledger
from bot.actions.account import account_of
from bot.actions.credit import NoCredits
from bot.actions.ledger import Gift
from models import account as accounts
from models import conversation as conversations
from models import grant as grants
from models.account import Account
from models.agent import Agent
from models.columns import new_id
from models.entry import Entry
from models.enums import Direction, GrantSource, MessageState
from models.message import Message, NewMessage
from models.number import Number
from models.usage import Usage
from tests.support import ANA, MARIA, OURS, Town

Make = Callable[..., Town]
PRICES = [1, 2, 3, 1, 1, 6, 2]


@pytest.fixture
def town(make_town: Make) -> Town:
    built = make_town(work=False, welcome_credits=10)
    built.first_use(MARIA)
    return built


def prepare(town: Town, gifts: tuple[int, ...] = (7, 20, 5)) -> tuple[UUID, UUID]:
    """Maria's account with a few grants of different ages, and a conversation."""
    tools, now = town.tools, town.clock.now()
    with tools.write() as session:
        account_id = account_of(session, tools, session.exec(select(Agent.id)).one())
        for place, amount in enumerate(gifts):
            gift = Gift(GrantSource.ADMIN, f"gift:{place}", amount, now, now + timedelta(days=30 + place))
            ledger.give(session, tools, account_id, gift)
        number = session.exec(select(Number).where(Number.phone == OURS)).one()
        return account_id, conversations.make(session, tools.workspace_id, number.id, ANA, now).id


def store(town: Town, account_id: UUID, conversation_id: UUID, prices: list[int]) -> list[UUID]:
    """Texts as a campaign stores them: with their price, not charged yet."""
    now = town.clock.now()
    texts = [
        NewMessage(
            workspace_id=town.tools.workspace_id,
            conversation_id=conversation_id,
            source_key=f"campaign:{new_id()}",
            direction=Direction.OUT,
            state=MessageState.QUEUED,
            body="Hi",
            position=place,
            segments=price,
            encoding="GSM-7",
            created_at=now,
            changed_at=now,
            credits=price,
            payer_id=account_id,
        )
        for place, price in enumerate(prices)
    ]
    with town.tools.write() as session:
        fresh = {"attempts": 0, "lookups": 0, "sign_swaps": 0}
        session.connection().execute(insert(Message), [vars(one) | fresh for one in texts])
    return [one.id for one in texts]


def lines(session: Session, account_id: UUID) -> list[tuple[object, ...]]:
    rows = session.exec(
        select(Entry).where(Entry.account_id == account_id).order_by(col(Entry.seq), col(Entry.line))
    )
    return [(one.seq, one.line, one.kind, one.grant_seq, one.delta, one.net_after) for one in rows]


def check_sums(town: Town, account_id: UUID) -> None:
    with town.tools.read() as session:
        account = session.exec(select(Account).where(Account.id == account_id)).one()
        entries = lines(session, account_id)
        assert account.available - account.owed == sum(int(str(one[4])) for one in entries) == entries[-1][5]
        assert [one[0] for one in entries] == sorted(one[0] for one in entries)  # type: ignore[type-var]
        assert {one[0] for one in entries} == set(range(1, account.seq + 1))
        left = sum(one.remaining for one in grants.open_grants(session, account_id))
        assert left == account.available
        counted = session.exec(select(func.sum(Usage.credits))).one() or 0
        assert counted == account.month_used


def test_all_are_charged_in_order_from_the_oldest_grants(town: Town) -> None:
    account_id, conversation_id = prepare(town)
    ids = store(town, account_id, conversation_id, PRICES)
    with town.tools.write() as session:
        assert bulk.charge_many(session, town.tools, account_id) == len(PRICES)
    with town.tools.write() as session:
        assert bulk.charge_many(session, town.tools, account_id) == 0
    check_sums(town, account_id)
    with town.tools.read() as session:
        charges = [one for one in lines(session, account_id) if one[2] == "charge"]
        rows = session.exec(select(Message).where(col(Message.id).in_(ids)).order_by(col(Message.position)))
        assert [(one.credits, one.postings, one.charged_on) for one in rows] == [
            (price, 1, date(2026, 3, 2)) for price in PRICES
        ]
    # The gifts end before the welcome credits, so they go first.
    assert [(one[3], one[4]) for one in charges] == [
        (2, -1), (2, -2), (2, -3), (2, -1), (3, -1), (3, -6), (3, -2)
    ]  # fmt: skip


def test_a_price_may_lie_over_several_grants(town: Town) -> None:
    account_id, conversation_id = prepare(town, (1, 1, 1))
    store(town, account_id, conversation_id, [5])
    with town.tools.write() as session:
        bulk.charge_many(session, town.tools, account_id)
        assert [one[3:5] for one in lines(session, account_id)[-4:]] == [(2, -1), (3, -1), (4, -1), (1, -2)]
    check_sums(town, account_id)


def test_too_few_credits_charge_nothing(town: Town) -> None:
    account_id, conversation_id = prepare(town, ())
    store(town, account_id, conversation_id, [6, 6])
    with pytest.raises(NoCredits, match="12 credits and you have 10"), town.tools.write() as session:
        bulk.charge_many(session, town.tools, account_id)
    with town.tools.read() as session:
        assert len(lines(session, account_id)) == 1


@pytest.mark.parametrize("wait", [timedelta(), timedelta(days=30), timedelta(days=31)])
def test_what_did_not_leave_comes_back_once(town: Town, wait: timedelta) -> None:
    """Also after a grant has ended, or the month: then one by one, as each needs lines of its own."""
    account_id, conversation_id = prepare(town)
    ids = store(town, account_id, conversation_id, PRICES)
    with town.tools.write() as session:
        bulk.charge_many(session, town.tools, account_id)
    town.clock.move_to(town.clock.now() + wait)
    for _ in range(2):
        with town.tools.write() as session:
            bulk.return_many(session, town.tools, account_id, ids[3:])
    with town.tools.read() as session:
        account = session.exec(select(Account).where(Account.id == account_id)).one()
        rows = session.exec(select(Message).where(col(Message.id).in_(ids)).order_by(col(Message.position)))
        assert [one.credits for one in rows] == [1, 2, 3, 0, 0, 0, 0]
        assert account.available - account.owed == sum(int(str(one[4])) for one in lines(session, account_id))
        spent = sum(one.remaining for one in grants.open_grants(session, account_id))
        assert spent == account.available
        texts, credits = session.exec(select(func.sum(Usage.texts), func.sum(Usage.credits))).one()
        assert (texts, credits) == (3, 6)
    if not wait:
        check_sums(town, account_id)


def test_nothing_is_charged_to_an_account_that_is_blocked(town: Town) -> None:
    account_id, conversation_id = prepare(town)
    store(town, account_id, conversation_id, PRICES)
    with town.tools.write() as session:
        accounts.change(session, account_id, blocked_at=town.clock.now())
    with pytest.raises(NoCredits), town.tools.write() as session:
        bulk.charge_many(session, town.tools, account_id)
    check_sums(town, account_id)
