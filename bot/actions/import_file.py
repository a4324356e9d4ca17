"""The lines that an import left out, as a file below its message."""

from uuid import UUID

from bot.actions import queue
from bot.actions.contact_import import taken
from bot.actions.import_run import open_kept, steps_of
from bot.actions.people import Who
from bot.ports import File
from bot.rules.contact_file import Columns, Line, lines
from bot.rules.phone import show_phone
from bot.rules.spreadsheet import as_csv
from bot.screens import contact_import as screens
from bot.work import Refusal, Tools
from models import contact_import as imports
from models.contact_import import LEFT_OUT
from models.enums import ImportState

HEAD = ("Line", "Why", "Name", "Phones", "E-mail")


def ask_left_out(tools: Tools, who: Who, import_id: UUID) -> None:
    """Let the agent have the lines that were left out, or that lost something. Raises Refusal."""
    with tools.write() as session:
        made = taken(session, who, import_id)
        if made.channel is None or not (screens.left_out(made.counts) or made.counts.get("remarks")):
            raise Refusal(screens.NOTHING_LEFT_OUT)
        place, key = queue.dm_of(who.agent_id), f"left-out:{import_id}:{made.state}"
        queue.show(session, tools, "post_left_out", made.id, place, queue.Priority.RECEIPT, dedupe=key)


def post_left_out(tools: Tools, import_id: UUID, again: bool) -> None:
    """Put the file below the message, once for what is asked and once for what was done."""
    with tools.read() as session:
        made = imports.get(session, import_id)
        content = imports.file_of(session, import_id)
        why = imports.reasons(session, import_id, LEFT_OUT)
    if made is None or made.channel is None or made.ts is None:
        return
    is_before = made.state == ImportState.ASKING
    name = f"left-out-{'before' if is_before else 'after'}.csv"
    if again and tools.slack.find_upload(made.channel, made.ts, name):
        return
    sheet, columns = open_kept(content, made.name, made.columns), Columns.from_dict(made.columns)
    if is_before:
        steps = steps_of(tools, made.agent_id, sheet, columns)
        told = ((step.line, step.reason if step.fate in LEFT_OUT else "") for step in steps)
    else:
        told = ((line, why.get(line.number, "")) for line in lines(sheet, columns))
    rows = [_row(line, reason) for line, reason in told if reason or line.remarks]
    file = File(as_csv([HEAD, *rows]), "text/csv")
    tools.slack.upload(made.channel, made.ts, name, screens.LEFT_OUT, file)


def _row(line: Line, reason: str) -> tuple[int | str, ...]:
    told = " ".join(filter(None, (reason, *line.remarks)))
    phones = ", ".join(show_phone(one.e164) for one in line.phones)
    return line.number, told, line.name, phones, line.email or ""
