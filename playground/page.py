"""The page: one look at the whole world for one person, and everything that can be done to it."""

from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from mimetypes import guess_extension
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify, request

from playground.bad_days import DAYS, BadDays
from playground.mailbox import Mail, Mailbox
from playground.slack import Slack
from playground.twilio import Text, Twilio
from playground.workspace import BOT_USER, SlackError

ZONE = ZoneInfo("America/Chicago")
SHOWN = 200
POLICY = "default-src 'self'; img-src 'self' http: https: data:; style-src 'self' 'unsafe-inline'"
Asked = dict[str, Any]
MoveTo = Callable[[datetime], None]


@dataclass(frozen=True)
class Offers:
    """What the composers of the pretend Slack offer."""

    commands: Sequence[tuple[str, str, str]]
    shortcuts: Sequence[tuple[str, str]]
    message_shortcuts: Sequence[tuple[str, str]]


class Page:
    def __init__(
        self, slack: Slack, twilio: Twilio, mailbox: Mailbox, offers: Offers, move_to: MoveTo
    ) -> None:
        self.slack, self.twilio, self.mailbox = slack, twilio, mailbox
        self.bad_days = BadDays(slack, twilio)
        self.stage = slack.stage
        self._offers = offers
        self._move_to = move_to

    def look(self, user: str, channel: str, thread: str, phone: str) -> Asked:
        slack, views = self.slack, self.slack.views
        dm = slack.dm_of(user)
        channel = channel if user in slack.channels.get(channel, {}).get("members", ()) else dm
        shown = {"id": "id", "name": "real_name", "bot": "is_bot"}
        top, home = views.top(user), views.homes.get(user)
        return {
            "version": self.stage.version,
            "now": self.stage.now().isoformat(),
            "offers": vars(self._offers),
            "bad": [
                {"id": name, "label": day[0], "on": name in self.bad_days.on()} for name, day in DAYS.items()
            ],
            "people": [{key: each[name] for key, name in shown.items()} for each in slack.users.values()],
            "channels": [self._channel(each) for each in slack.channels.values() if user in each["members"]],
            "channel": channel,
            "messages": slack.messages(channel)[-SHOWN:],
            "thread": slack.messages(channel, thread) if thread in slack.posts[channel] else [],
            "whispers": [each for each in slack.ephemerals(user) if each["channel"] == channel],
            "view": top,
            "depth": len(views.stacks.get(user, [])),
            "errors": views.errors.get(top["id"], {}) if top else {},
            "home": home,
            "home_errors": views.errors.get(home["id"], {}) if home else {},
            "phones": [self._phone(number, name) for number, name in self.twilio.phones.items()],
            "numbers": self.twilio.numbers,
            "texts": [_text(each) for each in self.twilio.conversation(phone)[-SHOWN:]],
            "mails": [_mail(at, each) for at, each in enumerate(self.mailbox.mails)][-SHOWN:],
        }

    def _channel(self, channel: Asked) -> Asked:
        about = {name: channel[name] for name in ("id", "is_im", "is_private", "is_archived")}
        latest = next(reversed(self.slack.posts[channel["id"]]), "")
        with_bot = {"has_bot": BOT_USER in channel["members"], "count": len(channel["members"])}
        return about | with_bot | {"name": channel.get("name", "Parley"), "latest": latest}

    def _phone(self, number: str, name: str) -> Asked:
        texts = self.twilio.conversation(number)
        last = texts[-1] if texts else None
        words = (last.body or "Picture") if last else ""
        at = last.created.isoformat() if last else ""
        return {"number": number, "name": name, "last": words, "at": at, "count": len(texts)}

    # What people do. Each verb takes what the page sends and returns what it should know at once.

    def do_say(self, asked: Asked) -> None:
        user, channel, text = asked["user"], asked["channel"], asked["text"]
        command, _, rest = text.partition(" ")
        if not text.startswith("/") or text.startswith("//"):
            thread, files = asked.get("thread"), [_file(each) for each in asked.get("files", [])]
            self.slack.type(user, channel, text, thread, files, broadcast=asked.get("broadcast", False))
        elif asked.get("thread"):
            problem = f"{command} is not supported in threads. Sorry!"
            self.slack.whisper(channel, user, problem, is_error=True, thread_ts=asked["thread"])
        elif command in [each[0] for each in self._offers.commands]:
            self.slack.command(user, command, rest.strip(), channel)
        else:
            self.slack.whisper(channel, user, f"{command} is not a valid command.", is_error=True)

    def do_edit(self, asked: Asked) -> None:
        self.slack.edit(asked["user"], asked["channel"], asked["ts"], asked["text"])

    def do_delete(self, asked: Asked) -> None:
        self.slack.delete(asked["user"], asked["channel"], asked["ts"])

    def do_react(self, asked: Asked) -> None:
        where = (asked["user"], asked["channel"], asked["ts"], asked["name"])
        (self.slack.remove_reaction if asked.get("off") else self.slack.add_reaction)(*where)

    def do_click(self, asked: Asked) -> None:
        where = {name: asked.get(name, "") for name in ("channel", "ts", "block_id")}
        self.slack.click(asked["user"], asked["action"], asked.get("value"), **where)

    def do_fill(self, asked: Asked) -> None:
        value = asked["value"]
        if isinstance(value, list):  # of options, or of files: new ones come with their content
            value = [_file(one) if isinstance(one, dict) and "data" in one else one for one in value]
        self.slack.type_in_view(asked["user"], asked["block_id"], asked["action"], value)

    def do_suggest(self, asked: Asked) -> list[Asked]:
        where = (asked.get("channel", ""), asked.get("ts", ""))
        return self.slack.suggest(asked["user"], asked["block_id"], asked["action"], asked["query"], *where)

    def do_submit(self, asked: Asked) -> None:
        self.slack.submit(asked["user"])

    def do_close(self, asked: Asked) -> None:
        self.slack.close_view(asked["user"])

    def do_shortcut(self, asked: Asked) -> None:
        self.slack.shortcut(asked["user"], asked["id"], asked.get("channel", ""), asked.get("ts", ""))

    def do_home(self, asked: Asked) -> None:
        self.slack.open_home(asked["user"], asked["tab"])

    def do_text(self, asked: Asked) -> None:
        media = [(kind, content) for _, kind, content in map(_file, asked.get("files", []))]
        self.twilio.text(asked["sender"], asked["to"], asked["text"], media)

    def do_clock(self, asked: Asked) -> None:
        now = self.stage.now().astimezone(ZONE)
        morning = now.replace(hour=9, minute=0, second=0, microsecond=0)
        instants = {
            "minute": now + timedelta(minutes=1),
            "hour": now + timedelta(hours=1),
            "tomorrow": morning + timedelta(days=1),
            "monday": morning + timedelta(days=7 - now.weekday()),
            "month": (morning.replace(day=1) + timedelta(days=32)).replace(day=1),
        }
        self._move_to(instants[asked["to"]])
        self.stage.touch()

    def do_bad_day(self, asked: Asked) -> None:
        self.bad_days.switch(asked["name"])


def _file(sent: Asked) -> tuple[str, str, bytes]:
    return sent["name"], sent["type"] or "application/octet-stream", b64decode(sent["data"])


def _text(text: Text) -> Asked:
    mine = text.direction == "inbound"
    shown = {"sid": text.sid, "body": text.body, "at": text.created.isoformat(), "status": text.status}
    return {
        **shown,
        "ours": text.to if mine else text.sender,
        "mine": mine,
        "error": text.error_code,
        "media": [
            {"id": each.sid, "mimetype": each.mimetype, "name": f"file{guess_extension(each.mimetype) or ''}"}
            for each in text.media
        ],
    }


def _mail(at: int, mail: Mail) -> Asked:
    head = {"id": at, "at": mail.at.isoformat(), "from": str(mail.message["from"] or mail.sender)}
    return {**head, "to": mail.to, "subject": mail.subject, "text": mail.text, "html": mail.html}


def page_app(page: Page) -> Flask:
    app = Flask("playground.page", root_path=str(Path(__file__).parent))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 0
    app.after_request(_guarded)

    @app.get("/")
    def index() -> Response:
        return app.send_static_file("index.html")

    @app.get("/state")
    def state() -> Response:
        asked = request.args
        with page.stage.lock:
            if asked.get("since") == str(page.stage.version):
                return jsonify({"version": page.stage.version, "now": page.stage.now().isoformat()})
            where = (asked.get("channel", ""), asked.get("thread", ""), asked.get("phone", ""))
            return jsonify(page.look(asked.get("user", "UMARIA"), *where))

    @app.post("/do/<verb>")
    def do(verb: str) -> tuple[Response, int]:
        act = getattr(page, f"do_{verb}", None)
        if act is None or not request.is_json:
            return jsonify({"error": "no such act"}), 404
        try:
            return jsonify({"ok": True, "answer": act(request.get_json())}), 200
        except (SlackError, LookupError) as problem:
            return jsonify({"error": str(problem.args[0])}), 409

    @app.get("/file/<file_id>")
    def file(file_id: str) -> Response:
        found = page.slack.files.get(file_id) or page.twilio.media(file_id)
        return _served(found.content, found.mimetype) if found else Response(status=404)

    return app


def _served(content: bytes, mimetype: str) -> Response:
    """Strangers' files: only pictures are shown, the rest is for saving."""
    shown = mimetype in ("image/png", "image/jpeg", "image/gif", "image/webp")
    headers = {} if shown else {"Content-Disposition": "attachment"}
    return Response(content, content_type=mimetype if shown else "application/octet-stream", headers=headers)


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
