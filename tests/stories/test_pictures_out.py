"""Pictures and documents leave with a text, small and clean, or none of it leaves and it is said why."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import requests
from PIL import Image

from bot.actions.deliver import deliver_text
from bot.rules.segment import count_segments
from models import message as messages
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


def test_one_too_large_of_five_is_refused_at_once(town: Town) -> None:
    town.meet_ana()
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


def test_a_reply_that_is_held_keeps_its_picture(town: Town) -> None:
    town.meet_ana()
    town.reply(MARIA, "201", "Look\n// only for us", files=[("house.jpg", "image/jpeg", jpeg())])
    town.settle()
    question = town.replies(MARIA, "201")[-1]
    assert town.bodies() == []
    town.world.slack.click(MARIA, "question_send", channel=town.world.slack.dm_of(MARIA), ts=question["ts"])
    town.settle()
    assert [one.mimetype for one in phone(town).media] == ["image/jpeg"]


def test_a_late_picture_without_words_is_asked_about_by_its_name(town: Town) -> None:
    town.meet_ana()
    dm, thread = town.world.slack.dm_of(MARIA), town.thread_of(MARIA, "201")
    files = [("house.jpg", "image/jpeg", jpeg())]
    ts = town.world.slack.type(MARIA, dm, "", thread_ts=thread, files=files, deliver=False)
    town.clock.forward(minutes=20)
    town.world.slack.deliver_message_event(dm, ts)
    town.settle()
    assert "house.jpg" in words(town)[-1]
    assert town.bodies() == []


def test_a_note_with_a_file_stays_a_note(town: Town) -> None:
    town.meet_ana()
    before = len(town.messages())
    town.reply(MARIA, "201", "// the plan", files=[("plan.pdf", "application/pdf", PDF)])
    town.settle()
    assert (town.bodies(), len(town.messages())) == ([], before)


HIDDEN = (
    {"file_access": "check_file_info"},
    {"mode": "tombstone"},
    {"is_external": True},
    {"url_private_download": None},
)


@pytest.mark.parametrize("change", HIDDEN)
def test_a_file_that_slack_keeps_from_us_is_refused_in_words(town: Town, change: dict[str, Any]) -> None:
    town.meet_ana()
    dm, thread = town.world.slack.dm_of(MARIA), town.thread_of(MARIA, "201")
    files = [("house.jpg", "image/jpeg", jpeg())]
    ts = town.world.slack.type(MARIA, dm, "Look", thread_ts=thread, files=files, deliver=False)
    town.world.slack.find(dm, ts)["files"][0] |= change
    town.world.slack.deliver_message_event(dm, ts)
    town.settle()
    assert "house.jpg" in words(town)[-1]
    assert "attach it from there. Nothing was sent." in words(town)[-1]
    assert town.bodies() == []


def test_the_composer_says_at_the_files_what_is_wrong_with_them(town: Town) -> None:
    world = town.world.slack
    world.command(MARIA, "/text", "")
    world.type_in_view(MARIA, "new_phone", "phone", ANA)
    world.type_in_view(MARIA, "files", "files", [("empty.pdf", "application/pdf", b"")])
    answer = world.submit(MARIA)
    assert list(answer.body["errors"]) == ["files"]
    assert "empty.pdf" in answer.body["errors"]["files"]


def test_slack_may_be_away_while_a_picture_waits(town: Town) -> None:
    town.meet_ana()
    for fault in ("500", "429", "down"):
        town.world.slack.fail("download", fault)
    town.reply(MARIA, "201", "first", files=[("house.jpg", "image/jpeg", jpeg())])
    town.reply(MARIA, "201", "second")
    town.settle()
    assert town.bodies() == ["first", "second"]
    assert len(phone(town).media_urls) == 0


def test_ten_large_pictures_fit_into_one_text(town: Town) -> None:
    town.meet_ana()
    noise = Image.effect_noise((1600, 1600), 90)
    written = BytesIO()
    noise.save(written, "JPEG", quality=97)
    files = [(f"house{at}.jpg", "image/jpeg", written.getvalue()) for at in range(10)]
    town.reply(MARIA, "201", "Look", files=files)
    town.settle(30)
    sent = phone(town)
    assert len(sent.media) == 10
    assert sum(len(one.content) for one in sent.media) <= 5_000_000


def test_a_moving_picture_that_is_too_large_stands_still_and_the_agent_is_told(town: Town) -> None:
    town.meet_ana()
    frames = [Image.effect_noise((600, 600), 60 + at) for at in range(7)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    town.reply(MARIA, "201", "Look", files=[("tour.gif", "image/gif", written.getvalue())])
    town.settle()
    assert [one.mimetype for one in phone(town).media] != ["image/gif"]
    assert sum("tour.gif moves and is too large" in one for one in words(town)) == 1


@pytest.mark.parametrize(
    ("code", "advice"), [(30011, "cannot get pictures"), (30019, "too large"), (11200, "could not fetch")]
)
def test_a_picture_that_did_not_arrive_is_explained(town: Town, code: int, advice: str) -> None:
    town.world.twilio.auto_callbacks = False
    town.meet_ana()
    town.reply(MARIA, "201", "Look", files=[("house.jpg", "image/jpeg", jpeg())])
    town.settle()
    town.world.twilio.callback(town.world.twilio.sent[-1].sid, "failed", code)
    town.settle()
    assert advice in words(town)[-1]


def test_an_edited_text_has_its_link_again(town: Town) -> None:
    """Whoever changes a text's words before it leaves need not know of its files."""
    town.meet_ana()
    town.house.worker.stop()
    town.house.stops.remove(town.house.worker.stop)
    town.reply(MARIA, "201", "Old words", files=[("contract.pdf", "application/pdf", PDF)])
    with town.tools.write() as session:
        waiting = messages.lock(session, town.messages()[-1].id)
        assert waiting is not None
        waiting.body = "New words"
        session.add(waiting)
    deliver_text(town.tools, waiting.id)
    (body,) = town.bodies()
    assert body.startswith("New words\ncontract.pdf: http")
    assert town.messages()[-1].segments == count_segments(body).count


@pytest.fixture
def undo_town(make_town: Callable[..., Town]) -> Town:
    """Texts wait: there is time to edit them."""
    town = make_town(undo_seconds=2)
    town.first_use()
    town.meet_ana()
    return town


def test_an_edit_keeps_the_files(undo_town: Town) -> None:
    town, dm = undo_town, undo_town.world.slack.dm_of(MARIA)
    files = [("contract.pdf", "application/pdf", PDF), ("house.jpg", "image/jpeg", jpeg())]
    ts = town.reply(MARIA, "201", "Old words", files=files)
    town.world.slack.edit(MARIA, dm, ts, "New words")
    until(town.bodies)
    (body,) = town.bodies()
    assert body.startswith("New words\ncontract.pdf: http")
    assert requests.get(link_in(body), timeout=5).content == PDF
    assert len(phone(town).media_urls) == 1
    until(lambda: "opened contract.pdf" in town.replies(MARIA, "201")[-1]["text"])
    town.settle()
    before = [one["text"] for one in town.replies(MARIA, "201")]
    town.world.slack.edit(MARIA, dm, ts, "New words")
    town.settle()
    assert [one["text"] for one in town.replies(MARIA, "201")] == before, "nothing changed, nothing is said"


def test_words_taken_from_a_picture_leave_the_picture(undo_town: Town) -> None:
    town, dm = undo_town, undo_town.world.slack.dm_of(MARIA)
    ts = town.reply(MARIA, "201", "Old words", files=[("house.jpg", "image/jpeg", jpeg())])
    town.world.slack.edit(MARIA, dm, ts, "")
    until(lambda: town.world.twilio.sent)
    assert (town.bodies(), len(phone(town).media)) == ([""], 1)


def test_a_long_text_takes_its_files_along_once(town: Town) -> None:
    town.ask_never()
    town.meet_ana()
    files = [("contract.pdf", "application/pdf", PDF), ("house.jpg", "image/jpeg", jpeg())]
    town.reply(MARIA, "201", "All of it. " * 250, files=files)
    town.settle()
    bodies = town.bodies()
    assert len(bodies) == 2
    assert ["contract.pdf: http" in one for one in bodies] == [False, True]
    assert [len(one.media_urls) for one in town.world.twilio.sent] == [1, 0]
    assert requests.get(link_in(bodies[-1]), timeout=5).content == PDF


def test_a_text_sent_again_has_its_files_again(town: Town) -> None:
    town.world.twilio.auto_callbacks = False
    town.meet_ana()
    files = [("contract.pdf", "application/pdf", PDF), ("house.jpg", "image/jpeg", jpeg())]
    town.reply(MARIA, "201", "Look", files=files)
    town.settle()
    town.world.twilio.callback(town.world.twilio.sent[-1].sid, "failed", 30008)
    town.settle()
    post = town.replies(MARIA, "201")[-1]
    town.world.slack.click(MARIA, "send_again", channel=town.world.slack.dm_of(MARIA), ts=post["ts"])
    until(lambda: len(town.bodies()) == 2)
    first, second = town.bodies()
    assert first != second
    assert second.count("contract.pdf: http") == 1
    assert requests.get(link_in(second), timeout=5).content == PDF
    assert len(phone(town).media_urls) == 1
