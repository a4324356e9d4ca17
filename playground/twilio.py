"""The pretend carrier: texts out with status callbacks, texts in by webhook, opt-outs, bad days."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from playground import phones
from playground.faults import Faults
from playground.stage import Stage
from playground.twilio_numbers import Service, our_lines
from playground.wire import Answer, fetch, twilio_post

FINAL = {"delivered", "undelivered", "failed", "canceled"}
RANKS = {"accepted": 0, "queued": 1, "sending": 2, "sent": 3, **dict.fromkeys(FINAL, 4)}
# what a text may carry: pictures are made to fit by Twilio, the rest is not
PICTURES = {"image/jpeg", "image/png", "image/gif"}
MAX_MEDIA, MAX_FILE = 5_000_000, 500_000
OTHERS = re.compile(r"(image|audio|video|text)/.+|application/(pdf|vcard)")
Files = Sequence[tuple[str, bytes]]  # type, content
API_VERSION = "2010-04-01"


class TwilioError(Exception):
    """Twilio's JSON refusal."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status


@dataclass
class Media:
    mimetype: str
    content: bytes
    created: datetime
    sid: str = field(default_factory=lambda: f"ME{uuid4().hex}")
    removed: bool = False  # at Twilio; a phone keeps what it got


@dataclass
class Text:
    """One message, in or out."""

    sid: str
    sender: str
    to: str
    body: str
    created: datetime
    direction: str = "outbound-api"
    status: str = "queued"
    error_code: int | None = None
    service: str | None = None
    callback_url: str = ""
    media_urls: tuple[str, ...] = ()
    as_mms: bool = False  # a picture message without pictures
    media: list[Media] = field(default_factory=list)
    sent_at: datetime | None = None
    removed: bool = False
    miscount: int = 0  # segments that the carrier makes more of it than anybody expects

    @property
    def phone(self) -> str:
        return self.sender if self.direction == "inbound" else self.to

    def wire(self, account: str) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{account}/Messages/{self.sid}"
        created, pictures = rfc2822(self.created), max(len(self.media), len(self.media_urls))
        count = 1 if pictures or self.as_mms else phones.segments(self.body) + self.miscount
        resource: dict[str, Any] = dict.fromkeys(("price", "error_message"))
        resource |= {"sid": self.sid, "account_sid": account, "messaging_service_sid": self.service}
        resource |= {"from": self.sender, "to": self.to, "body": self.body, "direction": self.direction}
        resource |= {"status": self.status, "error_code": self.error_code, "num_media": str(pictures)}
        resource |= {"num_segments": "0" if self.status == "accepted" else str(count), "price_unit": "USD"}
        resource |= {"date_created": created, "date_updated": created, "date_sent": rfc2822(self.sent_at)}
        media = {"subresource_uris": {"media": f"{uri}/Media.json"}}
        return {**resource, "api_version": API_VERSION, "uri": f"{uri}.json", **media}


def _is_url(url: str) -> bool:
    return urlsplit(url).scheme in ("http", "https")


def _unfit(got: Files) -> int:
    """Twilio's code for files that it cannot send, 0 for good ones."""
    for mimetype, content in got:
        kind = mimetype.split(";", maxsplit=1)[0].strip().lower()
        if not kind:
            return 11200
        if kind not in PICTURES and not OTHERS.fullmatch(kind):
            return 12300
        if kind not in PICTURES and len(content) > MAX_FILE:
            return 30019
    return 30019 if sum(len(content) for _, content in got) > MAX_MEDIA else 0


def rfc2822(instant: datetime | None) -> str | None:
    return format_datetime(instant.astimezone(UTC).replace(microsecond=0)) if instant else None


class Twilio:
    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.faults = Faults(stage.closing)
        self.texts: dict[str, Text] = {}
        self.phones = dict(phones.ROSTER)
        self.numbers = our_lines()
        self.services: dict[str, Service] = {}
        self.landlines = set(phones.LANDLINES)
        self.bad_handsets = dict(phones.BAD_HANDSETS)
        self.opted_out: set[tuple[str, str]] = set()
        self.latency = 0.0
        self.miscount = 0
        self.auto_callbacks = True
        self.callback_delay = 0.3
        self.webhook_times = 1
        self.webhook_delay = 0.0
        self.in_order = True

    @property
    def sent(self) -> list[Text]:
        """What was accepted from the bot, in order: copies."""
        with self.stage.lock:
            return [replace(text) for text in self.texts.values() if text.direction == "outbound-api"]

    def fail(self, kind: str, times: int = 1, on: str = "create") -> None:
        """`on`: create, fetch, list, media or "*"."""
        self.faults.add(on, kind, times)

    # Out

    def accept(self, text: Text) -> Text:
        with self.stage.lock:
            self._refuse(text)
            self.texts[text.sid] = text
            self.phones.setdefault(text.to, text.to)
            self.stage.touch()
        if text.media_urls:
            self.stage.after(0, lambda: self._fetch_media(text))
        elif self.auto_callbacks:
            self.stage.after(self.callback_delay, lambda: self._travel(text))
        return text

    def callback(self, sid: str, status: str, error_code: int | None = None) -> int:
        """Report a status, as often and in whatever order; the message itself only moves forward."""
        with self.stage.lock:
            text = self.texts[sid]
            if RANKS[status] > RANKS[text.status]:
                text.status, text.error_code = status, error_code
                text.sent_at = text.sent_at or self.stage.now()
                self.stage.touch()
            fields = {"MessageSid": sid, "SmsSid": sid, "MessageStatus": status, "SmsStatus": status}
            fields |= self._both(text) | ({"ErrorCode": str(error_code)} if error_code else {})
            fields |= {"MessagingServiceSid": text.service} if text.service else {}
        return self._post(text.callback_url, fields).status if text.callback_url else 0

    def _refuse(self, text: Text) -> None:
        length = len(text.body.encode("utf-16-le")) // 2
        refusals = [
            (not phones.is_number(text.to), 21211, f"The 'To' number {text.to} is not a valid phone number."),
            (text.sender not in self.numbers, 21606, f"The 'From' number {text.sender} is not ours."),
            (not text.body and not text.media_urls, 21602, "Message body is required."),
            (length > 1600, 21617, "The concatenated message body exceeds the 1600 character limit."),
            (not all(map(_is_url, text.media_urls)), 21620, "Invalid media URL(s)"),
            (len(text.media_urls) > 10, 21623, "Number of media files exceeds allowed limit."),
            (text.to in self.landlines, 21614, f"'To' number {text.to} is not a valid mobile number."),
            ((text.sender, text.to) in self.opted_out, 21610, "Attempt to send to unsubscribed recipient"),
        ]
        for wrong, code, message in refusals:
            if wrong:
                raise TwilioError(code, message)

    def _travel(self, text: Text) -> None:
        status, code = self.bad_handsets.get(text.to, ("delivered", None))
        if text.status in FINAL:
            return
        reports = [(status, code)] if status == "failed" else [("sent", None), (status, code)]
        first, *rest = reports if self.in_order else reports[::-1]
        self.callback(text.sid, *first)
        for report in rest:
            self.stage.after(self.callback_delay, partial(self.callback, text.sid, *report))

    def _fetch_media(self, text: Text) -> None:
        got = [fetch(url) for url in text.media_urls]
        with self.stage.lock:
            text.media = [Media(kind, content, self.stage.now()) for kind, content in got if kind]
            self.stage.touch()
        if code := _unfit(got):
            self.callback(text.sid, "failed", code)
        elif self.auto_callbacks:
            self.stage.after(self.callback_delay, lambda: self._travel(text))

    # In

    def text(self, sender: str, to: str, body: str, media: Files = (), *, deliver: bool = True) -> str:
        """A client texts one of our numbers, media as (type, content)."""
        with self.stage.lock:
            now = self.stage.now()
            sid = f"{'MM' if media else 'SM'}{uuid4().hex}"
            text = Text(sid, sender, to, body, now, "inbound", "received", sent_at=now)
            text.media = [Media(kind, content, now) for kind, content in media]
            self.texts[sid] = text
            self.phones.setdefault(sender, sender)
            self._keyword(text)
            self.stage.touch()
        for _ in range(self.webhook_times if deliver else 0):
            if self.webhook_delay:
                self.stage.after(self.webhook_delay, lambda: self.deliver(sid))
            else:
                self.deliver(sid)
        return sid

    def deliver(self, sid: str) -> int:
        """Post the inbound webhook (again); a refused connection is tried once more, as Twilio does."""
        with self.stage.lock:
            text = self.texts[sid]
            fields = dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), sid) | self._both(text)
            fields |= {"Body": text.body, "SmsStatus": "received", "NumMedia": str(len(text.media))}
            fields |= {"NumSegments": "1" if text.media else str(phones.segments(text.body))}
            countries = {"FromCountry": phones.country(text.sender), "ToCountry": phones.country(text.to)}
            fields |= {name: value for name, value in countries.items() if value}
            for at, media in enumerate(text.media):
                url = self.media_url(text, media)
                fields |= {f"MediaUrl{at}": url, f"MediaContentType{at}": media.mimetype}
        url = self._inbound_url(text.to)
        if not url.startswith(self.stage.wiring.bot_url):
            return 0  # somebody else's server has it
        answer = self._post(url, fields)
        return (self._post(url, fields) if answer.body == "connection_failed" else answer).status

    def _inbound_url(self, phone: str) -> str:
        """Where a text to one of our numbers is brought: what a service says counts before the number."""
        bot_url, line = self.stage.wiring.bot_url, self.numbers.get(phone)
        service = next((one for one in self.services.values() if phone in one.phones), None)
        if service and not service.defers:
            return service.inbound_url
        return line.goes_to(bot_url) if line else f"{bot_url}/twilio/inbound"

    def media(self, sid: str) -> Media | None:
        with self.stage.lock:
            every = (each for text in self.texts.values() for each in text.media)
            return next((each for each in every if each.sid == sid), None)

    def media_url(self, text: Text, media: Media) -> str:
        account = self.stage.wiring.account_sid
        return f"{self.stage.api_url}/{API_VERSION}/Accounts/{account}/Messages/{text.sid}/Media/{media.sid}"

    def _keyword(self, text: Text) -> None:
        word, pair = text.body.strip().upper(), (text.to, text.sender)
        if word in phones.STOP and pair not in self.opted_out:
            self.opted_out.add(pair)
            self._auto_reply(text, phones.STOPPED)
        elif word in phones.START and pair in self.opted_out:
            self.opted_out.discard(pair)
            self._auto_reply(text, phones.STARTED)
        elif word in phones.HELP:
            self._auto_reply(text, phones.HELPED)

    def _auto_reply(self, text: Text, body: str) -> None:
        reply = Text(f"SM{uuid4().hex}", text.to, text.sender, body, self.stage.now(), "outbound-reply")
        reply.status, reply.sent_at = "delivered", reply.created
        self.texts[reply.sid] = reply

    def conversation(self, phone: str) -> list[Text]:
        """What the phone shows: both ways and Twilio's own answers, in order; copies."""
        with self.stage.lock:
            return [replace(text) for text in self.texts.values() if text.phone == phone]

    def _both(self, text: Text) -> dict[str, str]:
        account = self.stage.wiring.account_sid
        return {"AccountSid": account, "From": text.sender, "To": text.to, "ApiVersion": API_VERSION}

    def _post(self, url: str, fields: dict[str, str]) -> Answer:
        return twilio_post(self.stage.wiring.auth_token, url, fields)
