"""An order's window: what changes, how it is paid, the terms, what became of it; and the card.

One window shows all steps, so that they fit above any other. Its id is the order's key: however often it is
submitted, it orders once.
"""

from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import order, shop
from bot.actions.order import Stale, Wish
from bot.actions.people import Who, recognise
from bot.screens import checkout as screens
from bot.screens import order as order_words
from bot.slack.errors import in_window, read_id, read_words, refused
from bot.slack.fields import read_value, read_values
from bot.slack.shop import in_place, read_meta, refresh, show, window, write_meta
from bot.work import Refusal, Tools
from models.enums import Meter


def register(app: App, tools: Tools) -> None:
    _register_order(app, tools)
    _register_card(app, tools)

    @app.action("plan_choose")
    def choose(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        (agent_id, meter), plan_id = read_meta(body.get("view") or {}), read_id(action.get("value"))
        ack()
        with in_window(client.views_push, body["trigger_id"]):
            who = recognise(tools, body["user"]["id"])
            view = preview(tools, who, agent_id, meter, plan_id)
            client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.action("plan_back")
    def back(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        about = _about(body.get("view") or {})
        ack()
        with in_place(client, body["view"]):
            who = recognise(tools, body["user"]["id"])
            show(client, body["view"]["id"], preview(tools, who, *about))


def preview(
    tools: Tools, who: Who, agent_id: UUID, meter: Meter, plan_id: UUID, note: str = ""
) -> dict[str, Any]:
    """What an order would do now. Raises Refusal."""
    seen = shop.offer(tools, who, agent_id, meter, plan_id)
    return screens.preview(seen, write_meta(agent_id, meter, plan=str(plan_id), seen=seen.mark), note)


def review(
    tools: Tools, who: Who, agent_id: UUID, meter: Meter, plan_id: UUID, seen: str, note: str = ""
) -> dict[str, Any]:
    """How the order would be paid; the preview again if it is not what was seen. Raises Refusal."""
    offer = shop.offer(tools, who, agent_id, meter, plan_id)
    if offer.mark != seen:
        return preview(tools, who, agent_id, meter, plan_id, order_words.STALE)
    return screens.review(offer, write_meta(agent_id, meter, plan=str(plan_id), seen=seen), note)


def _about(view: dict[str, Any]) -> tuple[UUID, Meter, UUID]:
    """For whom, on which meter, which plan a window of ours is. Raises Malformed."""
    return *read_meta(view), read_id(read_words(view.get("private_metadata"), "plan")["plan"])


def _seen(view: dict[str, Any]) -> str:
    return read_words(view.get("private_metadata"), "seen")["seen"]


def _register_order(app: App, tools: Tools) -> None:
    @app.view("plan_preview")
    def go_on(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        about, seen = _about(view), _seen(view)
        try:
            new = review(tools, recognise(tools, body["user"]["id"]), *about, seen)
        except Refusal as refusal:
            new = refused(refusal.sentence)
        ack(response_action="update", view=new)

    @app.view("plan_review")
    def place(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        about, seen = _about(view), _seen(view)
        wish = Wish(*about, key=f"view:{view['id']}", seen=seen, terms_id=_accepted(view))
        try:
            who = recognise(tools, body["user"]["id"])
            ack(response_action="update", view=_placed(tools, who, wish))
        except Refusal as refusal:
            ack(response_action="update", view=_again(tools, body, wish, refusal))
            return
        refresh(tools, client, who, view)


def _placed(tools: Tools, who: Who, wish: Wish) -> dict[str, Any]:
    done = order.place(tools, who, wish)
    standing = shop.shop(tools, who, wish.agent_id, wish.meter).standing
    moves = shop.moves_of(done.preview)
    return screens.placed(done.state, done.preview.name, moves, standing, shop.admins(tools))


def _again(tools: Tools, body: dict[str, Any], wish: Wish, refusal: Refusal) -> dict[str, Any]:
    """The same window with why nothing was ordered: the new numbers, or the order as it was."""
    about = (wish.agent_id, wish.meter, wish.plan_id)
    try:
        who = recognise(tools, body["user"]["id"])
        if isinstance(refusal, Stale):
            return preview(tools, who, *about, refusal.sentence)
        return review(tools, who, *about, wish.seen, refusal.sentence)
    except Refusal as other:
        return refused(other.sentence)


def _accepted(view: dict[str, Any]) -> UUID | None:
    """The terms whose box is ticked."""
    for block_id in read_values(view):
        name, _, terms_id = block_id.partition(" ")
        if name == "terms" and read_value(read_values(view), block_id, "terms", "selected_options"):
            return read_id(terms_id)
    return None


def _register_card(app: App, tools: Tools) -> None:
    @app.action("plan_card")
    def give(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = _checked(body)
        ack()
        _show_page(tools, client, body, view)

    @app.action("plan_card_done")
    def added(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = _checked(body)
        ack()
        with in_place(client, view):
            card = shop.card_added(tools, recognise(tools, body["user"]["id"]))
            if card:
                show(client, view["id"], screens.has_card(card, view["private_metadata"]))
            else:
                _show_page(tools, client, body, view, screens.NO_CARD_YET)

    @app.action("plan_card_back")
    def back(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = _checked(body)
        ack()
        with in_place(client, view):
            show(client, view["id"], _before(tools, recognise(tools, body["user"]["id"]), view))


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    """The window that was clicked in, if it is one of ours. Raises Malformed."""
    view: dict[str, Any] = body.get("view") or {}
    read_meta(view)
    return view


def _show_page(
    tools: Tools, client: WebClient, body: dict[str, Any], view: dict[str, Any], note: str = ""
) -> None:
    """The page's address is a key: it goes into this person's window and nowhere else."""
    with in_place(client, view):
        who = recognise(tools, body["user"]["id"])
        try:
            url = shop.card_link(tools, who, f"card:{body['trigger_id']}")
        except Refusal as refusal:
            show(client, view["id"], _before(tools, who, view, refusal.sentence))
        else:
            show(client, view["id"], screens.card(url, view["private_metadata"], note))


def _before(tools: Tools, who: Who, view: dict[str, Any], note: str = "") -> dict[str, Any]:
    """What the card was asked for in: the order, or the shop."""
    if "plan" in read_words(view["private_metadata"]):
        return review(tools, who, *_about(view), _seen(view), note)
    return window(tools, who, *read_meta(view), note)
