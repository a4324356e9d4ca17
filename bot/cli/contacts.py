"""`app.py import-contacts` and `app.py export-contacts`."""

import sys
from argparse import Namespace
from pathlib import Path

from bot.actions import contact_export, shell_import
from bot.actions.people import Who
from bot.rules.contact_file import LARGEST, FileRefusal
from bot.screens import shell as words
from bot.work import Refusal, Tools


def run(tools: Tools, asked: Namespace) -> int:
    """Do what was asked and say what was done; the exit code: 2 if that was impossible."""
    try:
        print(COMMANDS[asked.command](tools, shell_import.agent_called(tools, asked.agent), asked))
    except (Refusal, FileRefusal, OSError) as error:
        print(f"parley: {error}", file=sys.stderr)
        return 2
    return 0


def _import(tools: Tools, who: Who, asked: Namespace) -> str:
    content, name = _read(Path(asked.file)), Path(asked.file).name
    if asked.preview:
        return words.preview(shell_import.preview(tools, who, name, content, asked.column))
    return words.result(*shell_import.bring_in(tools, who, name, content, asked.column, _tell))


def _export(tools: Tools, who: Who, asked: Namespace) -> str:
    """The file is there whole or not at all."""
    path = Path(asked.file)
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        size = sum(map(file.write, contact_export.written(tools, who.agent_id)))
    part.replace(path)
    return words.exported(size, asked.file)


COMMANDS = {"import-contacts": _import, "export-contacts": _export}


def _read(path: Path) -> bytes:
    """The file, or as much of a larger one as its reader refuses."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _tell(done: int, total: int) -> None:
    print(words.progress(done, total), file=sys.stderr, flush=True)
