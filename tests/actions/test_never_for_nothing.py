"""Any month of plans, packs, texts and cancellations: credits and money stay in step, in the tables too."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from bot.actions import ledger
from bot.actions import order as placing
from bot.actions import plan as planning
from bot.actions.account import account_of
from bot.actions.ledger import Lacking, Reason
from bot.actions.order import Wish
from bot.actions.people import Who, who_of
from bot.actions.plan import MONTHLY
from models import account as accounts
from models import charge_line as lines
from models import plan as plans
from models.agent import Agent
from models.entry import Entry
from models.enums import EntryKind, Meter
from models.grant import Grant
from tests.plans import bill
from tests.support import Town

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("plan"), st.integers(0, 4)),
        st.tuples(st.just("pack"), st.integers(0, 2)),
        st.tuples(st.just("use"), st.integers(1, 1500)),
        st.tuples(st.sampled_from(["cancel", "keep"]), st.just(0)),
    ),
    max_size=10,
)


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    built = make_town(work=False, welcome_credits=0)
    built.first_use()
    bill(built, tax_rate=825)
    return built


def test_credits_and_money_stay_in_step(town: Town) -> None:
    tools = town.tools
    with tools.read() as session:
        offers = (
            planning.catalogue(session, tools, Meter.SMS),
            planning.catalogue(session, tools, Meter.SMS, True),
        )

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def live(steps: list[tuple[str, int]]) -> None:
        me, mine = somebody(town)
        packs, had = 0, []
        for verb, which in steps:
            if verb == "plan":
                offer = offers[0][which]
                order(town, me, offer.plan_id)
                had.append((offer.monthly, offer.price))
            elif verb == "pack":
                order(town, me, offers[1][which].plan_id)
                packs += offers[1][which].price
            else:
                act(town, me, mine, verb, which)
            check(town, mine, had, packs)

    live()


def somebody(town: Town) -> tuple[Who, UUID]:
    """A new agent with an empty account."""
    with town.tools.write() as session:
        new = Agent(
            workspace_id=town.tools.workspace_id, slack_user_id=f"U{uuid4().hex}", name="Somebody",
            created_at=town.clock.now(),
        )  # fmt: skip
        session.add(new)
        session.flush()
        return who_of(new), account_of(session, town.tools, new.id)


def order(town: Town, me: Who, plan_id: UUID) -> None:
    seen = placing.preview(town.tools, me, me.agent_id, Meter.SMS, plan_id)
    wish = Wish(me.agent_id, Meter.SMS, plan_id, f"view:{uuid4()}", seen.mark)
    first, second = placing.place(town.tools, me, wish), placing.place(town.tools, me, wish)
    assert first.order_id == second.order_id


def act(town: Town, me: Who, mine: UUID, verb: str, count: int) -> None:
    with town.tools.write() as session:
        if verb == "cancel":
            planning.cancel_plan(session, town.tools, mine, me.agent_id)
        elif verb == "keep":
            planning.keep_plan(session, town.tools, mine)
        else:
            with suppress(Lacking):
                ledger.charge(session, town.tools, mine, [(Reason(f"use:{uuid4()}"), count)])


def check(town: Town, mine: UUID, had: list[tuple[int, int]], packs: int) -> None:
    with town.tools.read() as session:
        account, known = accounts.get(session, mine), plans.of_account(session, mine)
        net = known[0].net_credits if known else 0
        paid = known[0].net_charge if known else 0
        assert lines.total(session, mine, account.month) == paid + packs
        assert given_by_plans(session, mine) == net
        if known:
            assert net >= known[1].monthly
            assert paid >= known[1].price
            assert any(paid * size >= cost * net for size, cost in had)
        for line in lines.of_account(session, mine, 50):
            assert abs(line.amount * 825 - line.tax * 10_000) <= 10_000  # a cent, where two parts meet


def given_by_plans(session: Session, mine: UUID) -> int:
    """What plans have brought in all, less what smaller ones took away."""
    granted = select(func.sum(Grant.granted)).where(Grant.account_id == mine, col(Grant.source).in_(MONTHLY))
    removed = select(func.sum(Entry.delta)).where(Entry.account_id == mine, Entry.kind == EntryKind.REMOVE)
    return int(session.exec(granted).one() or 0) + int(session.exec(removed).one() or 0)
