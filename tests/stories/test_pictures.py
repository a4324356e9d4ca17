"""Pictures that clients send stand in the thread, each once; one that cannot be had is named."""

from collections.abc import Callable

import pytest

from playground.wire import twilio_post
from tests.support import ANA, AUTH_TOKEN, MARIA, OURS, Town

PICTURES = [("image/png", b"one"), ("image/jpeg", b"two"), ("text/vcard", b"three")]


def files(town: Town) -> list[bytes]:
    shared = [file for one in town.replies(MARIA, "201") for file in one.get("files", [])]
    return [town.world.slack.files[one["id"]].content for one in shared]


def words(town: Town) -> list[str]:
    return [one["text"] for one in town.replies(MARIA, "201") if one["text"]]


def test_several_pictures_follow_their_text_in_order(town: Town) -> None:
    town.world.twilio.text(ANA, OURS, "Look", media=PICTURES)
    town.world.twilio.text(ANA, OURS, "Nice?")
    town.settle()
    shown = [one["text"] or "file" for one in town.replies(MARIA, "201")]
    assert [one.rpartition(": ")[2] for one in shown] == ["Look", "file", "file", "file", "Nice?"]
    assert files(town) == [b"one", b"two", b"three"]
    shared = [one["files"][0] for one in town.replies(MARIA, "201") if "files" in one]
    assert [one["name"].rpartition(".")[2] for one in shared] == ["png", "jpg", "vcf"]


def test_a_picture_without_words_says_so(town: Town) -> None:
    town.world.twilio.text(ANA, OURS, "", media=PICTURES[:1])
    town.settle()
    assert words(town)[0].endswith("sent a file")
    assert files(town) == [b"one"]


def test_a_picture_that_is_gone_is_named_and_the_others_are_shown(make_town: Callable[..., Town]) -> None:
    town = make_town(work=False)
    town.first_use()
    sid = town.world.twilio.text(ANA, OURS, "Look", media=PICTURES)
    del town.world.twilio.texts[sid].media[1]
    town.house.started(town.house.worker)
    town.settle()
    assert files(town) == [b"one", b"three"]
    assert sum("could not be shown: Twilio no longer has the file" in one for one in words(town)) == 1


ELSEWHERE = (
    "http://169.254.169.254/latest/meta-data",
    "http://127.0.0.1:1/x",
    "https://api.twilio.com.evil.example/2010-04-01/x",
    "https://api.twilio.com@evil.example/x",
    "file:///etc/passwd",
    "//evil.example/x",
    "http://[::1",
    "nowhere",
)


def test_a_file_elsewhere_is_never_fetched(town: Town) -> None:
    for count, url in enumerate(ELSEWHERE):
        fields = {"MessageSid": f"SM{count}", "From": ANA, "To": OURS, "Body": "Look", "NumMedia": "1"}
        fields |= {"MediaUrl0": url, "MediaContentType0": "image/png"}
        assert twilio_post(AUTH_TOKEN, f"{town.url}/twilio/inbound", fields).status == 200
        town.settle()
        assert "could not be shown: the file is not at Twilio" in words(town)[-1], url
    assert files(town) == []


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
def test_an_upload_that_breaks_off_is_repeated_and_shown_once(town: Town, method: str) -> None:
    faults = ("down", "500", "drop_after_accept", "500_after_accept")
    for fault in faults:
        town.world.slack.fail(method, fault)
        town.world.twilio.text(ANA, OURS, fault, media=[("image/png", fault.encode())])
        town.settle()
    assert files(town) == [fault.encode() for fault in faults]


def test_twilio_may_be_away_for_a_while(town: Town) -> None:
    for fault in ("500", "429", "down"):
        town.world.twilio.fail(fault, on="media")
    town.world.twilio.text(ANA, OURS, "Look", media=PICTURES)
    town.settle()
    assert sorted(files(town)) == [b"one", b"three", b"two"]
