"""A restart of the playground goes on where it stopped."""

from pathlib import Path

from playground.wire import Wiring
from playground.world import World, build_world
from tests.playground.conftest import ACCOUNT, AUTH_TOKEN, BOT_TOKEN, SECRET, Clock


def fresh(clock: Clock) -> World:
    wiring = Wiring("http://127.0.0.1:9", SECRET, BOT_TOKEN, AUTH_TOKEN, ACCOUNT)
    return build_world(wiring, clock.now, clock.move_to)


def test_posts_and_texts_are_still_there(clock: Clock, tmp_path: Path) -> None:
    first = fresh(clock)
    first.keep_in(tmp_path / "a.world")
    ts = first.slack.type("UMARIA", "C0GENERAL", "Good morning", deliver=False)
    first.twilio.text("+12015550123", "+13125550100", "Hello", deliver=False)
    first.close()
    second = fresh(clock)
    second.keep_in(tmp_path / "a.world")
    assert [one["ts"] for one in second.slack.messages("C0GENERAL")] == [ts]
    assert [one.body for one in second.twilio.conversation("+12015550123")] == ["Hello"]
    second.close()


def test_a_broken_file_starts_an_empty_world(clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "a.world").write_bytes(b"nonsense")
    world = fresh(clock)
    world.keep_in(tmp_path / "a.world")
    assert world.slack.messages("C0GENERAL") == []
    world.close()
