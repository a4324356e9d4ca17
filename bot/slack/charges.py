"""The page with a month's charges: by agent, line by line, with what can be done about them."""

import re
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import office, statement
from bot.actions.people import Who, recognise
from bot.actions.statement import LineId
from bot.screens import office as office_screens
from bot.screens import statement as screens
from bot.slack.errors import Malformed, in_window, read_id, read_words
from bot.slack.fields import read_value, read_values
from bot.slack.office import View, finish, push, shown_view
from bot.work import Tools

MONTH = "20[0-9]{2}(?:0[1-9]|1[0-2])"
PAGE = re.compile(f"({MONTH}) ([0-9]{{1,4}})")
AGENT = re.compile(f"({MONTH}) ([0-9a-f-]{{36}}) ([0-9]{{1,4}})")
LINE = re.compile(f"({screens.VOID}|{screens.CORRECT}) ([0-9a-f-]{{36}}) ([a-z]+:[0-9a-z:-]{{1,100}})")


def register(app: App, tools: Tools) -> None:
    @app.action("charges_month")
    def month(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        chosen = str((action.get("selected_option") or {}).get("value") or "")
        _show_month(tools, ack, body, client, f"{chosen} 0")

    @app.action(re.compile("charges_page(_next)?"))
    def turn(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        _show_month(tools, ack, body, client, action.get("value") or "")

    @app.action("charges_back")
    def back(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        _show_month(tools, ack, body, client, f"{action.get('value')} 0")

    @app.action(re.compile("charges_agent(_next)?"))
    def agent(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        found = AGENT.fullmatch(action.get("value") or "")
        if found is None:
            raise Malformed("no page of an agent's charges")
        shown, agent_id, number = int(found[1]), read_id(found[2]), int(found[3])
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            client.views_update(
                view_id=shown_view(body), view=_agent(tools, who, shown, agent_id, number, "")
            )

    @app.action("charges_send")
    def send(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        shown, _ = _page(f"{action.get('value')} 0")
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            note = statement.send_again(tools, who, shown)
            client.views_update(view_id=shown_view(body), view=_month(tools, who, shown, 0, note))

    _register_lines(app, tools)


def _register_lines(app: App, tools: Tools) -> None:
    @app.action("charges_line")
    def choose(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        found = LINE.fullmatch(str((action.get("selected_option") or {}).get("value") or ""))
        if found is None:
            raise Malformed("no charge")
        which = LineId(read_id(found[2]), found[3])
        form = screens.void if found[1] == screens.VOID else screens.correct
        push(tools, ack, body, client, lambda who: form(*statement.form_of(tools, who, which)))

    @app.view("charges_void")
    def void(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        which, shown, agent_id = _meant(view)
        reason = _typed(view, "reason")
        finish(
            tools,
            ack,
            body,
            client,
            lambda who: statement.void(tools, who, which, reason),
            "reason",
            lambda who, note: _agent(tools, who, shown, agent_id, 0, note),
        )

    @app.view("charges_correct")
    def correct(ack: Any, body: dict[str, Any], view: View, client: WebClient) -> None:
        which, shown, agent_id = _meant(view)
        amount, reason = _typed(view, "amount"), _typed(view, "reason")
        finish(
            tools,
            ack,
            body,
            client,
            lambda who: statement.correct(tools, who, which, amount, reason),
            "reason",
            lambda who, note: _agent(tools, who, shown, agent_id, 0, note),
        )


def _meant(view: View) -> tuple[LineId, int, UUID]:
    """What a form is about: the line, and whose page of which month lies below. Raises Malformed."""
    read = read_words(view.get("private_metadata"), "account", "key", "month", "agent")
    shown, _ = _page(f"{read['month']} 0")
    return LineId(read_id(read["account"]), read["key"]), shown, read_id(read["agent"])


def _typed(view: View, name: str) -> str:
    return str(read_value(read_values(view), name, name, "value") or "")


def _page(value: str) -> tuple[int, int]:
    found = PAGE.fullmatch(value)
    if found is None:
        raise Malformed(f"{value!r} is no page of charges")
    return int(found[1]), int(found[2])


def _show_month(tools: Tools, ack: Any, body: dict[str, Any], client: WebClient, value: str) -> None:
    shown, number = _page(value)
    ack()
    with in_window(client.views_push, body["trigger_id"]):
        who = recognise(tools, body["user"]["id"])
        client.views_update(view_id=shown_view(body), view=_month(tools, who, shown, number, ""))


def _month(tools: Tools, who: Who, month: int, number: int, note: str) -> View:
    months = statement.months_of(tools, who)
    listed = months if month in months else [month, *months]
    blocks = screens.charges(statement.statement_of(tools, who, month), listed, number)
    return office_screens.page("charges", blocks, office.count_waiting(tools), note)


def _agent(tools: Tools, who: Who, month: int, agent_id: UUID, number: int, note: str) -> View:
    name, found = statement.lines_of(tools, who, month, agent_id)
    blocks = screens.lines(name, month, str(agent_id), found, number)
    return office_screens.page("charges", blocks, office.count_waiting(tools), note)
