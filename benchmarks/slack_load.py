"""A busy workspace under Slack's real method tiers: 100 agents and 60 texts a minute, half of them in.

The playground's Slack counts calls as Slack's documents say and answers 429 beyond. Shown are the time from
Twilio's webhook to the post in the thread, the calls by method, how often Slack said 429, and whether the
queue grows: due jobs in the last third of the run beside those in the first.

python -m benchmarks.slack_load [minutes] [texts a minute]
"""

import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import mean

import app
from benchmarks.stage import (
    ACCOUNT,
    AUTH,
    SECRET,
    TOKEN,
    database_url,
    our_number,
    parley,
    percentile,
    their_number,
)
from bot.actions.house import count_jobs
from bot.web.server import HttpServer
from models import agent as agents
from playground.twilio_numbers import Line
from playground.wire import Wiring
from playground.workspace import person
from playground.world import World, build_world

AGENTS, MINUTES, RATE, TARGET = 100, 2, 60, 3.0


@contextmanager
def town(kind: str) -> Iterator[tuple[World, app.House]]:
    """A workspace of a hundred agents in the pretend world, at work."""
    port = _free_port()
    bot_url = f"http://127.0.0.1:{port}"
    wiring = Wiring(bot_url, SECRET, TOKEN, AUTH, ACCOUNT)
    world = build_world(wiring, lambda: datetime.now(UTC), lambda instant: None)
    api = HttpServer("127.0.0.1", 0, world.api_app, 32)
    world.api_url = f"http://127.0.0.1:{api.start()}"
    with database_url(kind) as url, parley(url, world.api_url, AGENTS, **_paths(world, bot_url)) as house:
        _move_in(world, house)
        server = HttpServer("127.0.0.1", port, house.web, 8)
        server.start()
        house.started(house.worker)
        house.started(house.timetable)
        try:
            yield world, house
        finally:
            server.stop()
    world.close()
    api.stop()


def _paths(world: World, bot_url: str) -> dict[str, object]:
    return {
        "slack_api_url": f"{world.api_url}/slack/api/",
        "public_url": bot_url,
        "channel_pace_seconds": 1.1,
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _move_in(world: World, house: app.House) -> None:
    with house.tools.write() as session:
        for one in range(AGENTS):
            user = f"U{one:05d}"
            world.slack.users[user] = person(user, f"Agent {one}")
            world.twilio.numbers[our_number(one)] = Line(our_number(one))
            agent = agents.by_slack_user(session, house.tools.workspace_id, user)
            assert agent is not None
            agent.dm_channel = world.slack.dm_of(user)
            session.add(agent)


def live(world: World, house: app.House, minutes: float, rate: int) -> tuple[dict[int, float], list[int]]:
    """Texts in and out by turns; when each came in, and the due jobs at each moment."""
    came, due = {}, []
    started = time.time()
    for one in range(int(minutes * rate)):
        at = one % AGENTS
        if one % 2:
            came[one] = time.time()
            world.twilio.text(their_number(at), our_number(at), f"bench {one}.")
        else:
            world.slack.command(f"U{at:05d}", "/text", f"{their_number(at)} bench {one}.")
        due.append(count_jobs(house.tools).get("ready", 0))
        time.sleep(max(0.0, started + (one + 1) * 60 / rate - time.time()))
    return came, due


def run(kind: str, minutes: float, rate: int) -> None:
    with town(kind) as (world, house):
        came, due = live(world, house, minutes, rate)
        ends = time.time() + 30
        while time.time() < ends and len(_shown(world)) < minutes * rate:
            time.sleep(0.2)
        shown, calls = _shown(world), list(world.slack.calls)
        refused = world.slack.limits.refused
    waits = [shown[one] - at for one, at in came.items() if one in shown]
    third = len(due) // 3
    kinds = {
        name: sum(call.method == name for call in calls) for name in sorted({call.method for call in calls})
    }
    print(
        f"{kind:9} {len(waits)} of {len(came)} in: median {percentile(waits, 0.5):.2f} s, "
        f"p95 {percentile(waits, 0.95):.2f} s (< {TARGET:.0f}); due jobs {mean(due[:third]):.1f} at first, "
        f"{mean(due[-third:]):.1f} at last; {refused} times 429; {kinds}"
    )


def _shown(world: World) -> dict[int, float]:
    """Which text was posted when."""
    found = (
        (re.search(r"bench (\d+)\.", call.args.get("text") or ""), call) for call in list(world.slack.calls)
    )
    return {
        int(match[1]): call.at.timestamp()
        for match, call in found
        if match and call.method == "chat.postMessage"
    }


if __name__ == "__main__":
    for database in ("sqlite", "postgres"):
        run(
            database,
            float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES,
            int(sys.argv[2]) if len(sys.argv) > 2 else RATE,
        )
