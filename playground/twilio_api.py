"""Twilio's REST API as its client library speaks it: create, fetch, list, media, our numbers."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Blueprint, Response, jsonify, make_response, request

from playground.twilio import API_VERSION, Media, Text, Twilio, TwilioError, rfc2822

Resource = Callable[..., Response]


def twilio_routes(twilio: Twilio) -> Blueprint:
    routes = Blueprint("twilio", __name__)

    @routes.route(f"/{API_VERSION}/Accounts/<account>/<path:path>", methods=["GET", "POST", "DELETE"])
    def resource(account: str, path: str) -> Response:
        twilio.stage.closing.wait(twilio.latency)
        try:
            _authenticate(twilio)
            key, make, sids = _route(path)
            return twilio.faults.answer(key, lambda: _locked(twilio, make, sids), _refuse)
        except TwilioError as problem:
            return _error(problem)

    return routes


def _route(path: str) -> tuple[str, Resource, tuple[str, ...]]:
    for method, pattern, key, make in RESOURCES:
        found = re.fullmatch(pattern, path)
        if found and method == request.method:
            return key, make, found.groups()
    raise _not_found()


def _locked(twilio: Twilio, make: Resource, sids: tuple[str, ...]) -> Response:
    with twilio.stage.lock:
        return make(twilio, *sids)


def _authenticate(twilio: Twilio) -> None:
    wiring, given = twilio.stage.wiring, request.authorization
    if given is None or (given.username, given.password) != (wiring.account_sid, wiring.auth_token):
        raise TwilioError(20003, "Authenticate", 401)


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return make_response(jsonify(body), status)


def _error(problem: TwilioError) -> Response:
    more = f"https://www.twilio.com/docs/errors/{problem.code}"
    body = {"code": problem.code, "message": problem.message, "more_info": more, "status": problem.status}
    return _json(body, problem.status)


def _refuse(status: int) -> Response:
    code, message = (20429, "Too Many Requests") if status == 429 else (20500, "Internal Server Error")
    return _error(TwilioError(code, message, status))


def _not_found() -> TwilioError:
    return TwilioError(20404, "The requested resource was not found", 404)


def _find(twilio: Twilio, sid: str) -> Text:
    if sid not in twilio.texts or twilio.texts[sid].removed:
        raise _not_found()
    return twilio.texts[sid]


def _create(twilio: Twilio) -> Response:
    form, media = request.form, tuple(request.form.getlist("MediaUrl"))
    service = form.get("MessagingServiceSid")
    if "To" not in form:
        raise TwilioError(21604, "A 'To' phone number is required.")
    if "From" not in form and not service:
        raise TwilioError(21603, "A 'From' phone number is required.")
    as_mms = form.get("SendAsMms") == "true"
    sid = f"{'MM' if media or as_mms else 'SM'}{uuid4().hex}"
    sender = form.get("From", twilio.numbers[0])
    text = Text(sid, sender, form["To"], form.get("Body", ""), twilio.stage.now(), service=service)
    text.status, text.media_urls, text.as_mms = "accepted" if service else "queued", media, as_mms
    text.callback_url, text.miscount = form.get("StatusCallback", ""), twilio.miscount
    return _json(twilio.accept(text).wire(twilio.stage.wiring.account_sid), 201)


def _fetch(twilio: Twilio, sid: str) -> Response:
    return _json(_find(twilio, sid).wire(twilio.stage.wiring.account_sid))


def _remove(twilio: Twilio, sid: str) -> Response:
    _find(twilio, sid).removed = True
    return Response(status=204)


def _list(twilio: Twilio) -> Response:
    """Newest first. A text not sent yet has no date, so a date filter leaves it out."""
    args, account = request.args.to_dict(), twilio.stage.wiring.account_sid
    found = [text for text in reversed(twilio.texts.values()) if _wanted(text, args)]
    start = next((at + 1 for at, each in enumerate(found) if each.sid == args.get("PageToken", "")[2:]), 0)
    size = min(int(args.get("PageSize", 50)), 1000)
    page = [text.wire(account) for text in found[start : start + size]]
    more = urlencode(args | {"PageToken": f"PA{page[-1]['sid']}"}) if start + size < len(found) else ""
    following = f"/{API_VERSION}/Accounts/{account}/Messages.json?{more}" if more else None
    return _json({"messages": page, "page_size": size, "start": start, "next_page_uri": following})


def _wanted(text: Text, args: dict[str, str]) -> bool:
    if text.removed or args.get("To", text.to) != text.to or args.get("From", text.sender) != text.sender:
        return False
    least, most, day = (_instant(args.get(f"DateSent{sign}")) for sign in (">", "<", ""))
    if text.sent_at is None:
        return not (least or most or day)
    on_the_day = day is None or text.sent_at.astimezone(UTC).date() == day.date()
    return on_the_day and (least or text.sent_at) <= text.sent_at <= (most or text.sent_at)


def _instant(written: str | None) -> datetime | None:
    if written and len(written) == len("2026-01-31"):
        return datetime.combine(date.fromisoformat(written), datetime.min.time(), UTC)
    return datetime.fromisoformat(written) if written else None


def _media_list(twilio: Twilio, sid: str) -> Response:
    text = _find(twilio, sid)
    kept = [_media(twilio, text, each) for each in text.media if not each.removed]
    return _json({"media_list": kept, "next_page_uri": None})


def _media_fetch(twilio: Twilio, sid: str, media_sid: str, as_json: str | None) -> Response:
    text, media = _find_media(twilio, sid, media_sid)
    if as_json:
        return _json(_media(twilio, text, media))
    return Response(media.content, content_type=media.mimetype)


def _media_remove(twilio: Twilio, sid: str, media_sid: str) -> Response:
    _find_media(twilio, sid, media_sid)[1].removed = True
    return Response(status=204)


def _find_media(twilio: Twilio, sid: str, media_sid: str) -> tuple[Text, Media]:
    text = _find(twilio, sid)
    for media in text.media:
        if media.sid == media_sid and not media.removed:
            return text, media
    raise _not_found()


def _media(twilio: Twilio, text: Text, media: Media) -> dict[str, Any]:
    uri = twilio.media_url(text, media).removeprefix(twilio.stage.api_url) + ".json"
    ids = {"sid": media.sid, "parent_sid": text.sid, "account_sid": twilio.stage.wiring.account_sid}
    created = rfc2822(media.created)
    return {
        **ids,
        "uri": uri,
        "content_type": media.mimetype,
        "date_created": created,
        "date_updated": created,
    }


def _numbers(twilio: Twilio) -> Response:
    wanted = request.args.get("PhoneNumber", "")
    owned = [{"sid": f"PN{each[1:]:0>32}", "phone_number": each} for each in twilio.numbers]
    found = [each for each in owned if wanted in ("", each["phone_number"])]
    return _json({"incoming_phone_numbers": found, "next_page_uri": None})


RESOURCES: tuple[tuple[str, str, str, Resource], ...] = (
    ("POST", r"Messages\.json", "create", _create),
    ("GET", r"Messages\.json", "list", _list),
    ("GET", r"Messages/(\w+)\.json", "fetch", _fetch),
    ("DELETE", r"Messages/(\w+)\.json", "delete", _remove),
    ("GET", r"Messages/(\w+)/Media\.json", "media", _media_list),
    ("GET", r"Messages/(\w+)/Media/(\w+)(\.json)?", "media", _media_fetch),
    ("DELETE", r"Messages/(\w+)/Media/(\w+)\.json", "media", _media_remove),
    ("GET", r"IncomingPhoneNumbers\.json", "list", _numbers),
)
