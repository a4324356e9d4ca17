"""Parley as running processes: what it answers, how it ends, how web and worker share one database."""

import json
import signal
import sqlite3
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
import requests

from playground.world import Answer, World
from tests.house.program import PATIENCE, Live, Program, answers, free_port
from tests.support import ANA, MARIA, OURS, Town, until

Run = Callable[..., Program]
STOPS = [signal.SIGTERM, signal.SIGINT]


def said(world: World, words: str) -> dict[str, Any] | None:
    """The newest message with these words in Maria's direct message with the bot, threads included."""
    dm = world.slack.dm_of(MARIA)
    shown = world.slack.messages(dm)
    for parent in [one for one in shown if one.get("reply_count")]:
        shown += world.slack.messages(dm, parent["ts"])
    return next((one for one in reversed(shown) if words in one["text"]), None)


def text_at_any_hour(world: World) -> None:
    """These programs run by the machine's clock, which may show a night in New Jersey."""
    world.slack.command(MARIA, "/parley", "settings")
    world.slack.click(MARIA, "asks", [], block_id="asks")
    world.slack.submit(MARIA)


def do_the_main_job(world: World) -> None:
    """Text a client, get the answer in the thread, reply there."""
    text_at_any_hour(world)
    assert world.slack.command(MARIA, "/text", "+12015550123 Running 5 late").status == 200
    until(lambda: len(world.twilio.sent) == 1 or None, PATIENCE)
    world.twilio.text(ANA, OURS, "No worries!")
    answer = until(lambda: said(world, "No worries!"), PATIENCE)
    world.slack.type(MARIA, world.slack.dm_of(MARIA), "See you soon", thread_ts=answer["thread_ts"])
    until(lambda: len(world.twilio.sent) == 2 or None, PATIENCE)
    assert [one.body for one in world.twilio.sent] == [
        "Running 5 late\n- Maria Lopez, Oak Realty. Reply STOP to opt out",
        "See you soon",
    ]


@pytest.mark.slow
def test_web_and_worker_apart_do_the_main_job(run: Run, live: Live, empty_url: str) -> None:
    """Both start at once on a database that is still empty."""
    settings = live.settings | {"DATABASE_URL": empty_url}
    web, worker = run("web", **settings), run("worker", **settings)
    web.until_ready(live.url)
    worker.until_says("Parley is running")
    do_the_main_job(live.world)
    for ended in (web.stop(), worker.stop()):
        assert (ended.code, ended.err) == (0, "")


@pytest.mark.slow
def test_web_alone_keeps_the_work_for_a_later_worker(run: Run, live: Live) -> None:
    assert run("migrate", **live.settings).wait().code == 0
    web = run("web", **live.settings)
    web.until_ready(live.url)
    text_at_any_hour(live.world)
    assert live.world.slack.command(MARIA, "/text", "+12015550123 Hello").status == 200
    assert web.stop().code == 0
    assert live.world.twilio.sent == []
    worker = run("worker", **live.settings)
    until(lambda: said(live.world, "Hello"), PATIENCE)
    assert len(live.world.twilio.sent) == 1
    assert answers(f"{live.url}/healthz") == 0
    assert worker.stop().code == 0


@pytest.mark.slow
@pytest.mark.parametrize("number", STOPS)
def test_a_request_in_flight_gets_its_answer(run: Run, live: Live, number: signal.Signals) -> None:
    program = run(**live.settings)
    program.until_ready(live.url)
    live.world.slack.fail("users.info", "slow:1500")
    answer: list[Answer] = []
    asking = Thread(target=lambda: answer.append(live.world.slack.command(MARIA, "/parley", "help")))
    asking.start()
    until(lambda: not live.world.slack.faults._script or None)
    ended = program.stop(number)
    asking.join()
    assert [(one.status, one.body["text"].splitlines()[0]) for one in answer] == [(200, "*Parley*")]
    assert (ended.code, ended.err) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("number", STOPS)
def test_a_text_in_flight_is_settled_and_never_sent_again(
    run: Run, live: Live, number: signal.Signals
) -> None:
    program = run(**live.settings)
    program.until_ready(live.url)
    text_at_any_hour(live.world)
    live.world.twilio.fail("slow:1500")
    assert live.world.slack.command(MARIA, "/text", "+12015550123 Hello").status == 200
    until(lambda: not live.world.twilio.faults._script or None)
    ended = program.stop(number)
    assert (ended.code, ended.err) == (0, "")
    database = sqlite3.connect(live.settings["DATABASE_URL"].removeprefix("sqlite:///"))
    assert database.execute("SELECT state, attempts FROM message").fetchall() == [("accepted", 1)]
    assert database.execute("SELECT kind FROM job WHERE state = 'running'").fetchall() == []
    database.close()

    again = run(**live.settings)
    again.until_ready(live.url)
    until(lambda: said(live.world, "Hello"), PATIENCE)
    assert len(live.world.twilio.sent) == 1
    again.stop()


@pytest.mark.slow
def test_the_log_is_one_line_of_json_for_each_thing(run: Run, live: Live) -> None:
    program = run(**live.settings)
    program.until_ready(live.url)
    text_at_any_hour(live.world)
    live.world.twilio.fail("429")
    assert live.world.slack.command(MARIA, "/text", "+12015550123 Hello, secret garden").status == 200
    until(lambda: len(live.world.twilio.sent) == 1 or None, PATIENCE)
    lines = [json.loads(line) for line in program.stop().err.splitlines()]
    assert [(one["event"], one["level"], one["kind"]) for one in lines] == [
        ("a job waits", "warning", "deliver_text")
    ]
    assert "garden" not in str(lines)


def test_ready_means_that_the_worker_lives(town: Town) -> None:
    town.house.checks.append(town.house.worker.is_alive)
    assert answers(f"{town.url}/readyz") == requests.codes.ok
    town.house.worker.stop()
    assert answers(f"{town.url}/readyz") == requests.codes.service_unavailable
    assert answers(f"{town.url}/healthz") == requests.codes.ok


def test_an_oauth_client_in_the_environment_changes_nothing(
    make_town: Callable[..., Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "3")
    town = make_town()
    assert town.house.slack.oauth_flow is None
    assert town.world.slack.command(MARIA, "/parley", "help").body["text"].startswith("*Parley*")


@pytest.mark.slow
def test_the_playground_starts_with_one_command(run: Run) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    program = run(PORT=str(port))
    program.until_ready(url)
    for path in ("/", "/healthz", "/readyz", "/metrics"):
        assert answers(url + path) == requests.codes.ok
    ended = program.stop()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Parley's playground is at {url}. Stop it with Ctrl-C.\n"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["web", "worker"])
def test_the_playground_is_one_process(run: Run, command: str) -> None:
    ended = run(command).wait()
    assert (ended.code, ended.err) == (
        2,
        "parley: the playground runs in one process: start it without a command\n",
    )
