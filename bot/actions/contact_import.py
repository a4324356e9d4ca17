"""Bringing contacts along: a file or a pasted list is read, shown, and imported when the agent says so."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import import_show, queue
from bot.actions.import_run import PASTED, Look, look_through, open_kept
from bot.actions.people import Who
from bot.ports import Refused
from bot.rules.blank import one_line
from bot.rules.contact_file import LARGEST, Columns, Field, FileRefusal, Sheet, examples, guess_columns
from bot.rules.contact_match import Card
from bot.rules.phone import show_phone
from bot.rules.shared_file import Attached
from bot.screens import contact_import as screens
from bot.screens.file import called
from bot.work import Refusal, Tools
from models import contact_import as imports
from models.contact_import import ContactImport
from models.enums import ImportState

PASTED_NAME = "Pasted list"
LONGEST_NAME = 200  # characters
ENDED = (ImportState.CANCELED, ImportState.FAILED)


def begin_file(tools: Tools, who: Who, file: Attached, key: str) -> None:
    """Let a shared file be read and shown, once by `key`. Raises Refusal for one that cannot be."""
    if file.size > LARGEST:
        raise Refusal(screens.TOO_LARGE.format(name=called(file.name)))
    if not file.url:
        raise Refusal(screens.HIDDEN.format(name=called(file.name)))
    with tools.write() as session:
        _begin(session, tools, who, fresh(tools, who, file.name, key), file.url)


def begin_pasted(tools: Tools, who: Who, text: str, key: str) -> None:
    """The same for a pasted list."""
    with tools.write() as session:
        made = fresh(tools, who, PASTED_NAME, key)
        made.columns = {PASTED: True}
        if _begin(session, tools, who, made):
            imports.keep_file(session, made.id, text.encode())


def fresh(tools: Tools, who: Who, name: str, key: str) -> ContactImport:
    """An import that nothing is known of yet."""
    at = tools.now()
    return ContactImport(
        workspace_id=tools.workspace_id,
        agent_id=who.agent_id,
        by_id=who.author_id,
        key=key,
        name=one_line(name, LONGEST_NAME),
        state=ImportState.READING,
        created_at=at,
        changed_at=at,
    )


def _begin(session: Session, tools: Tools, who: Who, made: ContactImport, url: str = "") -> bool:
    if not imports.add_once(session, made):
        return False
    import_show.show(session, tools, made)
    queue.later(session, tools, "read_import", made.id, url=url)
    return True


def read_import(tools: Tools, import_id: UUID, url: str = "") -> None:
    """Read what shall be imported, and let the agent see what that would do."""
    with tools.read() as session:
        made = imports.get(session, import_id)
        content = imports.file_of(session, import_id)
    if made is None or made.state != ImportState.READING:
        return
    try:
        content = content or tools.slack.download(url).content
        sheet = open_kept(content, made.name, made.columns)
    except Refused as refused:
        why = refused.reason
        _fail(tools, made, screens.NOT_FETCHED.format(name=made.name, why=why))
        return
    except FileRefusal as refusal:
        _fail(tools, made, str(refusal))
        return
    columns = Columns.from_dict(made.columns) if "fields" in made.columns else guess_columns(sheet)
    look = look_through(tools, made.agent_id, sheet, columns)
    with tools.write() as session:
        now = imports.lock(session, import_id)
        if now is None or now.state != ImportState.READING or now.columns != made.columns:
            return  # canceled, or to be read otherwise
        imports.keep_file(session, import_id, content)
        note_look(now, sheet, columns, look)
        now.changed_at = tools.now()
        session.add(now)
        import_show.show(session, tools, now)


def note_look(made: ContactImport, sheet: Sheet, columns: Columns, look: Look) -> None:
    """Keep on the import what was seen, so that showing it costs nothing."""
    made.columns, made.counts = _kept(made, columns), look.counts
    made.state, made.origin, made.total = ImportState.ASKING, sheet.origin, sheet.total
    made.preview = {
        "examples": [[card.name, _about(card)] for card in look.examples],
        "told": [list(one) for one in look.told],
        "columns": [_column(sheet, columns, place) for place in range(len(sheet.header))],
    }


def _kept(made: ContactImport, columns: Columns) -> dict[str, Any]:
    return columns.to_dict() | ({PASTED: True} if made.columns.get(PASTED) else {})


def _about(card: Card) -> str:
    phones = [" ".join(filter(None, (show_phone(one.e164), one.label))) for one in card.phones.values()]
    place = ", ".join(filter(None, (card.address, card.state, card.zip_code)))
    return " · ".join(filter(None, (*phones, card.email, card.company, place, *card.tags.values())))


def _column(sheet: Sheet, columns: Columns, place: int) -> dict[str, object]:
    holds = columns.fields.get(place)
    return {
        "heading": sheet.header[place] or f"Column {place + 1}",
        "holds": holds.value if holds else "",
        "unsure": place in columns.unsure,
        "examples": list(examples(sheet, place)),
    }


def _fail(tools: Tools, made: ContactImport, problem: str) -> None:
    with tools.write() as session:
        now = imports.lock(session, made.id)
        if now is not None and now.state == ImportState.READING:
            now.state, now.problem, now.changed_at = ImportState.FAILED, problem, tools.now()
            session.add(now)
            import_show.show(session, tools, now)


def taken(session: Session, who: Who, import_id: UUID) -> ContactImport:
    """The import, held, for who started it. Raises Refusal."""
    made = imports.lock(session, import_id)
    if made is None:
        raise Refusal(screens.NO_SUCH)
    if made.by_id != who.author_id:
        raise Refusal(screens.NOT_YOURS)
    return made


def columns_of(tools: Tools, who: Who, import_id: UUID) -> list[screens.Column]:
    """What each column is taken for, to be changed. Raises Refusal."""
    with tools.write() as session:
        made = taken(session, who, import_id)
        _need_asking(made)
        return [screens.Column(**one) for one in made.preview.get("columns", ())]


def choose_columns(tools: Tools, who: Who, import_id: UUID, chosen: Mapping[int, Field | None]) -> None:
    """Read the same file anew with these columns as they were chosen. Raises Refusal."""
    with tools.write() as session:
        made = taken(session, who, import_id)
        _need_asking(made)
        columns = Columns.from_dict(made.columns)
        for place, holds in chosen.items():
            if 0 <= place < len(made.preview.get("columns", ())):
                columns = columns.chosen(place, holds)
        if columns.to_dict() != Columns.from_dict(made.columns).to_dict():
            made.columns, made.state = _kept(made, columns), ImportState.READING
            session.add(made)
            import_show.show(session, tools, made)
            queue.later(session, tools, "read_import", made.id, url="")


def _need_asking(made: ContactImport) -> None:
    if made.state == ImportState.READING:
        raise Refusal(screens.STILL_READING)
    if made.state in ENDED:
        raise Refusal(screens.OVER)
    if made.state != ImportState.ASKING:
        raise Refusal(screens.BEGUN)


def start(tools: Tools, who: Who, import_id: UUID) -> None:
    """Import what was shown. Clicked twice it runs once. Raises Refusal."""
    with tools.write() as session:
        made = taken(session, who, import_id)
        if made.state in (ImportState.RUNNING, ImportState.DONE):
            return
        _need_asking(made)
        made.state, made.counts, made.done, made.changed_at = ImportState.RUNNING, {}, 0, tools.now()
        session.add(made)
        import_show.show(session, tools, made)
        queue.once(session, tools, "run_import", made.id, f"import:{made.id}:run")


def cancel(tools: Tools, who: Who, import_id: UUID) -> None:
    """Import nothing. Raises Refusal where it has begun."""
    with tools.write() as session:
        made = taken(session, who, import_id)
        if made.state in ENDED:
            return
        if made.state != ImportState.READING:
            _need_asking(made)
        made.state, made.changed_at = ImportState.CANCELED, tools.now()
        session.add(made)
        import_show.show(session, tools, made)


def undo(tools: Tools, who: Who, import_id: UUID) -> None:
    """Take back what an import did. Clicked twice it happens once. Raises Refusal."""
    with tools.write() as session:
        made = taken(session, who, import_id)
        if made.state in (ImportState.UNDOING, ImportState.UNDONE):
            return
        if made.state != ImportState.DONE:
            raise Refusal(screens.NOT_DONE)
        made.state, made.changed_at = ImportState.UNDOING, tools.now()
        session.add(made)
        import_show.show(session, tools, made)
        queue.once(session, tools, "undo_import", made.id, f"import:{made.id}:undo")
