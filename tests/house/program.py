"""`python app.py ...` as an operator runs it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from playground.world import World
from tests.support import ACCOUNT, AUTH_TOKEN, BOT_TOKEN, OURS, SECRET

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds for a start, or an end: requests get 15 to finish, jobs 20


@dataclass(frozen=True)
class Ended:
    """How a program ended and what it said."""

    code: int
    out: str
    err: str


class Program:
    """One process. Only what a test names reaches it: no other setting and no .env."""

    def __init__(self, folder: Path, number: int, command: Sequence[str], settings: dict[str, str]) -> None:
        self._files = folder / f"out-{number}", folder / f"err-{number}"
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        with self._files[0].open("w") as out, self._files[1].open("w") as err:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "app.py"), *command],
                cwd=folder,
                env=environment | settings,
                stdout=out,
                stderr=err,
            )

    def wait(self) -> Ended:
        """How it ends by itself."""
        code = self._process.wait(PATIENCE)
        out, err = (file.read_text() for file in self._files)
        return Ended(code, out, err)

    def tell(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> Ended:
        self.tell(number)
        return self.wait()

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def until_ready(self, url: str) -> None:
        """Wait until it answers that it can work."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and self._process.poll() is None:
            if answers(f"{url}/readyz") == requests.codes.ok:
                return
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"never ready: {self.wait()}")

    def until_says(self, words: str) -> None:
        """Wait for words on its standard output."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends and self._process.poll() is None:
            if words in self._files[0].read_text():
                return
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"never said {words!r}: {self.wait()}")


@dataclass(frozen=True)
class Live:
    """A pretend world and the settings of a Parley that serves it."""

    world: World
    url: str
    settings: dict[str, str]


def live_settings(port: int, api_url: str) -> dict[str, str]:
    """What an operator would write into .env, pointed at the pretend world."""
    return {
        "PORT": str(port),
        "UNDO_SECONDS": "0",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{api_url}/slack/api/",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_API_URL": api_url,
        "TWILIO_PHONE_NUMBER": OURS,
        "NUMBER_PACE_SECONDS": "0",
        "CHANNEL_PACE_SECONDS": "0",
        "WORKER_THREADS": "4",
        "WEB_THREADS": "4",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> int:
    """The status there; 0 when nobody answers."""
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(url, timeout=5).status_code
    except requests.RequestException:
        return 0
