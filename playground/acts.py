"""Everything that people do on the page, by name, with what the page sends as arguments."""

from base64 import b64decode
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playground.slack import Slack
from playground.twilio import Twilio

ZONE = ZoneInfo("America/Chicago")
Sent = dict[str, str]  # a file on its way up: name, type, data
Act = Callable[..., Any]
MoveTo = Callable[[datetime], None]


def acts(slack: Slack, twilio: Twilio, commands: Sequence[str], move_to: MoveTo) -> dict[str, Act]:
    def say(user: str, channel: str, text: str, thread: str = "", files: Any = (), **how: bool) -> None:
        command, _, rest = text.partition(" ")
        if not text.startswith("/") or text.startswith("//"):
            slack.type(user, channel, text, thread, [_file(each) for each in files], **how)
        elif thread:
            problem = f"{command} is not supported in threads. Sorry!"
            slack.whisper(channel, user, problem, is_error=True, thread_ts=thread)
        elif command in commands:
            slack.command(user, command, rest.strip(), channel)
        else:
            slack.whisper(channel, user, f"{command} is not a valid command.", is_error=True)

    def fill(user: str, block_id: str, action_id: str, value: Any) -> None:
        if isinstance(value, list):  # of options, or of files: new ones come with their content
            value = [_file(one) if isinstance(one, dict) and "data" in one else one for one in value]
        slack.type_in_view(user, block_id, action_id, value)

    def text(user: str, sender: str, to: str, text: str, files: Sequence[Sent] = ()) -> None:
        twilio.text(sender, to, text, [_file(each)[1:] for each in files])

    def clock(user: str, to: str) -> None:
        now = slack.stage.now().astimezone(ZONE)
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        instants = {"minute": now + timedelta(minutes=1), "hour": now + timedelta(hours=1)}
        instants |= {"tomorrow": morning + timedelta(days=1)}
        instants |= {"monday": morning + timedelta(days=7 - now.weekday())}
        instants |= {"month": (morning.replace(day=1) + timedelta(days=32)).replace(day=1)}
        move_to(instants[to])
        slack.stage.touch()

    known: dict[str, Act] = {"say": say, "fill": fill, "text": text, "clock": clock}
    known |= {"edit": slack.edit, "delete": slack.delete, "click": slack.click, "suggest": slack.suggest}
    known |= {"react": slack.add_reaction, "unreact": slack.remove_reaction, "shortcut": slack.shortcut}
    return known | {"submit": slack.submit, "close": slack.close_view, "home": slack.open_home}


def _file(sent: Sent) -> tuple[str, str, bytes]:
    return sent["name"], sent["type"] or "application/octet-stream", b64decode(sent["data"])
