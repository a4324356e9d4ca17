"""The admin's windows for credits: give or take, plans, ledgers, rates."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import admin, admin_credits, admin_ledger, admin_plan
from bot.actions.admin_credits import Adjustment
from bot.actions.admin_plan import Choice
from bot.actions.people import Who, recognise
from bot.actions.preferences import FieldRefusal
from bot.screens import admin_credits as screens
from bot.screens import admin_ledger as ledger_screens
from bot.screens import admin_plan as plan_screens
from bot.slack import parley
from bot.slack.errors import Malformed, in_window, read_id
from bot.slack.fields import read_choice, read_value, read_values
from bot.slack.windows import refresh
from bot.work import Refusal, Tools
from models.enums import Meter

Act = Callable[[Who], str]


def register(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"admin_(credits|plan|ledger|rates)"))
    def open_window(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_push(trigger_id=body["trigger_id"], view=_window(tools, who, action["action_id"]))

    @app.view("admin_credits")
    def adjust(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        values = read_values(view)
        asked = Adjustment(
            str(read_value(values, "agent", "agent", "selected_user") or ""),
            read_choice(values, "way", "way"),
            str(read_value(values, "amount", "amount", "value") or ""),
            str(read_value(values, "reason", "reason", "value") or ""),
            str(read_value(values, "ends", "ends", "selected_date") or ""),
        )
        _save(
            tools,
            ack,
            body,
            client,
            "agent",
            lambda who: admin_credits.adjust(tools, who, view["id"], asked),
        )

    @app.view("admin_rates")
    def rates(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        chosen = read_value(read_values(view), "home", "home", "selected_options") or []
        codes = {str(one.get("value")) for one in chosen if isinstance(one, dict)}
        _save(
            tools,
            ack,
            body,
            client,
            "home",
            lambda who: admin_credits.set_home_territories(tools, who, codes),
        )

    _register_plan(app, tools)
    _register_ledger(app, tools)


def _register_plan(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"put_(agent|choice)"))
    def foresee(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = body.get("view") or {}
        person, chosen = _planned(view)
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            offers = admin_plan.offers(tools, who)
            try:
                words = (
                    admin_plan.foresee(tools, who, person, chosen)
                    if person and chosen
                    else plan_screens.CHOOSE
                )
            except Refusal as refusal:
                words = refusal.sentence
            client.views_update(view_id=view["id"], view=plan_screens.window(offers, words))

    @app.view("admin_plan")
    def change(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        person, chosen = _planned(view)
        if chosen is None:
            raise Malformed("no plan was chosen")
        _save(
            tools,
            ack,
            body,
            client,
            "plan",
            lambda who: admin_plan.change(tools, who, view["id"], person, chosen),
        )


def _planned(view: dict[str, Any]) -> tuple[str, Choice | None]:
    """The person and the plan that are chosen. Raises Malformed."""
    values = read_values(view)
    person = str(read_value(values, "agent", "put_agent", "selected_user") or "")
    kind, _, meter = read_choice(values, "plan", "put_choice").partition(" ")
    if not kind:
        return person, None
    if kind != plan_screens.NONE:
        return person, Choice(read_id(kind))
    if meter not in list(Meter):
        raise Malformed(f"{meter!r} is no meter")
    return person, Choice(None, Meter(meter))


def _register_ledger(app: App, tools: Tools) -> None:
    @app.action(re.compile(r"ledger_(agent|newer|older)"))
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        person, beyond = str(action.get("selected_user") or ""), None
        if action["action_id"] != "ledger_agent":
            found = re.fullmatch(r"(\w{1,40}) ([0-9]{1,15})", action.get("value") or "")
            if found is None:
                raise Malformed("no page of a ledger")
            person, beyond = found[1], int(found[2])
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            page = admin_ledger.ledger_of(tools, recognise(tools, body["user"]["id"]), person, beyond)
            client.views_update(view_id=body["view"]["id"], view=ledger_screens.window(page))


def _save(tools: Tools, ack: Any, body: dict[str, Any], client: WebClient, field: str, act: Act) -> None:
    """Do it, tell what was done in the window below, or what is wrong beside its field."""
    try:
        who = recognise(tools, body["user"]["id"])
        note = act(who)
    except FieldRefusal as refusal:
        ack(response_action="errors", errors={refusal.field: refusal.sentence})
    except Refusal as refusal:
        ack(response_action="errors", errors={field: refusal.sentence})
    else:
        ack()
        refresh(client, body["view"].get("previous_view_id"), parley.home(tools, who, note))


def _window(tools: Tools, who: Who, name: str) -> dict[str, Any]:
    admin.need_admin(who)
    if name == "admin_credits":
        return screens.window()
    if name == "admin_plan":
        return plan_screens.window(admin_plan.offers(tools, who))
    if name == "admin_ledger":
        return ledger_screens.window(admin_ledger.ledger_of(tools, who, who.slack_user_id))
    return screens.rates(admin_credits.home_territories(tools, who))
