"""A fortnight at a brokerage, made by people's own clicks and texts: nothing here knows the bot's insides."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playground.acts import ZONE
from playground.blocks import options_of
from playground.phones import OWN_NUMBERS, ROSTER
from playground.twilio import FINAL
from playground.wire import fetch
from playground.world import World

STORY, PICTURES = Path(__file__).with_name("story.txt"), Path(__file__).with_name("pictures")
LANDLINES = {"Pat Doyle": "+13125550190"}
USERS = {"Maria": "UMARIA", "Ben": "UBEN"}
NOTE = "Two weeks at Oak Realty are being played. In a few seconds it is your turn."
PATIENCE, BREATH = 3.0, 0.03  # seconds
STEP = re.compile(
    r"(?:(?P<day>\d+) (?P<hour>\d+):(?P<minute>\d+)|-(?P<before>[\d.]+)) "
    r"(?:(?P<agent>Maria|Ben) (?P<how>>|>>|/|ok) )?"
    r"(?P<client>[^:\[]+?)(?:: (?P<words>[^\[]*?))?(?: ?\[(?P<picture>\w+)\])?"
)


def beginning(now: datetime) -> datetime:
    """Where the clock has to stand before the two weeks that end at `now` are lived through."""
    return (now.astimezone(ZONE) - timedelta(days=14)).replace(hour=9, minute=0, second=0, microsecond=0)


def seed(
    world: World,
    move_to: Callable[[datetime], None],
    now: datetime,
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Live through the two weeks before `now`; the clock stands at their beginning.

    `is_over` cuts the story short.
    """
    tiers, delay = world.slack.enforce_tiers, world.twilio.callback_delay
    world.slack.enforce_tiers, world.twilio.callback_delay, world.slack.stage.note = False, 0.0, NOTE
    try:
        _Fortnight(world, move_to, now).live(is_over)
    finally:
        world.slack.enforce_tiers, world.twilio.callback_delay = tiers, delay
        world.slack.stage.note = ""
        world.slack.stage.touch()


class _Fortnight:
    def __init__(self, world: World, move_to: Callable[[datetime], None], now: datetime) -> None:
        self._world, self._slack, self._move_to, self._now = world, world.slack, move_to, now
        self._numbers = {name: number for number, name in ROSTER.items()} | LANDLINES

    def live(self, is_over: Callable[[], bool]) -> None:
        self._slack.command(USERS["Maria"], "/parley", "help")
        self._text_at_any_hour()
        self._invite_ben()
        self._put_on_a_plan("Maria", "500 credits a month")
        self._put_on_a_plan("Ben", "250 credits a month")
        self._let_pay("Ben")
        for line in STORY.read_text("utf-8").splitlines():
            if not line.startswith("#") and not is_over():
                self._live(line)
        with self._slack.stage.lock:
            self._slack.whispers.clear()  # nobody still sees them after two weeks
        self._move_to(self._now)
        self._settle()

    def _live(self, line: str) -> None:
        step = STEP.fullmatch(line)
        if step is None:
            raise ValueError(f"not a step: {line}")
        instant = self._now - timedelta(hours=float(step["before"] or 0))
        if step["day"]:
            day = beginning(self._now) + timedelta(days=int(step["day"]))
            instant = day.replace(hour=int(step["hour"]), minute=int(step["minute"]))
        for moment in (instant - timedelta(seconds=30), instant):  # what waits for a few seconds goes first
            if moment > self._slack.stage.now():
                self._move_to(moment)
                self._settle()
        content = PICTURES.joinpath(f"{step['picture']}.png").read_bytes() if step["picture"] else b""
        media = [("image/png", content)] if content else []
        self._do(USERS.get(step["agent"], ""), step["how"] or "", step["client"], step["words"] or "", media)
        self._settle()

    def _do(self, user: str, how: str, client: str, words: str, media: list[tuple[str, bytes]]) -> None:
        card = self._card(user, client) if user else {}
        if how == ">":
            self._compose(user, client, words)
        elif how == "/":
            self._slack.command(user, "/text", f"{client} {words}")
        elif how == ">>":
            files = [("picture.png", *each) for each in media]
            self._slack.type(user, self._slack.dm_of(user), words, card["ts"], files)
        elif how == "ok":
            self._finish(user, card)
        else:
            ours = OWN_NUMBERS[1] if self._card("UBEN", client) else OWN_NUMBERS[0]
            self._world.twilio.text(self._numbers.get(client, client), ours, words, media)

    def _compose(self, user: str, name: str, words: str) -> None:
        self._slack.command(user, "/text")
        self._fill(user, "Or a new number", self._numbers[name])
        self._fill(user, "Name for the new number", name)
        self._fill(user, "Message", words)
        if not self._slack.submit(user).ok or self._slack.view_of(user):
            raise RuntimeError(f"the composer refused the text to {name}")

    def _finish(self, user: str, card: dict[str, Any]) -> None:
        """The card's own button, or the reaction that means the same."""
        dm, button = self._slack.dm_of(user), _button(card, "Done")
        if button:
            self._slack.click(user, button["action_id"], button.get("value"), channel=dm, ts=card["ts"])
        else:
            self._slack.add_reaction(user, dm, card["ts"], "white_check_mark")

    def _card(self, user: str, client: str) -> dict[str, Any]:
        """The newest parent of a thread in which this client is named."""
        posts = self._slack.messages(self._slack.dm_of(user))
        cards = [one for one in posts if client in one["text"].replace("&amp;", "&")]
        parents = [one for one in cards if one.get("thread_ts") in (None, one["ts"]) and one.get("bot_id")]
        return parents[-1] if parents else {}

    def _text_at_any_hour(self) -> None:
        """Whoever looks at the playground at night shall not be asked about each text."""
        maria = USERS["Maria"]
        self._slack.command(maria, "/parley", "settings")
        self._slack.click(maria, "asks", [], block_id="asks")
        self._save()

    def _invite_ben(self) -> None:
        maria = USERS["Maria"]
        self._slack.command(maria, "/parley")
        for label in ("People and numbers", "Invite people"):
            found = _button(self._slack.view_of(maria) or {}, label)
            self._slack.click(maria, found["action_id"], found.get("value"))
        self._fill(maria, "People", [USERS["Ben"]])
        self._fill(maria, "Or type a number", OWN_NUMBERS[1])
        self._save()

    def _put_on_a_plan(self, name: str, plan: str) -> None:
        maria = USERS["Maria"]
        self._slack.command(maria, "/parley")
        found = _button(self._slack.view_of(maria) or {}, "Plan")
        self._slack.click(maria, found["action_id"], found.get("value"))
        self._fill(maria, "Person", USERS[name])
        self._choose(maria, "Plan", plan)
        self._save()

    def _let_pay(self, name: str) -> None:
        """From now on this agent pays by card, so that there is somebody who can."""
        maria = USERS["Maria"]
        self._slack.command(maria, "/parley")
        for label in ("Plans and billing", "Billing", "Who pays, and how much at most"):
            found = _button(self._slack.view_of(maria) or {}, label)
            self._slack.click(maria, found["action_id"], found.get("value"))
        self._fill(maria, "Agent", USERS[name])
        self._choose(maria, "Who pays", "The agent pays")
        self._save()

    def _choose(self, user: str, label: str, words: str) -> None:
        """Choose what begins so in the menu with this label."""
        view: dict[str, Any] = self._slack.view_of(user) or {}
        choices = [option for block in view["blocks"] for option in options_of(block.get("element", {}))]
        offered = {one["text"]["text"]: one["value"] for one in choices}
        self._fill(user, label, next(value for said, value in offered.items() if said.startswith(words)))

    def _save(self) -> None:
        """Maria sends her window and closes those below."""
        maria = USERS["Maria"]
        answer = self._slack.submit(maria)
        if not answer.ok or answer.body:
            raise RuntimeError(f"a window was refused: {answer.body}")
        while self._slack.view_of(maria):
            self._slack.close_view(maria)
        self._settle()

    def _fill(self, user: str, label: str, value: str | list[str]) -> None:
        """Type into the field with this label, as a person finds it."""
        view: dict[str, Any] = self._slack.view_of(user) or {}
        labels = {one["label"]["text"]: one for one in view.get("blocks", []) if "label" in one}
        if label not in labels:
            raise RuntimeError(f"no field says {label}: {[*labels]}")
        block = labels[label]
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
