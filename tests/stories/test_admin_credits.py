"""What admins do with credits in `/parley`: give and take, plans, ledgers, rates. Each once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import col, select

from models import account as accounts
from models import agent as agents
from models import plan as plans
from models import workspace as workspaces
from models.account import Account
from models.charge_line import ChargeLine
from models.entry import Entry
from models.enums import EntryKind, Meter
from models.grant import Grant
from models.plan import PlanChange
from tests.stories.test_people_and_numbers import home, invite_ben
from tests.support import ANA, BEN, MARIA, OURS, ZOE, Town

WELCOME = 100


@pytest.fixture
def office(make_town: Callable[..., Town]) -> Town:
    """Maria and Ben, a hundred welcome credits each once they text."""
    town = make_town(welcome_credits=WELCOME)
    town.first_use()
    invite_ben(town)
    town.settle()
    town.forget_welcome(BEN)
    return town


def open_window(town: Town, name: str, user: str = MARIA) -> Any:
    town.world.slack.command(user, "/parley")
    town.world.slack.click(user, f"admin_{name}")
    return town.world.slack.view_of(user)


def fill(town: Town, **fields: Any) -> None:
    for name, value in fields.items():
        if name in ("amount", "reason"):
            town.world.slack.type_in_view(MARIA, name, name, value)
        else:
            town.world.slack.click(MARIA, name, value, block_id=name)


def adjust(town: Town, way: str, amount: str, reason: str = "Well done", who: str = BEN, **more: Any) -> Any:
    """Fill and send the window; the answer."""
    open_window(town, "credits")
    fill(town, agent=who, way=way, amount=amount, reason=reason, **more)
    answer = town.world.slack.submit(MARIA)
    town.settle()
    return answer


def account(town: Town, user: str = BEN, meter: Meter = Meter.SMS) -> Account | None:
    with town.tools.read() as session:
        agent = agents.by_slack_user(session, town.tools.workspace_id, user)
        assert agent
        return accounts.of_agent(session, agent.id, meter)


def available(town: Town, user: str = BEN) -> int:
    found = account(town, user)
    return found.available if found else 0


def journal(town: Town, user: str = BEN) -> list[Entry]:
    found = account(town, user)
    assert found
    with town.tools.read() as session:
        asked = select(Entry).where(Entry.account_id == found.id).order_by(col(Entry.seq), col(Entry.line))
        return list(session.exec(asked))


def told(town: Town, user: str = BEN) -> list[str]:
    town.settle()
    return [one["text"] for one in town.world.slack.messages(town.world.slack.dm_of(user))]


def resend(town: Town, view: Any, user: str = MARIA) -> Any:
    """The same window once more, as Slack would when it saw no answer."""
    payload = {"type": "view_submission", "view": view, "user": {"id": user}, "team": {"id": "T0OAK"}}
    answer = town.world.slack.door.payload(payload)
    town.settle()
    return answer


def test_credits_are_given_to_somebody_who_never_texted(office: Town) -> None:
    assert account(office) is None
    assert "no texts yet · no plan" in home(office)
    assert adjust(office, "give", "500", "Bonus & <thanks>").body == ""
    assert available(office) == WELCOME + 500
    last = journal(office)[-1]
    assert (last.kind, last.delta, last.reason) == (EntryKind.GRANT, 500, "Bonus & <thanks>")
    with office.tools.read() as session:
        maria = agents.by_slack_user(session, office.tools.workspace_id, MARIA)
        grant = session.exec(
            select(Grant).where(Grant.seq == last.seq, Grant.account_id == last.account_id)
        ).one()
    assert maria
    assert (last.by_id, grant.by_id) == (maria.id, maria.id)
    assert grant.expires_at.date() == (office.clock.now() + timedelta(days=365)).date()
    words = (
        "Maria Lopez gave you 500 credits: “Bonus &amp; &lt;thanks&gt;”. You have 600 credits now. "
        "What you do not use ends after March 2, 2027."
    )
    assert told(office) == [words]
    shown = str(office.world.slack.view_of(MARIA))
    assert "Ben Carter got 500 credits. They have 600 credits now." in shown
    assert "600 credits left · no plan" in shown


def test_taken_from_the_oldest_first_and_never_more_than_there_is(office: Town) -> None:
    adjust(office, "give", "50", ends="2026-04-30")
    assert adjust(office, "take", "151").body["errors"] == {
        "amount": "Ben Carter has 150 credits. Take at most that."
    }
    assert available(office) == 150
    office.world.slack.close_view(MARIA)
    adjust(office, "take", "60", "A mistake")
    assert available(office) == 90
    taken = [one for one in journal(office) if one.kind == EntryKind.TAKE]
    assert [one.delta for one in taken] == [-50, -10]
    assert len({one.seq for one in taken}) == 1
    assert "Maria Lopez took 60 credits: “A mistake”. You have 90 credits now." in told(office)
    adjust(office, "take", "90")
    assert "has no credits." in adjust(office, "take", "1").body["errors"]["amount"]


def test_given_credits_end_with_the_chosen_day(office: Town) -> None:
    adjust(office, "give", "50", ends="2026-03-10")
    assert "ends after March 10, 2026" in told(office)[-1]
    office.clock.move_to(datetime(2026, 3, 11, 4, 59, tzinfo=UTC))
    office.world.slack.command(BEN, "/text", f"{ANA} Late")
    office.settle()
    assert available(office) == WELCOME + 49
    office.clock.move_to(datetime(2026, 3, 11, 5, 0, 1, tzinfo=UTC))
    office.world.slack.command(BEN, "/text", f"{ANA} Later")
    office.settle()
    assert available(office) == WELCOME - 1
    assert journal(office)[-2].kind == EntryKind.EXPIRE


def test_what_is_owed_is_paid_first(make_town: Callable[..., Town]) -> None:
    town = make_town(welcome_credits=1)
    town.first_use()
    for _ in range(4):
        town.world.twilio.text(ANA, OURS, "Hi")
        town.settle()
    found = account(town, MARIA)
    assert found
    assert (found.available, found.owed) == (0, 3)
    assert "owes 3 credits" in home(town)
    assert "nothing to take" in adjust(town, "take", "1", who=MARIA).body["errors"]["amount"]
    adjust(town, "give", "2", who=MARIA)
    assert "got 2 credits, 2 of them for what was owed. They have none left and owe 1 credit." in str(
        town.world.slack.view_of(MARIA)
    )
    adjust(town, "give", "10", who=MARIA)
    assert available(town, MARIA) == 9


@pytest.mark.parametrize("way", ["give", "take"])
def test_the_same_window_counts_once(office: Town, way: str) -> None:
    adjust(office, "give", "10")
    open_window(office, "credits")
    fill(office, agent=BEN, way=way, amount="5", reason="Once")
    view = office.world.slack.view_of(MARIA)
    assert view
    for _ in range(3):
        assert resend(office, view).status == 200
    assert available(office) == WELCOME + 10 + (5 if way == "give" else -5)
    assert len([one for one in told(office) if "Once" in one]) == 1
    other = {"give": "take", "take": "give"}[way]
    view["state"]["values"]["way"]["way"]["selected_option"] = {"value": other}
    assert resend(office, view).status == 200
    assert available(office) == WELCOME + 10 + (5 if way == "give" else -5)


NONSENSE: tuple[tuple[str, str, Any, str], ...] = (
    ("amount", "value", "0", "amount"),
    ("amount", "value", "-5", "amount"),
    ("amount", "value", "1000001", "amount"),
    ("amount", "value", "1.5", "amount"),
    ("amount", "value", "1e3", "amount"),
    ("amount", "value", "٣", "amount"),
    ("amount", "value", "", "amount"),
    ("amount", "value", None, "amount"),
    ("amount", "value", "9" * 5000, "amount"),
    ("reason", "value", "   ", "reason"),
    ("reason", "value", None, "reason"),
    ("reason", "value", "x" * 201, "reason"),
    ("way", "selected_option", {"value": "steal"}, "way"),
    ("way", "selected_option", None, "way"),
    ("agent", "selected_user", ZOE, "agent"),
    ("agent", "selected_user", "UOTHER", "agent"),
    ("agent", "selected_user", None, "agent"),
    ("ends", "selected_date", "2026-03-01", "ends"),
    ("ends", "selected_date", "9999-12-31", "ends"),
    ("ends", "selected_date", "soon", "ends"),
)


def test_nonsense_changes_nothing(office: Town) -> None:
    open_window(office, "credits")
    fill(office, agent=BEN, way="give", amount="5", reason="Good")
    view = office.world.slack.view_of(MARIA)
    assert view
    for block, key, value, field in NONSENSE:
        values = view["state"]["values"]
        wrong = values | {block: {block: values[block][block] | {key: value}}}
        answer = resend(office, view | {"state": {"values": wrong}})
        assert list(answer.body["errors"]) == [field], (block, value)
    assert account(office) is None
    values = view["state"]["values"]
    taking = {
        "way": {"way": {"selected_option": {"value": "take"}}},
        "ends": {"ends": {"selected_date": "2026-05-01"}},
    }
    assert "ends" in resend(office, view | {"state": {"values": values | taking}}).body["errors"]
    assert told(office) == []


@pytest.mark.parametrize("window", ["credits", "plan", "ledger", "rates"])
def test_only_admins(office: Town, window: str) -> None:
    open_window(office, window)
    if window in ("credits", "plan"):
        fill(office, **({"agent": BEN, "amount": "5", "reason": "x"} if window == "credits" else {}))
    if window == "plan":
        choose_plan(office, "500")
    view = office.world.slack.view_of(MARIA)
    assert view
    before = office.rows()
    assert f"admin_{window}" not in home(office, BEN)
    assert "credits left" not in home(office, BEN)
    payload = {
        "type": "block_actions", "actions": [{"type": "button", "action_id": f"admin_{window}"}],
        "user": {"id": BEN}, "team": {"id": "T0OAK"}, "trigger_id": office.world.slack.views.trigger(BEN),
        "view": office.world.slack.view_of(BEN),
    }  # fmt: skip
    office.world.slack.door.payload(payload)
    assert "Only an admin" in str(office.world.slack.view_of(BEN))
    if window != "ledger":
        assert "Only an admin" in str(resend(office, view, BEN).body["errors"])
    else:
        turn = {"type": "button", "action_id": "ledger_older", "value": "UMARIA 3"}
        payload |= {"actions": [turn], "trigger_id": office.world.slack.views.trigger(BEN)}
        office.world.slack.door.payload(payload)
        assert "Only an admin" in str(office.world.slack.view_of(BEN))
    assert {**office.rows(), "job": 0} == {**before, "job": 0}


def options(town: Town) -> dict[str, str]:
    """What can be chosen as a plan: its words and its value."""
    view = town.world.slack.view_of(MARIA)
    assert view
    block = next(one for one in view["blocks"] if one["block_id"] == "plan")
    groups = block["element"]["option_groups"]
    return {
        f"{one['label']['text']}: {each['text']['text']}": each["value"]
        for one in groups
        for each in one["options"]
    }


def choose_plan(town: Town, words: str, who: str = BEN, meter: str = "Texts") -> str:
    """Choose a person and a plan in the open window; what it says it would do."""
    value = next(value for name, value in options(town).items() if name.startswith(f"{meter}: {words}"))
    town.world.slack.click(MARIA, "put_agent", who, block_id="agent")
    town.world.slack.click(MARIA, "put_choice", value, block_id="plan")
    view = town.world.slack.view_of(MARIA)
    assert view
    return str(next(one for one in view["blocks"] if one["block_id"] == "effect")["text"]["text"])


def put_on(town: Town, words: str, who: str = BEN, meter: str = "Texts") -> tuple[str, Any]:
    """Open the window, choose, save: what it said before, and the answer."""
    open_window(town, "plan")
    said = choose_plan(town, words, who, meter)
    answer = town.world.slack.submit(MARIA)
    town.settle()
    return said, answer


def changes(town: Town) -> list[PlanChange]:
    with town.tools.read() as session:
        return list(session.exec(select(PlanChange).order_by(col(PlanChange.at))))


def test_a_plan_says_what_it_does_and_does_that(office: Town) -> None:
    said, answer = put_on(office, "500 credits")
    assert answer.body == ""
    assert said == (
        "Ben Carter has 100 credits, without a plan.\n*Now:* 500 credits are added and $15.00 is charged.\n"
        "*On April 1:* 500 credits for $15.00, and so each month."
    )
    assert available(office) == WELCOME + 500
    assert "600 credits left · 500 a month" in str(office.world.slack.view_of(MARIA))
    assert "500 credits were added and $15.00 was charged" in told(office)[-1]
    said, _ = put_on(office, "250 credits")
    assert "*Now:* 250 credits are removed and $6.00 is credited." in said
    assert available(office) == WELCOME + 250
    said, _ = put_on(office, "1,000 credits")
    assert "*Now:* 750 credits are added and $16.00 is charged." in said
    assert available(office) == WELCOME + 1000
    assert [(one.granted, one.removed, one.charged, one.credited) for one in changes(office)] == [
        (500, 0, 1500, 0), (0, 250, 0, 600), (750, 0, 1600, 0),
    ]  # fmt: skip


def test_an_admins_change_is_billed(office: Town) -> None:
    put_on(office, "500 credits")
    put_on(office, "250 credits")
    with office.tools.read() as session:
        lines = session.exec(select(ChargeLine).order_by(col(ChargeLine.at))).all()
    assert [(one.amount, one.words) for one in lines] == [
        (1500, "Change to 500 credits a month, 500 credits added"),
        (-600, "Change to 250 credits a month, 250 credits removed"),
    ]


def test_the_same_plan_window_changes_once(office: Town) -> None:
    open_window(office, "plan")
    choose_plan(office, "500 credits")
    first = office.world.slack.view_of(MARIA)
    for _ in range(2):
        assert resend(office, first).status == 200
    assert (available(office), len(changes(office))) == (WELCOME + 500, 1)
    put_on(office, "250 credits")
    assert resend(office, first).status == 200
    assert (available(office), len(changes(office))) == (WELCOME + 250, 2)
    assert len([one for one in told(office) if "changed your plan" in one]) == 2


def test_no_plan_from_the_first_and_withdrawn(office: Town) -> None:
    put_on(office, "500 credits")
    said, _ = put_on(office, "No plan")
    assert (
        "*Now:* nothing changes, the plan runs on until then.\n*On April 1:* no new credits and no charge."
        in said
    )
    assert "plan ends on April 1" in told(office)[-1]
    assert "ends already" in put_on(office, "No plan")[1].body["errors"]["plan"]
    office.world.slack.close_view(MARIA)
    said, answer = put_on(office, "500 credits")
    assert answer.body == ""
    assert "which ends on April 1.\n*Now:* nothing changes.\n*On April 1:* 500 credits for $15.00" in said
    assert "already" in put_on(office, "500 credits")[1].body["errors"]["plan"]
    assert [one.plan_id is None for one in changes(office)] == [False, True, False]
    office.clock.move_to(datetime(2026, 4, 2, 15, 0, tzinfo=UTC))
    office.world.slack.command(BEN, "/text", f"{ANA} Hi")
    office.settle()
    assert available(office) == WELCOME + 1000 - 1


def test_without_a_plan_the_first_brings_nothing(office: Town) -> None:
    assert "has no plan" in put_on(office, "No plan")[1].body["errors"]["plan"]
    office.world.slack.close_view(MARIA)
    put_on(office, "500 credits")
    put_on(office, "No plan")
    office.clock.move_to(datetime(2026, 4, 2, 15, 0, tzinfo=UTC))
    office.world.slack.command(BEN, "/text", f"{ANA} Hi")
    office.settle()
    assert available(office) == WELCOME + 500 - 1
    assert "599 credits left · no plan" in home(office)


def test_plans_for_e_mail(office: Town) -> None:
    said, _ = put_on(office, "10,000 sends", meter="E-mail")
    assert said.startswith(
        "Ben Carter has 5,000 sends, without a plan.\n*Now:* 5,000 sends are added and $15.00"
    )
    found = account(office, meter=Meter.EMAIL)
    assert found
    assert (found.available, available(office)) == (10_000, 0)
    said, _ = put_on(office, "No plan", meter="E-mail")
    assert "*On April 1:* 5,000 sends a month for nothing." in said


def test_a_plan_of_another_workspace_is_refused(office: Town) -> None:
    open_window(office, "plan")
    choose_plan(office, "500 credits")
    view = office.world.slack.view_of(MARIA)
    assert view
    with office.tools.write() as session:
        own = workspaces.get(session, office.tools.workspace_id)
        other = own.model_copy(update={"id": uuid4(), "slack_team_id": "TOTHER", "first_agent_id": None})
        workspaces.add_once(session, other)
        about: dict[str, Any] = {
            "code": "x",
            "name": "Cheap",
            "monthly": 9999,
            "price": 1,
            "created_at": office.clock.now(),
        }
        plan = plans.Plan(workspace_id=other.id, meter=Meter.SMS, **about)
        plans.add_once(session, plan)
        foreign = str(plan.id)
    for value, status in ((foreign, 200), (str(uuid4()), 200), ("none fax", 400), ("nonsense", 400)):
        view["state"]["values"]["plan"]["put_choice"]["selected_option"] = {"value": value}
        answer = resend(office, view)
        assert answer.status == status
        assert status == 400 or "no longer offered" in answer.body["errors"]["plan"]
    assert changes(office) == []


def ledger(town: Town, user: str = BEN) -> list[str]:
    open_window(town, "ledger")
    town.world.slack.click(MARIA, "ledger_agent", user)
    return lines(town)


def lines(town: Town) -> list[str]:
    view = town.world.slack.view_of(MARIA)
    assert view
    return [one["text"]["text"] for one in view["blocks"] if one["type"] == "section"]


def test_a_ledger_says_what_the_database_says(office: Town) -> None:
    assert ledger(office) == ["Nothing yet. Their welcome credits come with the first text."]
    adjust(office, "give", "20", "Bonus")
    adjust(office, "take", "5", "Oops")
    office.world.slack.command(BEN, "/text", f"{ANA} Hello")
    office.settle()
    put_on(office, "250 credits")
    shown = [one.splitlines()[0] for one in ledger(office)]
    assert shown == [
        "*+250* · Bigger plan, chosen by Maria Lopez",
        "*−1* · Text to (201) 555-0123",
        "*−5* · Taken by Maria Lopez: “Oops”",
        "*+20* · Given by Maria Lopez: “Bonus”",
        "*+100* · Welcome",
    ]
    assert [one.splitlines()[1].split(" · ")[0] for one in lines(office)] == [
        f"{one.net_after} credits left" for one in reversed(journal(office))
    ]


def test_a_long_ledger_is_paged_and_complete(office: Town) -> None:
    adjust(office, "give", "1")
    for count in range(44):
        adjust(office, "give" if count % 2 else "take", "1", f"Reason {count}")
    pages = [ledger(office)]
    for _ in range(2):
        office.world.slack.click(MARIA, "ledger_older")
        pages.append(lines(office))
    assert [len(one) for one in pages] == [20, 20, 6]
    numbers = [int(one.rpartition("no. ")[2]) for page in pages for one in page]
    assert numbers == list(range(46, 0, -1))
    view = office.world.slack.view_of(MARIA)
    assert view
    assert [one["text"]["text"] for one in view["blocks"][-1]["elements"]] == ["Newer"]
    office.world.slack.click(MARIA, "ledger_newer")
    assert lines(office) == pages[1]


@pytest.mark.parametrize("value", ["", "UBEN", "UBEN x", "UBEN -1", "<!x> 3", "UBEN 9999999999999999"])
def test_places_in_no_ledger(office: Town, value: str) -> None:
    view = open_window(office, "ledger")
    payload = {
        "type": "block_actions", "actions": [{"type": "button", "action_id": "ledger_older", "value": value}],
        "user": {"id": MARIA}, "team": {"id": "T0OAK"}, "trigger_id": office.world.slack.views.trigger(MARIA),
        "view": view,
    }  # fmt: skip
    assert office.world.slack.door.payload(payload).status == 400
    payload["actions"] = [{"type": "button", "action_id": "ledger_older", "value": "UZOE 3"}]
    assert office.world.slack.door.payload(payload).status == 200
    assert "does not use Parley" in str(office.world.slack.view_of(MARIA))


def test_rates_of_the_territories(office: Town) -> None:
    puerto_rico = "+17875550123"
    office.world.slack.command(BEN, "/text", f"{puerto_rico} Hola")
    office.settle()
    assert available(office) == WELCOME - 2
    open_window(office, "rates")
    office.world.slack.click(MARIA, "home", ["PR", "GU"], block_id="home")
    view = office.world.slack.view_of(MARIA)
    assert office.world.slack.submit(MARIA).status == 200
    assert "Home rate: US, Canada, Puerto Rico, Guam." in str(office.world.slack.view_of(MARIA))
    with office.tools.read() as session:
        assert workspaces.get(session, office.tools.workspace_id).home_territories == "PR GU"
    office.world.slack.command(BEN, "/text", f"{puerto_rico} Hola otra vez")
    office.settle()
    assert available(office) == WELCOME - 3
    assert view
    view["state"]["values"]["home"]["home"]["selected_options"] = [{"value": "FR"}]
    assert "from the list" in resend(office, view).body["errors"]["home"]
    open_window(office, "rates")
    office.world.slack.click(MARIA, "home", [], block_id="home")
    office.world.slack.submit(MARIA)
    with office.tools.read() as session:
        assert workspaces.get(session, office.tools.workspace_id).home_territories == ""


def test_an_admin_is_told_nothing_about_their_own(office: Town) -> None:
    before = told(office, MARIA)
    adjust(office, "give", "5", who=MARIA)
    put_on(office, "250 credits", who=MARIA)
    assert told(office, MARIA) == before
    assert available(office, MARIA) == WELCOME + 255
