"""`/plan`: the window with the plans, stopping one, packs that are bought by themselves."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.actions import recharge, shop
from bot.actions.people import Who, recognise
from bot.screens import checkout as checkout_screens
from bot.screens import help as help_words
from bot.screens import recharge as recharge_screens
from bot.screens import shop as screens
from bot.slack.errors import Malformed, answering, at_field, in_window, opener, read_id, read_words, refused
from bot.slack.fields import read_choice, read_value, read_values
from bot.work import Refusal, Tools
from models.enums import Meter

METERS = {"texts": Meter.SMS, "sms": Meter.SMS, "email": Meter.EMAIL, "e-mail": Meter.EMAIL}
METERS |= {"emails": Meter.EMAIL, "e-mails": Meter.EMAIL}
_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")


def register(app: App, tools: Tools) -> None:
    _register_window(app, tools)
    _register_stop(app, tools)
    _register_recharge(app, tools)

    @app.command("/plan")
    def plan(ack: Any, command: dict[str, Any], client: WebClient) -> None:
        typed = (command.get("text") or "").strip()
        if typed.lower() in ("help", "?"):
            ack(text=help_words.PLAN, response_type="ephemeral")
            return
        with answering(ack):
            who = recognise(tools, command["user_id"])
            agent_id, meter = _asked(tools, who, typed)
            client.views_open(trigger_id=command["trigger_id"], view=window(tools, who, agent_id, meter))
            ack()


def _asked(tools: Tools, who: Who, typed: str) -> tuple[UUID, Meter]:
    """Whose plan and which meter a line asks for. Raises Refusal."""
    if typed.lower() in METERS:
        return who.agent_id, METERS[typed.lower()]
    if mention := _MENTION.fullmatch(typed):
        return shop.whom(tools, who, mention[1]), Meter.SMS
    if typed.startswith("@"):
        return shop.whom(tools, who, name=typed.removeprefix("@").strip()), Meter.SMS
    if typed:
        raise Refusal(help_words.unknown("/plan", typed, help_words.PLAN))
    return who.agent_id, Meter.SMS


def window(tools: Tools, who: Who, agent_id: UUID, meter: Meter, note: str = "") -> dict[str, Any]:
    """The shop as it is now. Raises Refusal."""
    return screens.window(shop.shop(tools, who, agent_id, meter), write_meta(agent_id, meter), note)


def write_meta(agent_id: UUID, meter: Meter, **more: str) -> str:
    """What a window remembers of itself."""
    return json.dumps({"agent": str(agent_id), "meter": meter.value, **more})


def read_meta(view: dict[str, Any]) -> tuple[UUID, Meter]:
    """Whose plan a window is about, and which meter. Raises Malformed."""
    meta = read_words(view.get("private_metadata"), "agent", "meter")
    return read_id(meta["agent"]), read_meter(meta["meter"])


def read_meter(value: str | None) -> Meter:
    """The meter that a button of ours carries. Raises Malformed."""
    try:
        return Meter(value or "")
    except ValueError as error:
        raise Malformed(f"{value!r} is no meter") from error


def show(client: WebClient, view_id: Any, view: dict[str, Any]) -> None:
    """Put this into a window that may have been closed meanwhile."""
    if view_id:
        with suppress(SlackApiError, SlackClientError, OSError):
            client.views_update(view_id=view_id, view=view)


@contextmanager
def in_place(client: WebClient, view: dict[str, Any]) -> Iterator[None]:
    """Show a refusal in the window that was clicked in: on top of it there may be no room."""
    try:
        yield
    except Refusal as refusal:
        show(client, view.get("id"), refused(refusal.sentence))


def refresh(tools: Tools, client: WebClient, who: Who, view: dict[str, Any], note: str = "") -> None:
    """Show the change in the shop below a window that has just done something."""
    if view.get("previous_view_id"):
        show(client, view["previous_view_id"], window(tools, who, *read_meta(view), note))


def _register_window(app: App, tools: Tools) -> None:
    @app.action("open_plan")
    def open_plan(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        meter = read_meter(action.get("value") or Meter.SMS)
        ack()
        with in_window(opener(client, body), body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            opener(client, body)(trigger_id=body["trigger_id"], view=window(tools, who, who.agent_id, meter))

    @app.action("plan_meter")
    def switch(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        meter = read_meter((action.get("selected_option") or {}).get("value"))
        agent_id, _ = read_meta(body.get("view") or {})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            show(client, body["view"]["id"], window(tools, who, agent_id, meter))

    @app.action("plan_agent")
    def choose_agent(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        _, meter = read_meta(body.get("view") or {})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            agent_id = shop.whom(tools, who, str(action.get("selected_user") or ""))
            show(client, body["view"]["id"], window(tools, who, agent_id, meter))


def _register_stop(app: App, tools: Tools) -> None:
    @app.action("plan_stop")
    def ask(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        agent_id, meter = read_meta(body.get("view") or {})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            standing, left = shop.ending(tools, who, agent_id, meter)
            view = checkout_screens.stop(standing, left, write_meta(agent_id, meter))
            client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.view("plan_stop")
    def stop(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        agent_id, meter = read_meta(view)
        try:
            who = recognise(tools, body["user"]["id"])
            note = checkout_screens.stopped(shop.stop_plan(tools, who, agent_id, meter))
        except Refusal as refusal:
            ack(response_action="update", view=refused(refusal.sentence))
            return
        ack()
        refresh(tools, client, who, view, note)

    @app.action("plan_keep")
    def keep(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        agent_id, meter = read_meta(body.get("view") or {})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            note = shop.keep_plan(tools, who, agent_id, meter)
            show(client, body["view"]["id"], window(tools, who, agent_id, meter, note))


def _register_recharge(app: App, tools: Tools) -> None:
    @app.action("plan_recharge")
    def ask(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        agent_id, meter = read_meta(body.get("view") or {})
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            seen = shop.shop(tools, who, agent_id, Meter.SMS)
            if not seen.packs:
                raise Refusal(recharge_screens.NO_PACKS)
            meta, most = write_meta(agent_id, meter), (recharge.MOST_BELOW, recharge.MOST_TIMES)
            view = recharge_screens.window(seen.packs, seen.refill, *most, meta)
            client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.view("plan_recharge")
    def save(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        (agent_id, _), values = read_meta(view), read_values(view)
        below, most = _number(values, "below"), _number(values, "most")
        with at_field(ack, "below" if not 1 <= below <= recharge.MOST_BELOW else "most"):
            who = recognise(tools, body["user"]["id"])
            pack_id = read_id(read_choice(values, "pack", "pack"))
            note = recharge.set_recharge(tools, who, pack_id, below, most, agent_id)
            ack()
            refresh(tools, client, who, view, f":white_check_mark: {note}")

    @app.action("plan_recharge_off")
    def turn_off(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = body.get("view") or {}
        agent_id, _ = read_meta(view)
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            recharge.stop_recharge(tools, who, agent_id)
            show(client, view.get("id"), recharge_screens.turned_off())
            refresh(tools, client, who, view)


def _number(values: dict[str, Any], name: str) -> int:
    """A whole number as it was typed; 0 for anything else."""
    typed = str(read_value(values, name, name, "value") or "")
    return int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else 0
