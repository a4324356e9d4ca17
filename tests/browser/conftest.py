"""The playground as a newcomer starts it, and a browser in front of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desk import Desk
from tests.support import until

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or ""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _settled(url: str) -> bool:
    """Whether the playground has lived through its two weeks: its clock shows today."""
    with urllib.request.urlopen(f"{url}/state", timeout=5) as answer:
        state = json.load(answer)
    return not state["note"] and datetime.now(UTC) - datetime.fromisoformat(state["now"]) < timedelta(
        seconds=5
    )


@pytest.fixture(scope="session")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a playground that runs for the browser tests."""
    folder = tmp_path_factory.mktemp("playground")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PORT": str(port)}
    command = [sys.executable, str(ROOT / "app.py")]
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert "playground" in process.stdout.readline()
        url = f"http://127.0.0.1:{port}"
        until(lambda: _settled(url), 90)
        yield url
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("CI needs Chromium: apt-get install chromium")
        pytest.skip("NO CHROMIUM ON THIS MACHINE: the browser tests did not run (apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, playground: str, tmp_path: Path) -> Iterator[Page]:
    """The playground's page in a fresh window, with no modal left open by a test that failed."""
    window = browser.new_page(viewport={"width": 1440, "height": 860})
    window.set_default_timeout(10_000)
    window.goto(playground)
    for verb, more in (
        ("close", {"user": "UMARIA"}),
        ("close", {"user": "UBEN"}),
        ("bad_day", {"user": "UMARIA", "name": ""}),
    ):
        window.request.post(f"{window.url}do/{verb}", data=more)
    yield window
    window.screenshot(path=tmp_path / "last.png")
    window.close()


@pytest.fixture
def desk(page: Page, tmp_path: Path) -> Desk:
    """Maria at the page."""
    return Desk(page, tmp_path)
