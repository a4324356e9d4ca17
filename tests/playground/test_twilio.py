"""Texts out and in, with the real twilio client and its own validator."""

from datetime import timedelta

import pytest
import requests
from flask import Response
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from playground.phones import segments
from playground.twilio_numbers import SPARE, Service
from playground.world import World
from tests.playground.conftest import ACCOUNT, AUTH_TOKEN, Clock, StubBot

OURS, ANA = "+13125550100", "+12015550123"


def test_a_text_is_accepted_and_travels(client: Client, world: World, bot: StubBot) -> None:
    world.twilio.callback_delay = 0.05
    made = client.messages.create(
        to=ANA, from_=OURS, body="Hi", status_callback=f"{bot.url}/twilio/status/m1?try=1"
    )
    assert (made.status, made.num_segments, made.price, made.error_code) == ("queued", "1", None, None)
    sent, delivered = bot.wait_for(2)
    assert (sent.path, sent.genuine) == ("/twilio/status/m1?try=1", True)
    assert [asked.data["MessageStatus"] for asked in (sent, delivered)] == ["sent", "delivered"]
    assert client.messages(str(made.sid)).fetch().status == "delivered"
    assert [(each.to, each.body) for each in world.twilio.sent] == [(ANA, "Hi")]


def test_callbacks_by_hand_come_in_any_order_and_move_only_forward(
    client: Client, world: World, bot: StubBot
) -> None:
    world.twilio.auto_callbacks = False
    made = client.messages.create(
        to=ANA, from_=OURS, body="Hi", status_callback=f"{bot.url}/twilio/status/m1"
    )
    for status in ("delivered", "sent", "delivered"):
        assert world.twilio.callback(str(made.sid), status) == 200
    assert [asked.data["MessageStatus"] for asked in bot.asked] == ["delivered", "sent", "delivered"]
    assert client.messages(str(made.sid)).fetch().status == "delivered"


def test_a_bad_handset_ends_undelivered(client: Client, world: World, bot: StubBot) -> None:
    world.twilio.callback_delay = 0.0
    client.messages.create(
        to="+13125550195", from_=OURS, body="Hi", status_callback=f"{bot.url}/twilio/status/m1"
    )
    last = bot.wait_for(2)[-1].data
    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30003")


@pytest.mark.parametrize(
    ("to", "sender", "body", "code"),
    [
        ("12", OURS, "Hi", 21211),
        ("+15555550123", OURS, "Hi", 21211),
        (ANA, "+13125550177", "Hi", 21606),
        (ANA, OURS, "", 21602),
        (ANA, OURS, "x" * 1601, 21617),
        ("+13125550190", OURS, "Hi", 21614),
    ],
)
def test_refusals(client: Client, world: World, to: str, sender: str, body: str, code: int) -> None:
    with pytest.raises(TwilioRestException) as problem:
        client.messages.create(to=to, from_=sender, body=body)
    assert (problem.value.status, problem.value.code) == (400, code)
    assert world.twilio.sent == []


def test_wrong_credentials(world: World) -> None:
    with requests.Session() as session:
        answer = session.get(
            f"{world.api_url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json", auth=(ACCOUNT, "no")
        )
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_stop_blocks_the_pair_until_start(client: Client, world: World, bot: StubBot) -> None:
    world.twilio.text(ANA, OURS, " Stop ")
    with pytest.raises(TwilioRestException) as problem:
        client.messages.create(to=ANA, from_=OURS, body="Hi")
    assert problem.value.code == 21610
    client.messages.create(to=ANA, from_="+13125550101", body="Hi")
    world.twilio.text(ANA, OURS, "START")
    client.messages.create(to=ANA, from_=OURS, body="Hi")
    shown = [text.body for text in world.twilio.conversation(ANA)]
    assert shown[1].startswith("You have successfully been unsubscribed")
    assert [asked.data["Body"] for asked in bot.asked] == [" Stop ", "START"]


def test_an_inbound_text_is_signed_and_listed(client: Client, world: World, bot: StubBot) -> None:
    sid = world.twilio.text(ANA, OURS, "Is it still available?")
    (asked,) = bot.asked
    assert (asked.path, asked.genuine) == ("/twilio/inbound", True)
    wanted = {
        "MessageSid": sid,
        "From": ANA,
        "To": OURS,
        "NumMedia": "0",
        "NumSegments": "1",
        "FromCountry": "US",
    }
    assert wanted.items() <= asked.data.items()
    (listed,) = client.messages.list(from_=ANA)
    assert (listed.sid, listed.direction, listed.status) == (sid, "inbound", "received")
    assert world.twilio.deliver(sid) == 200
    assert len(bot.asked) == 2


def test_a_missed_text_is_only_on_the_list(client: Client, world: World, bot: StubBot, clock: Clock) -> None:
    sid = world.twilio.text(ANA, OURS, "Hello?", deliver=False)
    assert bot.asked == []
    assert [
        each.sid for each in client.messages.list(to=OURS, date_sent_after=clock.now() - timedelta(hours=1))
    ] == [sid]
    assert client.messages.list(to=OURS, date_sent_after=clock.now() + timedelta(hours=1)) == []


def test_a_picture_needs_our_credentials_and_can_be_removed(
    client: Client, world: World, bot: StubBot
) -> None:
    sid = world.twilio.text(ANA, OURS, "", media=[("image/jpeg", b"jpg")])
    data = bot.asked[0].data
    assert (data["NumMedia"], data["MediaContentType0"], sid[:2]) == ("1", "image/jpeg", "MM")
    with requests.Session() as session:
        assert session.get(data["MediaUrl0"]).status_code == 401
        assert session.get(data["MediaUrl0"], auth=(ACCOUNT, AUTH_TOKEN)).content == b"jpg"
    (media,) = client.messages(sid).media.list()
    assert client.messages(sid).media(str(media.sid)).fetch().content_type == "image/jpeg"
    assert client.messages(sid).media(str(media.sid)).delete()
    assert client.messages(sid).media.list() == []


def test_pictures_out_are_fetched_from_the_bot(client: Client, world: World, bot: StubBot) -> None:
    world.twilio.callback_delay = 0.0
    urls = [f"{bot.url}/media/house.png", f"{bot.url}/media/plan.pdf"]
    made = client.messages.create(
        to=ANA, from_=OURS, media_url=urls, status_callback=f"{bot.url}/twilio/status/1"
    )
    assert [asked.data["MessageStatus"] for asked in bot.wait_for(2)] == ["sent", "delivered"]
    assert (made.num_media, str(made.sid)[:2]) == ("2", "MM")
    assert [each.content for each in world.twilio.conversation(ANA)[0].media] == [b"png", b"pdf"]
    assert bot.fetched == ["HEAD house.png", "GET house.png", "HEAD plan.pdf", "GET plan.pdf"]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["gone.png"], "11200"),
        (["tool.exe"], "12300"),
        (["long.pdf"], "30019"),
        (["large.png"] * 2, "30019"),
    ],
)
def test_media_that_cannot_be_sent_fail_the_text(
    client: Client, bot: StubBot, names: list[str], code: str
) -> None:
    urls = [f"{bot.url}/media/{name}" for name in names]
    client.messages.create(to=ANA, from_=OURS, media_url=urls, status_callback=f"{bot.url}/twilio/status/1")
    (asked,) = bot.wait_for(1)
    assert (asked.data["MessageStatus"], asked.data["ErrorCode"]) == ("failed", code)


def test_an_address_that_is_none_is_refused_at_once(client: Client) -> None:
    with pytest.raises(TwilioRestException) as problem:
        client.messages.create(to=ANA, from_=OURS, media_url=["ftp://x/y.png"])
    assert problem.value.code == 21620


def test_what_twilio_forgets_stays_on_the_phone(client: Client, world: World, bot: StubBot) -> None:
    sid = world.twilio.text(ANA, OURS, "Look", media=[("text/vcard", b"card"), ("audio/amr", b"sound")])
    assert bot.asked[0].data["NumMedia"] == "2"
    client.messages(sid).media(world.twilio.texts[sid].media[0].sid).delete()
    assert [each.content_type for each in client.messages(sid).media.list()] == ["audio/amr"]
    client.messages(sid).delete()
    assert client.messages.list() == []
    (shown,) = world.twilio.conversation(ANA)
    assert (shown.body, len(shown.media)) == ("Look", 2)


def test_the_list_comes_in_pages_newest_first(client: Client, world: World) -> None:
    made = [client.messages.create(to=ANA, from_=OURS, body=str(at)).sid for at in range(5)]
    assert [each.sid for each in client.messages.list(to=ANA, page_size=2)] == made[::-1]


def test_a_service_hides_segments_at_first(client: Client, world: World) -> None:
    world.twilio.callback_delay = 9
    made = client.messages.create(to=ANA, messaging_service_sid="MG" + "0" * 32, body="Hi")
    assert (made.status, made.num_segments) == ("accepted", "0")


def test_our_numbers_come_in_pages_and_say_what_they_can(client: Client, bot: StubBot) -> None:
    found = client.incoming_phone_numbers.list(page_size=2)
    assert [each.phone_number for each in found] == [f"+1312555010{at}" for at in range(6)]
    assert [bool(each.capabilities["sms"]) for each in found] == [True] * 4 + [False, True]
    assert [bool(each.capabilities["mms"]) for each in found] == [True] * 4 + [False, False]
    assert (found[0].sms_url, found[0].sms_method) == (f"{bot.url}/twilio/inbound", "POST")
    (one,) = client.incoming_phone_numbers.list(phone_number=OURS)
    assert one.sid == found[0].sid


def test_a_number_that_points_elsewhere_brings_its_texts_once_it_is_set(
    client: Client, world: World, bot: StubBot
) -> None:
    world.twilio.text(ANA, SPARE, "Hello?")
    assert bot.asked == []
    (one,) = client.incoming_phone_numbers.list(phone_number=SPARE)
    with pytest.raises(TwilioRestException) as problem:
        one.update(sms_url="nowhere")
    assert problem.value.code == 21502
    one.update(sms_url=f"{bot.url}/twilio/inbound", sms_method="POST")
    world.twilio.text(ANA, SPARE, "Hello!")
    assert [asked.data["Body"] for asked in bot.asked] == ["Hello!"]
    with pytest.raises(TwilioRestException):
        client.incoming_phone_numbers("PN" + "0" * 32).update(sms_url="")


def test_a_service_overrules_its_numbers(world: World, bot: StubBot) -> None:
    service = Service("MG1", {OURS})
    world.twilio.services[service.sid] = service
    world.twilio.text(ANA, OURS, "lost")
    service.defers = True
    world.twilio.text(ANA, OURS, "found")
    assert [asked.data["Body"] for asked in bot.asked] == ["found"]


@pytest.mark.parametrize(
    ("kind", "problem", "accepted"),
    [
        ("drop_before_accept", requests.ConnectionError, 0),
        ("drop_after_accept", requests.ConnectionError, 1),
        ("timeout_after_accept", requests.Timeout, 1),
        ("slow:1500", requests.Timeout, 1),
        ("bad_json", ValueError, 1),
        ("429", TwilioRestException, 0),
        ("500", TwilioRestException, 0),
        ("500_after_accept", TwilioRestException, 1),
    ],
)
def test_bad_days(client: Client, world: World, kind: str, problem: type[Exception], accepted: int) -> None:
    world.twilio.fail(kind)
    with pytest.raises(problem):
        client.messages.create(to=ANA, from_=OURS, body="Hi")
    if kind.startswith("slow"):
        world.twilio.stage.closing.wait(0.7)
    assert len(world.twilio.sent) == accepted
    client.messages.create(to=ANA, from_=OURS, body="again")


def test_a_refused_webhook_leaves_the_text_on_the_list(world: World, bot: StubBot) -> None:
    bot.answer = lambda asked: Response("", 403)
    sid = world.twilio.text(ANA, OURS, "Hi")
    assert world.twilio.deliver(sid) == 403


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 158 + "€", 1),
        ("a" * 159 + "€", 2),
        ("a" * 152 + "^" + "a" * 152, 3),
        ("中" * 70, 1),
        ("中" * 134, 2),
        ("😀" * 35, 1),
        ("😀" * 67, 3),
    ],
)
def test_segments(text: str, count: int) -> None:
    assert segments(text) == count
