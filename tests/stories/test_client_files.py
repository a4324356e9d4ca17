"""Whatever a client sends stands in the thread under a name that opens; a contact card can be saved."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import ANA, BEN, MARIA, OURS, Town

CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rob Inspector\r\nTEL;TYPE=CELL:(312) 555-0177\r\n"
    b"TEL:+1 312 555 0178\r\nEND:VCARD\r\n"
)
KINDS = [
    ("application/pdf", ".pdf", "Document from"),
    ("audio/amr", ".amr", "Recording from"),
    ("audio/mpeg", ".mp3", "Recording from"),
    ("video/3gpp", ".3gp", "Video from"),
    ("image/jpg", ".jpg", "Picture from"),
    ("image/heic", ".heic", "Picture from"),
    ("text/x-vcard", ".vcf", "Contact card from"),
    ("text/calendar; charset=utf-8", ".ics", "Appointment from"),
    ("application/x-nobody-knows", ".bin", "File from"),
    ("", ".bin", "File from"),
]


def words(town: Town) -> list[str]:
    return [one["text"] for one in town.replies(MARIA, "201") if one["text"]]


def shared(town: Town) -> list[Any]:
    found = [file for one in town.replies(MARIA, "201") for file in one.get("files", [])]
    return [town.world.slack.files[one["id"]] for one in found]


@pytest.mark.parametrize(("mimetype", "ending", "alt"), KINDS)
def test_every_kind_has_a_name_and_words_for_a_screen_reader(
    town: Town, mimetype: str, ending: str, alt: str
) -> None:
    town.world.twilio.text(ANA, OURS, "", media=[(mimetype, b"content")])
    town.settle()
    (file,) = shared(town)
    assert file.content == b"content"
    assert file.name.endswith(ending)
    assert file.alt_text.startswith(alt)


def test_of_three_pictures_the_missing_one_is_named(make_town: Callable[..., Town]) -> None:
    town = make_town(work=False)
    town.first_use()
    pictures = [("image/png", b"one"), ("image/png", b"two"), ("image/png", b"three")]
    sid = town.world.twilio.text(ANA, OURS, "Look", media=pictures)
    del town.world.twilio.texts[sid].media[1]
    town.house.started(town.house.worker)
    town.settle()
    assert [one.content for one in shared(town)] == [b"one", b"three"]
    problems = [one for one in words(town) if "could not be shown" in one]
    assert len(problems) == 1
    assert problems[0].startswith("Picture 2 of 3 from")


def offer(town: Town, card: bytes = CARD) -> dict[str, Any]:
    """The post that offers a client's contact card."""
    town.world.twilio.text(ANA, OURS, "My inspector", media=[("text/vcard", card)])
    town.settle()
    return next(one for one in town.replies(MARIA, "201") if "sent a contact" in one["text"])


def click(town: Town, user: str, post: dict[str, Any]) -> str:
    """What somebody reads after they clicked "Save contact"."""
    town.world.slack.click(user, "save_card", channel=town.world.slack.dm_of(MARIA), ts=post["ts"])
    town.settle()
    return str(town.world.slack.ephemerals(user)[-1]["text"])


def test_a_contact_card_is_saved_by_a_click_once(town: Town) -> None:
    post = offer(town)
    assert "Rob Inspector" in post["text"]
    assert "(312) 555-0177" in post["text"]
    assert "(312) 555-0178" in post["text"]
    assert click(town, MARIA, post).startswith("Saved Rob Inspector")
    assert click(town, MARIA, post).startswith("Rob Inspector, (312) 555-0177, is in your contacts already")
    assert town.rows()["contact"] == 2, "Ana and Rob"
    town.world.slack.command(MARIA, "/text", "Rob Inspector Can you come Monday?")
    assert "Rob Inspector" in str(town.world.slack.ephemerals(MARIA)[-1])


def test_a_number_without_a_name_gets_it(town: Town) -> None:
    town.world.twilio.text("+13125550177", OURS, "Hi, Rob here")
    town.settle()
    before = town.rows()["contact"]
    assert click(town, MARIA, offer(town)).startswith("Saved Rob Inspector")
    assert town.rows()["contact"] == before + 1, "Ana came in between"


def test_only_the_owner_saves_a_card(town: Town) -> None:
    post = offer(town)
    town.world.slack.command(MARIA, "/parley", "help")
    before = town.rows()["contact"]
    channel = town.world.slack.dm_of(MARIA)
    town.world.slack.channels[channel]["members"].add(BEN)
    town.world.slack.click(BEN, "save_card", channel=channel, ts=post["ts"])
    town.settle()
    assert town.rows()["contact"] == before


def test_a_card_without_a_number_offers_nothing(town: Town) -> None:
    post = offer(town, b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rob <!channel>\r\nEND:VCARD\r\n")
    assert "nothing to save" in post["text"]
    assert "<!channel>" not in str(post)
    assert "save_card" not in str(post["blocks"])


@pytest.mark.parametrize("card", [b"", b"\xff\xfe\x00", b"BEGIN:VCARD\r\nnonsense"])
def test_a_broken_card_is_a_file_like_any_other(town: Town, card: bytes) -> None:
    town.world.twilio.text(ANA, OURS, "", media=[("text/vcard", card)])
    town.settle()
    assert [one.content for one in shared(town)] == [card]
    assert town.dead_letters() == []


def test_a_card_is_offered_once_though_the_upload_broke_off(town: Town) -> None:
    town.world.slack.fail("files.completeUploadExternal", "drop_after_accept")
    offer(town)
    assert sum("sent a contact" in one for one in words(town)) == 1
    assert len(shared(town)) == 1


def test_twilio_forgets_what_slack_has(make_town: Callable[..., Town]) -> None:
    town = make_town(twilio_delete_media=True)
    town.first_use()
    town.world.twilio.fail("500", on="media", times=3)
    sid = town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"one"), ("image/png", b"two")])
    town.settle()
    assert [one.content for one in shared(town)] == [b"one", b"two"]
    assert [one.removed for one in town.world.twilio.texts[sid].media] == [True, True]
    assert town.dead_letters() == []


def test_twilio_keeps_its_files_unless_told(town: Town) -> None:
    sid = town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"one")])
    town.settle()
    assert [one.removed for one in town.world.twilio.texts[sid].media] == [False]


def test_a_file_that_is_gone_at_twilio_already_is_fine(make_town: Callable[..., Town]) -> None:
    town = make_town(work=False, twilio_delete_media=True)
    town.first_use()
    sid = town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"one")])
    media = town.world.twilio.texts[sid].media[0]
    url = town.world.twilio.media_url(town.world.twilio.texts[sid], media)
    media.removed = True
    town.tools.texts.delete_media(url)
