"""The worker's side of the job table: take, finish, put back, give up, keep alive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.work import Tools
from models import claim as rows
from models import job as jobs


@dataclass(frozen=True)
class Work:
    """A claimed job."""

    id: UUID
    claims: int  # the fence: a finish counts only for this claim
    kind: str
    subject: UUID
    args: dict[str, Any]
    lane: str | None
    failures: int


def has_due(tools: Tools) -> bool:
    """Whether a claim may find something; spares an idle worker its writing transactions."""
    with tools.read() as session:
        return rows.has_due(session, tools.now(), tools.clock.real())


def turn_over(tools: Tools, owner: str, finished: Sequence[Work], most: int, after: str = "") -> list[Work]:
    """Strike off what is finished and take up to `most` new jobs, in one transaction.

    `after` is the lane to begin behind, so that all lanes get their turn.
    """
    with tools.write() as session:
        rows.finish(session, owner, [(work.id, work.claims) for work in finished])
        if most <= 0:
            return []
        claimed = rows.claim(session, owner, most, tools.now(), tools.clock.real(), tools.policy.lease, after)
        return [Work(*columns) for columns in claimed]


def put_back(tools: Tools, owner: str, work: Work, delay: timedelta, error: str, failed: bool) -> None:
    """Run the job again after a delay (real time); `failed` counts towards giving up."""
    with tools.write() as session:
        rows.put_back(session, owner, work.id, work.claims, tools.clock.real() + delay, error, failed)


def hold_lane(tools: Tools, lane: str, delay: timedelta) -> None:
    """The other side asks for patience: nothing else starts in this lane meanwhile."""
    with tools.write() as session:
        jobs.hold_lanes(session, [lane], tools.clock.real() + delay)


def bury(tools: Tools, owner: str, work: Work, error: str) -> None:
    """Give up. The job stays as a dead letter that an admin can see and retry."""
    with tools.write() as session:
        rows.bury(session, owner, work.id, work.claims, error)


def keep_alive(tools: Tools, owner: str, in_hand: Sequence[Work]) -> int:
    """Renew the leases of what this owner has in hand, free jobs whose lease ended; how many those were."""
    with tools.write() as session:
        rows.renew(session, owner, [work.id for work in in_hand], tools.clock.real() + tools.policy.lease)
        return rows.reap(session, tools.clock.real())
