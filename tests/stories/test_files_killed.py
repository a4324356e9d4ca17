"""A worker may die between any two steps of a text with files: it leaves once, whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from bot.actions import deliver, ready
from bot.actions.deliver import deliver_text
from bot.gateways.slack import SlackGateway
from bot.jobs.handlers import HANDLERS
from bot.jobs.worker import Worker
from models.enums import MessageState
from tests.stories.test_pictures_out import PDF, jpeg, phone
from tests.support import MARIA, Town

FILES = [("a.jpg", "image/jpeg", jpeg()), ("b.pdf", "application/pdf", PDF), ("c.jpg", "image/jpeg", jpeg())]


class Killed(BaseException):
    """kill -9, as far as this thread is concerned."""


def waiting(make_town: Callable[..., Town]) -> tuple[Town, UUID]:
    """A text with files that nobody delivers yet."""
    town = make_town()
    town.first_use()
    town.meet_ana()
    town.house.worker.stop()
    town.house.stops.remove(town.house.worker.stop)
    town.reply(MARIA, "201", "Look", files=FILES)
    return town, town.messages()[-1].id


def dying(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, before: bool, call: int = 1) -> None:
    """Die at the n-th call of a function: before it did anything, or after it did all."""
    inner, calls = getattr(place, name), iter(range(1, 100))

    def die(*args: Any, **more: Any) -> Any:
        at_last = next(calls) == call
        if at_last and before:
            raise Killed
        done = inner(*args, **more)
        if at_last:
            raise Killed
        return done

    monkeypatch.setattr(place, name, die)


PLACES = [
    (SlackGateway, "download", 1),
    (SlackGateway, "download", 3),
    (ready, "_document", 1),
    (ready, "_keep", 1),
    (deliver, "make_ready", 1),
]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("place", "name", "call"), PLACES)
def test_a_death_before_the_sending_costs_nothing(
    make_town: Callable[..., Town],
    monkeypatch: pytest.MonkeyPatch,
    place: Any,
    name: str,
    call: int,
    before: bool,
) -> None:
    town, message_id = waiting(make_town)
    with monkeypatch.context() as patch:
        dying(patch, place, name, before, call)
        with pytest.raises(Killed):
            deliver_text(town.tools, message_id)
    for _ in range(3):
        deliver_text(town.tools, message_id)
    assert len(town.bodies()) == 1
    assert len(phone(town).media) == 2


def test_a_death_after_the_sending_is_looked_up(
    make_town: Callable[..., Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    town, message_id = waiting(make_town)
    with monkeypatch.context() as patch:
        dying(patch, type(town.tools.texts), "send", before=False)
        with pytest.raises(Killed):
            deliver_text(town.tools, message_id)
    deliver_text(town.tools, message_id)
    assert town.messages()[-1].state == MessageState.UNKNOWN
    town.house.worker = Worker(town.tools, HANDLERS, 8)  # a stopped one does not start again
    town.house.started(town.house.worker)
    town.settle()
    assert len(town.bodies()) == 1
    assert town.messages()[-1].state in (MessageState.ACCEPTED, MessageState.SENT, MessageState.DELIVERED)
