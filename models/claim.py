"""The worker's half of the job table: claim under locks, hold by a lease, end only what is still ours."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    literal_column,
    or_,
    tuple_,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from models.enums import JobState
from models.job import BELL, Job, Lane, hold_lanes

# Written out, not bound: a partial index serves only a query whose condition can be read.
READY: ColumnElement[Any] = literal_column("'ready'")
RUNNING: ColumnElement[Any] = literal_column("'running'")


def _due(job: Any) -> ColumnElement[bool]:
    return and_(job.state == READY, job.due_at <= bindparam("now"), job.retry_at <= bindparam("real"))


def _first_of_lane() -> Any:
    """The job a lane would run next: by priority, then in order of typing, unless its strand waits."""
    job, earlier = aliased(Job), aliased(Job)
    waits = exists().where(
        earlier.strand == job.strand,  # type: ignore[arg-type]
        earlier.id != job.id,  # type: ignore[arg-type]
        or_(
            col(earlier.state) == RUNNING,
            and_(
                col(earlier.state) == READY,
                # A typed text passes a queued bulk one of the same conversation.
                col(earlier.priority) <= col(job.priority),
                tuple_(col(earlier.position), col(earlier.id)) < tuple_(col(job.position), col(job.id)),
            ),
        ),
    )
    return (
        select(job.id)
        .where(job.lane == Lane.name, _due(job), or_(col(job.strand).is_(None), ~waits))
        .order_by(col(job.priority), col(job.position), col(job.id))
        .limit(1)
        .correlate(Lane)
    )


def _free_lanes() -> Any:
    """Lanes that may start a job now, beginning after a name.

    The recursion hops from one lane that has ready jobs to the next, one index probe each: neither a deep
    backlog nor many idle lanes make it slow.
    """
    ready = col(Job.state) == READY
    busy = (select(func.min(Job.lane).label("name")).where(ready, col(Job.lane) > bindparam("after"))).cte(
        "busy", recursive=True
    )
    hop = select(func.min(Job.lane)).where(ready, col(Job.lane) > busy.c.name).scalar_subquery()
    busy = busy.union_all(select(hop).where(busy.c.name.is_not(None)))
    return (
        select(Lane.name, Lane.every_ms)
        .join(busy, busy.c.name == col(Lane.name))
        .where(col(Lane.free_at) <= bindparam("real"), _first_of_lane().exists())
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=Lane)
    )


# Built once: these run many times a second, and building them costs more than running them.
_FREE_LANES = _free_lanes()
_FIRST_OF_LANES = select(Lane.name, _first_of_lane().scalar_subquery()).where(
    col(Lane.name).in_(bindparam("names", expanding=True))
)
_FREE_JOBS = (
    select(Job.id)
    .where(_due(Job), col(Job.lane).is_(None))
    .order_by(col(Job.priority), col(Job.due_at), col(Job.id))
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
# One that a change holds (see job.enqueue) is left for the next look: whoever waited for it here would hold
# other jobs meanwhile that the same change may want next.
_NOT_HELD = (
    select(Job.id)
    .where(col(Job.id).in_(bindparam("ids", expanding=True)), col(Job.state) == READY)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(Job)
    .where(col(Job.id).in_(_NOT_HELD))
    .values(
        state=JobState.RUNNING,
        owner=bindparam("new_owner"),
        lease_until=bindparam("lease"),
        claims=col(Job.claims) + 1,
        dedupe=None,
    )
    .returning(
        col(Job.id),
        col(Job.claims),
        col(Job.kind),
        col(Job.subject),
        col(Job.args),
        col(Job.lane),
        col(Job.failures),
    )
)
_FINISH = delete(Job).where(
    col(Job.id) == bindparam("job"),
    col(Job.claims) == bindparam("claim"),
    col(Job.owner) == bindparam("holder"),
    col(Job.state) == JobState.RUNNING,
)
_HAS_DUE = select(Job.id).where(_due(Job)).limit(1)


def claim(
    session: Session, owner: str, most: int, now: datetime, real: datetime, lease: timedelta, after: str = ""
) -> list[Any]:
    """Take up to `most` due jobs for this owner until the lease ends; the columns that running one needs.

    `after`: the lane to begin behind, so that lanes take turns when there is more work than hands.
    """
    moment = {"now": now, "real": real}
    chosen = _choose_laned(session, most, moment, after)
    if after and len(chosen) < most:
        chosen += _choose_laned(session, most - len(chosen), moment, "")
    if len(chosen) < most:
        chosen += session.exec(_FREE_JOBS, params=moment | {"most": most - len(chosen)})
    if not chosen:
        return []
    taken = {"ids": chosen, "new_owner": owner, "lease": real + lease}
    return list(session.connection().execute(_CLAIM, taken))


def _choose_laned(session: Session, most: int, moment: dict[str, Any], after: str) -> list[UUID]:
    """Lock the lanes that are free and have work, then take the first job of each.

    The choice comes after the lock, so that a rival's finished claim is seen and a strand is never run twice.
    """
    asked = moment | {"after": after, "most": most}
    paces: dict[str, int] = dict(session.execute(_FREE_LANES, asked).all())
    if not paces:
        return []
    found = session.execute(_FIRST_OF_LANES, moment | {"names": list(paces)})
    chosen = {name: job_id for name, job_id in found if job_id is not None}
    for name in chosen:
        hold_lanes(session, [name], moment["real"] + timedelta(milliseconds=paces[name]))
    return list(chosen.values())


def finish(session: Session, owner: str, claims: Sequence[tuple[UUID, int]]) -> None:
    """Strike off done jobs, each only if the claim is still ours: a reaped one belongs to somebody else."""
    if claims:
        rows = [{"job": job_id, "claim": claim, "holder": owner} for job_id, claim in claims]
        session.connection().execute(_FINISH, rows)


def _held(owner: str, job_id: UUID, claims: int) -> ColumnElement[bool]:
    return and_(
        col(Job.id) == job_id,
        col(Job.claims) == claims,
        col(Job.owner) == owner,
        col(Job.state) == JobState.RUNNING,
    )


def put_back(
    session: Session, owner: str, job_id: UUID, claims: int, retry_at: datetime, error: str, failed: bool
) -> None:
    """Let the job run again later; `failed` counts towards giving up."""
    session.info[BELL] = True
    session.connection().execute(
        update(Job)
        .where(_held(owner, job_id, claims))
        .values(
            state=JobState.READY,
            owner=None,
            retry_at=retry_at,
            error=error,
            failures=col(Job.failures) + int(failed),
        )
    )


def bury(session: Session, owner: str, job_id: UUID, claims: int, error: str) -> None:
    """Give up: the job stays as a dead letter until an admin retries it."""
    session.connection().execute(
        update(Job)
        .where(_held(owner, job_id, claims))
        .values(state=JobState.DEAD, owner=None, error=error, dedupe=None)
    )


def renew(session: Session, owner: str, job_ids: Collection[UUID], until: datetime) -> None:
    """The heartbeat: what this owner has in hand stays its own. A claim it never heard of runs out."""
    session.connection().execute(
        update(Job)
        .where(col(Job.owner) == owner, col(Job.state) == JobState.RUNNING, col(Job.id).in_(job_ids))
        .values(lease_until=until)
    )


def reap(session: Session, real: datetime) -> int:
    """Make the jobs of dead owners ready again; how many there were."""
    session.info[BELL] = True
    statement = (
        update(Job)
        .where(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < real)
        .values(state=JobState.READY, owner=None, failures=col(Job.failures) + 1, error="the worker died")
    )
    return session.connection().execute(statement).rowcount


def has_due(session: Session, now: datetime, real: datetime) -> bool:
    """Whether anything may be claimable: a cheap look before a writing transaction."""
    return session.exec(_HAS_DUE, params={"now": now, "real": real}).first() is not None
