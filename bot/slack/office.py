"""The admin's window about plans and billing: its pages, the settings, the terms."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import approval, catalogue, office, statement
from bot.actions.office import Typed
from bot.actions.people import Who, recognise
from bot.actions.preferences import FieldRefusal
from bot.screens import approval as approval_screens
from bot.screens import catalogue as catalogue_screens
from bot.screens import office as screens
from bot.screens import statement as statement_screens
from bot.slack.errors import Malformed, in_window, refused
from bot.slack.fields import read_blocks, read_choice, read_value, read_values
from bot.work import Refusal, Tools
from models.enums import PayerKind

View = dict[str, Any]
PAGE = re.compile(f"office_({'|'.join(screens.PAGES)})")


def register(app: App, tools: Tools) -> None:
    @app.action("admin_office")
    def open_office(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_push(trigger_id=body["trigger_id"], view=page(tools, who, "plans"))

    @app.action(PAGE)
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        name = action["action_id"].removeprefix("office_")
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_update(view_id=shown_view(body), view=page(tools, who, name))

    _register_settings(app, tools)
    _register_payers(app, tools)
    _register_terms(app, tools)


def _register_settings(app: App, tools: Tools) -> None:
    @app.action("office_set_up")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        push(tools, ack, body, client, lambda who: screens.set_up(office.settings_of(tools, who)))

    @app.view("office_set_up")
    def save(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        typed = _typed(view)
        submit(
            tools, ack, body, client, "settings", lambda who: office.set_up(tools, who, typed), "grace_days"
        )


def _register_payers(app: App, tools: Tools) -> None:
    @app.action("office_payer")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        push(tools, ack, body, client, lambda who: _payer(tools, who, ""))

    @app.action("office_payer_agent")
    def choose(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        person = str(action.get("selected_user") or "")
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_update(view_id=shown_view(body), view=_payer(tools, who, person))

    @app.view("office_payer")
    def save(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        values, person, kind, cap = read_values(view), "", "", ""
        for block in (str(one.get("block_id")) for one in read_blocks(view)):
            if block == "agent":
                person = str(read_value(values, block, "office_payer_agent", "selected_user") or "")
            elif block.startswith("kind "):
                kind = read_choice(values, block, "kind")
            elif block.startswith("cap "):
                cap = str(read_value(values, block, "cap", "value") or "")
        if kind not in (screens.SAME, *PayerKind):
            raise Malformed(f"{kind!r} pays nothing")
        pays = None if kind == screens.SAME else PayerKind(kind)
        submit(
            tools,
            ack,
            body,
            client,
            "settings",
            lambda who: office.set_payer(tools, who, person, pays, cap),
            "agent",
        )


def _register_terms(app: App, tools: Tools) -> None:
    @app.action("office_write_terms")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        push(tools, ack, body, client, lambda who: screens.write_terms(office.terms_of(tools, who)))

    @app.view("office_terms")
    def save(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        seen = view.get("private_metadata") or ""
        if not re.fullmatch("[0-9]{1,6}", seen):
            raise Malformed(f"{seen!r} is no version")
        text = str(read_value(read_values(view), "text", "text", "value") or "")
        submit(
            tools,
            ack,
            body,
            client,
            "terms",
            lambda who: office.write_terms(tools, who, text, int(seen)),
            "text",
        )


def _payer(tools: Tools, who: Who, person: str) -> View:
    """The form for one agent, or why they have none."""
    seen = office.settings_of(tools, who)
    try:
        agent = office.pays_of(tools, who, person) if person else None
    except FieldRefusal as refusal:
        return screens.payer(None, seen.currency, seen.has_cards, refusal.sentence)
    return screens.payer(agent, seen.currency, seen.has_cards)


def _typed(view: View) -> Typed:
    """What stands in the settings' form. Raises Malformed for what it does not offer."""
    values = read_values(view)
    payer = read_choice(values, "payer", "payer")
    if payer not in list(PayerKind):
        raise Malformed(f"{payer!r} pays nothing")
    return Typed(
        read_choice(values, "currency", "currency"),
        str(read_value(values, "tax_name", "tax_name", "value") or ""),
        str(read_value(values, "tax_rate", "tax_rate", "value") or ""),
        PayerKind(payer),
        bool(read_value(values, "approval", "approval", "selected_options")),
        str(read_value(values, "grace_days", "grace_days", "value") or ""),
    )


def page(tools: Tools, who: Who, name: str, note: str = "") -> View:
    """A page of the window as it is now. Raises Refusal for everybody but admins."""
    if name == "plans":
        blocks = catalogue_screens.listing(catalogue.offers(tools, who))
    elif name == "settings":
        blocks = screens.settings(office.settings_of(tools, who))
    elif name == "terms":
        blocks = screens.terms(office.terms_of(tools, who))
    elif name == "orders":
        zone = office.settings_of(tools, who).zone
        blocks = approval_screens.listing(approval.waiting(tools, who), zone)
    else:
        months = statement.months_of(tools, who)
        blocks = statement_screens.charges(statement.statement_of(tools, who, months[0]), months, 0)
    return screens.page(name, blocks, office.count_waiting(tools), note)


def shown_view(body: dict[str, Any]) -> str:
    """The id of the window in which something was clicked. Raises Malformed."""
    found = (body.get("view") or {}).get("id")
    if not isinstance(found, str):
        raise Malformed("this was not clicked in a window")
    return found


def push(
    tools: Tools, ack: Any, body: dict[str, Any], client: WebClient, make: Callable[[Who], View]
) -> None:
    """Lay a form over the window."""
    ack()
    with in_window(client.views_push, body["trigger_id"]):
        who = recognise(tools, body["user"]["id"])
        client.views_push(trigger_id=body["trigger_id"], view=make(who))


def submit(
    tools: Tools,
    ack: Any,
    body: dict[str, Any],
    client: WebClient,
    name: str,
    act: Callable[[Who], str],
    field: str,
) -> None:
    """Do what a form asks for and show it on the page below, or what is wrong beside its field.

    `field`: where a refusal stands that is about no field of its own; "" in a form without fields.
    """
    finish(tools, ack, body, client, act, field, lambda who, note: page(tools, who, name, note))


def finish(
    tools: Tools,
    ack: Any,
    body: dict[str, Any],
    client: WebClient,
    act: Callable[[Who], str],
    field: str,
    below: Callable[[Who, str], View],
) -> None:
    """The same for any view below."""
    view = body["view"]
    try:
        who = recognise(tools, body["user"]["id"])
        note = act(who)
    except FieldRefusal as refusal:
        ack(response_action="errors", errors={_block(view, refusal.field): refusal.sentence})
    except Refusal as refusal:
        if field:
            ack(response_action="errors", errors={_block(view, field): refusal.sentence})
        else:
            ack(response_action="update", view=refused(refusal.sentence))
    else:
        ack()
        if view.get("previous_view_id"):
            client.views_update(view_id=view["previous_view_id"], view=below(who, note))


def _block(view: View, field: str) -> str:
    """The block of a field: its own name, or one that begins with it."""
    names = [str(one.get("block_id")) for one in read_blocks(view)]
    return next((one for one in names if one == field or one.startswith(f"{field} ")), field)
