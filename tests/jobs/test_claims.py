"""Which job is taken up next, and whose it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.actions import claims
from models.job import HOLD_WAITING
from tests.jobs.conftest import Bench, known
from tests.support import MovingClock, until


def test_the_lower_priority_goes_first_then_the_earlier_position(bench: Bench) -> None:
    bench.put("later", lane="a", priority=1, position=2)
    bench.put("earlier", lane="a", priority=1, position=1)
    bench.put("urgent", lane="a", priority=0, position=9)
    assert bench.names() == ["urgent", "earlier", "later"]


def test_free_jobs_go_by_priority_then_by_due_time(bench: Bench) -> None:
    bench.put("second", priority=1, due_in=timedelta(seconds=-1))
    bench.put("third", priority=1)
    bench.put("first", priority=0)
    assert bench.names(most=1) == ["first", "second", "third"]


def test_a_lane_starts_one_job_each_pace(bench: Bench) -> None:
    for count in range(3):
        bench.put(str(count), lane="a", position=count, pace_ms=60_000)
    bench.put("other", lane="b", pace_ms=60_000)
    assert sorted(bench.names()) == ["0", "other"]


def test_a_held_lane_rests_and_goes_on(bench: Bench) -> None:
    bench.put("one", lane="a")
    claims.hold_lane(bench.tools, "a", timedelta(minutes=1))
    assert bench.names() == []
    claims.hold_lane(bench.tools, "a", timedelta())
    assert bench.names() == ["one"]


def test_a_strand_runs_one_at_a_time_and_in_order(bench: Bench) -> None:
    bench.put("second", lane="a", strand="s", position=2)
    bench.put("first", lane="a", strand="s", position=1)
    bench.put("other", lane="a", strand="t", position=3)
    taken = bench.take(most=1)
    assert [work.args["name"] for work in taken] == ["first"]
    assert bench.names() == ["other"]
    claims.put_back(bench.tools, "me", taken[0], timedelta(minutes=1), "busy", failed=False)
    assert bench.names() == []  # the earlier one waits, so the later one does
    with_more_urgency = bench.put("urgent", lane="a", strand="s", priority=-1, position=9)
    assert (with_more_urgency, bench.names()) == (True, ["urgent"])


def test_a_strand_holds_across_lanes(bench: Bench) -> None:
    bench.put("first", lane="a", strand="s", position=1)
    taken = bench.take()
    bench.put("second", lane="b", strand="s", position=2)
    assert bench.names() == []
    claims.turn_over(bench.tools, "me", taken, 0)
    assert bench.names() == ["second"]


def test_what_is_due_later_waits_for_the_products_clock(bench: Bench, clock: MovingClock) -> None:
    bench.put("tomorrow", due_in=timedelta(days=1))
    assert bench.names() == []
    clock.forward(days=1, seconds=1)
    assert bench.names() == ["tomorrow"]


def test_what_is_put_back_waits_for_the_real_clock(bench: Bench, clock: MovingClock) -> None:
    bench.put("one")
    work = bench.take()[0]
    claims.put_back(bench.tools, "me", work, timedelta(seconds=0.2), "busy", failed=False)
    clock.forward(days=1)
    assert bench.names() == []
    assert until(bench.names) == ["one"]


def test_a_key_that_waits_is_added_once_and_makes_room_when_it_runs(bench: Bench) -> None:
    assert bench.put("one", dedupe="k")
    assert not bench.put("again", dedupe="k")
    taken = bench.take()
    assert bench.put("after a look", dedupe="k")
    claims.put_back(bench.tools, "me", taken[0], timedelta(), "busy", failed=False)
    assert sorted(bench.names()) == ["after a look", "one"]


def test_a_job_that_a_change_holds_is_left_until_the_change_is_there(bench: Bench) -> None:
    """Who waited for it would hold "free" meanwhile, which the change may want next: a deadlock."""
    if bench.tools.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time")
    bench.put("held", lane="a", dedupe="k")
    bench.put("free")
    with bench.tools.write() as session, ThreadPoolExecutor(1) as pool:
        session.connection().execute(HOLD_WAITING, {"key": "k"})
        assert [work.args["name"] for work in pool.submit(bench.take).result(5)] == ["free"]
    assert bench.names() == ["held"]


def test_a_dead_owners_job_goes_to_another_and_the_late_end_counts_for_nothing(bench: Bench) -> None:
    bench.put("one")
    stale = bench.take("dead")[0]
    assert bench.take("other") == []
    until(lambda: claims.keep_alive(bench.tools, "other", []))
    fresh = bench.take("other")[0]
    assert (fresh.id, fresh.claims) == (stale.id, 2)
    claims.turn_over(bench.tools, "dead", [stale], 0)
    claims.put_back(bench.tools, "dead", stale, timedelta(), "late", failed=True)
    claims.bury(bench.tools, "dead", stale, "late")
    assert known(bench, fresh.id)
    assert bench.take("third") == []
    claims.turn_over(bench.tools, "other", [fresh], 0)
    assert not known(bench, fresh.id)


def test_the_heartbeat_keeps_what_is_in_hand_and_nothing_else(bench: Bench, clock: MovingClock) -> None:
    bench.put("held")
    bench.put("forgotten")
    held, forgotten = bench.take("me")
    freed = until(lambda: claims.keep_alive(bench.tools, "me", [held]))
    assert freed == 1
    assert [work.id for work in bench.take("other")] == [forgotten.id]
