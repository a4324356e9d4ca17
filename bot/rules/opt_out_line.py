"""The line under the first text to a number: who writes, and the way out. It costs the agent nothing."""

import re
from dataclasses import dataclass

from bot.rules.fold import fold
from bot.rules.name_words import NAME_WORDS

DEFAULT_TEMPLATE = "- {name}, {brokerage}. Reply STOP to opt out"
# Twilio refuses a longer body, and it counts as Java and JavaScript do: an emoji is two units or more.
LIMIT = 1600

_WAY_OUT = re.compile(
    r"\b(?:reply|respond|answer|text|txt|send)(?:\s+with)?\s+[\"'“‘]?stop[\"'”’]?"
    r"(?=\s+(?:to|2|if|and|at)\b|\s*(?:[.,;:!)\n]|$))",
    re.IGNORECASE,
)
_SLOT = re.compile(r"\{(name|brokerage)\}(\.?)")
_JOINT = r"(?:\s*[,|/·]\s*|\s+(?:from|of|at|with|[-–—])\s+|\s+)?"
_NO_NAME = re.compile(rf"\{{name\}}{_JOINT}")
_NO_BROKERAGE = re.compile(rf"{_JOINT}\{{brokerage\}}")
_LEFT_OVER = re.compile(r"^[\s.,;:|/·–—-]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Lined:
    """A first text as it leaves, and the line it got, or ""."""

    text: str
    line: str


def with_opt_out_line(body: str, template: str, agent_name: str, brokerage: str) -> Lined:
    """`body` with the line of the workspace's `template` ({name}, {brokerage}) under it.

    The agent's name is left out if the body has it, the whole line if the body already says how to opt out.
    """
    if _WAY_OUT.search(body):
        return Lined(body, "")
    name = "" if _names(body, agent_name) else agent_name.strip()
    line = _line(template, name, brokerage.strip())
    return Lined(f"{body}\n{line}" if body and line else body or line, line)


def _line(template: str, name: str, brokerage: str) -> str:
    if not name:
        template = _NO_NAME.sub("", template)
    if not brokerage:
        template = _NO_BROKERAGE.sub("", template)
    values = {"name": name, "brokerage": brokerage}
    # "Oak Realty Inc." brings the full stop that the template has, too.
    line = _SLOT.sub(lambda slot: values[slot[1]].removesuffix(slot[2]) + slot[2], template).strip()
    return line if name or brokerage else _LEFT_OVER.sub("", line)


def _names(body: str, agent_name: str) -> bool:
    """Whether the body says who writes. "Will you be there" does not name an agent called Will."""
    full = fold(agent_name)
    first = full.partition(" ")[0]
    known = [full] if first in NAME_WORDS or len(first) == 1 else [full, first]
    said = fold(body)
    return any(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) for name in known)
