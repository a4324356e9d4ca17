"""A card number typed into one of Parley's own forms or commands goes no further: it is nowhere kept."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltResponse

from bot.rules.card_number import looks_like_card
from bot.screens.shop import NOT_A_CARD_PLACE
from bot.slack.fields import read_values

TO_CLIENTS = ("/text", "composer")  # what agents say to their clients is between the two


def refuse(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 Bolt's own name
    """Ask every command and every form before a listener sees it."""
    if body.get("command"):
        if body["command"] not in TO_CLIENTS and looks_like_card(str(body.get("text") or "")):
            said = {"response_type": "ephemeral", "text": NOT_A_CARD_PLACE}
            return BoltResponse(status=200, body=said)
    elif body.get("type") == "view_submission":
        view = body.get("view") or {}
        if view.get("callback_id") not in TO_CLIENTS and (fields := _fields(view)):
            errors = dict.fromkeys(fields, NOT_A_CARD_PLACE)
            return BoltResponse(status=200, body={"response_action": "errors", "errors": errors})
    return next()


def _fields(view: dict[str, Any]) -> list[str]:
    """The blocks of a form in which a card number stands."""
    return [
        block_id
        for block_id, entered in read_values(view).items()
        if isinstance(entered, dict)
        and any(
            isinstance(one, dict) and looks_like_card(str(one.get("value") or "")) for one in entered.values()
        )
    ]
