"""Whether a number is on a do-not-call list, and what overrides that.

Nothing overrides the brokerage's own list. The national and the states' lists are overridden by consent, by a
text that came in the last three months, and by an established relationship.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from bot.actions import mail, notice
from bot.rules import do_not_call as rules
from bot.rules.dnc_numbers import TAILS, holds
from bot.rules.local_time import local
from bot.rules.phone import show_phone
from bot.screens import do_not_call as words
from bot.screens.do_not_call import Name
from bot.screens.relationship import told
from bot.screens.warning import letter
from bot.work import Tools
from models import agent as agents
from models import book as books
from models import card as cards
from models import consent as consents
from models import contact as contacts
from models import do_not_call as lists
from models import job as jobs
from models import relationship as relationships
from models import workspace as workspaces
from models.contact import Contact
from models.do_not_call import DoNotCallList, Listed
from models.enums import ListScope

COUNTRY, AREA, PHONE = "+1", 3, 12  # how a number with an area code begins; digits; letters of one
SOON, OVER = "do-not-call soon", "do-not-call over"  # the beats that say what was told already


def objection(session: Session, tools: Tools, phone: str, agent_id: UUID | None) -> str | None:
    """Why a person must not text this number, for them; None when they may.

    `agent_id` holds the number it leaves from; nobody: nothing on a card counts. Where there is no list at
    all the admins are told once.
    """
    asked = _asked(session, tools, phone)
    if not asked:
        _tell_none(session, tools)
        return None
    on = [one for one in asked if _is_on(one, phone)]
    if not on:
        return None
    people = _people(session, agent_id, phone)
    own = next((one for one in on if one.scope == ListScope.OWN), None)
    if own is None and _may_all_the_same(session, tools, phone, people, today(session, tools)):
        return None
    barred = own or on[0]
    return words.listed(_called(people, phone), name_of(barred), barred.dated)


def automated_objection(session: Session, tools: Tools, phone: str, agent_id: UUID | None) -> str | None:
    """The same for a text that nobody types.

    With recorded consent only the own list counts. Without, the number must have been checked against a
    national list for its area code, and no list for it may be too old.
    """
    asked = _asked(session, tools, phone)
    people = _people(session, agent_id, phone)
    is_own = any(one.scope == ListScope.OWN and _is_on(one, phone) for one in asked)
    if not is_own and consents.is_standing(session, cards_of(session, people), phone):
        return None
    if refused := objection(session, tools, phone, agent_id):
        return refused
    day = today(session, tools)
    checked = _checked(asked, phone)
    if not any(one.scope == ListScope.NATIONAL for one in checked):
        return words.unchecked(show_phone(phone))
    old = next((one for one in checked if rules.is_old(one.dated, day)), None)
    return words.too_old(name_of(old), old.dated, day) if old else None


def _asked(session: Session, tools: Tools, phone: str) -> list[Listed]:
    return lists.asked(session, tools.workspace_id, phone[len(COUNTRY) : len(COUNTRY) + lists.HEAD])


def _is_on(one: Listed, phone: str) -> bool:
    if not (phone.startswith(COUNTRY) and len(phone) == PHONE):
        return False
    return bool(one.tails) and holds(one.tails, int(phone) % TAILS)


def _area(phone: str) -> str:
    return phone[len(COUNTRY) : len(COUNTRY) + AREA] if phone.startswith(COUNTRY) else ""


def _checked(asked: Sequence[Listed], phone: str) -> list[Listed]:
    """The national list and the states' lists that cover a phone's area code, of each the newest."""
    found: dict[tuple[ListScope, str], Listed] = {}
    for one in asked:  # the newest first
        if one.scope != ListScope.OWN and _area(phone) in one.areas.split():
            found.setdefault((one.scope, one.state), one)
    return list(found.values())


def _people(session: Session, agent_id: UUID | None, phone: str) -> list[Contact]:
    """Whom the agent knows at this number."""
    return contacts.with_phone(session, books.book_of(session, agent_id), phone) if agent_id else []


def _called(people: Sequence[Contact], phone: str) -> str:
    return " and ".join(one.name for one in people if one.is_saved) or show_phone(phone)


def cards_of(session: Session, people: Sequence[Contact]) -> list[UUID]:
    """The cards of some people and those that were merged into them."""
    return [found for one in people for found in (one.id, *cards.absorbed(session, one.id))]


def _may_all_the_same(
    session: Session, tools: Tools, phone: str, people: Sequence[Contact], day: date
) -> bool:
    known = cards_of(session, people)
    if consents.is_standing(session, known, phone) or relationships.standing(session, known, day):
        return True
    heard = relationships.last_heard(session, tools.workspace_id, phone)
    zone = workspaces.get(session, tools.workspace_id).time_zone
    return heard is not None and rules.is_recent(local(heard, zone).date(), day)


def relationship_of(session: Session, tools: Tools, contact: Contact) -> str:
    """The relationship with a contact that is recorded and holds, in words; "" for none."""
    known = relationships.standing(session, cards_of(session, [contact]), today(session, tools))
    return told(known.kind, known.until) if known else ""


def today(session: Session, tools: Tools) -> date:
    """The day by the workspace's clock."""
    return local(tools.now(), workspaces.get(session, tools.workspace_id).time_zone).date()


def name_of(one: Listed | DoNotCallList) -> Name:
    """Which list it is, for a sentence."""
    return Name(one.scope, one.state, one.source)


def _tell_none(session: Session, tools: Tools) -> None:
    if jobs.has_tick(session, lists.NONE_TOLD, "") or not jobs.take_tick(session, lists.NONE_TOLD, ""):
        return
    for admin in agents.admins(session, tools.workspace_id):
        notice.say(session, tools, admin, words.FIRST_USE)


def tell_aging(tools: Tools) -> None:
    """Tell the admins of lists that are about to be too old or are, once each, in whatever process."""
    with tools.read() as session:
        found, day = lists.in_force(session, tools.workspace_id), today(session, tools)
    for one in found:
        if one.scope == ListScope.OWN:
            continue
        if rules.ends_soon(one.dated, day):
            words_ = words.soon(name_of(one), rules.GOOD_DAYS - rules.age(one.dated, day))
            _tell_once(tools, SOON, one.id, words_)
        elif rules.is_old(one.dated, day):
            _tell_once(tools, OVER, one.id, words.over(name_of(one), rules.age(one.dated, day)))


def _tell_once(tools: Tools, beat: str, list_id: UUID, told: tuple[str, str]) -> None:
    with tools.read() as session:
        if jobs.has_tick(session, beat, str(list_id)):
            return
    with tools.write() as session:
        if not jobs.take_tick(session, beat, str(list_id)):
            return
        made = letter(told[0], [told[1]], workspaces.get(session, tools.workspace_id).name)
        for admin in agents.admins(session, tools.workspace_id):
            trouble = mail.write(session, tools, admin, made.subject, made.text, made.html)
            notice.say(session, tools, admin, f"{made.dm}\n{trouble}".strip())
