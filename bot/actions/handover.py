"""What somebody who has left leaves behind: handed over to a colleague or closed, each part once."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session

from bot.actions import cover, ledger, notice, queue
from bot.actions.absorb import absorb
from bot.actions.account import account_of
from bot.actions.admin import agent_named, need_admin
from bot.actions.event import note
from bot.actions.ledger import Reason
from bot.actions.month import catch_up
from bot.actions.people import Who
from bot.actions.preferences import FieldRefusal
from bot.actions.transfer import transfer
from bot.rules.phone import show_phone
from bot.rules.position import position_of
from bot.screens import leaving as words
from bot.screens.leaving import Decided, Estate, Part
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import contact as contacts
from models import event as events
from models import grant as grants
from models import lead as leads
from models import leaving as rows
from models import number as numbers
from models import workspace as workspaces
from models.agent import Agent
from models.enums import EntryKind, EventKind, Meter

AT_ONCE = 500  # contacts moved in one transaction: a fraction of a second
LISTED = 10  # people who left, in the window


def ask_soon(session: Session, tools: Tools, agent: Agent, first: bool = False) -> None:
    """Let every admin read how things stand with somebody who has left."""
    assert agent.left_at is not None
    for admin in agents.admins(session, tools.workspace_id):
        _show(session, tools, agent.id, position_of(agent.left_at), admin, first)


def ask_leaving(tools: Tools, agent_id: UUID, stamp: int, admin: str) -> None:
    """Ask a new admin about somebody who has left; "" for all admins, when things changed."""
    with tools.write() as session:
        for one in agents.admins(session, tools.workspace_id):
            if admin in ("", str(one.id)):
                _show(session, tools, agent_id, stamp, one, first=bool(admin))


def _show(session: Session, tools: Tools, agent_id: UUID, stamp: int, admin: Agent, first: bool) -> None:
    # One after the other: an answer never passes its question.
    place = queue.Place(queue.dm_of(admin.id).lane, f"left:{agent_id}:{admin.id}")
    receipt, reader = queue.Priority.RECEIPT, str(admin.id)
    queue.show(
        session, tools, "show_leaving", agent_id, place, receipt, stamp=stamp, admin=reader, first=first
    )


def show_leaving(tools: Tools, agent_id: UUID, stamp: int, admin: str, first: bool, again: bool) -> None:
    """Post the question into an admin's direct message, once; then keep it as things are."""
    with tools.read() as session:
        agent, reader = agents.get(session, agent_id), agents.get(session, UUID(admin))
        is_gone = agent.left_at is not None and position_of(agent.left_at) == stamp
        estate = _estate(session, tools, agent) if is_gone else None
    channel, key = reader.dm_channel or notice.open_dm(tools, reader), f"left:{agent_id}:{stamp}"
    post = words.question(estate) if estate else words.is_back(agent.name)
    posted = tools.slack.find(channel, key, None) if again or not first else None
    if posted is not None:
        tools.slack.update(channel, posted.ts, post)
    elif estate is not None and (estate.open_parts or (first and not estate.decided)):
        tools.slack.post(channel, post, key)


def estates(tools: Tools, who: Who) -> list[Estate]:
    """Those who left, as far as something of theirs is undecided. Raises Refusal for all but admins."""
    need_admin(who)
    with tools.read() as session:
        left = agents.who_left(session, tools.workspace_id)
        found = (_estate(session, tools, one) for one in left)
        return [one for one in found if one.open_parts][:LISTED]


def estate_of(tools: Tools, who: Who, agent_id: UUID, stamp: int) -> Estate:
    """The same of one of them. Raises Refusal when they are back or everything is decided."""
    need_admin(who)
    with tools.read() as session:
        agent = agents.find(session, tools.workspace_id, agent_id)
        return _open_estate(session, tools, agent, stamp)


def _open_estate(session: Session, tools: Tools, agent: Agent | None, stamp: int) -> Estate:
    is_ours = agent is not None and agent.workspace_id == tools.workspace_id
    if agent is None or not is_ours or agent.left_at is None or position_of(agent.left_at) != stamp:
        raise Refusal(words.NOT_GONE)
    estate = _estate(session, tools, agent)
    if not estate.open_parts:
        raise Refusal(words.decided_already(estate))
    return estate


def _estate(session: Session, tools: Tools, agent: Agent) -> Estate:
    assert agent.left_at is not None
    number = numbers.of_agent(session, agent.id)
    account = accounts.of_agent(session, agent.id, Meter.SMS)
    decided = {part: _decided(session, agent, part) for part in Part}
    return Estate(
        agent_id=str(agent.id),
        stamp=position_of(agent.left_at),
        name=agent.name,
        left_at=agent.left_at,
        zone=workspaces.get(session, tools.workspace_id).time_zone,
        contacts=0 if decided[Part.CONTACTS] else rows.contacts(session, agent.id),
        phone=number.phone if number and not decided[Part.NUMBER] else None,
        credits=account.available if account and not decided[Part.CREDITS] else 0,
        waiting=rows.waiting(session, number.id) if number else 0,
        decided=tuple(one for one in decided.values() if one is not None),
    )


def _decided(session: Session, agent: Agent, part: Part) -> Decided | None:
    event = events.by_source(session, _key(agent, part))
    if event is None:
        return None
    return Decided(part, event.words, agents.get(session, event.by_id).name if event.by_id else "")


def _key(agent: Agent, part: Part) -> str:
    """What is decided once: a part of what somebody left at that time."""
    assert agent.left_at is not None
    return f"left:{agent.id.hex}:{position_of(agent.left_at)}:{part}"


def hand_over(
    tools: Tools, who: Who, agent_id: UUID, stamp: int, to_user: str, parts: Collection[Part]
) -> str:
    """Let a colleague have these parts, all of them or none; what was done. Raises FieldRefusal."""
    need_admin(who)
    with tools.write() as session:
        agent = agents.lock(session, agent_id)
        estate = _open_estate(session, tools, agent, stamp)
        assert agent is not None
        to = _successor(session, tools, to_user)
        if not parts:
            raise FieldRefusal("parts", words.NO_PART)
        if missing := [one for one in parts if one not in estate.open_parts]:
            raise FieldRefusal("parts", words.not_there(missing, estate))
        chosen = [part for part in estate.open_parts if part in parts]
        told = [_give(session, tools, who, agent, to, part, estate) for part in chosen]
        if to.id != who.agent_id:
            notice.say(session, tools, to, words.given_to_you(who.name, agent.name, told))
        ask_soon(session, tools, agent)
        return words.handed(to.name, told)


def _successor(session: Session, tools: Tools, to_user: str) -> Agent:
    try:
        return agent_named(session, tools, to_user)
    except Refusal as refused:
        raise FieldRefusal("to", refused.sentence) from refused


def _give(
    session: Session, tools: Tools, who: Who, agent: Agent, to: Agent, part: Part, estate: Estate
) -> str:
    """Hand one part over; what it was, in words. The caller has locked who left. Raises FieldRefusal."""
    match part:
        case Part.CONTACTS:
            leads.pass_on(session, agent.id, to.id)
            whom, by, stamp = str(to.id), str(who.agent_id), estate.stamp
            queue.later(session, tools, "move_contacts", agent.id, to=whom, by=by, stamp=stamp)
        case Part.NUMBER:
            _give_number(session, tools, agent, to)
        case Part.CREDITS:
            _give_credits(session, tools, who, agent, to)
    said = words.amount(part, estate)
    _note(session, tools, who, agent, part, words.noted(said, to.name))
    return said


def _give_number(session: Session, tools: Tools, agent: Agent, to: Agent) -> None:
    """Its conversations go on with the successor: it counts as given since it was given to who left."""
    number, held = numbers.of_agent(session, agent.id), numbers.of_agent(session, to.id)
    assert number is not None
    if held is not None:
        raise FieldRefusal("parts", words.has_number(to.name, show_phone(held.phone)))
    numbers.pass_on(session, number, to.id)
    cover.bring_home(session, tools, to, number.id)


def _give_credits(session: Session, tools: Tools, who: Who, agent: Agent, to: Agent) -> None:
    source, target = (account_of(session, tools, one.id) for one in (agent, to))
    reason = Reason(_key(agent, Part.CREDITS), None, who.agent_id, words.to_whom(to.name))
    transfer(session, tools, source, target, reason, words.from_whom(agent.name))


def _note(session: Session, tools: Tools, who: Who, agent: Agent, part: Part, said: str) -> None:
    key = _key(agent, part)
    note(session, tools, EventKind.HANDED_OVER, said, by_id=who.agent_id, source_key=key)


def close(tools: Tools, who: Who, agent_id: UUID, stamp: int) -> str:
    """Hand nothing more over: the number is free, the credits end; what was done. Raises Refusal."""
    need_admin(who)
    with tools.write() as session:
        agent = agents.lock(session, agent_id)
        estate = _open_estate(session, tools, agent, stamp)
        assert agent is not None
        for part in estate.open_parts:
            if part == Part.NUMBER:
                number = numbers.of_agent(session, agent.id)
                assert number is not None
                numbers.take(session, number)
            elif part == Part.CREDITS:
                _end_credits(session, tools, who, agent)
            _note(session, tools, who, agent, part, words.closed(part, estate))
        ask_soon(session, tools, agent)
        return words.CLOSED


def _end_credits(session: Session, tools: Tools, who: Who, agent: Agent) -> None:
    account_id = account_of(session, tools, agent.id)
    left = catch_up(session, tools, account_id).available
    if left:
        reason = Reason(_key(agent, Part.CREDITS), None, who.agent_id, words.has_gone(agent.name))
        lots = grants.lots(session, account_id)
        ledger.remove(session, tools, account_id, reason, lots, left, EntryKind.TAKE)


def move_contacts(tools: Tools, agent_id: UUID, to: str, by: str, stamp: int) -> None:
    """Put the contacts of who left into a colleague's book, some at a time: a second run goes on."""
    while _move_some(tools, agent_id, UUID(to), UUID(by), stamp):
        pass


def _move_some(tools: Tools, agent_id: UUID, to_id: UUID, by_id: UUID, stamp: int) -> bool:
    with tools.write() as session:
        agent, to = agents.get(session, agent_id), agents.get(session, to_id)
        if agent.left_at is None or position_of(agent.left_at) != stamp:
            return False  # they are back, with what was not moved yet
        some = rows.next_contacts(session, agent_id, AT_ONCE)
        if not some:
            return False
        rows.move_contacts(session, some, to_id)
        said = f"{words.from_whom(agent.name)} {words.to_whom(to.name)}"
        rows.note_moved(session, tools.workspace_id, some, by_id, said, tools.now())
        for double in rows.doubles(session, some, to_id):
            keep, other = (contacts.get(session, one) for one in double)
            absorb(session, tools, keep, other)
            note(session, tools, EventKind.MERGED, other.name, contact_id=keep.id, by_id=by_id)
    return True
