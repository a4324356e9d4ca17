"""Pictures and documents leave with a text, small and clean, or none of it leaves and it is said why."""

from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from models.enums import MessageState
from tests.support import ANA, MARIA, Town, until

PDF = b"%PDF-1.7 a contract"


def jpeg(width: int = 300, height: int = 200, colour: str = "red", **more: Any) -> bytes:
    written = BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG", **more)
    return written.getvalue()


def words(town: Town, name: str = "201") -> list[str]:
    return [one["text"] for one in town.replies(MARIA, name)]


def phone(town: Town) -> Any:
    """The last text that Twilio took, once it has its pictures."""

    def complete() -> Any:
        last = town.world.twilio.sent[-1]
        return last if len(last.media) == len(last.media_urls) else None

    return until(complete)


def test_a_picture_leaves_with_its_words(town: Town) -> None:
    town.meet_ana()
    ts = town.reply(MARIA, "201", "Look", files=[("house.jpg", "image/jpeg", jpeg(4000, 2000))])
    town.settle()
    sent = phone(town)
    assert (sent.body, [one.mimetype for one in sent.media]) == ("Look", ["image/jpeg"])
    with Image.open(BytesIO(sent.media[0].content)) as shown:
        assert shown.size == (1600, 800)
    until(lambda: town.signs(MARIA, ts))
    assert words(town)[-1] == "Look"


def test_a_picture_alone_is_a_text(town: Town) -> None:
    town.meet_ana()
    town.reply(MARIA, "201", "", files=[("house.jpg", "image/jpeg", jpeg())])
    town.settle()
    sent = phone(town)
    assert (sent.body, len(sent.media)) == ("", 1)


def test_the_composer_sends_pictures_and_its_post_names_them(town: Town) -> None:
    world = town.world.slack
    world.command(MARIA, "/text", "")
    world.type_in_view(MARIA, "new_phone", "phone", ANA)
    files = [("house.jpg", "image/jpeg", jpeg()), ("plan.png", "image/png", png())]
    world.type_in_view(MARIA, "files", "files", files)
    answer = world.submit(MARIA)
    assert not answer.body
    town.settle()
    sent = phone(town)
    assert [one.mimetype for one in sent.media] == ["image/jpeg", "image/png"]
    post = town.replies(MARIA, "201")[-1]
    assert "house.jpg, plan.png" in str(post["blocks"])


def png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (20, 20), "blue").save(written, "PNG")
    return written.getvalue()


def test_one_broken_of_five_stops_all_and_is_named(town: Town) -> None:
    town.meet_ana()
    files = [(f"house{at}.png", "image/png", png()) for at in range(5)]
    files[3] = ("house3.png", "image/png", b"\x89PNG\r\n\x1a\n nothing")
    town.reply(MARIA, "201", "Look", files=files)
    town.settle()
    assert town.bodies() == []
    assert "house3.png could not be read" in words(town)[-1]
    assert "Send it again as JPG, or without it." in words(town)[-1]
    assert town.messages()[-1].state == MessageState.FAILED


def test_one_too_large_of_five_is_refused_at_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.meet_ana()
    town.world.slack.posts  # noqa: B018 the world is there
    files = [(f"house{at}.png", "image/png", png()) for at in range(4)]
    files.append(("film.mp4", "video/mp4", b"x" * (101 * 1024 * 1024)))
    town.reply(MARIA, "201", "Look", files=files)
    town.settle()
    assert town.bodies() == []
    assert "film.mp4" in words(town)[-1]
    assert "Nothing was sent." in words(town)[-1]
    assert town.messages()[-1].state == MessageState.REFUSED


def link_in(body: str) -> str:
    return body.rpartition(" ")[2]


def test_a_document_leaves_as_a_link_and_its_opening_is_told_once(town: Town) -> None:
    town.meet_ana()
    town.reply(MARIA, "201", "Please sign", files=[("contract.pdf", "application/pdf", PDF)])
    town.settle()
    (body,) = town.bodies()
    assert body.startswith("Please sign\ncontract.pdf: http")
    assert town.world.twilio.sent[-1].media_urls == ()
    message = town.messages()[-1]
    assert (message.body, message.segments) == (body, 1 if len(body) <= 160 else 2)
    url = link_in(body)
    head = requests.head(url, timeout=5)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(PDF)))
    town.settle()
    assert not any("opened" in one for one in words(town))
    for _ in range(2):
        got = requests.get(url, timeout=5)
        assert (got.content, got.headers["Content-Type"]) == (PDF, "application/pdf")
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in got.headers["Cache-Control"]
    assert "sandbox" in got.headers["Content-Security-Policy"]
    town.settle()
    assert sum("opened contract.pdf" in one for one in words(town)) == 1
