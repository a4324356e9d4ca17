"""The one message of an import: what it would do, how far it is, what it did."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.notice import post_once
from bot.ports import Refused
from bot.screens import contact_import as screens
from bot.work import Tools
from models import agent as agents
from models import contact_import as imports
from models.contact_import import ContactImport
from models.enums import ImportState

GONE = ("message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed")
NAMED = 10  # contacts that are named


def show(session: Session, tools: Tools, made: ContactImport) -> None:
    """Let the message show how the import stands then."""
    lane = queue.dm_of(made.by_id).lane
    place, key = queue.Place(lane, f"import:{made.id}"), f"import:{made.id}:show"
    queue.show(session, tools, "show_import", made.id, place, queue.Priority.RECEIPT, dedupe=key)


def show_import(tools: Tools, import_id: UUID, again: bool) -> None:
    """Post the message, or bring it up to date; one that was deleted meanwhile is let be."""
    with tools.read() as session:
        made = imports.get(session, import_id)
        if made is None:
            return
        agent = agents.get(session, made.by_id)
        kept = imports.kept(session, import_id, NAMED) if made.state == ImportState.UNDONE else []
    post = screens.message(seen_of(made), kept)
    if made.channel is None or made.ts is None:
        posted = post_once(tools, agent, post, f"import:{import_id}", again)
        with tools.write() as session:
            imports.shown_at(session, import_id, posted.channel, posted.ts)
        return
    try:
        tools.slack.update(made.channel, made.ts, post)
    except Refused as refused:
        if refused.reason not in GONE:
            raise


def seen_of(made: ContactImport) -> screens.Seen:
    """An import as a screen shows it."""
    return screens.Seen(
        str(made.id),
        made.name,
        made.origin,
        made.state,
        made.total,
        made.done,
        made.counts,
        made.preview,
        made.problem,
    )
