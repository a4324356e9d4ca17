"""What a text costs in the end: Twilio's count decides, and what did not leave costs nothing."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import func, select

from models.account import Account
from models.agent import Agent
from models.entry import Entry
from models.enums import MessageState, Meter
from models.message import Message
from models.usage import Usage
from tests.support import ANA, MARIA, OURS, Town, until

Make = Callable[..., Town]
LONG = "Come and see the lake house on Sunday. " * 5  # 195 characters: 2 segments


@pytest.fixture
def town(make_town: Make) -> Town:
    built = make_town(welcome_credits=100)
    built.first_use()
    built.meet_ana()  # 1 credit
    return built


def balance(town: Town) -> int:
    """What Maria has, once it is sure that everything is a sum."""
    with town.tools.read() as session:
        account = session.exec(select(Account).where(Account.meter == Meter.SMS)).one()
        entries = session.exec(select(func.sum(Entry.delta))).one()
        assert account.available - account.owed == entries
        assert session.exec(select(func.sum(Usage.credits))).one() == account.month_used
        costs = session.exec(select(func.sum(Message.credits))).one()
        assert costs == account.month_used
        return account.available - account.owed


def send(town: Town, words: str, state: MessageState = MessageState.DELIVERED) -> Message:
    town.reply(MARIA, "201", words)
    until(lambda: town.messages()[-1].body == words.strip() and town.messages()[-1].state == state)
    town.settle()
    return town.messages()[-1]


def test_both_directions_cost_by_segments(town: Town) -> None:
    assert balance(town) == 99
    send(town, "Hello")
    send(town, LONG)
    assert balance(town) == 96
    town.world.twilio.text(ANA, OURS, LONG)
    town.settle()
    assert balance(town) == 94


def test_the_opt_out_line_of_a_first_text_is_free(town: Town) -> None:
    words = "x" * 150  # the line makes it two segments
    town.world.slack.command(MARIA, "/text", f"+12015550177 {words}")
    until(lambda: town.messages()[-1].state == MessageState.DELIVERED)
    assert (town.messages()[-1].segments, town.messages()[-1].free, balance(town)) == (2, 1, 98)


def test_twilio_counts_more(town: Town) -> None:
    town.world.twilio.miscount = 1
    assert (send(town, "Hello").credits, balance(town)) == (2, 97)


def test_twilio_counts_fewer(town: Town) -> None:
    town.world.twilio.miscount = -1
    assert (send(town, LONG).credits, balance(town)) == (1, 98)


def test_a_messaging_service_counts_later(make_town: Make) -> None:
    town = make_town(welcome_credits=100, twilio_messaging_service_sid="MG" + "1" * 32)
    town.first_use()
    town.meet_ana()
    town.world.twilio.miscount = 2
    send(town, "Hello")
    until(lambda: balance(town) == 96)
    assert town.messages()[-1].provider_segments == 3


def test_a_picture_message_is_flat_whatever_it_says(town: Town) -> None:
    drawn = BytesIO()
    Image.new("RGB", (20, 20), "red").save(drawn, "JPEG")
    town.reply(MARIA, "201", LONG, files=[("house.jpg", "image/jpeg", drawn.getvalue())])
    until(lambda: town.messages()[-1].state == MessageState.DELIVERED)
    assert balance(town) == 96
    town.world.twilio.text(ANA, OURS, "Look", [("image/jpeg", drawn.getvalue())])
    town.settle()
    assert balance(town) == 93


def test_a_held_picture_costs_as_one_once_it_is_sent(town: Town) -> None:
    drawn = BytesIO()
    Image.new("RGB", (20, 20), "red").save(drawn, "JPEG")
    town.reply(MARIA, "201", "Look\n// at this", files=[("house.jpg", "image/jpeg", drawn.getvalue())])
    town.settle()
    assert balance(town) == 99
    question = town.replies(MARIA, "201")[-1]
    dm = town.world.slack.dm_of(MARIA)
    town.world.slack.click(MARIA, "question_send", channel=dm, ts=question["ts"])
    until(lambda: town.messages()[-1].state == MessageState.DELIVERED)
    assert balance(town) == 96


ENDS = {"failed": 99, "undelivered": 98, "canceled": 99}


@pytest.mark.parametrize("status", ENDS)
def test_what_did_not_leave_costs_nothing(town: Town, status: str) -> None:
    """`undelivered` did leave: the carrier charges for it."""
    town.world.twilio.auto_callbacks = False
    send(town, "Hello", MessageState.ACCEPTED)
    for _ in range(2):
        town.world.twilio.callback(town.world.twilio.sent[-1].sid, status)
    town.settle()
    assert balance(town) == ENDS[status]


def test_twilio_refuses(town: Town) -> None:
    town.world.twilio.landlines = {ANA}
    send(town, "Hello", MessageState.FAILED)
    assert balance(town) == 99


def test_an_opt_out_returns_what_waits(town: Town) -> None:
    with town.tools.write() as session:
        session.exec(select(Agent)).one().undo_seconds = 60
    town.reply(MARIA, "201", LONG)
    until(lambda: balance(town) == 97)
    town.world.twilio.text(ANA, OURS, "STOP")
    until(lambda: town.messages()[-2].state == MessageState.CANCELED)
    assert balance(town) == 98


def test_an_edit_changes_the_price_and_a_deletion_returns_it(make_town: Make) -> None:
    town = make_town(welcome_credits=100, undo_seconds=60)
    town.first_use()
    town.meet_ana()
    slack = town.world.slack
    ts = town.reply(MARIA, "201", "Hello")
    until(lambda: balance(town) == 98)
    slack.edit(MARIA, slack.dm_of(MARIA), ts, LONG)
    until(lambda: balance(town) == 97)
    slack.edit(MARIA, slack.dm_of(MARIA), ts, "Hi")
    until(lambda: balance(town) == 98)
    slack.delete(MARIA, slack.dm_of(MARIA), ts)
    until(lambda: balance(town) == 99)


def test_what_a_client_texts_is_owed_when_there_is_nothing(make_town: Make) -> None:
    town = make_town(welcome_credits=3)
    town.first_use()
    town.meet_ana()
    town.world.twilio.text(ANA, OURS, LONG * 2)  # 3 segments
    town.settle()
    assert balance(town) == -1
    ts = town.reply(MARIA, "201", "Hello")
    until(lambda: town.signs(MARIA, ts))
    town.settle()
    assert "You owe 1 credit" in town.replies(MARIA, "201")[-1]["text"]
    assert town.messages()[-1].state == MessageState.REFUSED
    assert balance(town) == -1
