"""Away: a colleague answers in an agent's place, from a time until a time, read at each text."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import notice, queue
from bot.actions.admin import agent_named, need_admin
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.rules.cover import Cover, cover_of
from bot.rules.position import position_of
from bot.screens import cover as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import cover as covers
from models import number as numbers
from models import workspace as workspaces
from models.agent import Agent

FURTHEST = timedelta(days=730)
MOST_BACK = 50  # waiting conversations that come back at once; the others with their next text


@dataclass(frozen=True)
class Asked:
    """What stands in the window; times in seconds as Slack gives them, None for an empty field."""

    for_user: str  # "": oneself
    cover_user: str
    since: int | None
    until: int | None


def away_of(tools: Tools, who: Who, slack_user_id: str = "") -> words.Shown:
    """Who answers for somebody, now or later. Raises Refusal for another's, except for admins."""
    with tools.read() as session:
        agent = _whose(session, tools, who, slack_user_id)
        cover = _of(agent)
        by = agents.get(session, cover.by_id) if cover else None
        zone = workspaces.get(session, tools.workspace_id).time_zone
    user = agent.slack_user_id if agent.id != who.agent_id else ""
    now = tools.now()
    about = (by.slack_user_id, by.name, cover.since, cover.until, cover.holds(now)) if by and cover else None
    return words.Shown(user, agent.name, about, who.is_admin, zone, now)


def go_away(tools: Tools, who: Who, asked: Asked) -> str:
    """Let a colleague answer; what was done. Raises FieldRefusal."""
    since, until = _read(tools, asked)
    with tools.write() as session:
        agent_id = _field(session, tools, who, asked.for_user)
        by = _colleague(session, tools, agent_id, asked.cover_user)
        agent = agents.lock(session, agent_id)
        assert agent is not None
        since = _goes_on(session, tools, agent, by, since)
        agent.cover_id, agent.cover_from, agent.cover_until = by.id, since, until
        session.add(agent)
        place = queue.dm_of(by.id)
        times = {"since": since.isoformat(), "until": until.isoformat() if until else ""}
        receipt = queue.Priority.RECEIPT
        queue.show(session, tools, "post_cover", agent.id, place, receipt, by=str(by.id), times=times)
        zone = workspaces.get(session, tools.workspace_id).time_zone
        told = words.answers_from(by.name, since, until, zone)
        if agent.id != who.agent_id:
            notice.say(session, tools, agent, words.set_by(who.name, told))
        return told


def _goes_on(session: Session, tools: Tools, agent: Agent, by: Agent, since: datetime) -> datetime:
    """When the time away begins: one that has begun goes on and is told about as one, or ends here."""
    before, now = _of(agent), tools.now()
    if before is None:
        return since
    if before.by_id != by.id:
        notice.say(session, tools, agents.get(session, before.by_id), words.not_needed(agent.name))
    if before.holds(now) and since > now:
        end(session, tools, agent, told=False)
    return before.since if before.holds(now) and since <= now else since


def _read(tools: Tools, asked: Asked) -> tuple[datetime, datetime | None]:
    """The span of time, beginning now where nothing else is said. Raises FieldRefusal."""
    now = tools.now()
    since, until = _instant(asked.since, "since") or now, _instant(asked.until, "until")
    since = max(since, now)
    if since > now + FURTHEST:
        raise FieldRefusal("since", words.TOO_FAR)
    if until is not None and until <= since:
        raise FieldRefusal("until", words.OVER)
    if until is not None and until > now + FURTHEST:
        raise FieldRefusal("until", words.TOO_FAR)
    return since, until


def _instant(seconds: int | None, field: str) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise FieldRefusal(field, words.TOO_FAR) from error


def _whose(session: Session, tools: Tools, who: Who, slack_user_id: str) -> Agent:
    """The agent that is meant. Raises Refusal for another's, except for admins."""
    if slack_user_id in ("", who.slack_user_id):
        return agents.get(session, who.agent_id)
    need_admin(who)
    return agent_named(session, tools, slack_user_id)


def _field(session: Session, tools: Tools, who: Who, slack_user_id: str) -> UUID:
    try:
        return _whose(session, tools, who, slack_user_id).id
    except Refusal as refused:
        raise FieldRefusal("agent", refused.sentence) from refused


def _colleague(session: Session, tools: Tools, agent_id: UUID, slack_user_id: str) -> Agent:
    """Who shall answer: an agent who texts. Raises FieldRefusal."""
    try:
        by = agent_named(session, tools, slack_user_id)
    except Refusal as refused:
        raise FieldRefusal("cover", refused.sentence) from refused
    if by.id == agent_id:
        raise FieldRefusal("cover", words.ONESELF)
    if by.writes_for_id is not None or numbers.of_agent(session, by.id) is None:
        raise FieldRefusal("cover", words.does_not_text(by.name))
    return by


def _of(agent: Agent) -> Cover | None:
    return cover_of(agent.cover_id, agent.cover_from, agent.cover_until)


def come_back(tools: Tools, who: Who, slack_user_id: str = "") -> str:
    """They answer themselves again, from now on; what was done. Raises Refusal."""
    with tools.write() as session:
        agent = agents.lock(session, _whose(session, tools, who, slack_user_id).id)
        if agent is None or agent.cover_id is None:
            raise Refusal(words.NOT_AWAY)
        end(session, tools, agent)
    return words.BACK


def decline(tools: Tools, who: Who, agent_id: UUID, since: int) -> str:
    """Whoever was asked to answer does not; what to say. `since`: the beginning, by `position_of`."""
    with tools.write() as session:
        agent = agents.lock(session, agent_id)
        cover = _of(agent) if agent and agent.workspace_id == tools.workspace_id else None
        if agent is None or cover is None or cover.by_id != who.agent_id or position_of(cover.since) != since:
            return words.SETTLED
        end(session, tools, agent, told=False)
        notice.say(session, tools, agent, words.declined_by(who.name))
    return words.DECLINED


def end(session: Session, tools: Tools, agent: Agent, told: bool = True) -> None:
    """Let nobody answer for this agent any more, who is locked; they read what happened meanwhile.

    `told`: whether the colleague reads that it is over. Who waits for an answer comes back with their thread.
    """
    cover, now = _of(agent), tools.now()
    agent.cover_id = agent.cover_from = agent.cover_until = None
    session.add(agent)
    session.flush()
    if cover is None:
        return
    until = min(now, cover.until or now)
    if until > cover.since:
        number = numbers.of_agent(session, agent.id)
        if number is not None and agent.left_at is None:
            bring_home(session, tools, agent, number.id)
        times = {"since": cover.since.isoformat(), "until": until.isoformat()}
        place, last, by = queue.dm_of(agent.id), queue.Priority.DIGEST, str(cover.by_id)
        queue.show(session, tools, "post_return", agent.id, place, last, by=by, times=times)
    if told:
        notice.say(session, tools, agents.get(session, cover.by_id), words.is_back(agent.name))


def bring_home(session: Session, tools: Tools, agent: Agent, number_id: UUID) -> None:
    """Let the conversations of a number that wait for an answer move to their holder, the oldest first."""
    for conversation_id in covers.waiting_elsewhere(session, number_id, agent.id, MOST_BACK):
        place, card = queue.dm_of(agent.id, conversation_id), queue.Priority.CARD
        queue.show(session, tools, "renew_thread", conversation_id, place, card)


def end_due(tools: Tools) -> None:
    """Note the times away that are over, each once, in whatever process."""
    with tools.read() as session:
        due = covers.over(session, tools.workspace_id, tools.now())
    for agent_id in due:
        with tools.write() as session:
            agent = agents.lock(session, agent_id)
            if agent is not None and agent.cover_until is not None and agent.cover_until <= tools.now():
                end(session, tools, agent)


def post_cover(tools: Tools, agent_id: UUID, by: str, times: dict[str, str], again: bool) -> None:
    """Tell a colleague that they are to answer, unless that was changed meanwhile."""
    with tools.read() as session:
        agent, colleague = agents.get(session, agent_id), agents.get(session, UUID(by))
        zone = workspaces.get(session, tools.workspace_id).time_zone
    since = datetime.fromisoformat(times["since"])
    until = datetime.fromisoformat(times["until"]) if times["until"] else None
    if _of(agent) == Cover(colleague.id, since, until):
        post = words.ask(agent.name, since, until, zone, f"{agent_id} {position_of(since)}")
        key = f"cover:{agent_id}:{by}:{times['since']}:{times['until']}"
        notice.post_once(tools, colleague, post, key, again)
