"""The worker: every job once, failures again and again, then given up in sight; an orderly end."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.actions import house
from bot.gateways.bell import PostgresBell
from bot.ports import Busy, Refused
from models.database import Database
from models.job import BELL
from tests.jobs.conftest import Bench, slowly
from tests.support import ANA, MARIA, OURS, Town, until


def counts(bench: Bench) -> dict[str, int]:
    return house.count_jobs(bench.tools)


def test_two_workers_on_one_database_do_each_job_once(bench: Bench) -> None:
    for count in range(120):
        bench.put(str(count), lane=f"lane {count % 7}" if count % 2 else None, strand=f"s{count % 5}")
    bench.start()
    bench.start()
    bench.wait_for(120)
    until(lambda: not counts(bench))
    assert Counter(bench.done) == Counter(str(count) for count in range(120))


def test_a_job_that_outlasts_its_lease_is_not_done_twice(bench: Bench) -> None:
    bench.act = slowly(1.6)
    bench.put("slow")
    bench.start()
    bench.start()
    bench.wait_for(1)
    until(lambda: not counts(bench))
    assert bench.done == ["slow"]


def test_a_claim_whose_answer_was_lost_is_taken_up_again(bench: Bench) -> None:
    worker = bench.hire()
    bench.put("claimed, but the worker never heard of it")
    assert bench.take(worker.owner)
    bench.start(worker=worker)
    assert len(bench.wait_for(1)) == 1


def test_what_is_busy_is_tried_until_it_works(bench: Bench) -> None:
    tries: list[float] = []

    def act(name: str) -> None:
        tries.append(time.monotonic())
        if len(tries) < 5:
            raise Busy("not now")

    bench.act = act
    bench.put("one")
    bench.start()
    bench.wait_for(1)
    gaps = [after - before for before, after in pairwise(tries)]
    assert all(gap >= 0.05 * 2**place for place, gap in enumerate(gaps))


def test_patience_asked_for_holds_the_whole_lane(bench: Bench) -> None:
    started: dict[str, float] = {}

    def act(name: str) -> None:
        if name not in started:
            started[name] = time.monotonic()
            if name == "first":
                raise Busy("slow down", retry_after=0.6)

    bench.act = act
    bench.put("first", lane="a", position=1)
    bench.start(threads=1)
    until(lambda: "first" in started)
    bench.put("second", lane="a", position=2)
    bench.wait_for(2)
    assert started["second"] - started["first"] >= 0.6


def test_eight_failures_make_a_dead_letter(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench(back_off_seconds=0.001)
    tries: list[str] = []

    def act(name: str) -> None:
        tries.append(name)
        raise Refused("never")

    bench.act = act
    bench.put("hopeless")
    bench.start()
    until(lambda: counts(bench) == {"dead": 1})
    assert tries == ["hopeless"] * 8


def test_a_dead_letter_is_seen_in_parley_and_retried(make_town: Callable[..., Town]) -> None:
    town = make_town(back_off_seconds=0.001)
    town.first_use()
    members = town.world.slack.channels["DMARIA"]["members"]
    members.discard("UPARLEY")  # Slack then refuses every post for good
    town.world.twilio.text(ANA, OURS, "Hello?")
    until(lambda: town.dead_letters() == ["post_inbound"])
    members.add("UPARLEY")
    town.world.slack.command(MARIA, "/parley")
    assert "Given-up work (1)" in str(town.world.slack.view_of(MARIA))
    town.world.slack.click(MARIA, "admin_dead")
    assert "showing a client's text" in str(town.world.slack.view_of(MARIA))
    town.world.slack.fail(
        "views.update", "500"
    )  # the window was closed meanwhile: the work is tried all the same
    assert town.world.slack.click(MARIA, "admin_retry_0").status == 200
    until(lambda: town.replies(MARIA, "201"))
    town.settle()
    assert town.dead_letters() == []
    town.world.slack.close_view(MARIA)


def test_the_end_waits_for_what_runs_and_takes_nothing_new(bench: Bench) -> None:
    bench.act = slowly(0.4)
    for count in range(8):
        bench.put(str(count))
    worker = bench.start(threads=2)
    until(lambda: counts(bench).get("running") == 2)
    worker.stop()
    bench.workers.clear()
    assert len(bench.done) in (2, 3, 4)
    assert counts(bench) == {"ready": 8 - len(bench.done)}


def test_another_processs_bell_wakes_the_worker(bench: Bench, database_url: str) -> None:
    if bench.tools.database.is_sqlite:
        pytest.skip("SQLite has one process")
    heard = threading.Event()
    bell = PostgresBell(database_url.replace("+psycopg", "", 1), BELL, heard.set)
    bell.start()
    other = Bench(bench.tools)
    until(lambda: is_listening(bench.tools.database))
    other.put("news")
    assert heard.wait(0.4)
    bell.stop()


def is_listening(database: Database) -> bool:
    with database.engine.connect() as connection:
        query = "SELECT 1 FROM pg_stat_activity WHERE query = 'LISTEN parley_job'"
        return connection.exec_driver_sql(query).first() is not None
