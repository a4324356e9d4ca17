"""The fields of what is written in the composer, filled for one client."""

from sqlmodel import Session

from bot.actions.people import Who
from bot.rules.couple import called_together
from bot.rules.merge import Merged, first_name, merge
from bot.screens import template as words
from bot.work import Refusal, Tools
from models import book as books
from models import contact as contacts
from models import workspace as workspaces


def filled(
    session: Session, tools: Tools, who: Who, phone: str, text: str, name: str | None = None
) -> Merged:
    """The text as this client would read it; `name` counts where the number is no saved contact's."""
    book = books.book_of(session, who.agent_id)
    saved = [card.name for card in contacts.with_phone(session, book, phone) if card.is_saved]
    called = called_together(saved) or name or ""
    values = {
        "name": called,
        "first_name": first_name(called),
        "agent": who.name,
        "agent_first_name": first_name(who.name),
        "brokerage": workspaces.get(session, tools.workspace_id).name,
    }
    return merge(text, values)


def fill(tools: Tools, who: Who, phone: str, text: str, name: str | None = None) -> str:
    """The same for sending. Raises Refusal that names the field nobody can fill."""
    with tools.read() as session:
        merged = filled(session, tools, who, phone, text, name)
    if problem := words.unfilled(merged.missing, merged.unknown):
        raise Refusal(problem)
    return merged.text
