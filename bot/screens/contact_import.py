"""An import of contacts: what it would do, how far it is, what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, actions, button, cut, plain, section
from bot.screens.file import called
from models.enums import ImportState, LineFate

NOT_YOURS = "Only who started this import can do that. Type `/contacts` to import your own."
NO_SUCH = "This import is gone. Type `/contacts` to start another."
STILL_READING = "The file is being read again: look at the new preview first."
OVER = "This import was canceled. Type `/contacts` to start another."
BEGUN = "This import has begun already. When it is done, “Undo import” takes it back."
NOT_DONE = "This import is not done yet. “Undo import” comes when it is."
NOTHING_LEFT_OUT = "No line was left out."
NOTHING_IN_IT = "There is nobody to import."
TOO_LARGE = "{name} is larger than 20 MB. Split it into smaller files and import one after the other."
HIDDEN = "Slack does not hand {name} to Parley. Save it to your computer and choose it there."
NOT_FETCHED = "{name} could not be read from Slack ({why}). Share it again."
LEFT_OUT = "The lines that were left out, and why"
STAY = "Opt-outs stay: undoing an import never lets anybody be texted who asked not to be."
UNDO_ASKS = (
    "The contacts it made are deleted, unless you texted or changed them since. What it filled in goes back. "
    "Opt-outs stay."
)


@dataclass(frozen=True)
class Seen:
    """How an import stands."""

    import_id: str
    name: str
    origin: str
    state: ImportState
    total: int
    done: int
    counts: Mapping[str, int]
    preview: Mapping[str, Any]  # columns, examples, told
    problem: str

    def of(self, one: str) -> int:
        return int(self.counts.get(one, 0))

    @property
    def good(self) -> int:
        """Lines that make a contact or add something to one."""
        return self.of(LineFate.NEW) + self.of(LineFate.UPDATED)

    @property
    def left_out(self) -> int:
        return left_out(self.counts)


def left_out(counts: Mapping[str, int]) -> int:
    """How many lines do nothing although they say something."""
    return counts.get(LineFate.BAD, 0) + counts.get(LineFate.DOUBLE, 0)


def message(seen: Seen, kept: Sequence[tuple[str, int, str]] = ()) -> Post:
    """`kept`: contacts that outlived the undoing: name, line, why."""
    words = _WORDS[seen.state](seen)
    shown = [section(words)]
    if seen.state == ImportState.ASKING:
        shown += _details(seen)
    if kept:
        lines = [f"{escape(cut(name, 60))} (line {line}): {why}" for name, line, why in kept]
        shown.append(section("*Still here*\n" + "\n".join(lines)))
    buttons = _buttons(seen)
    return Post(words.replace("*", ""), [*shown, *([actions(*buttons)] if buttons else [])])


def contacts(count: int) -> str:
    return f"{count:,} contact{'' if count == 1 else 's'}"


def lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _reading(seen: Seen) -> str:
    return f"Reading {called(seen.name)}…"


def _asking(seen: Seen) -> str:
    origin = f" · {escape(seen.origin)}" if seen.origin else ""
    return f"*{called(seen.name)}*{origin} · {lines(seen.total)}\n{_sums(seen) or NOTHING_IN_IT}"


def _running(seen: Seen) -> str:
    return f"Importing {called(seen.name)}… {seen.done:,} of {seen.total:,}\n{_sums(seen)}".strip()


def _done(seen: Seen) -> str:
    return f"*Imported {called(seen.name)}*\n{_sums(seen) or NOTHING_IN_IT}"


def _undoing(seen: Seen) -> str:
    return f"Undoing the import of {called(seen.name)}… {_back(seen)}"


def _undone(seen: Seen) -> str:
    return f"*The import of {called(seen.name)} was undone.* {_back(seen)} {STAY}"


def _back(seen: Seen) -> str:
    told = f"{lines(seen.of(LineFate.UNDONE))} taken back."
    return f"{told} {lines(seen.of(LineFate.KEPT))} kept." if seen.of(LineFate.KEPT) else told


def _canceled(seen: Seen) -> str:
    return f"The import of {called(seen.name)} was canceled. Nothing was changed."


def _failed(seen: Seen) -> str:
    return f"{escape(seen.problem)} Nothing was imported."


_WORDS = {
    ImportState.READING: _reading,
    ImportState.ASKING: _asking,
    ImportState.RUNNING: _running,
    ImportState.DONE: _done,
    ImportState.UNDOING: _undoing,
    ImportState.UNDONE: _undone,
    ImportState.CANCELED: _canceled,
    ImportState.FAILED: _failed,
}


def sums(seen: Seen) -> list[str]:
    """How many lines do what, each as a few words."""
    named = (
        (seen.of(LineFate.NEW), "new"),
        (seen.of(LineFate.UPDATED), "known, with something to add"),
        (seen.of(LineFate.SAME), "known already"),
        (seen.of(LineFate.DOUBLE), "twice in the file"),
        (seen.of(LineFate.BAD), "without a way to reach anybody"),
    )
    told = [f"{count:,} {what}" for count, what in named if count]
    opted_out, consent = seen.of("opted out"), seen.of("consent")
    told += [f"{opted_out:,} opted out of texts"] if opted_out else []
    told += [f"{consent:,} with consent to automated texts"] if consent else []
    return told


def _sums(seen: Seen) -> str:
    return " · ".join(sums(seen))


def _details(seen: Seen) -> list[Block]:
    preview, blocks = seen.preview, []
    if examples := preview.get("examples"):
        shown = "\n".join(f"{escape(name)} · {escape(cut(rest, 200))}" for name, rest in examples)
        blocks.append(section(f"*As they would be saved*\n{shown}"))
    if told := preview.get("told"):
        more = seen.left_out - len(told)
        shown = "\n".join(f"Line {line}: {escape(cut(why, 150))}" for line, why in told)
        blocks.append(section(f"*Left out*\n{shown}" + (f"\n… and {more:,} more" if more > 0 else "")))
    if count := seen.of("remarks"):
        blocks.append(section(f"In {lines(count)} something could not be used, such as a wrong number."))
    if unsure := [one["heading"] for one in preview.get("columns", ()) if one["unsure"]]:
        named = ", ".join(f"“{escape(cut(one, 40))}”" for one in unsure[:10])
        blocks.append(
            section(f"Parley does not know what {named} means and leaves it out. “Columns…” changes that.")
        )
    return blocks


def _buttons(seen: Seen) -> list[Block]:
    made: list[Block] = []
    if seen.state == ImportState.ASKING:
        if seen.good:
            verb = "Import" if seen.of(LineFate.NEW) else "Update"
            made.append(button(f"{verb} {contacts(seen.good)}", "import_start", seen.import_id, "primary"))
        if seen.preview.get("columns"):
            made.append(button("Columns…", "import_columns", seen.import_id))
    if seen.state in (ImportState.ASKING, ImportState.DONE) and (seen.left_out or seen.of("remarks")):
        made.append(button("Rows left out", "import_left_out", seen.import_id))
    if seen.state == ImportState.ASKING:
        made.append(button("Cancel", "import_cancel", seen.import_id))
    if seen.state == ImportState.DONE and seen.good:
        made.append(button("Undo import", "import_undo", seen.import_id) | {"confirm": _confirm()})
    return made


def _confirm() -> Block:
    asks = {"title": plain("Undo the import?"), "text": plain(UNDO_ASKS)}
    return asks | {"confirm": plain("Undo import"), "deny": plain("Keep it")}


@dataclass(frozen=True)
class Column:
    """A column of a table and what it is taken for."""

    heading: str
    holds: str  # a Field; "" for nothing
    unsure: bool
    examples: Sequence[str]
