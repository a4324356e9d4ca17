"""Where web pages hand in leads, from a server or straight from somebody's browser."""

import json
from collections.abc import Mapping
from html import escape
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes

from flask import Flask, Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.actions.lead import RevokedSource, Sent, TooMany, UnknownSource, take_lead
from bot.rules.lead_form import LeadRefusal
from bot.rules.told import told_by
from bot.screens import lead as words
from bot.work import Tools

LONGEST = 64 * 1024  # bytes of a lead
LONGEST_WAY = 100  # characters of the proxies' list
ASCII = "".join(map(chr, range(128)))
OPEN = {  # any page may post here: what lets a lead in is the address
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Expose-Headers": "Retry-After",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
}


class Unreadable(Exception):
    """This is no lead, for the reason in the sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


def register(app: Flask, tools: Tools) -> None:
    @app.route("/leads/<token>", methods=["POST", "OPTIONS"], provide_automatic_options=False)
    def lead(token: str) -> Response:
        """Committed before the answer."""
        if request.method == "OPTIONS":
            return Response(status=204, headers=OPEN)
        try:
            taken = take_lead(tools, Sent(token, told_by(_sent(request)), _way(request)))
        except Unreadable as unreadable:
            return _refused(unreadable.status, unreadable.sentence)
        except LeadRefusal as refusal:
            return _refused(400, str(refusal))
        except UnknownSource:
            return _refused(404, words.UNKNOWN_ADDRESS)
        except RevokedSource:
            return _refused(410, words.REVOKED)
        except TooMany as many:
            seconds = max(ceil(many.wait.total_seconds()), 1)
            return _refused(429, words.too_many(seconds), {"Retry-After": str(seconds)})
        status = "new" if taken.is_new else "known"
        remarks = {"remarks": taken.remarks} if taken.remarks else {}
        return _answer(201 if taken.is_new else 200, {"status": status, **remarks}, words.THANKS)


def _refused(status: int, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    return _answer(status, {"status": "refused", "error": sentence}, sentence, headers)


def _answer(
    status: int, answer: Mapping[str, Any], sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON for programs; a plain page for somebody whose browser sent the form and shows what comes back."""
    shown = request.accept_mimetypes.best_match(["application/json", "text/html"])
    more = OPEN | dict(headers or {})
    if shown != "text/html":
        return Response(json.dumps(answer), status, mimetype="application/json", headers=more)
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(sentence)}</title>'
    return Response(f"{page}<p>{escape(sentence)}</p></html>", status, mimetype="text/html", headers=more)


def _sent(request: Request) -> Mapping[str, object]:
    """The fields of the body, as far as they can be read. Raises Unreadable."""
    try:
        body = _body(request)
        if request.is_json:
            return _json(body)
        if request.mimetype == "application/x-www-form-urlencoded":
            return _several(_pairs(body))
        if request.mimetype == "multipart/form-data":
            return _several(_parts(request))
    except RequestEntityTooLarge as error:
        raise Unreadable(413, words.TOO_LONG) from error
    raise Unreadable(415, words.NO_FORM)


def _body(request: Request) -> bytes:
    """All of the body; it is kept for who reads parts out of it. Raises RequestEntityTooLarge."""
    request.max_content_length = LONGEST + 1  # of one in pieces no more is read, and nobody says so
    request.environ["wsgi.input_terminated"] = True  # our server knows where one in pieces ends
    body = request.get_data()
    if len(body) > LONGEST:
        raise RequestEntityTooLarge
    return body


def _parts(request: Request) -> list[tuple[str, str]]:
    """The fields of a form in parts; of a file its name. A part may have no name."""
    files = [(field, file.filename or "") for field, file in request.files.items(multi=True)]
    return [(str(name or ""), value) for name, value in (*request.form.items(multi=True), *files)]


def _json(body: bytes) -> Mapping[str, object]:
    try:
        read = json.loads(_decoded(body))
    except (ValueError, RecursionError) as error:
        raise Unreadable(400, words.NO_JSON) from error
    if not isinstance(read, dict):
        raise Unreadable(400, words.NO_JSON)
    return read


def _decoded(body: bytes) -> str:
    """UTF-8 or, from a page that is wrong about it, what Windows calls Western."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _pairs(body: bytes) -> list[tuple[str, str]]:
    """The fields of a form. Its bytes stay bytes until it is clear which letters they are."""
    quoted = quote_from_bytes(body, safe=ASCII)
    pairs = parse_qsl(quoted, encoding="latin-1")
    return [(_decoded(name.encode("latin-1")), _decoded(one.encode("latin-1"))) for name, one in pairs]


def _several(pairs: list[tuple[str, str]]) -> Mapping[str, object]:
    """Name -> value, or the values where a name was sent more than once."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _way(request: Request) -> str:
    """From where it came, with what proxies say of it: anybody may write that, so it stands beside it."""
    said = request.headers.get("X-Forwarded-For", "")
    shown = "".join(one for one in said if one.isprintable())[:LONGEST_WAY]
    return f"{request.remote_addr} for {shown}" if shown else str(request.remote_addr)
