"""Twilio's door: forged and malformed requests are turned away, and nothing is written."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
import requests

from playground.wire import Answer, post, twilio_post
from tests.support import ANA, AUTH_TOKEN, OURS, Town

TEXT = {"MessageSid": "SM1", "From": ANA, "To": OURS, "Body": "Hi", "NumMedia": "0"}
STATUS = {"MessageSid": "SM1", "MessageStatus": "delivered"}
REPORT = "/twilio/status/01a20171-7f3f-7058-8826-8d7f631bf30a"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    built = make_town(work=False)
    built.first_use()
    return built


def signed(town: Town, path: str, fields: Mapping[str, str]) -> Answer:
    return twilio_post(AUTH_TOKEN, town.url + path, fields)


def test_a_forged_request_is_turned_away_and_writes_nothing(town: Town) -> None:
    before = town.rows()
    for path in ("/twilio/inbound", REPORT):
        for signature in ("", "bm8=", "né".encode(), "=" * 5000):
            headers: dict[str, Any] = {"X-Twilio-Signature": signature, **FORM}
            answer = post(town.url + path, urlencode(TEXT | STATUS).encode(), headers, 5)
            assert answer.status == 403, signature
        assert post(town.url + path, b"Body=\xff\xfe&MessageSid=%ff", FORM, 5).status == 403
        assert twilio_post("another token", town.url + path, TEXT | STATUS).status == 403
    assert town.rows() == before


MALFORMED: tuple[tuple[str, Mapping[str, str], int], ...] = (
    ("/twilio/inbound", TEXT | {"MessageSid": ""}, 400),
    ("/twilio/inbound", TEXT | {"MessageSid": " \x00"}, 400),
    ("/twilio/inbound", TEXT | {"From": ""}, 400),
    ("/twilio/inbound", TEXT | {"To": "\x00 "}, 400),
    ("/twilio/inbound", {"Body": "Hi"}, 400),
    ("/twilio/inbound", {}, 400),
    ("/twilio/inbound", TEXT | {"Body": "x" * 4_000_000}, 413),
    (REPORT, {"MessageSid": "SM1"}, 400),
    (REPORT, {"MessageStatus": "sent"}, 400),
    (REPORT, STATUS, 204),
    (REPORT, STATUS | {"ErrorCode": "x", "MessageSid": "\x00"}, 400),
    (REPORT, STATUS | {"MessageStatus": "dreaming"}, 204),
    ("/twilio/status/no-id", STATUS, 404),
    ("/twilio/status/", STATUS, 404),
)


def test_a_malformed_request_is_turned_away_and_writes_nothing(town: Town) -> None:
    before = town.rows()
    for path, fields, status in MALFORMED:
        assert signed(town, path, fields).status == status, (path, fields)
    assert town.rows() == before


ODD = (
    ({"NumMedia": "abc"}, "Hi"),
    ({"NumMedia": "-1", "NumSegments": "9" * 40}, "Hi"),
    ({"NumMedia": "3"}, "Hi"),
    ({"NumMedia": "²"}, "Hi"),
    ({"Body": "a\x00b"}, "ab"),
    ({"Zz[]": "odd", "A": "", "AddOns": '{"status":"successful"}', "Ü": "\x00"}, "Hi"),
    ({"From": "+1201555\x000123"}, "Hi"),
    ({"From": "PHARMACY"}, "Hi"),
    ({"Body": ""}, ""),
    ({"Body": "👩‍👩‍👧 \u202e\ufffd"}, "👩‍👩‍👧 \u202e\ufffd"),
    ({"Body": "x" * 20_000}, "x" * 20_000),
    ({"OptOutType": "SING"}, "Hi"),
    ({"NumMedia": "1", "MediaUrl0": "nowhere\x00", "MediaContentType0": "\x00"}, "Hi"),
)


def test_an_odd_but_genuine_text_is_kept(town: Town) -> None:
    for count, (more, body) in enumerate(ODD):
        fields = TEXT | {"MessageSid": f"SM{count}"} | more
        assert signed(town, "/twilio/inbound", fields).status == 200, more
        assert town.messages()[-1].body == body, more


def test_only_post_is_answered(town: Town) -> None:
    with requests.Session() as session:
        session.trust_env = False
        for path in ("/twilio/inbound", REPORT, "/slack/events"):
            assert session.get(town.url + path, timeout=5).status_code == 405
