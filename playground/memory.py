"""What the pretend world still knows after a restart: channels, threads, texts and mails, in one file."""

import pickle
from pathlib import Path
from typing import Any

EVERY = 3  # seconds between two looks whether there is something new to keep
KEPT = {
    "slack": ("channels", "posts", "whispers", "files"),
    "twilio": ("texts", "phones", "opted_out", "numbers"),
    "mailbox": ("mails",),
    "stripe": ("kept",),
}


def remember(world: Any, path: Path) -> None:
    """Write the file anew, whole or not at all."""
    with world.slack.stage.lock:
        each = [(part, getattr(world, part), names) for part, names in KEPT.items()]
        content = pickle.dumps(
            {part: {name: getattr(on, name) for name in names} for part, on, names in each}
        )
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    fresh.replace(path)


def recall(world: Any, path: Path) -> None:
    """Take up where the last run left off; a file that cannot be read starts an empty world."""
    try:
        kept = pickle.loads(path.read_bytes())  # noqa: S301 written by this program, beside its own database
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError):
        return
    with world.slack.stage.lock:
        for part, values in kept.items():
            for name, value in values.items():
                kept_here = getattr(getattr(world, part), name)
                kept_here.extend(value) if isinstance(kept_here, list) else kept_here.update(value)
