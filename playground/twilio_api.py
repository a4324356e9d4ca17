"""Twilio's REST API as its client library speaks it: create, fetch, list, media, our numbers."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from flask import Blueprint, Response, jsonify, make_response, request

from playground.twilio import API_VERSION, Media, Text, Twilio, TwilioError, rfc2822
from playground.twilio_numbers import Line

Resource = Callable[..., Response]
Resources = tuple[tuple[str, str, str, Resource], ...]  # method, path, key of its faults, how it is made


def twilio_routes(twilio: Twilio) -> Blueprint:
    routes = Blueprint("twilio", __name__)

    @routes.route(f"/{API_VERSION}/Accounts/<account>/<path:path>", methods=["GET", "POST", "DELETE"])
    def resource(account: str, path: str) -> Response:
        return _answer(twilio, RESOURCES, path)

    @routes.route("/messaging/v1/Services/<path:path>")
    def service(path: str) -> Response:
        return _answer(twilio, SERVICES, path)

    return routes


def _answer(twilio: Twilio, resources: Resources, path: str) -> Response:
    twilio.stage.closing.wait(twilio.latency)
    try:
        _authenticate(twilio)
        key, make, sids = _route(resources, path)
        return twilio.faults.answer(key, lambda: _locked(twilio, make, sids), _refuse)
    except TwilioError as problem:
        return _error(problem)


def _route(resources: Resources, path: str) -> tuple[str, Resource, tuple[str, ...]]:
    for method, pattern, key, make in resources:
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
    sender = form.get("From", next(iter(twilio.numbers)))
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
    wanted = [text.wire(account) for text in reversed(twilio.texts.values()) if _wanted(text, args)]
    return _page(twilio, "messages", "Messages", wanted)


def _page(twilio: Twilio, name: str, resource: str, found: list[dict[str, Any]]) -> Response:
    """A page of a list, and where the next one is."""
    args, account = request.args.to_dict(), twilio.stage.wiring.account_sid
    after = args.get("PageToken", "")[2:]
    start = next((at + 1 for at, each in enumerate(found) if each["sid"] == after), 0)
    size = min(int(args.get("PageSize", 50)), 1000)
    page = found[start : start + size]
    more = urlencode(args | {"PageToken": f"PA{page[-1]['sid']}"}) if start + size < len(found) else ""
    following = f"/{API_VERSION}/Accounts/{account}/{resource}.json?{more}" if more else None
    return _json({name: page, "page_size": size, "start": start, "next_page_uri": following})


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
    wanted, bot_url = request.args.get("PhoneNumber", ""), twilio.stage.wiring.bot_url
    found = [one.wire(bot_url) for one in twilio.numbers.values() if wanted in one.phone]
    return _page(twilio, "incoming_phone_numbers", "IncomingPhoneNumbers", found)


def _set_number(twilio: Twilio, sid: str) -> Response:
    line, form = _line(twilio, sid), request.form
    url = form.get("SmsUrl", line.sms_url)
    if url and urlsplit(url).scheme not in ("http", "https"):
        raise TwilioError(21502, "SmsUrl is not valid")
    line.sms_url = "" if url == Line(line.phone).goes_to(twilio.stage.wiring.bot_url) else url
    line.sms_method = form.get("SmsMethod", line.sms_method)
    line.application = form.get("SmsApplicationSid", line.application)
    return _json(line.wire(twilio.stage.wiring.bot_url))


def _line(twilio: Twilio, sid: str) -> Line:
    for line in twilio.numbers.values():
        if line.sid == sid:
            return line
    raise _not_found()


def _service(twilio: Twilio, sid: str) -> Response:
    if sid not in twilio.services:
        raise _not_found()
    return _json(twilio.services[sid].wire())


def _service_number(twilio: Twilio, sid: str, number_sid: str) -> Response:
    line = _line(twilio, number_sid)
    if sid not in twilio.services or line.phone not in twilio.services[sid].phones:
        raise _not_found()
    return _json({"sid": line.sid, "service_sid": sid, "phone_number": line.phone})


RESOURCES: Resources = (
    ("POST", r"Messages\.json", "create", _create),
    ("GET", r"Messages\.json", "list", _list),
    ("GET", r"Messages/(\w+)\.json", "fetch", _fetch),
    ("DELETE", r"Messages/(\w+)\.json", "delete", _remove),
    ("GET", r"Messages/(\w+)/Media\.json", "media", _media_list),
    ("GET", r"Messages/(\w+)/Media/(\w+)(\.json)?", "media", _media_fetch),
    ("DELETE", r"Messages/(\w+)/Media/(\w+)\.json", "media", _media_remove),
    ("GET", r"IncomingPhoneNumbers\.json", "numbers", _numbers),
    ("POST", r"IncomingPhoneNumbers/(\w+)\.json", "number", _set_number),
)
SERVICES: Resources = (
    ("GET", r"(\w+)", "service", _service),
    ("GET", r"(\w+)/PhoneNumbers/(\w+)", "service", _service_number),
)
