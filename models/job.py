"""The work to do. A job row is written in the transaction that decided it; a finished job has no row.

Two clocks: `due_at` follows the product's clock (a schedule); `retry_at`, `free_at` and leases follow the
real one. A lane paces (one job each `every_ms`), a strand keeps order (one at a time, earlier first); a job
with a strand needs a lane, whose row is the lock under which its next job is chosen.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    Index,
    bindparam,
    delete,
    text,
    update,
)
from sqlmodel import Field, Session, SQLModel, col, func, select

from models.columns import instant, new_id, word
from models.enums import JobState
from models.once import insert_once

KNOWN_LANES, NEW_LANES = "known lanes", "new lanes"  # the session's notes of lanes that exist
BELL = "parley_job"  # the PostgreSQL channel, and the session's note, that say there is work


def _index(name: str, *columns: Any, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Job(SQLModel, table=True):
    """One thing to do, for one subject (the id of a message, a conversation...)."""

    __table_args__ = (
        _index("ix_job_free", "due_at", where="state = 'ready' AND lane IS NULL"),
        _index("ix_job_lane", "lane", "priority", "position", where="state = 'ready'"),
        _index("ix_job_strand", "strand", "position", where="state IN ('ready', 'running')"),
        _index("ix_job_lease", "lease_until", where="state = 'running'"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    kind: str
    subject: UUID
    args: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    lane: str | None = None
    strand: str | None = None
    priority: int = 0  # lower goes first
    position: int = Field(sa_type=BigInteger)
    due_at: datetime = instant()
    retry_at: datetime = instant()
    state: JobState = word(JobState, default=JobState.READY)
    claims: int = 0  # the fence: a finish counts only for the claim it belongs to
    failures: int = 0
    owner: str | None = None
    lease_until: datetime | None = instant(default=None)
    error: str = ""
    dedupe: str | None = Field(default=None, unique=True)  # see enqueue


class Lane(SQLModel, table=True):
    """A pace: at most one job each `every_ms` milliseconds."""

    name: str = Field(primary_key=True)
    every_ms: int
    free_at: datetime = instant(index=True)


class Tick(SQLModel, table=True):
    """A beat of the timetable that some process has taken."""

    name: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    taken_at: datetime | None = instant(default=None)  # by the real clock


@dataclass
class NewJob:
    """A job to be added. (Making a table row of it first would cost more than the insert.)"""

    workspace_id: UUID
    kind: str
    subject: UUID
    priority: int
    position: int
    due_at: datetime
    retry_at: datetime
    args: dict[str, Any] = field(default_factory=dict)
    lane: str | None = None
    strand: str | None = None
    dedupe: str | None = None


def enqueue(session: Session, job: NewJob, every_ms: int = 0) -> bool:
    """Add the job with its lane; False if one with its dedupe key is waiting already.

    One that runs may have looked at its subject before the change this job is about: it makes room.
    """
    if job.lane is not None:
        _need_lane(session, job.lane, every_ms, job.retry_at)
    session.info[BELL] = True
    fresh = {"id": new_id(), "state": JobState.READY, "claims": 0, "failures": 0, "error": ""}
    while not insert_once(session, Job, **fresh, **vars(job)):
        # Hold the waiting one: nobody claims it before this change can be seen.
        if job.dedupe and session.connection().execute(HOLD_WAITING, {"key": job.dedupe}).rowcount:
            return False
    return True


HOLD_WAITING = update(Job).where(col(Job.dedupe) == bindparam("key")).values(dedupe=bindparam("key"))


def _need_lane(session: Session, name: str, every_ms: int, at: datetime) -> None:
    """Make the lane if it is new. Lanes are never removed, so one seen committed needs no second look."""
    if name not in session.info.get(KNOWN_LANES, ()):
        insert_once(session, Lane, name=name, every_ms=every_ms, free_at=at)
        session.info.setdefault(NEW_LANES, set()).add(name)


_HOLD_LANE = update(Lane).where(col(Lane.name) == bindparam("lane")).values(free_at=bindparam("until"))


def hold_lanes(session: Session, names: Collection[str], until: datetime) -> None:
    """Let nothing start in these lanes before this (real) instant."""
    if names:
        session.connection().execute(_HOLD_LANE, [{"lane": name, "until": until} for name in names])


def set_pace(session: Session, prefix: str, every_ms: int) -> None:
    """Give the lanes whose names begin so another pace."""
    lanes = col(Lane.name).startswith(prefix, autoescape=True), col(Lane.every_ms) != every_ms
    session.connection().execute(update(Lane).where(*lanes).values(every_ms=every_ms))


def is_planned(session: Session, kind: str, subject: UUID) -> bool:
    """Whether there is such a job in any state, dead ones included: those wait for an admin."""
    asked = select(Job.id).where(Job.kind == kind, Job.subject == subject).limit(1)
    return session.exec(asked).first() is not None


def drop(session: Session, kind: str, subjects: Collection[UUID]) -> None:
    """Remove waiting jobs of a kind; a running one is left to see the new state for itself."""
    session.connection().execute(
        delete(Job).where(
            col(Job.kind) == kind, col(Job.subject).in_(subjects), col(Job.state) == JobState.READY
        )
    )


def dead(session: Session, workspace_id: UUID, most: int) -> list[Job]:
    return list(
        session.exec(
            select(Job)
            .where(Job.workspace_id == workspace_id, col(Job.state) == JobState.DEAD)
            .order_by(col(Job.id).desc())
            .limit(most)
        )
    )


def revive(session: Session, workspace_id: UUID, job_id: UUID, real: datetime) -> bool:
    """Make a dead letter ready again; whether it was one."""
    session.info[BELL] = True
    statement = (
        update(Job)
        .where(col(Job.id) == job_id, col(Job.workspace_id) == workspace_id, col(Job.state) == JobState.DEAD)
        .values(state=JobState.READY, failures=0, retry_at=real)
    )
    return session.connection().execute(statement).rowcount == 1


def counts(session: Session) -> dict[JobState, int]:
    rows = session.exec(select(Job.state, func.count()).group_by(col(Job.state)))
    return {JobState(state): count for state, count in rows}


def take_tick(session: Session, name: str, slot: str) -> bool:
    """Whether this beat is ours: exactly one process ever gets True."""
    return insert_once(session, Tick, name=name, slot=slot, taken_at=datetime.now(UTC))


def has_tick(session: Session, name: str, slot: str) -> bool:
    """Whether somebody took this beat."""
    return session.get(Tick, (name, slot)) is not None


def taken_ticks(session: Session, name: str, start: str) -> set[str]:
    """The taken slots of a beat that start with these words."""
    return set(session.exec(select(Tick.slot).where(Tick.name == name, col(Tick.slot).startswith(start))))


def forget_ticks(session: Session, before: datetime, names: Collection[str]) -> None:
    """Drop beats of these names that were taken before an instant."""
    gone = col(Tick.name).in_(names), col(Tick.taken_at) < before
    session.connection().execute(delete(Tick).where(*gone))
