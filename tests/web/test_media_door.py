"""Signed links: only ours open, only for a while, and whatever is asked the door answers."""

import base64
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import requests

from bot.actions.link import write_token
from bot.actions.ready import forget_files
from models import deployment
from models.columns import new_id
from models.database import Database
from tests.support import MARIA, Town, until

PDF = b"%PDF-1.7 a contract"


def link(town: Town, name: str = "contract.pdf", mimetype: str = "application/pdf") -> str:
    """The address in a text that took a file along."""
    town.meet_ana()
    town.reply(MARIA, "201", "Please sign", files=[(name, mimetype, PDF)])
    town.settle()
    return town.bodies()[-1].rpartition(" ")[2]


def key(town: Town) -> str:
    with town.tools.write() as session:
        return deployment.link_key(session)


def parts(url: str) -> tuple[str, str]:
    base, _, token = url.rpartition("/")
    return base, token


def media_id(token: str) -> UUID:
    payload = token.partition(".")[0]
    return UUID(bytes=base64.urlsafe_b64decode(payload + "=")[:16])


def test_an_expired_link_says_so(town: Town) -> None:
    base, token = parts(link(town))
    old = write_token(key(town), media_id(token), int(time.time()) - 1)
    for ask in (requests.get, requests.head):
        assert ask(f"{base}/{old}", timeout=5).status_code == 410
    answer = requests.get(f"{base}/{old}", timeout=5)
    assert answer.text == "This link has expired. Ask the person who sent it to you for a new one."
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert not any("opened" in one["text"] for one in town.replies(MARIA, "201"))


def test_a_link_lasts_a_month_and_no_longer(town: Town) -> None:
    _, token = parts(link(town))
    payload = base64.urlsafe_b64decode(token.partition(".")[0] + "=")
    left = int.from_bytes(payload[16:], "big") - time.time()
    assert timedelta(days=29) < timedelta(seconds=left) <= timedelta(days=30)


FORGED = [
    *("", ".", "a.b", "x" * 5000, "%00", "%ff%fe", "..%2f..%2fetc%2fpasswd", "ü.ü", "😀", "a b", "-._"),
    *("{token}x", "x{token}", "{payload}", "{payload}.", "{payload}.{payload}", "{other}", "{unknown}"),
    "{token}?x=1#y",
]


@pytest.mark.parametrize("forged", FORGED)
def test_whatever_is_not_ours_is_not_found(town: Town, forged: str) -> None:
    base, token = parts(link(town))
    later = int(time.time()) + 1000
    other = write_token("another key", media_id(token), later)
    unknown = write_token(key(town), new_id(), later)
    payload = token.partition(".")[0]
    asked = forged.format(token=token, payload=payload, other=other, unknown=unknown)
    expected = 200 if "?" in forged else 404
    assert requests.get(f"{base}/{asked}", timeout=5).status_code == expected
    assert requests.post(f"{base}/{asked}", timeout=5).status_code in (404, 405)


def test_before_the_first_link_nothing_is_found(town: Town) -> None:
    token = write_token("", new_id(), int(time.time()) + 1000)
    assert requests.get(f"{town.url}/media/{token}", timeout=5).status_code == 404


PAGES = [
    ("page.html", "text/html"),
    ("drawing.svg", "image/svg+xml"),
    ("x.js", "text/javascript"),
    ("a.pdf", "application/pdf"),
]


@pytest.mark.parametrize(("name", "mimetype"), PAGES)
def test_a_page_never_runs_in_our_name(town: Town, name: str, mimetype: str) -> None:
    got = requests.get(link(town, name, mimetype), timeout=5)
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


NAMES = [
    'a"b\r\nSet-Cookie: x=1.pdf',
    "договор.pdf",
    "x" * 300 + ".pdf",
    "..\\..\\passwd.pdf",
    "\u202efdp.exe",
    "a;b,c=d.pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_strange_name_stays_a_name(town: Town, name: str) -> None:
    got = requests.get(link(town, name), timeout=5)
    assert got.status_code == 200
    assert "Set-Cookie" not in got.headers
    assert got.headers["Content-Disposition"].isascii()
    assert len(got.headers["Content-Disposition"]) < 100


def test_a_file_that_was_let_go_counts_as_expired(town: Town) -> None:
    url = link(town)
    until(lambda: town.messages()[-1].state == "delivered")
    town.clock.forward(days=32)
    forget_files(town.tools)
    assert requests.get(url, timeout=5).status_code == 410


def test_two_processes_agree_on_the_key(database: Database, make_town: Callable[..., Town]) -> None:
    make_town(work=False)

    def ask(_: int) -> str:
        with database.write() as session:
            return deployment.link_key(session)

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(ask, range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) > 40
