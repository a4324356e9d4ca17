"""The window with the settings."""

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions.home import open_home
from bot.actions.hour_preferences import ChosenLimits
from bot.actions.people import Who, recognise
from bot.actions.preferences import Chosen, FieldRefusal, prefer, preferences_of
from bot.screens import hour_settings as hours
from bot.screens import settings as screens
from bot.slack.errors import Malformed, in_window
from bot.slack.fields import read_value
from bot.work import Refusal, Tools
from models.enums import Ring


def register(app: App, tools: Tools) -> None:
    @app.action("open_settings")
    def open_settings(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        with in_window(client.views_open, body["trigger_id"]):
            open_window(tools, client, body["trigger_id"], recognise(tools, body["user"]["id"]))

    @app.view("settings")
    def save(ack: Any, body: dict[str, Any], view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        try:
            prefer(tools, recognise(tools, body["user"]["id"]), _chosen(values))
        except FieldRefusal as refusal:
            ack(response_action="errors", errors={refusal.field: refusal.sentence})
        except Refusal as refusal:
            ack(response_action="errors", errors={"undo": refusal.sentence})
        else:
            open_home(tools, body["user"]["id"])
            ack()


def open_window(tools: Tools, client: WebClient, trigger_id: str, who: Who) -> None:
    """Show the settings to somebody."""
    client.views_open(trigger_id=trigger_id, view=screens.window(preferences_of(tools, who)))


def _chosen(values: dict[str, Any]) -> Chosen:
    """What stands in the fields. Raises Malformed for what our window does not offer."""
    minute = _option(values, "digest")
    try:
        return Chosen(
            int(_option(values, "undo")),
            Ring(_option(values, "ring")),
            None if minute == screens.OFF else int(minute),
            _channel(values),
            str(read_value(values, "dear", "dear", "value") or ""),
            str(read_value(values, "email", "email", "value") or ""),
            _ticked(values, "told"),
            read_value(values, "line", "line", "value") or "" if "line" in values else None,
            _option(values, "days") if "days" in values else None,
            bool(_ticked(values, screens.SHARES)) if "line" in values else None,
            _limits(values) if hours.AUTOMATED in values else None,
        )
    except ValueError as error:
        raise Malformed(f"no setting: {error}") from error


def _limits(values: dict[str, Any]) -> ChosenLimits:
    """Raises ValueError for a time that is no option of ours."""
    return ChosenLimits(
        {name: int(_option(values, name)) for name in hours.LABELS},
        bool(_ticked(values, hours.ASKS)),
        str(read_value(values, hours.AUTOMATED, hours.AUTOMATED, "value") or ""),
        str(read_value(values, hours.NEW, hours.NEW, "value") or ""),
    )


def _channel(values: dict[str, Any]) -> str | None:
    """The team channel, if threads shall open in one. Raises FieldRefusal if none is chosen then."""
    if _option(values, "place") != screens.TEAM:
        return None
    channel = read_value(values, "channel", "channel", "selected_conversation")
    if not channel:
        raise FieldRefusal("channel", screens.NO_CHANNEL)
    return str(channel)


def _option(values: dict[str, Any], name: str) -> str:
    return str((read_value(values, name, name, "selected_option") or {}).get("value") or "")


def _ticked(values: dict[str, Any], name: str) -> frozenset[str]:
    ticked = read_value(values, name, name, "selected_options")
    found = ticked if isinstance(ticked, list) else []
    return frozenset(str(one.get("value")) for one in found if isinstance(one, dict))
