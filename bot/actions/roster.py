"""The people of the workspace: the list, invitations, roles, who assists whom, and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.actions import notice, number, queue, welcome
from bot.actions.admin import need_admin
from bot.actions.home import home_changed
from bot.actions.people import Who, add_agent, look_up
from bot.actions.preferences import FieldRefusal
from bot.ports import Person
from bot.rules.cover import cover_of
from bot.rules.phone import show_phone
from bot.rules.position import position_of
from bot.screens import roster as words
from bot.work import Refusal, Tools
from models import agent as agents
from models import assistant as assistants
from models import number as numbers
from models.agent import Agent
from models.enums import TEXTING, Role

MOST_INVITED = 10  # at once: Slack is asked about each of them


@dataclass(frozen=True)
class Page:
    """Some of the people, from the `start`-th on."""

    people: tuple[words.Row, ...]
    start: int
    has_more: bool


@dataclass(frozen=True)
class Wish:
    """What an admin chose for somebody."""

    role: Role | None  # None: as it is
    assists: Sequence[str] = ()  # Slack user ids, for an assistant
    phone: str | None = None  # as written; "": none; None: as it is


def people_of(tools: Tools, start: int = 0) -> Page:
    """A page of the people."""
    with tools.read() as session:
        found = assistants.page(session, tools.workspace_id, start, words.SHOWN + 1)
        shown = found[: words.SHOWN]
        rows = _rows(session, shown, tools.now())
    return Page(tuple(rows), start, len(found) > words.SHOWN)


def _rows(session: Session, people: Sequence[Agent], now: datetime) -> list[words.Row]:
    ids = [one.id for one in people]
    held, assisted = numbers.of_agents(session, ids), assistants.names_of(session, ids)
    covers = agents.names(session, {one.cover_id for one in people if one.cover_id and _is_away(one, now)})
    return [
        words.Row(
            str(one.id),
            one.slack_user_id,
            one.name,
            one.role,
            held.get(one.id),
            tuple(assisted.get(one.id, ())),
            covers.get(one.cover_id, "") if one.cover_id else "",
            one.left_at is not None,
        )
        for one in people
    ]


def _is_away(agent: Agent, now: datetime) -> bool:
    cover = cover_of(agent.cover_id, agent.cover_from, agent.cover_until)
    return cover is not None and cover.holds(now)


@dataclass(frozen=True)
class Known:
    """One of them, to be changed."""

    row: words.Row
    assists: tuple[str, ...]  # Slack user ids


def person(tools: Tools, who: Who, agent_id: UUID) -> Known:
    """Somebody as they are now, for an admin. Raises Refusal."""
    need_admin(who)
    with tools.read() as session:
        agent = agents.find(session, tools.workspace_id, agent_id)
        if agent is None or agent.left_at is not None:
            raise Refusal(words.GONE)
        found = assistants.assisted_by(session, agent.id)
        return Known(_rows(session, [agent], tools.now())[0], tuple(one.slack_user_id for one in found))


def invite(tools: Tools, who: Who, user_ids: Sequence[str], wish: Wish) -> str:
    """Let full members of the workspace use Parley in a role, one perhaps with a number; what was done.

    Who is here already keeps their role and gets the number. Raises Refusal and FieldRefusal, doing nothing.
    """
    need_admin(who)
    found = [look_up(tools, one) for one in _several(user_ids, wish)]
    for one in found:
        if not one.is_full_member:
            raise FieldRefusal("people", words.not_a_member(one.name))
    with tools.write() as session:
        assistants.lock_admins(session, tools.workspace_id)  # one admin after the other
        return " ".join(_invite(session, tools, who, one, wish) for one in found)


def _several(user_ids: Sequence[str], wish: Wish) -> list[str]:
    asked = list(dict.fromkeys(filter(None, user_ids)))
    if not asked:
        raise FieldRefusal("people", words.NOBODY)
    if len(asked) > MOST_INVITED:
        raise FieldRefusal("people", words.too_many(MOST_INVITED))
    if len(asked) > 1 and wish.phone:
        raise FieldRefusal("phone", words.ONE_NUMBER)
    return asked


def _invite(session: Session, tools: Tools, who: Who, person: Person, wish: Wish) -> str:
    known = agents.by_slack_user(session, tools.workspace_id, person.slack_user_id)
    is_new = known is None or known.left_at is not None
    role = wish.role or Role.AGENT
    agent = known or add_agent(session, tools, person, role)
    if is_new:
        _take_back(session, tools, agent)
        agent.role = role
        session.add(agent)
        assistants.assign(session, agent, _assisted(session, tools, agent, wish))
        _ask_about_leavers(session, tools, agent)
    phone = _set_number(session, tools, who, agent, wish.phone)
    if is_new:
        welcome.greet(session, tools, agent, who.name)
    shown = show_phone(phone) if phone else None
    return words.invited(agent.name, agent.role, shown, is_new)


def _take_back(session: Session, tools: Tools, agent: Agent) -> None:
    """Somebody who had left is here again, with what nobody decided on meanwhile."""
    if agent.left_at is not None:
        stamp = position_of(agent.left_at)
        queue.later(session, tools, "ask_leaving", agent.id, stamp=stamp, admin="")
        agent.left_at = agent.welcomed_at = None


def _ask_about_leavers(session: Session, tools: Tools, agent: Agent) -> None:
    """A new admin is asked what nobody has decided yet about those who left."""
    if agent.role == Role.ADMIN:
        for one in agents.who_left(session, tools.workspace_id):
            assert one.left_at is not None
            stamp = position_of(one.left_at)
            queue.later(session, tools, "ask_leaving", one.id, stamp=stamp, admin=str(agent.id))


def change(tools: Tools, who: Who, agent_id: UUID, wish: Wish) -> str:
    """Give somebody another role or number, or let them assist others; what was done.

    Raises Refusal, FieldRefusal; then nothing is done.
    """
    need_admin(who)
    with tools.write() as session:
        admins = assistants.lock_admins(session, tools.workspace_id)
        agent = assistants.lock(session, tools.workspace_id, agent_id)
        if agent is None or agent.left_at is not None:
            raise Refusal(words.GONE)
        if admins == [agent.id] and wish.role not in (None, Role.ADMIN):
            raise FieldRefusal("role", words.LAST_ADMIN)
        before = _standing(session, agent)
        if wish.phone == "":
            number.take(session, agent)
        if wish.role is not None:
            _set_role(session, tools, agent, wish, wish.role)
        phone = _set_number(session, tools, who, agent, wish.phone)
        now = _standing(session, agent)
        if now[:2] != before[:2]:
            home_changed(session, tools, agent.slack_user_id)
            if agent.id != who.author_id:
                notice.say(session, tools, agent, words.told(who.name, agent.role, now[1]))
        was_taken = before[2] is not None and phone is None
        return words.changed(agent.name, *now[:2], show_phone(phone) if phone else None, was_taken)


def _standing(session: Session, agent: Agent) -> tuple[Role, tuple[str, ...], str | None]:
    """Somebody's role, whom they assist, and their number."""
    assisted = assistants.names_of(session, [agent.id]).get(agent.id, ())
    held = numbers.of_agent(session, agent.id)
    return agent.role, tuple(assisted), held.phone if held else None


def _set_role(session: Session, tools: Tools, agent: Agent, wish: Wish, role: Role) -> None:
    if role not in TEXTING and numbers.of_agent(session, agent.id) is not None:
        raise FieldRefusal("role", words.TAKE_NUMBER_FIRST)
    if role not in TEXTING:
        assistants.released(session, agent.id)
    becomes = role != agent.role
    agent.role = role
    session.add(agent)
    assistants.assign(session, agent, _assisted(session, tools, agent, wish))
    if becomes:
        _ask_about_leavers(session, tools, agent)


def _assisted(session: Session, tools: Tools, agent: Agent, wish: Wish) -> list[UUID]:
    """For whom an assistant shall write; nobody for another role. Raises FieldRefusal."""
    if wish.role != Role.ASSISTANT:
        return []
    found = []
    for user_id in dict.fromkeys(wish.assists):
        one = agents.by_slack_user(session, tools.workspace_id, user_id)
        if one is None or one.id == agent.id or one.role not in TEXTING or one.left_at is not None:
            raise FieldRefusal("assists", words.CANNOT_BE_ASSISTED)
        found.append(one.id)
    if not found:
        raise FieldRefusal("assists", words.ASSISTS_WHOM)
    return found


def _set_number(session: Session, tools: Tools, who: Who, agent: Agent, phone: str | None) -> str | None:
    """The number they have then. Raises FieldRefusal."""
    if phone:
        try:
            number.give(session, tools, who, number.read_phone(phone), agent)
        except Refusal as refusal:
            raise FieldRefusal("phone", refusal.sentence) from refusal
    held = numbers.of_agent(session, agent.id)
    return held.phone if held else None
