"""The workspace's own wording of the line under a first text."""

import re

LONGEST = 160
_STOP = re.compile(r"\bSTOP\b")
_SLOT = re.compile(r"\{([^{}]*)\}")
# What an admin writes -> what `opt_out_line` fills in.
_SLOTS = {"agent": "name", "brokerage": "brokerage", "name": "name"}


class WordingRefused(ValueError):
    """The sentence says what to change."""


def read_wording(typed: str) -> str | None:
    """The wording to keep; None for the built-in one. Raises WordingRefused."""
    line = " ".join(typed.split())
    if not line:
        return None
    slots = [found.strip().lower() for found in _SLOT.findall(line)]
    if len(line) > LONGEST:
        raise WordingRefused(f"Use at most {LONGEST} characters: it is a part of each first text.")
    if not _STOP.search(line):
        raise WordingRefused(
            "Say how to opt out: the line must contain STOP, such as “Reply STOP to opt out”."
        )
    if {*slots} - _SLOTS.keys() or "{" in _SLOT.sub("", line) or "}" in _SLOT.sub("", line):
        raise WordingRefused("Only {agent} and {brokerage} can be filled in. Take out other braces.")
    if not slots:
        raise WordingRefused("Say who writes: put {agent} or {brokerage} into the line.")
    return _SLOT.sub(lambda found: f"{{{_SLOTS[found[1].strip().lower()]}}}", line)


def show_wording(kept: str) -> str:
    """The wording as an admin writes it."""
    return kept.replace("{name}", "{agent}")
