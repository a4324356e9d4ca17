"""A timeline as a file in the direct message of whoever asked for it."""

import re
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.actions import look, queue
from bot.actions.assistant import reading
from bot.actions.notice import post_once
from bot.actions.people import Who, who_of
from bot.actions.reader import Of, Subject, View, is_compliance
from bot.actions.timeline import Asked, allowed
from bot.actions.timeline_entry import entries
from bot.ports import File
from bot.rules.spreadsheet import Cell, as_csv
from bot.screens import timeline as words
from bot.screens.notice import said
from bot.work import Refusal, Tools
from models import agent as agents
from models import timeline as rows
from models.enums import Look, TimelineFilter
from models.timeline import Edge

AT_ONCE = 500  # entries read together


def download(tools: Tools, who: Who, asked: Asked) -> str:
    """Let the file be made; what to say. Raises Refusal.

    An export by somebody with the compliance role is written down by itself, with the window's reason.
    """
    with tools.write() as session:
        view = allowed(session, tools, who, asked)
        if is_compliance(who):
            reason = look.reason_of(session, tools, who, view.contact_ids, asked.view_id)
            look.note(session, tools, who, view.contact_ids, Look.EXPORT, asked.view_id, reason)
        of, found, shown = asked.meta.split(" ", 2)
        args: dict[str, Any] = {"of": of, "id": found, "shown": shown, "view_id": asked.view_id}
        dm, receipt = queue.dm_of(who.author_id), queue.Priority.RECEIPT
        key = f"timeline:{who.author_id}:{who.agent_id}:{asked.meta}"
        queue.show(session, tools, "post_timeline", who.author_id, dm, receipt, dedupe=key, **args)
    return words.ON_ITS_WAY


def asked_in(args: dict[str, Any]) -> Asked:
    """What was asked for, as a job keeps it."""
    subject = Subject(Of(args["of"]), UUID(args["id"]))
    return Asked(subject, TimelineFilter(args["shown"]), view_id=args["view_id"])


def post_timeline(tools: Tools, agent_id: UUID, asked: Asked, key: str, again: bool) -> None:
    """Post the file, once by its key; or why they may not have it any more."""
    with tools.read() as session:
        agent = agents.get(session, agent_id)
    try:
        who = reading(tools, who_of(agent))
        with tools.read() as session:
            view = allowed(session, tools, who, asked, Look.EXPORT)
    except Refusal as refusal:
        post_once(tools, agent, said(refusal.sentence), key, again)
        return
    with tools.read() as session:
        reason = look.reason_of(session, tools, who, view.contact_ids, asked.view_id)
        content = as_csv([words.HEAD, *_rows(session, tools, who, view, asked.shown)])
    posted = post_once(tools, agent, words.file_post(view.name, reason), key, again)
    name = _file_name(view.name, asked.shown)
    if not (again and tools.slack.find_upload(posted.channel, posted.ts, name)):
        about = words.file_words(view.name, asked.shown)
        tools.slack.upload(posted.channel, posted.ts, name, about, File(content, "text/csv"))


def _rows(
    session: Session, tools: Tools, who: Who, view: View, shown: TimelineFilter
) -> list[tuple[Cell, ...]]:
    """All entries, the newest first, read page by page: those that come meanwhile are not among them."""
    made: list[tuple[Cell, ...]] = []
    keys = rows.keys(session, view.scope, shown, Edge(most=AT_ONCE))
    while keys:
        made += map(words.row, entries(session, tools, who, view, keys))
        keys = rows.keys(session, view.scope, shown, Edge(keys[-1], most=AT_ONCE))
    return made


def _file_name(name: str, shown: TimelineFilter) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", f"{name} {shown}".lower()).strip("-")
    return f"timeline-{words}.csv"
