"""Importing and exporting from the shell, for an agent who is named there."""

import json
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from bot.actions.contact_import import fresh, note_look
from bot.actions.import_run import Look, Tell, look_through, run
from bot.actions.import_show import seen_of
from bot.actions.people import Who, who_of
from bot.rules.column_choice import ColumnRefusal, with_choices
from bot.rules.contact_file import Columns, Sheet, guess_columns, open_sheet
from bot.screens import shell as words
from bot.screens.contact_import import Seen
from bot.work import Refusal, Tools
from models import agent as agents
from models import contact_import as imports
from models.contact_import import ContactImport
from models.enums import ImportState

AGAIN = (ImportState.UNDONE, ImportState.CANCELED, ImportState.FAILED)  # such a one is imported anew


def agent_called(tools: Tools, called: str) -> Who:
    """The agent with this Slack user id, e-mail address or name. Raises Refusal unless it is one."""
    asked = called.strip().casefold()
    with tools.read() as session:
        everybody = agents.of_workspace(session, tools.workspace_id)
    found = [
        one for one in everybody if asked in (one.slack_user_id.casefold(), (one.email or "").casefold())
    ] or [one for one in everybody if asked == one.name.casefold()]
    if len(found) != 1 or not asked:
        raise Refusal(words.no_agent(called, [one.name for one in everybody], bool(found)))
    return who_of(found[0])


def preview(tools: Tools, who: Who, name: str, content: bytes, chosen: Sequence[str]) -> Seen:
    """What an import would do, without doing it. Raises Refusal and FileRefusal."""
    sheet = open_sheet(content, name)
    columns = _columns(sheet, chosen)
    return _seen(tools, who, name, sheet, columns, look_through(tools, who.agent_id, sheet, columns))


def _seen(tools: Tools, who: Who, name: str, sheet: Sheet, columns: Columns, look: Look) -> Seen:
    made = fresh(tools, who, name, "")
    note_look(made, sheet, columns, look)
    return seen_of(made)


def bring_in(
    tools: Tools, who: Who, name: str, content: bytes, chosen: Sequence[str], tell: Tell
) -> tuple[Seen, bool]:
    """Import a file and wait for it; how it ended, and whether that was done before already.

    The same again goes on where it was killed. Raises Refusal and FileRefusal.
    """
    sheet = open_sheet(content, name)
    columns = _columns(sheet, chosen)
    import_id, was_done = _begun(tools, who, name, content, sheet, columns)
    run(tools, import_id, tell=tell)
    with tools.read() as session:
        made = imports.get(session, import_id)
        assert made is not None
        return seen_of(made), was_done


def _begun(
    tools: Tools, who: Who, name: str, content: bytes, sheet: Sheet, columns: Columns
) -> tuple[UUID, bool]:
    """The import of this content, new or begun before, and whether it is done."""
    read = json.dumps(columns.to_dict(), sort_keys=True).encode()
    base = f"shell:{who.agent_id}:{sha256(content + read).hexdigest()}"
    with tools.write() as session:
        tries = 0
        while (known := imports.by_key(session, f"{base}:{tries}")) and known.state in AGAIN:
            tries += 1
        if known is not None:
            return known.id, known.state == ImportState.DONE
        made: ContactImport = fresh(tools, who, name, f"{base}:{tries}")
        note_look(made, sheet, columns, Look())
        made.state = ImportState.RUNNING
        imports.add_once(session, made)
        imports.keep_file(session, made.id, content)
        return made.id, False


def _columns(sheet: Sheet, chosen: Sequence[str]) -> Columns:
    try:
        return with_choices(sheet.header, guess_columns(sheet), chosen)
    except ColumnRefusal as refusal:
        raise Refusal(str(refusal)) from refusal
