"""The page: one look at the whole world for one person, and a door for everything they do to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from mimetypes import guess_extension
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request

from playground.acts import MoveTo, acts
from playground.bad_days import DAYS, BadDays
from playground.mailbox import Mail, Mailbox
from playground.slack import Slack
from playground.twilio import Text, Twilio
from playground.workspace import BOT_USER, SlackError

SHOWN = 200
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
POLICY = "default-src 'self'; img-src 'self' http: https: data:; style-src 'self' 'unsafe-inline'"
Seen = dict[str, Any]


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
        self.slack, self.twilio, self.mailbox, self.stage = slack, twilio, mailbox, slack.stage
        self._offers, self._bad_days = offers, BadDays(slack, twilio)
        self.acts = acts(slack, twilio, [each[0] for each in offers.commands], move_to)
        self.acts |= {"bad_day": lambda user, name: self._bad_days.switch(name)}

    def look(self, user: str, channel: str, thread: str, phone: str) -> Seen:
        slack, views, on = self.slack, self.slack.views, self._bad_days.on()
        dm = slack.dm_of(user)
        channel = channel if user in slack.channels.get(channel, {}).get("members", ()) else dm
        shown = {"id": "id", "name": "real_name", "bot": "is_bot"}
        top, home = views.top(user), views.homes.get(user)
        return {
            "version": self.stage.version,
            "now": self.stage.now().isoformat(),
            "note": self.stage.note,
            "offers": vars(self._offers),
            "bad": [{"id": name, "label": label, "on": name in on} for name, label in DAYS.items()],
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
            "numbers": [*self.twilio.numbers],
            "texts": [_text(each) for each in self.twilio.conversation(phone)[-SHOWN:]],
            "mails": [_mail(at, each) for at, each in enumerate(self.mailbox.mails)][-SHOWN:],
        }

    def _channel(self, channel: Seen) -> Seen:
        about = {name: channel[name] for name in ("id", "is_im", "is_private", "is_archived")}
        latest = next(reversed(self.slack.posts[channel["id"]]), "")
        members = {"has_bot": BOT_USER in channel["members"], "count": len(channel["members"])}
        return about | members | {"name": channel.get("name", "Parley"), "latest": latest}

    def _phone(self, number: str, name: str) -> Seen:
        texts = self.twilio.conversation(number)
        last, at = (texts[-1].body or "Picture", texts[-1].created.isoformat()) if texts else ("", "")
        return {"number": number, "name": name, "last": last, "at": at, "count": len(texts)}


def _text(text: Text) -> Seen:
    mine = text.direction == "inbound"
    shown = {name: getattr(text, name) for name in ("sid", "body", "status", "error_code")}
    shown |= {"at": text.created.isoformat(), "mine": mine, "ours": text.to if mine else text.sender}
    kinds = [(each.sid, each.mimetype, f"file{guess_extension(each.mimetype) or ''}") for each in text.media]
    return shown | {"media": [{"id": sid, "mimetype": kind, "name": name} for sid, kind, name in kinds]}


def _mail(at: int, mail: Mail) -> Seen:
    head = {"id": at, "at": mail.at.isoformat(), "from": str(mail.message["from"] or mail.sender)}
    return head | {name: getattr(mail, name) for name in ("to", "subject", "text", "html")}


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
        act = page.acts.get(verb)
        if act is None or not request.is_json:
            return jsonify({"error": "no such act"}), 404
        try:
            answer = act(**request.get_json())
        except (SlackError, LookupError) as problem:
            return jsonify({"error": str(problem.args[0])}), 409
        return jsonify({"ok": True, "answer": answer if isinstance(answer, list) else None}), 200

    @app.get("/file/<file_id>")
    def file(file_id: str) -> Response:
        found = page.slack.files.get(file_id) or page.twilio.media(file_id)
        return _served(found.content, found.mimetype) if found else Response(status=404)

    return app


def _served(content: bytes, mimetype: str) -> Response:
    """Strangers' files: only pictures are shown, the rest is for saving."""
    if mimetype in PICTURES:
        return Response(content, content_type=mimetype)
    headers = {"Content-Disposition": "attachment"}
    return Response(content, content_type="application/octet-stream", headers=headers)


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
