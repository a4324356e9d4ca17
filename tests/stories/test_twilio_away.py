"""Twilio asks for patience or is not there at all: the text waits and leaves once."""

import socket
from collections.abc import Callable

import pytest
from sqlmodel import func, select

from models.enums import MessageState
from models.job import Job
from tests.support import MARIA, Socket, Town, until


@pytest.mark.parametrize("fault", ["429", "429 429 429", "500", "429 500 429"])
def test_a_text_outlives_bad_moments_and_leaves_once(town: Town, fault: str) -> None:
    town.meet_ana()
    for kind in fault.split():
        town.world.twilio.fail(kind)
    town.reply(MARIA, "201", "On my way")
    until(lambda: town.bodies())
    town.settle()
    assert town.bodies() == ["On my way"]
    assert town.dead_letters() == []


def test_a_refused_connection_is_surely_not_sent_and_tried_again(make_town: Callable[..., Town]) -> None:
    port = free_port()
    town = make_town(twilio_api_url=f"http://127.0.0.1:{port}")
    town.first_use()
    town.meet_ana()
    town.reply(MARIA, "201", "On my way")
    until(lambda: claims(town) >= 3)
    assert town.messages()[-1].state in (MessageState.QUEUED, MessageState.SENDING)
    back = Socket(port=port)
    back.app = town.world.api_app
    until(lambda: town.bodies())
    town.settle()
    back.close()
    assert town.bodies() == ["On my way"]
    assert town.messages()[-1].lookups == 0


def test_a_text_that_could_not_leave_for_ten_hours_is_dropped(make_town: Callable[..., Town]) -> None:
    town = make_town(twilio_api_url=f"http://127.0.0.1:{free_port()}")
    town.first_use()
    town.meet_ana()
    town.reply(MARIA, "201", "On my way")
    until(lambda: claims(town))
    town.clock.forward(hours=10, minutes=1)
    until(lambda: any("ten hours" in one["text"] for one in town.replies(MARIA, "201")))
    town.settle()
    assert town.messages()[-1].state == MessageState.FAILED


def claims(town: Town) -> int:
    """How often the worker has taken up the text."""
    with town.tools.read() as session:
        return session.exec(select(func.max(Job.claims)).where(Job.kind == "deliver_text")).one() or 0


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
