"""The admin's office: the catalogue, how the workspace bills, the terms."""

from typing import Any

import pytest

from bot.actions import house, recharge
from bot.actions import order as placing
from bot.work import Refusal
from models import payer as payers
from models import plan as plans
from models import terms as conditions
from models import workspace as workspaces
from models.enums import Meter, PayerKind
from models.plan import Plan
from models.workspace import Workspace
from tests.plans import account, bill, offered, order, subscription, who
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import BEN, MARIA, Town


@pytest.fixture
def town(town: Town) -> Town:
    invite_ben(town)
    town.settle()
    return town


def office(town: Town, page: str = "plans", user: str = MARIA) -> Any:
    """Open the window at a page."""
    town.world.slack.command(user, "/parley")
    town.world.slack.click(user, "admin_office")
    if page != "plans":
        town.world.slack.click(user, f"office_{page}")
    return town.world.slack.view_of(user)


def fill(town: Town, user: str = MARIA, **values: str) -> None:
    for name, value in values.items():
        town.world.slack.type_in_view(user, name, name, value)


def submit(town: Town, user: str = MARIA) -> Any:
    answer = town.world.slack.submit(user)
    town.settle()
    return answer


def errors(town: Town) -> dict[str, str]:
    found = town.world.slack.submit(MARIA).body
    return dict(found["errors"])


def menu(town: Town, monthly: int, verb: str, meter: Meter = Meter.SMS, packs: bool = False) -> str:
    plan_id = str(offered(town, monthly, meter, packs))
    town.world.slack.click(MARIA, "catalogue_menu", f"{verb} {plan_id}", block_id=f"plan {plan_id}")
    return plan_id


def offers(town: Town, meter: Meter = Meter.SMS, packs: bool = False) -> list[Plan]:
    with town.tools.read() as session:
        return plans.on_offer(session, town.tools.workspace_id, meter, packs)


def workspace(town: Town) -> Workspace:
    with town.tools.read() as session:
        return workspaces.get(session, town.tools.workspace_id)


def send(town: Town, user: str, view: dict[str, Any]) -> Any:
    """Submit a window that somebody made up."""
    payload = {"type": "view_submission", "view": view, "user": {"id": user}, "team": {"id": "T0OAK"}}
    return town.world.slack.door.payload(payload)


def test_everything_on_offer_is_listed(town: Town) -> None:
    seen = str(office(town))
    for words in (
        "250 credits a month",
        "100 credits",
        "10,000 sends a month",
        "250 credits a month for $9.00",
        "Add a pack",
    ):
        assert words in seen


@pytest.mark.parametrize(
    ("kind", "meter", "packs"),
    [
        ("plan", Meter.SMS, False),
        ("pack", Meter.SMS, True),
        ("sends", Meter.EMAIL, False),
        ("send_pack", Meter.EMAIL, True),
    ],
)
def test_one_is_added_once_however_often_it_is_submitted(
    town: Town, kind: str, meter: Meter, packs: bool
) -> None:
    before = len(offers(town, meter, packs))
    office(town)
    town.world.slack.click(MARIA, f"catalogue_add_{kind}")
    fill(town, name="For teams", monthly="75,000", price="$ 1,250.50")
    view = town.world.slack.view_of(MARIA)
    assert submit(town).status == 200
    assert "For teams is on offer for $1,250.50" in str(town.world.slack.view_of(MARIA))
    assert view
    assert send(town, MARIA, view).status == 200
    now = offers(town, meter, packs)
    assert len(now) == before + 1
    made = next(one for one in now if one.name == "For teams")
    assert (made.monthly, made.price, made.currency, made.version) == (75_000, 125_050, "USD", 1)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"price": "25,5"}, "price", "such as 25"),
        ({"price": "25.001"}, "price", "such as 25"),
        ({"price": "€25"}, "price", "USD"),
        ({"price": "0"}, "price", "$0.01"),
        ({"price": "-5"}, "price", "$0.01"),
        ({"price": "100,000.01"}, "price", "$100,000.00"),
        ({"monthly": "some"}, "monthly", "whole number"),
        ({"monthly": "0"}, "monthly", "1 to"),
        ({"monthly": "10,000,001"}, "monthly", "1 to"),
        ({"name": "   "}, "name", "name"),
    ],
)
def test_wrong_entries_are_told_beside_their_field(
    town: Town, typed: dict[str, str], field: str, words: str
) -> None:
    office(town)
    town.world.slack.click(MARIA, "catalogue_add_plan")
    fill(town, **({"name": "For teams", "monthly": "500", "price": "25"} | typed))
    assert words in errors(town)[field]
    assert len(offers(town)) == 5


def test_a_change_is_a_new_version_and_who_has_the_old_one_keeps_it(town: Town) -> None:
    order(town, 500)
    mine = account(town)
    old = subscription(town, mine)
    assert old
    office(town)
    menu(town, 500, "change")
    assert {"500 credits a month", "500", "15.00"} <= {
        one["element"].get("initial_value", "")
        for one in town.world.slack.view_of(MARIA)["blocks"]  # type: ignore[index]
        if one["type"] == "input"
    }
    fill(town, price="18")
    view = town.world.slack.view_of(MARIA)
    assert view
    assert submit(town).status == 200
    assert send(town, MARIA, view).body in ("", None, {})
    (new,) = [one for one in offers(town) if one.code == old[1].code]
    assert (new.version, new.price, new.monthly) == (2, 1800, 500)
    now = subscription(town, mine)
    assert now
    assert (now[1].id, now[1].price, now[1].retired_at is not None) == (old[1].id, 1500, True)
    order(town, 500)  # a plan of the same size at its new price
    now = subscription(town, mine)
    assert now
    assert (now[1].id, now[0].net_charge) == (new.id, 1800)


def test_two_admins_change_the_same_one_and_the_first_counts(town: Town) -> None:
    office(town)
    plan_id = menu(town, 500, "change")
    fill(town, price="18")
    view = town.world.slack.view_of(MARIA)
    assert view
    submit(town)
    view = view | {"id": "V0OTHER"}
    assert "not on offer any more" in str(send(town, MARIA, view).body["errors"])
    assert plan_id not in [str(one.id) for one in offers(town)]
    assert len(offers(town)) == 5


def test_a_retired_one_stays_away_after_a_restart_and_so_does_what_was_changed(town: Town) -> None:
    office(town)
    menu(town, 500, "retire")
    assert "Offer *500 credits a month* no more" in str(town.world.slack.view_of(MARIA))
    assert submit(town).status == 200
    assert "not on offer any more" in str(town.world.slack.view_of(MARIA))
    menu(town, 1000, "change")
    fill(town, price="30")
    submit(town)
    house.stock_plans(town.tools)
    assert [(one.monthly, one.price) for one in offers(town)] == [
        (250, 900),
        (1000, 3000),
        (2500, 5500),
        (5000, 9900),
    ]
    office(town)
    town.world.slack.click(MARIA, "catalogue_add_plan")
    fill(town, name="500 again", monthly="500", price="20")
    submit(town)
    house.stock_plans(town.tools)
    assert [one.code for one in offers(town) if one.monthly == 500] == ["sms-500-2"]


def test_a_retired_pack_can_be_chosen_no_more(town: Town) -> None:
    pack = offered(town, 100, packs=True)
    office(town)
    menu(town, 100, "retire", packs=True)
    submit(town)
    assert [one.monthly for one in offers(town, packs=True)] == [250, 500]
    with pytest.raises(Refusal, match="not on offer any more"):
        placing.preview(town.tools, who(town), who(town).agent_id, Meter.SMS, pack)
    with pytest.raises(Refusal, match="not on offer any more"):
        recharge.set_recharge(town.tools, who(town), pack, 50, 1)


def test_how_the_workspace_bills_is_kept_and_shown_again(town: Town) -> None:
    office(town, "settings")
    town.world.slack.click(MARIA, "office_set_up")
    town.world.slack.click(MARIA, "currency", "EUR")
    town.world.slack.click(MARIA, "payer", "agent")
    town.world.slack.click(MARIA, "approval", ["approval"])
    fill(town, tax_name="VAT", tax_rate="19.5%", grace_days="14")
    assert submit(town).status == 200
    kept = workspace(town)
    assert (kept.currency, kept.tax_name, kept.tax_rate) == ("EUR", "VAT", 1950)
    assert (kept.payer, kept.needs_approval, kept.grace_days) == (PayerKind.AGENT, True, 14)
    seen = str(town.world.slack.view_of(MARIA))
    for words in ("EUR", "VAT of 19.5%", "Each agent pays", "An admin approves", "14 days"):
        assert words in seen
    town.world.slack.click(MARIA, "office_set_up")
    assert "19.5" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "approval", [])
    fill(town, tax_rate="")
    submit(town)
    assert (workspace(town).needs_approval, workspace(town).tax_rate) == (False, 0)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("tax_rate", "8.255", "8.25"),
        ("tax_rate", "100.01", "0 to 100"),
        ("grace_days", "x", "whole number"),
        ("grace_days", "91", "0 to 90"),
    ],
)
def test_wrong_settings_are_told_beside_their_field(town: Town, name: str, value: str, words: str) -> None:
    office(town, "settings")
    town.world.slack.click(MARIA, "office_set_up")
    fill(town, **{name: value})
    assert words in errors(town)[name]
    assert (workspace(town).tax_rate, workspace(town).grace_days) == (0, 7)


def test_new_prices_are_in_the_new_currency_and_old_ones_stay(town: Town) -> None:
    bill(town, currency="GBP")
    office(town)
    menu(town, 250, "change")
    assert "In GBP" in str(town.world.slack.view_of(MARIA))
    fill(town, price="£8")
    submit(town)
    assert [(one.monthly, one.currency) for one in offers(town)][:2] == [(250, "GBP"), (500, "USD")]
    assert "250 credits a month for £8.00" in str(town.world.slack.view_of(MARIA))


def pays(town: Town, user: str) -> tuple[PayerKind | None, int | None]:
    with town.tools.read() as session:
        known = payers.known(session, who(town, user).agent_id)
        return (known.kind, known.cap) if known else (None, None)


def test_an_agent_may_pay_otherwise_and_not_more_than_a_cap(town: Town) -> None:
    office(town, "settings")
    town.world.slack.click(MARIA, "office_payer")
    town.world.slack.click(MARIA, "office_payer_agent", BEN)
    town.world.slack.click(MARIA, "kind", "agent", block_id=f"kind {BEN}")
    town.world.slack.type_in_view(MARIA, f"cap {BEN}", "cap", "a lot")
    assert "such as 25" in errors(town)[f"cap {BEN}"]
    town.world.slack.type_in_view(MARIA, f"cap {BEN}", "cap", "20")
    assert submit(town).status == 200
    assert pays(town, BEN) == (PayerKind.AGENT, 2000)
    assert "Ben Carter: the agent pays, at most $20.00 a month" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "office_payer")
    town.world.slack.click(MARIA, "office_payer_agent", BEN)
    assert "20.00" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "office_payer_agent", MARIA)
    assert "20.00" not in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "office_payer_agent", BEN)
    town.world.slack.click(MARIA, "kind", "same", block_id=f"kind {BEN}")
    town.world.slack.type_in_view(MARIA, f"cap {BEN}", "cap", "")
    submit(town)
    assert pays(town, BEN) == (None, None)


def test_somebody_who_is_no_agent_has_no_payer(town: Town) -> None:
    office(town, "settings")
    town.world.slack.click(MARIA, "office_payer")
    town.world.slack.click(MARIA, "office_payer_agent", "UZOE")
    assert "does not use Parley" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "office_payer_agent", "UZOE")
    assert "does not use Parley" in errors(town)["agent"]


def test_terms_are_written_in_versions_that_never_change(town: Town) -> None:
    assert "There are none yet" in str(office(town, "terms"))
    for version, text in ((1, "Pay within 30 days. *No* <@UBEN> refunds."), (2, "Pay within 14 days.")):
        town.world.slack.click(MARIA, "office_write_terms")
        fill(town, text=text)
        view = town.world.slack.view_of(MARIA)
        assert view
        assert submit(town).status == 200
        assert send(town, MARIA, view).status == 200  # the same words again are no version
        seen = town.world.slack.view_of(MARIA)
        assert text in str(seen)
        assert f"Version {version} by Maria Lopez" in str(seen)
    with town.tools.read() as session:
        known = conditions.current(session, town.tools.workspace_id)
        assert known
        assert (known.version, known.text) == (2, "Pay within 14 days.")
    assert town.rows()["terms"] == 2
    with town.tools.write() as session:
        conditions.accept(session, who(town, BEN).agent_id, known.id, town.clock.now())
    assert "1 person accepted it" in str(office(town, "terms"))


def test_who_writes_over_a_newer_version_is_told(town: Town) -> None:
    office(town, "terms")
    town.world.slack.click(MARIA, "office_write_terms")
    fill(town, text="Mine")
    view = town.world.slack.view_of(MARIA)
    assert view
    submit(town)
    view["state"]["values"]["text"]["text"]["value"] = "Yours"
    assert "newer version" in send(town, MARIA, view).body["errors"]["text"]
    assert town.rows()["terms"] == 1


FORMS = {
    "catalogue_add": "plan",
    "catalogue_change": "PLAN",
    "catalogue_retire": "PLAN",
    "office_terms": "0",
}


@pytest.mark.parametrize("callback", [*FORMS, "office_set_up", "office_payer"])
def test_only_admins_may(town: Town, callback: str) -> None:
    assert "admin_office" not in str(
        town.world.slack.command(BEN, "/parley") and town.world.slack.view_of(BEN)
    )
    plan_id = str(offered(town, 500))
    texts = {
        one: {one: {"value": "1"}} for one in ("name", "monthly", "price", "grace_days", "tax_rate", "text")
    }
    picked = {
        "payer": {"payer": {"selected_option": {"value": "agent"}}},
        "currency": {"currency": {"selected_option": {"value": "EUR"}}},
        "kind ": {"kind": {"selected_option": {"value": "agent"}}},
        "agent": {"office_payer_agent": {"selected_user": BEN}},
    }
    view = {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": FORMS.get(callback, "").replace("PLAN", plan_id),
        "blocks": [{"type": "input", "block_id": one} for one in ("agent", "kind ", "cap ")],
        "state": {"values": texts | picked},
    }
    before, rows = [one.price for one in offers(town)], town.rows()
    assert "Only an admin" in str(send(town, BEN, view).body)
    assert ([one.price for one in offers(town)], town.rows()) == (before, rows)
    assert workspace(town).currency == "USD"
    assert pays(town, BEN) == (None, None)


def test_a_plan_of_another_workspace_is_none_of_ours(town: Town) -> None:
    other = Workspace(slack_team_id="T0ELM", bot_user_id="U", name="Elm", time_zone="America/Chicago")
    theirs = Plan(
        workspace_id=other.id,
        meter=Meter.SMS,
        code="sms-500",
        name="Theirs",
        monthly=500,
        price=1,
        created_at=town.clock.now(),
    )
    with town.tools.write() as session:
        session.add(other)
        session.flush()
        session.add(theirs)
    values = {one: {one: {"value": "7"}} for one in ("name", "monthly", "price")}
    for callback in ("catalogue_change", "catalogue_retire"):
        view = {
            "id": "V0FORGED",
            "type": "modal",
            "callback_id": callback,
            "private_metadata": str(theirs.id),
            "blocks": [{"type": "input", "block_id": "name"}],
            "state": {"values": values},
        }
        assert "not on offer" in str(send(town, MARIA, view).body)
    with town.tools.read() as session:
        kept = plans.get(session, theirs.id)
        assert kept
        assert (kept.retired_at, kept.name) == (None, "Theirs")


@pytest.mark.parametrize(
    ("callback", "meta"),
    [
        ("catalogue_add", "nothing"),
        ("catalogue_change", "no id"),
        ("catalogue_retire", ""),
        ("office_terms", "-1"),
        ("charges_void", "{}"),
        ("charges_correct", "[]"),
    ],
)
def test_what_no_window_of_ours_holds_is_refused(town: Town, callback: str, meta: str) -> None:
    view = {"id": "V0", "type": "modal", "callback_id": callback, "private_metadata": meta}
    assert send(town, MARIA, view | {"blocks": [], "state": {"values": {}}}).status == 400
