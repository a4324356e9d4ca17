"""Signed links: what a client's phone, or Twilio for it, fetches."""

from flask import Flask, Response, request
from werkzeug.http import dump_options_header

from bot.actions.handout import Handed, hand_out
from bot.actions.link import Expired
from bot.screens import file as words
from bot.work import Tools

SHOWN = ("image/jpeg", "image/png", "image/gif")  # anything else could be a page that runs in our name
CAREFUL = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=3600",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def register(app: Flask, tools: Tools) -> None:
    @app.get("/media/<token>")
    def media(token: str) -> Response:
        """Twilio asks HEAD first, so that is answered like GET without the bytes."""
        try:
            handed = hand_out(tools, token, with_content=request.method == "GET")
        except Expired:
            return _said(words.EXPIRED, 410)
        return _file(handed) if handed else _said(words.NO_SUCH_LINK, 404)


def _file(handed: Handed) -> Response:
    response = Response(handed.content or b"", content_type=handed.content_type, headers=CAREFUL)
    kind = "inline" if handed.content_type in SHOWN else "attachment"
    response.headers["Content-Disposition"] = dump_options_header(kind, {"filename": handed.name})
    response.headers["Content-Length"] = str(handed.length)
    return response


def _said(sentence: str, status: int) -> Response:
    return Response(sentence, status, mimetype="text/plain", headers={**CAREFUL, "Cache-Control": "no-store"})
