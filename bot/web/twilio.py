"""Twilio's webhooks. Verified against PUBLIC_URL: behind a proxy the request's own scheme and host are not
what Twilio signed."""

from collections.abc import Mapping
from uuid import UUID

from flask import Flask, Request, Response, abort, request

from bot.actions.delivery import Report, record_delivery
from bot.actions.inbound import Inbound, receive_text
from bot.work import Tools

NOTHING_TO_SAY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # a <Message> here would text, and cost
MOST_FILES = 10


def register(app: Flask, tools: Tools) -> None:
    @app.post("/twilio/inbound")
    def inbound() -> Response:
        """A client's text: committed before the answer, shown in Slack after it."""
        form = _genuine(tools, request)
        receive_text(tools, _text(form))
        return Response(NOTHING_TO_SAY, content_type="text/xml")

    @app.post("/twilio/status/<uuid:message_id>")
    def status(message_id: UUID) -> Response:
        """A report on a text of ours; one we do not know is none of our business."""
        form = _genuine(tools, request)
        sid, word = form.get("MessageSid", ""), form.get("MessageStatus", "")
        if not sid or not word:
            abort(400)
        code = form.get("ErrorCode", "")
        record_delivery(tools, Report(message_id, sid, word, int(code) if _is_number(code) else None))
        return Response(status=204)


def _genuine(tools: Tools, request: Request) -> Mapping[str, str]:
    """The form, if Twilio signed it; 403 else. All fields count: Twilio adds some without notice.

    NUL characters are left out: no phone shows them and PostgreSQL keeps none.
    """
    query = request.query_string.decode("latin-1")
    path = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.path
    path = path.split("?")[0]
    url = f"{tools.policy.public_url.rstrip('/')}{path}{'?' + query if query else ''}"
    form = request.form.to_dict()
    signature = request.headers.get("X-Twilio-Signature", "")
    if not signature or not signature.isascii() or not tools.texts.is_genuine(url, form, signature):
        abort(403)
    return {name: value.replace("\x00", "") for name, value in form.items()}


def _text(form: Mapping[str, str]) -> Inbound:
    sid, from_phone, to_phone = (form.get(name, "").strip() for name in ("MessageSid", "From", "To"))
    if not (sid and from_phone and to_phone):
        abort(400)
    return Inbound(
        sid=sid,
        from_phone=from_phone,
        to_phone=to_phone,
        body=form.get("Body", ""),
        media=_media(form),
        segments=_number(form.get("NumSegments", "")),
        opt_out_type=form.get("OptOutType"),
    )


def _media(form: Mapping[str, str]) -> list[tuple[str, str]]:
    count = min(_number(form.get("NumMedia", "")) or 0, MOST_FILES)
    pairs = ((form.get(f"MediaUrl{one}", ""), form.get(f"MediaContentType{one}", "")) for one in range(count))
    return [(url, kind) for url, kind in pairs if url]


def _number(text: str) -> int | None:
    return int(text) if _is_number(text) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
