"""Who answers for an agent at a moment: a colleague, or a colleague's colleague, or they themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Cover:
    """A colleague who answers for an agent in a span of time."""

    by_id: UUID
    since: datetime
    until: datetime | None  # exclusive; None: until they say that they are back

    def holds(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.since <= now and (self.until is None or now < self.until)


def cover_of(by_id: UUID | None, since: datetime | None, until: datetime | None) -> Cover | None:
    """The cover that an agent's row names; None for none."""
    return Cover(by_id, since, until) if by_id is not None and since is not None else None


def who_answers(agent_id: UUID, covers: Mapping[UUID, Cover], now: datetime) -> UUID:
    """Who is asked and told for this agent now. Where covers lead in a circle they answer themselves."""
    at, seen = agent_id, {agent_id}
    while (cover := covers.get(at)) is not None and cover.holds(now):
        at = cover.by_id
        if at in seen:
            return agent_id
        seen.add(at)
    return at
