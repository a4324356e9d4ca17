"""A fortnight at a brokerage, made by people's own clicks and texts: nothing here knows the bot's insides."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playground.phones import OWN_NUMBERS, ROSTER
from playground.picture import draw
from playground.twilio import FINAL
from playground.wire import fetch
from playground.world import ZONE, World

STORY = Path(__file__).with_name("story.txt")
LANDLINES = {"Pat Doyle": "+13125550190"}
USERS = {"Maria": "UMARIA", "Ben": "UBEN"}
PATIENCE, BREATH = 3.0, 0.03  # seconds
STEP = re.compile(
    r"(?:(?P<day>\d+) (?P<hour>\d+):(?P<minute>\d+)|-(?P<before>[\d.]+)) "
    r"(?:(?P<agent>Maria|Ben) (?P<how>>|>>|/|ok) )?"
    r"(?P<client>[^:\[]+?)(?:: (?P<words>[^\[]*?))?(?: ?\[(?P<picture>\w+)\])?"
)


def beginning(now: datetime) -> datetime:
    """Where the clock has to stand before the two weeks that end at `now` are lived through."""
    return (now.astimezone(ZONE) - timedelta(days=14)).replace(hour=9, minute=0, second=0, microsecond=0)


def seed(world: World, move_to: Callable[[datetime], None], now: datetime) -> None:
    """Live through the two weeks before `now`; the clock stands at their beginning."""
    tiers, delay = world.slack.enforce_tiers, world.twilio.callback_delay
    world.slack.enforce_tiers, world.twilio.callback_delay = False, 0.0
    try:
        _Fortnight(world, move_to, now).live()
    finally:
        world.slack.enforce_tiers, world.twilio.callback_delay = tiers, delay


class _Fortnight:
    def __init__(self, world: World, move_to: Callable[[datetime], None], now: datetime) -> None:
        self._world, self._slack, self._move_to, self._now = world, world.slack, move_to, now
        self._first = beginning(now)
        self._numbers = {name: number for number, name in ROSTER.items()} | LANDLINES

    def live(self) -> None:
        self._slack.command(USERS["Maria"], "/parley", "help")
        self._invite_ben()
        for line in STORY.read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            step = STEP.fullmatch(line)
            if step is None:
                raise ValueError(f"not a step: {line}")
            self._wait_until(step)
            self._do(**{name: step[name] or "" for name in ("agent", "how", "client", "words", "picture")})
            self._settle()
        with self._slack.stage.lock:
            self._slack.whispers.clear()  # nobody still sees them after two weeks
        self._move_to(self._now)
        self._settle()

    def _wait_until(self, step: re.Match[str]) -> None:
        if step["before"]:
            instant = self._now - timedelta(hours=float(step["before"]))
        else:
            day = self._first + timedelta(days=int(step["day"]))
            instant = day.replace(hour=int(step["hour"]), minute=int(step["minute"]))
        for moment in (instant - timedelta(seconds=30), instant):  # what waits for a few seconds goes first
            if moment > self._slack.stage.now():
                self._move_to(moment)
                self._settle()

    def _do(self, agent: str, how: str, client: str, words: str, picture: str) -> None:
        user = USERS.get(agent, "")
        if how == ">":
            self._compose(user, client, words)
        elif how == "/":
            self._slack.command(user, "/text", f"{client} {words}")
        elif how == ">>":
            files = [(f"{picture}.png", "image/png", draw(picture))] if picture else []
            self._slack.type(user, self._slack.dm_of(user), words, self._card(user, client)["ts"], files)
        elif how == "ok":
            self._finish(user, self._card(user, client))
        else:
            ours = OWN_NUMBERS[1] if self._card("UBEN", client) else OWN_NUMBERS[0]
            media = [("image/png", draw(picture))] if picture else []
            self._world.twilio.text(self._numbers.get(client, client), ours, words, media)

    def _compose(self, user: str, name: str, words: str) -> None:
        self._slack.command(user, "/text")
        filled = {"Or a new number": self._numbers[name], "Name for the new number": name, "Message": words}
        for label, value in filled.items():
            self._fill(user, label, value)
        if not self._slack.submit(user).ok or self._slack.view_of(user):
            raise RuntimeError(f"the composer refused the text to {name}")

    def _finish(self, user: str, card: dict[str, Any]) -> None:
        """The card's own button, or the reaction that means the same."""
        where = {"channel": self._slack.dm_of(user), "ts": card["ts"]}
        if found := _button(card, "Done"):
            self._slack.click(user, found["action_id"], found.get("value"), **where)
        else:
            self._slack.add_reaction(user, where["channel"], where["ts"], "white_check_mark")

    def _card(self, user: str, client: str) -> dict[str, Any]:
        """The newest parent of a thread in which this client is named."""
        posts = self._slack.messages(self._slack.dm_of(user))
        cards = [one for one in posts if client in one["text"].replace("&amp;", "&")]
        parents = [one for one in cards if one.get("thread_ts") in (None, one["ts"]) and one.get("bot_id")]
        return parents[-1] if parents else {}

    def _invite_ben(self) -> None:
        maria = USERS["Maria"]
        self._slack.command(maria, "/parley")
        found = _button(self._slack.view_of(maria) or {}, "Invite somebody")
        self._slack.click(maria, found["action_id"], found.get("value"))
        self._fill(maria, "Person", USERS["Ben"])
        self._fill(maria, "Number to text from", OWN_NUMBERS[1])
        self._slack.submit(maria)
        while self._slack.view_of(maria):
            self._slack.close_view(maria)
        self._settle()

    def _fill(self, user: str, label: str, value: str) -> None:
        """Type into the field with this label, as a person finds it."""
        view: dict[str, Any] = self._slack.view_of(user) or {}
        block = next(one for one in view["blocks"] if one.get("label", {}).get("text") == label)
        self._slack.type_in_view(user, block["block_id"], block["element"]["action_id"], value)

    def _settle(self) -> None:
        """Wait until nothing is on its way: no work runs, and what waits is for later."""
        ends, before = time.monotonic() + PATIENCE, ""
        while time.monotonic() < ends:
            travelling = any(text.status not in FINAL for text in self._world.twilio.sent)
            figures = fetch(f"{self._slack.stage.wiring.bot_url}/metrics", ("GET",))[1].decode()
            work = "\n".join(line for line in figures.splitlines() if line.startswith("parley_jobs"))
            waiting = re.findall(r'parley_jobs_waiting\{state="(\w+)"\} ([1-9])', work)
            if not travelling and (not waiting or (work == before and "running" not in dict(waiting))):
                return
            before = work
            time.sleep(BREATH)


def _button(surface: dict[str, Any], label: str) -> dict[str, Any]:
    """The button that says so, as a person finds it; {} where there is none."""
    blocks = surface.get("blocks", [])
    inside = [one for block in blocks for one in [*block.get("elements", []), block.get("accessory") or {}]]
    buttons = (one for one in inside if one.get("type") == "button")
    return next((one for one in buttons if one["text"]["text"] == label), {})
