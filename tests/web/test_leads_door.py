"""The door for leads: every shape of form is read, nonsense is turned away with a sentence."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from sqlmodel import col, select

from bot.rules.lead_form import read_lead
from models.consent import Consent
from models.lead import Lead, LeadSource
from tests.leads import FORM, make_source, send
from tests.support import Town

PHONE = "(201) 555-0123"
FORM_TYPE, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    built = make_town(work=False)
    built.first_use()
    return built


def told(town: Town) -> dict[str, Any]:
    """What the newest lead told."""
    with town.tools.read() as session:
        return session.exec(select(Lead).order_by(col(Lead.at).desc()).limit(1)).one().told


class Pieces:
    """A body that comes in pieces: nobody tells its length before."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


def body(content: bytes | Pieces, kind: str = "application/json", **headers: str) -> dict[str, Any]:
    return {"data": content, "headers": {"Content-Type": kind, **headers}}


GOOD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"json": {"name": "José", "phone": PHONE}}, "José"),
    ({"data": {"name": "José", "phone": PHONE}}, "José"),
    ({"files": {"name": (None, "José"), "phone": (None, PHONE)}}, "José"),
    ({"data": {"name": "José", "phone": PHONE}, "files": {"cv": ("cv.pdf", b"%PDF")}}, "José"),
    (body(f'{{"name": "José", "phone": "{PHONE}"}}'.encode(), "application/vnd.api+json"), "José"),
    (body(f'\ufeff{{"name": "José", "phone": "{PHONE}"}}'.encode()), "José"),
    (body(f'{{"name": "José", "phone": "{PHONE}"}}'.encode("cp1252")), "José"),
    (body(b"name=Jos%C3%A9+P&phone=2015550123", FORM_TYPE), "José P"),
    (body(b"name=Jos%E9&phone=2015550123", FORM_TYPE), "José"),
    (body(b"name=Jos\xc3\xa9&phone=2015550123", f"{FORM_TYPE}; charset=nonsense"), "José"),
    (body(b"name=Jos\xe9&phone=2015550123&&=&%&%zz=%zz&;", FORM_TYPE), "José"),
    (body(b"first_name=Ana&last_name=Lopez&phone=2015550123&phone=12", FORM_TYPE), "Ana Lopez"),
    ({"json": {"name": "A\x00na\ud800", "phone": PHONE}}, "Ana"),
    ({"json": {"name": {"a": [1, {"b": None}]}, "phone": [PHONE], "x": [[[[[[[[[[1]]]]]]]]]]}}, ""),
    (
        body(f'{{"name": "Ana", "phone": "{PHONE}", "x": [NaN, 1e999, -Infinity, {"9" * 400}]}}'.encode()),
        "Ana",
    ),
    ({"json": {"name": 7, "phone": 2015550123}}, "7"),
    (body(Pieces(b"name=Ana&", b"phone=2015550123"), FORM_TYPE), "Ana"),
)


def test_every_shape_of_form_is_read(town: Town) -> None:
    address = make_source(town)
    for sent, called in GOOD:
        town.clock.forward(hours=25)
        answer = requests.post(address, timeout=10, **sent)
        assert (answer.status_code, answer.json()) == (201, {"status": "new"}), str(sent)[:100]
        assert read_lead(told(town)).name == called, str(sent)[:100]


NO_LEAD: tuple[tuple[dict[str, Any], int, str], ...] = (
    ({"json": {}}, 400, "needs a phone number or an e-mail"),
    ({"json": {"name": "Ana"}}, 400, "needs a phone number or an e-mail"),
    ({"json": {"phone": "12345"}}, 400, "too short"),
    ({"json": {"email": "ana@"}}, 400, "not an e-mail address"),
    ({"json": []}, 400, "not JSON"),
    ({"json": [FORM]}, 400, "not JSON"),
    ({"json": "Ana"}, 400, "not JSON"),
    (body(b""), 400, "not JSON"),
    (body(b"{"), 400, "not JSON"),
    (body(b"\xff\xfe\x00"), 400, "not JSON"),
    (body(b"[" * 60_000), 400, "not JSON"),
    (body(b'{"a":' * 10_000), 400, "not JSON"),
    (body(b'{"phone": ' + b"9" * 60_000 + b"}"), 400, "not JSON"),
    (body(b"", FORM_TYPE), 400, "needs a phone number or an e-mail"),
    (body(b"\x00\xff=&&&%", FORM_TYPE), 400, "needs a phone number or an e-mail"),
    (body(b"nonsense", "multipart/form-data"), 400, ""),
    (body(b"nonsense", PARTS), 400, "needs a phone number or an e-mail"),
    (body(b"--x\r\nContent-Disposition: form-data\r\n\r\n\xff\r\n--x--", PARTS), 400, "needs a phone number"),
    (body(b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 1100, PARTS), 413, "at most 64 KB"),
    (body(b"name=Ana&phone=2015550123", "text/plain"), 415, "as JSON or as a form"),
    (body(b"<lead/>", "application/xml"), 415, "as JSON or as a form"),
    ({"data": b"{}"}, 415, "as JSON or as a form"),
    ({"json": FORM | {"x": "x" * 65_536}}, 413, "at most 64 KB"),
    ({"data": {"x": "x" * 65_536}}, 413, "at most 64 KB"),
    ({"files": {"x": ("x", b"x" * 65_536)}}, 413, "at most 64 KB"),
    (body(Pieces(b"x" * 40_000, b"x" * 40_000)), 413, "at most 64 KB"),
)


def test_what_is_no_lead_is_turned_away_and_writes_nothing(town: Town) -> None:
    address, before = make_source(town), town.rows()
    for sent, status, said in NO_LEAD:
        answer = requests.post(address, timeout=10, **sent)
        assert answer.status_code == status, (str(sent)[:100], answer.text)
        assert said in answer.json()["error"], (str(sent)[:100], answer.text)
        assert answer.json()["error"].count(".") >= 1
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert town.rows() == {**before, "lead_source": 1}


UNKNOWN = ("x", "x" * 43, "x" * 5000, "%00", "%ff%fe", "ü", "..%2f", "{token}x", "{hash}")


def test_an_address_that_nobody_gave_out_is_unknown(town: Town) -> None:
    base, _, token = make_source(town).rpartition("/")
    with town.tools.read() as session:
        kept = session.exec(select(LeadSource)).one().token_hash
    assert re.fullmatch(r"[\w-]{43}", token)
    for forged in UNKNOWN:
        answer = send(f"{base}/{forged.format(token=token, hash=kept)}")
        assert answer.status_code == 404, forged
    assert town.rows()["lead"] == 0
    assert send(f"{base}/{token}/more").status_code == 404
    assert requests.get(f"{base}/{token}", timeout=5).status_code == 405


def test_everything_that_was_sent_is_kept(town: Town) -> None:
    sent = {
        "name": "Ana",
        "phone": PHONE,
        "utm": {"term": "loft"},
        "long": "x" * 9000,
        "empty": "",
        "ok": True,
    }
    assert send(make_source(town), sent).status_code == 201
    kept = {"name": "Ana", "phone": PHONE, "utm.term": "loft", "long": "x" * 3999 + "…", "ok": "true"}
    assert told(town) == kept


def test_pages_of_any_site_may_post(town: Town) -> None:
    address = make_source(town)
    asked = {"Origin": "https://oak.example", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type"
    answer = requests.options(address, headers=asked, timeout=5)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "*"
    assert send(address).headers["Access-Control-Allow-Origin"] == "*"
    other = requests.options(f"{town.url}/twilio/inbound", headers=asked, timeout=5)
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_browser_that_shows_the_answer_gets_a_page(town: Town) -> None:
    address, browser = make_source(town), {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    answer = requests.post(address, data=FORM, headers=browser, timeout=5)
    assert (answer.status_code, "Thank you" in answer.text) == (201, True)
    assert answer.headers["Content-Type"].startswith("text/html")
    wrong = requests.post(address, data={"phone": "<b>1</b>"}, headers=browser, timeout=5)
    assert (wrong.status_code, "<b>" in wrong.text, "&lt;b&gt;" in wrong.text) == (400, False, True)


def test_the_same_lead_many_times_at_once_is_one(town: Town) -> None:
    address = make_source(town)
    with ThreadPoolExecutor(8) as pool:
        answers = sorted(one.status_code for one in pool.map(lambda _: send(address), range(8)))
    assert answers == [200] * 7 + [201]
    rows = town.rows()
    assert (rows["lead"], rows["contact"], rows["event"]) == (1, 1, 1)


def test_one_person_on_two_pages_at_once_is_one_contact(town: Town) -> None:
    addresses = [make_source(town, name=f"Page {one}") for one in range(4)]
    with ThreadPoolExecutor(8) as pool:
        answers = [one.status_code for one in pool.map(send, addresses * 2)]
    assert sorted(answers) == [200] * 4 + [201] * 4
    rows = town.rows()
    assert (rows["lead"], rows["contact"], rows["contact_phone"]) == (4, 1, 1)


def test_more_than_sixty_a_minute_have_to_wait(town: Town) -> None:
    address, other = make_source(town), make_source(town, name="Other")
    for one in range(60):
        assert send(address, {"email": f"a{one}@oak.example"}).status_code == 201
    refused = send(address, {"email": "late@oak.example"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert send(address, {"email": "a7@oak.example"}).json() == {"status": "known"}
    assert send(other, {"email": "late@oak.example"}).status_code == 201
    town.clock.forward(seconds=61)
    assert send(address, {"email": "late@oak.example"}).status_code == 201


def test_where_it_came_from_is_a_proof_that_no_header_can_break(town: Town) -> None:
    address, words = make_source(town), "I agree to be texted by Oak Realty"
    headers = {"X-Forwarded-For": "203.0.113.7, 10.0.0.1" + "x" * 500}
    answer = requests.post(address, json=FORM | {"consent": words}, headers=headers, timeout=5)
    assert json.loads(answer.text) == {"status": "new"}
    with town.tools.read() as session:
        proof = session.exec(select(Consent)).one().proof
    assert "from 127.0.0.1 for 203.0.113.7" in proof
    assert len(proof) < 300
