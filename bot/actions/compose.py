"""Finding a contact, and reading a quick line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from bot.actions import conversation as talk
from bot.actions.book import find
from bot.actions.people import Who
from bot.actions.text import Dear, Receipt, send_text
from bot.actions.words import phone_words
from bot.rules.leading_phone import leading_phone
from bot.rules.phone import PhoneRefusal, parse_phone
from bot.rules.quick_form import Ask, Empty, Exact, Match, Named, NameOnly, Nobody, fold, read_recipient
from bot.screens import contact as contact_words
from bot.screens import refusal
from bot.screens.compose import mark
from bot.screens.composer import MESSAGE_LENGTH as LONGEST
from bot.work import Refusal, Tools
from models import book as books
from models import contact as contacts
from models import conversation as conversations
from models import suppression as suppressions

MOST = 100  # what one Slack menu shows
SCREENS = ("templates", "scheduled")  # what `/text` shows by these words alone
FEWEST_DIGITS = 7  # of a phone number


@dataclass(frozen=True)
class Suggestion:
    """A contact with one phone to choose; without a contact a new number."""

    contact_id: UUID | None
    name: str
    phone: str
    mark: str = ""  # what is wrong with the phone, in a word


def suggest(tools: Tools, who: Who, query: str, most: int = MOST) -> list[Suggestion]:
    """The agent's contacts by a part of the name or number, the last touched first; or the number itself."""
    with tools.read() as session:
        book = books.book_of(session, who.agent_id)
        cards = find(session, book, query, most)
        phones = books.phones_of(session, [one.id for one in cards])
        found = [(one, phone) for one in cards for phone in phones.get(one.id, ())]
        new = _new_number(query, [phone for _, phone in found])
        marks = _marks(session, tools, who, [phone for _, phone in found] + new)
    offered = [Suggestion(contact.id, contact.name, phone, marks[phone]) for contact, phone in found]
    return [*(Suggestion(None, "", phone, marks[phone]) for phone in new), *offered][:most]


def _new_number(query: str, known: Collection[str]) -> list[str]:
    """The number that was typed, if it is a whole one and no contact found has it."""
    try:
        phone = parse_phone(query).e164
    except PhoneRefusal:
        return []
    return [] if phone in known else [phone]


def _marks(session: Session, tools: Tools, who: Who, phones: Sequence[str]) -> dict[str, str]:
    """What is wrong with each of the numbers, in a word."""
    problems = contacts.problems(session, books.book_of(session, who.agent_id), phones)
    opted_out = suppressions.standing_among(session, tools.workspace_id, phones)
    return {phone: mark(problems.get(phone), phone in opted_out) for phone in phones}


def mark_of(session: Session, tools: Tools, who: Who, phone: str) -> str:
    """What is wrong with a number, in a word; "" for nothing."""
    return _marks(session, tools, who, [phone])[phone]


def at_phone(tools: Tools, who: Who, contact_id: UUID, phone: str) -> Suggestion:
    """One contact with one of its phones. Raises Refusal for what is not on a card of this agent's book."""
    for one in choice(tools, who, contact_id):
        if one.phone == phone:
            return one
    raise Refusal(contact_words.NOT_ON_CARD)


def choice(tools: Tools, who: Who, contact_id: UUID) -> list[Suggestion]:
    """One contact with each of its phones; empty if it is not this agent's."""
    with tools.read() as session:
        contact = contacts.in_book(session, books.book_of(session, who.agent_id), contact_id)
        phones = contacts.phones(session, contact.id) if contact else []
        marks = _marks(session, tools, who, phones)
    return [Suggestion(contact.id, contact.name, phone, marks[phone]) for phone in phones if contact]


@dataclass(frozen=True)
class Candidate:
    """Who a doubtful line may mean, and what they would then be told."""

    name: str
    phone: str
    words: str
    mark: str  # what is wrong with the phone, in a word


@dataclass(frozen=True)
class Sent:
    """The line was clear and the text is on its way."""

    receipt: Receipt


@dataclass(frozen=True)
class WhichOne:
    """The line is doubtful: nothing was sent."""

    candidates: tuple[Candidate, ...]
    words: str


@dataclass(frozen=True)
class NoSuchName:
    """Nobody is called so: nothing was sent."""

    name: str
    words: str


@dataclass(frozen=True)
class Compose:
    """The composer shall open, perhaps with somebody chosen and the words, which cost a lot."""

    chosen: Suggestion | None = None
    words: str = ""


@dataclass(frozen=True)
class Usage:
    """It begins like one of our own words and goes on: nothing was sent."""


QuickAnswer = Usage | Sent | WhichOne | NoSuchName | Compose


def text_quickly(tools: Tools, who: Who, line: str, key: str) -> QuickAnswer:
    """Read `Ana Running 5 late` or `+12015550123 Hi` and send it if the recipient is beyond doubt."""
    words = phone_words(tools, line)
    number = leading_phone(words)
    if number is not None:
        phone, message = number
        if not message:
            raise Refusal(refusal.NUMBER_ONLY)
        return send_unless_dear(tools, who, Suggestion(None, "", phone.e164), message, key)
    match = read_recipient(words, _named_like(tools, who, words))
    if isinstance(match, Nobody):
        _refuse_number(match.first_words)
    return _act(tools, who, match, key)


def send_unless_dear(tools: Tools, who: Who, to: Suggestion, words: str, key: str) -> Sent | Compose:
    """Send what was typed without its price in sight. What costs a lot is shown in the composer first."""
    try:
        return Sent(send_text(tools, who, to.phone, words, key, most=who.dear))
    except Dear as dear:
        if len(words) > LONGEST:
            raise Refusal(refusal.dear_and_long(dear.credits)) from dear
        return Compose(to, words)


def _refuse_number(word: str) -> None:
    """What was meant as a number and is none is told as such, not as a name that nobody has."""
    if sum(map(str.isdigit, word)) < FEWEST_DIGITS:
        return
    try:
        parse_phone(word)
    except PhoneRefusal as refusal:
        raise Refusal(str(refusal)) from refusal


def _named_like(tools: Tools, who: Who, line: str) -> list[Named]:
    first = fold(line).split(" ")[0].rstrip(",:")
    if not first:
        return []
    with tools.read() as session:
        book = books.book_of(session, who.agent_id)
        return [Named(str(one.id), one.name) for one in contacts.named_like(session, book, first)]


def _act(tools: Tools, who: Who, match: Match, key: str) -> QuickAnswer:
    match match:
        case Exact(contact_id, name, message):
            phones = choice(tools, who, UUID(contact_id))
            if not phones:
                raise Refusal(contact_words.no_phone(name))
            if len(phones) != 1:
                return WhichOne(tuple(_candidate(one, message) for one in phones), message)
            return send_unless_dear(tools, who, phones[0], message, key)
        case NameOnly(contact_id):
            return Compose(next(iter(choice(tools, who, UUID(contact_id))), None))
        case Ask():
            return _which(tools, who, match)
        case Nobody(name, message):
            return Usage() if name.lower() in SCREENS else NoSuchName(name, message)
        case Empty():
            return Compose()


def _candidate(one: Suggestion, message: str) -> Candidate:
    return Candidate(one.name, one.phone, message, one.mark)


def _which(tools: Tools, who: Who, ask: Ask) -> WhichOne:
    pairs = zip(ask.candidates, ask.message_per_candidate, strict=True)
    candidates = [
        _candidate(one, message) for named, message in pairs for one in choice(tools, who, UUID(named.id))
    ]
    return WhichOne(tuple(candidates[:5]), ask.message_per_candidate[0] if ask.message_per_candidate else "")


def client_of(tools: Tools, who: Who, conversation_id: UUID) -> Suggestion | None:
    """The client of one of the agent's conversations; None if it is not theirs."""
    with tools.read() as session:
        if not conversations.exists(session, conversation_id):
            return None
        seen = talk.parties(session, tools, conversation_id)
        cards = conversations.contacts(session, conversation_id)
        if seen.number.agent_id != who.agent_id or not cards:
            return None
        return Suggestion(cards[0].id, seen.name, seen.phone, mark_of(session, tools, who, seen.phone))
