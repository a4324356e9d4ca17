"""What texts cost: charged when accepted, settled by the provider's count, returned if they never left.

Called in the transaction that changes the text, whose row is locked or not stored yet.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.actions import ledger, warn
from bot.actions.account import account_of, most_owed
from bot.actions.ledger import Lacking, Reason
from bot.actions.month import catch_up
from bot.rules import price as price_rules
from bot.rules.local_time import local
from bot.rules.month import after, first_of, number_of
from bot.rules.parts import Part, paid_segments
from bot.rules.phone import region_of
from bot.rules.price import TERRITORIES, price
from bot.screens import refusal
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import payer as payers
from models import usage as usages
from models import workspace as workspaces
from models.account import Balance
from models.enums import EntryKind
from models.message import Message, NewMessage, Text
from models.opening import Opening
from models.usage import Usage


class NoCredits(Refusal):
    """The agent's credits do not cover it. The sentence says what is missing and who can help."""

    def __init__(self, sentence: str, agent_id: UUID) -> None:
        super().__init__(sentence)
        self.agent_id = agent_id


def price_of(session: Session, tools: Tools, phone: str, segments: int, has_pictures: bool) -> int:
    """The credits for a text with this phone; `segments` without those that are free."""
    return price(phone, segments, has_pictures, home_territories(session, tools, phone))


def price_of_parts(
    session: Session, tools: Tools, phone: str, parts: Sequence[Part], has_pictures: bool
) -> int:
    """The credits for all texts that some words make; pictures go with the first."""
    return sum(
        price_of(session, tools, phone, paid_segments([part]), has_pictures and place == 0)
        for place, part in enumerate(parts)
    )


def mms_saves(session: Session, tools: Tools, phone: str, parts: Sequence[Part]) -> int:
    """The credits that one picture message would save for words that leave without pictures; 0: none."""
    cost = price_of_parts(session, tools, phone, parts, has_pictures=False)
    return price_rules.mms_saves(phone, cost, len(parts), home_territories(session, tools, phone))


def home_territories(session: Session, tools: Tools, phone: str) -> Sequence[str]:
    """The territories that the workspace counts as home; read only for a number of one."""
    if region_of(phone) not in TERRITORIES:
        return ()
    return workspaces.get(session, tools.workspace_id).home_territories.split()


def payer_of(session: Session, tools: Tools, opening: Opening, author_id: UUID | None) -> UUID | None:
    """The account that pays for a text of this conversation: that of who holds our number."""
    if opening.account_id is not None:
        return opening.account_id
    agent_id = opening.agent_id or author_id
    return account_of(session, tools, agent_id) if agent_id else None


def charge_texts(
    session: Session, tools: Tools, opening: Opening, texts: Sequence[Text], segments: Sequence[int]
) -> None:
    """Charge texts that are about to wait for their turn, all or none. Raises NoCredits.

    `segments`: those of each that are paid for.
    """
    if not texts:
        return
    payer_id = payer_of(session, tools, opening, texts[0].author_id)
    if payer_id is None:
        return
    prices = [
        price_of(session, tools, opening.phone, paid, one.has_pictures)
        for one, paid in zip(texts, segments, strict=True)
    ]
    bills = [(_reason(one), cost) for one, cost in zip(texts, prices, strict=True)]
    try:
        balance = ledger.charge(session, tools, payer_id, bills)
    except Lacking as lacking:
        raise no_credits(session, tools, payer_id, lacking) from lacking
    day = _today(tools, balance)
    for one, cost in zip(texts, prices, strict=True):
        _note(session, one, cost, payer_id, day)
        _count(session, tools, one, 1, cost)
    warn.after_charge(session, tools, payer_id, balance)


def charge_inbound(session: Session, tools: Tools, opening: Opening, message: NewMessage) -> None:
    """Charge a text that came in; what is not there is owed, and beyond a month's allowance carried."""
    payer_id = payer_of(session, tools, opening, None)
    if payer_id is None:
        return
    segments = message.provider_segments or message.segments
    cost = price_of(session, tools, opening.phone, segments, message.has_pictures)
    try:
        balance = ledger.charge(session, tools, payer_id, [(_reason(message), cost)])
        carried = 0
    except Lacking as lacking:
        room = max(most_owed(session, payer_id) - lacking.owed, 0) + lacking.available
        carried = max(cost - room, 0)
        if cost > carried:
            balance = ledger.charge_anyway(session, tools, payer_id, _reason(message), cost - carried)
        else:
            balance = catch_up(session, tools, payer_id)  # nothing moves, so there is no entry
    _note(session, message, cost - carried, payer_id, _today(tools, balance))
    _count(session, tools, message, 1, cost - carried, carried)
    warn.after_charge(session, tools, payer_id, balance, carried)


def reprice(session: Session, tools: Tools, opening: Opening, texts: Sequence[Message]) -> None:
    """Bring waiting texts, whose words were changed, to their new price. Raises NoCredits."""
    for one in texts:
        cost = price_of(session, tools, opening.phone, one.paid_segments, one.has_pictures)
        if one.payer_id is None or one.credits == cost:
            continue
        if cost < one.credits:
            return_credits(session, tools, one, one.credits - cost)
            continue
        more = cost - one.credits
        try:
            balance = ledger.charge(session, tools, one.payer_id, [(_reason(one), more)], _month(one))
        except Lacking as lacking:
            raise no_credits(session, tools, one.payer_id, lacking) from lacking
        _note_more(session, tools, one, more, balance)


def return_all(session: Session, tools: Tools, message: Message) -> None:
    """The text did not leave: everything it cost comes back."""
    if message.payer_id is not None and message.credits:
        _count(session, tools, message, -1, 0)
        return_credits(session, tools, message, message.credits)


def return_credits(session: Session, tools: Tools, message: Message, amount: int) -> None:
    """Return some of what a text cost."""
    assert message.payer_id is not None
    ledger.refund(session, tools, message.payer_id, _reason(message), amount, _month(message))
    message.credits, message.postings = message.credits - amount, message.postings + 1
    session.add(message)
    _count(session, tools, message, 0, -amount)


def settle(session: Session, tools: Tools, message: Message, phone: str) -> None:
    """Bring the price to the provider's own count, less what is free. Done twice it changes nothing."""
    if message.payer_id is None or not message.credits or message.provider_segments is None:
        return
    segments = max(message.provider_segments - message.free, 1)
    cost = price_of(session, tools, phone, segments, message.has_pictures)
    more = cost - message.credits
    if more < 0:
        return_credits(session, tools, message, -more)
    elif more > 0:
        about = (_reason(message), more, EntryKind.EXTRA, _month(message))
        balance = ledger.charge_anyway(session, tools, message.payer_id, *about)
        _note_more(session, tools, message, more, balance)


def hold_payers(session: Session, texts: Sequence[Message]) -> None:
    """Before several texts of several agents are ended: lock whoever paid, in one order."""
    payers = {one.payer_id for one in texts if one.payer_id is not None}
    if len(payers) > 1:
        accounts.lock_all(session, sorted(payers))


def _reason(message: Text) -> Reason:
    """Each operation on a text has its own number, so that none is done twice."""
    return Reason(f"text:{message.id.hex}:{message.postings}", message.id)


def _note(session: Session, message: Text, cost: int, payer_id: UUID, day: date) -> None:
    message.credits, message.payer_id, message.charged_on = cost, payer_id, day
    message.postings += 1 if cost else 0
    if isinstance(message, Message):
        session.add(message)


def _note_more(session: Session, tools: Tools, message: Message, more: int, balance: Balance) -> None:
    """The text costs more than it did."""
    assert message.payer_id is not None
    message.credits, message.postings = message.credits + more, message.postings + 1
    session.add(message)
    _count(session, tools, message, 0, more)
    warn.after_charge(session, tools, message.payer_id, balance)


def _today(tools: Tools, balance: Balance) -> date:
    """The day by the payer's clock, within the month in which the charge counts."""
    last = first_of(after(balance.month)) - timedelta(days=1)
    return min(max(local(tools.now(), balance.zone).date(), first_of(balance.month)), last)


def _month(message: Message) -> int:
    """In which a text's charge counts."""
    assert message.charged_on is not None
    return number_of(message.charged_on)


def _count(session: Session, tools: Tools, message: Text, texts: int, credits: int, carried: int = 0) -> None:
    assert message.payer_id is not None
    assert message.charged_on is not None
    usages.count(
        session,
        Usage(
            account_id=message.payer_id,
            workspace_id=tools.workspace_id,
            day=message.charged_on,
            conversation_id=message.conversation_id,
            direction=message.direction,
            has_pictures=message.has_pictures,
            texts=texts,
            credits=credits,
            carried=carried,
        ),
    )


def no_credits(session: Session, tools: Tools, payer_id: UUID, lacking: Lacking) -> NoCredits:
    """What to say to the payer: what is missing and who can add credits, or that the plan is not paid."""
    account = accounts.get(session, payer_id)
    if account.blocked_at is not None:
        payer = payers.known(session, account.agent_id)
        since = (payer and payer.failing_since) or account.blocked_at
        return NoCredits(refusal.unpaid(local(since, account.zone).date()), account.agent_id)
    warn.after_refusal(session, tools, payer_id, lacking.needed)
    stands = (lacking.needed, lacking.available, lacking.owed)
    words = refusal.no_credits(*stands, agents.admin_users(session, tools.workspace_id))
    return NoCredits(words, account.agent_id)
