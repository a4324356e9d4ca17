"""Deciding work and handing it to the worker: every job is written here, in its decider's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from bot.rules.position import position_of
from bot.work import Tools
from models import job as jobs
from models.job import NewJob

CARD_PAUSE = timedelta(seconds=30)  # between two changes of one card that nobody asked for


class Priority(IntEnum):
    """What passes what in one lane: the lower goes first."""

    INBOUND = 10
    TYPED = 20
    FAILURE = 30
    RECEIPT = 40
    BULK = 50
    CARD = 60
    DIGEST = 70


def deliver(
    session: Session,
    tools: Tools,
    message_id: UUID,
    position: int,
    conversation_id: UUID,
    our_phone: str,
    wait: timedelta = timedelta(),
) -> None:
    """Let a text leave when its number's turn comes, after the earlier ones of its conversation."""
    job = _job(tools, "deliver_text", message_id, Priority.TYPED, position)
    job.due_at += wait
    job.lane, job.strand = f"{NUMBERS}{our_phone}", f"conversation:{conversation_id}"
    jobs.enqueue(session, job, milliseconds(tools.policy.number_pace))


def release(session: Session, tools: Tools, message_id: UUID, at: datetime) -> None:
    """Let a scheduled text be looked at when its time comes; an earlier appointment of its own is dropped."""
    jobs.drop(session, "release_text", [message_id])
    job = _job(tools, "release_text", message_id, Priority.TYPED, position_of(at))
    job.due_at = at
    jobs.enqueue(session, job)


def drop_deliveries(session: Session, message_ids: Sequence[UUID]) -> None:
    """Nothing lets these texts leave any more, now or at their time."""
    for kind in ("deliver_text", "release_text"):
        jobs.drop(session, kind, message_ids)


def later(
    session: Session,
    tools: Tools,
    kind: str,
    subject: UUID,
    delay: timedelta = timedelta(),
    wait: timedelta = timedelta(),
    **args: Any,
) -> None:
    """Something to do for a subject after a delay by the product's clock or a wait by the real one."""
    job = _job(tools, kind, subject, Priority.TYPED, position_of(tools.now()))
    job.due_at, job.retry_at, job.args = job.due_at + delay, job.retry_at + wait, args
    jobs.enqueue(session, job)


def once(session: Session, tools: Tools, kind: str, subject: UUID, key: str) -> None:
    """Something to do now for a subject, by at most one waiting job."""
    job = _job(tools, kind, subject, Priority.TYPED, position_of(tools.now()))
    job.dedupe = key
    jobs.enqueue(session, job)


@dataclass(frozen=True)
class Place:
    """Where in Slack a post belongs, for pace and order."""

    lane: str
    strand: str | None = None


NUMBERS, CHANNELS, WORKSPACE = "number:", "slack:", "workspace:"  # how the names of their lanes begin
MISSED = "twilio:lists"  # where lists of texts are asked for
# Reactions and edits are no posts: Slack counts each for the whole workspace. In lanes of their own they
# never hold a client's text back when Slack asks for patience.
SIGNS, EDITS = f"{WORKSPACE}signs", f"{WORKSPACE}edits"


def signs_of(message_id: UUID) -> Place:
    """Where the signs on an agent's own message are put, one after the other."""
    return Place(SIGNS, f"sign:{message_id}")


def edits_of(message_id: UUID) -> Place:
    """Where Parley's own post of a text is brought up to date."""
    return Place(EDITS, f"sign:{message_id}")


def dm_of(agent_id: UUID, conversation_id: UUID | None = None) -> Place:
    """The agent's direct message; posts about one conversation keep their order."""
    return Place(f"{CHANNELS}{agent_id}", f"thread:{conversation_id}" if conversation_id else None)


def show(
    session: Session,
    tools: Tools,
    kind: str,
    subject: UUID,
    place: Place,
    priority: Priority,
    position: int | None = None,
    dedupe: str | None = None,
    **args: Any,
) -> None:
    """Something to show in Slack, one post a second in a channel."""
    job = _job(tools, kind, subject, priority, position or position_of(tools.now()))
    job.lane, job.strand, job.dedupe, job.args = place.lane, place.strand, dedupe, args
    pace = tools.policy.sign_pace if place.lane.startswith(WORKSPACE) else tools.policy.channel_pace
    jobs.enqueue(session, job, milliseconds(pace))


def card_soon(session: Session, tools: Tools, conversation_id: UUID) -> None:
    """A text went or came: the conversation's card is looked at once in half a minute, in no lane."""
    job = _job(tools, "check_card", conversation_id, Priority.CARD, position_of(tools.now()))
    job.due_at += CARD_PAUSE
    job.dedupe = f"card:{conversation_id}"
    jobs.enqueue(session, job)


def card_now(session: Session, tools: Tools, conversation_id: UUID) -> None:
    """Bring the conversation's card up to date, after the receipts."""
    key = f"card-now:{conversation_id}"
    place = Place(EDITS, f"card:{conversation_id}")
    show(session, tools, "update_card", conversation_id, place, Priority.CARD, dedupe=key)


def close_card(session: Session, tools: Tools, thread_id: UUID, conversation_id: UUID) -> None:
    """Let the card of a thread that reaches nobody any more say so."""
    place = Place(EDITS, f"card:{conversation_id}")
    show(session, tools, "close_card", thread_id, place, Priority.CARD)


def posted_twice(session: Session, tools: Tools, place: Place) -> None:
    """A job posted twice in its channel: the next one there waits twice as long."""
    jobs.hold_lanes(session, [place.lane], tools.clock.real() + 2 * tools.policy.channel_pace)


def _job(tools: Tools, kind: str, subject: UUID, priority: Priority, position: int) -> NewJob:
    return NewJob(
        workspace_id=tools.workspace_id,
        kind=kind,
        subject=subject,
        priority=priority,
        position=position,
        due_at=tools.now(),
        retry_at=tools.clock.real(),
    )


def milliseconds(pace: timedelta) -> int:
    """A pace as lanes keep it."""
    return int(pace.total_seconds() * 1000)
