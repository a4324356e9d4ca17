"""The daily list of clients who wait: once a day, to those who want it, and only if somebody waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from bot.actions import digest
from models import agent as agents
from tests.stories.test_turns import talk
from tests.support import MARIA, WILL, Town

EIGHT = 8 * 60


@pytest.fixture
def town(town: Town) -> Town:
    """Monday, 9:00 in Chicago; the list comes at 8:00."""
    town.meet_ana()
    town.clock.forward(minutes=30)
    town.meet_ana(WILL)
    wish(town, EIGHT)
    return town


def wish(town: Town, minute: int | None) -> None:
    with town.tools.write() as session:
        maria = agents.by_slack_user(session, town.tools.workspace_id, MARIA)
        assert maria
        if minute is not None:
            digest.begin(session, town.tools, maria.id, minute)
        maria.digest_minute = minute
        session.add(maria)


def at(town: Town, day: int, hour: int, minute: int = 0) -> None:
    town.clock.move_to(datetime(2026, 3, day, hour, minute, tzinfo=UTC))
    with ThreadPoolExecutor(4) as several:
        for done in [several.submit(digest.send_due, town.tools) for _ in range(4)]:
            done.result()
    town.settle()


def lists(town: Town) -> list[str]:
    return [one["text"] for one in town.texts() if "wait for your answer" in one["text"]]


def test_it_comes_once_a_day_at_its_time_longest_first(town: Town) -> None:
    at(town, 2, 16)
    assert lists(town) == []  # the time was over when it was chosen
    at(town, 3, 13, 59)
    assert lists(town) == []
    at(town, 3, 14, 1)
    at(town, 3, 14, 2)
    at(town, 3, 20)
    assert len(lists(town)) == 1
    assert lists(town)[0].startswith("2 clients wait for your answer. (201) 555-0123 (23 h), (201) 555-0124")
    at(town, 4, 15)
    assert len(lists(town)) == 2
    assert town.world.slack.complaints == []


def test_nobody_waits_nobody_writes(town: Town) -> None:
    for phone in ("+12015550123", WILL):
        town.world.slack.command(MARIA, "/inbox")
        town.world.slack.click(MARIA, "talk_done", str(talk(town, phone).id))
    at(town, 3, 15)
    assert lists(town) == []


def test_switched_off_it_does_not_come(town: Town) -> None:
    wish(town, None)
    at(town, 3, 15)
    assert lists(town) == []


def test_while_slack_loses_answers_it_comes_once(town: Town) -> None:
    town.world.slack.fail("chat.postMessage", "drop_after_accept", 2)
    at(town, 3, 15)
    assert len(lists(town)) == 1
