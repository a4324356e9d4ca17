"""An agent's contacts as a file: in the direct message, or wherever the shell puts it."""

from collections.abc import Iterator
from uuid import UUID

from sqlmodel import Session

from bot.actions import queue
from bot.actions.import_cards import cards_of
from bot.actions.notice import post_once
from bot.actions.people import Who
from bot.ports import File
from bot.rules.contact_csv import contacts_csv
from bot.rules.contact_line import Line
from bot.rules.contact_match import Card
from bot.rules.local_time import local
from bot.screens import contact_export as screens
from bot.screens.notice import said
from bot.work import Tools
from models import agent as agents
from models import book as books
from models import card_batch as batch
from models import suppression as suppressions
from models import workspace as workspaces

PAGE = 1000  # contacts in memory at once


def ask(tools: Tools, who: Who) -> None:
    """Let somebody have what they see as a file; asked twice while it is made they get it once."""
    with tools.write() as session:
        place, key = queue.dm_of(who.author_id), f"export:{who.agent_id}:{who.author_id}"
        to, receipt = str(who.author_id), queue.Priority.RECEIPT
        queue.show(session, tools, "post_contacts", who.agent_id, place, receipt, dedupe=key, to=to)


def post_contacts(tools: Tools, agent_id: UUID, to_id: UUID, key: str, again: bool) -> None:
    """Put the file of an agent's contacts below a message to who asked: the agent, or an assistant."""
    content = b"".join(written(tools, agent_id))
    with tools.read() as session:
        reader = agents.get(session, to_id)
        zone = workspaces.get(session, tools.workspace_id).time_zone
    name = f"contacts-{local(tools.now(), zone).date()}.csv"
    posted = post_once(tools, reader, said(screens.HERE), key, again)
    if not (again and tools.slack.find_upload(posted.channel, posted.ts, name)):
        tools.slack.upload(posted.channel, posted.ts, name, screens.ALT, File(content, "text/csv"))


def written(tools: Tools, agent_id: UUID) -> Iterator[bytes]:
    """The file in pieces, as the contacts are read."""
    return contacts_csv(_lines(tools, agent_id))


def _lines(tools: Tools, agent_id: UUID) -> Iterator[Line]:
    after: UUID | None = None
    number = 1
    while True:
        with tools.read() as session:
            found = batch.page(session, books.book_of(session, agent_id), after, PAGE)
            told = _told(session, tools, cards_of(session, found))
        for one in told:
            number += 1
            yield _line(number, *one)
        if len(found) < PAGE:
            return
        after = found[-1].id


def _told(session: Session, tools: Tools, cards: dict[UUID, Card]) -> list[tuple[Card, str, bool]]:
    """Each card with the words of a consent and whether one of its numbers is opted out."""
    phones = {phone for card in cards.values() for phone in card.phones}
    opted_out = suppressions.standing_among(session, tools.workspace_id, phones)
    consents = batch.consents_of(session, cards)
    return [(card, consents.get(card.id, ""), bool(opted_out & set(card.phones))) for card in cards.values()]


def _line(number: int, card: Card, consent: str, opted_out: bool) -> Line:
    return Line(
        number,
        card.name if card.is_saved else "",
        tuple(card.phones.values()),
        card.email,
        card.company,
        card.address,
        card.state,
        card.zip_code,
        tuple(card.tags.values()),
        consent=consent,
        opted_out=screens.YES if opted_out else "",
    )
