"""What an admin reads in somebody's ledger."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlmodel import Session

from bot.actions.admin import need_admin
from bot.actions.conversation import called
from bot.actions.people import Who
from bot.screens import admin as admin_words
from bot.screens.admin_ledger import PAGE, Move, Page
from bot.work import Refusal, Tools
from models import account as accounts
from models import agent as agents
from models import conversation as conversations
from models import entry as entries
from models import grant as grants
from models import workspace as workspaces
from models.entry import Entry
from models.enums import EntryKind, Meter


def ledger_of(tools: Tools, who: Who, slack_user_id: str, beyond: int | None = None) -> Page:
    """A page of an agent's moves: those with a lower number than `beyond`, else the newest. Raises Refusal.

    Numbers have no gap, so a page is a range of them and stays the same while new moves come.
    """
    need_admin(who)
    with tools.read() as session:
        agent = agents.by_slack_user(session, tools.workspace_id, slack_user_id)  # also who has left
        if agent is None:
            raise Refusal(admin_words.not_an_agent(slack_user_id))
        zone = workspaces.get(session, tools.workspace_id).time_zone
        account = accounts.of_agent(session, agent.id, Meter.SMS)
        if account is None:
            return Page(slack_user_id, (), None, None, zone)
        end = account.seq + 1
        beyond = min(beyond or end, end)
        lines = entries.between(session, account.id, beyond - PAGE, beyond)
        moves = _moves(session, account.id, lines)
    older = beyond - PAGE if beyond - PAGE > 1 else None
    return Page(slack_user_id, moves, beyond + PAGE if beyond < end else None, older, account.zone)


def _moves(session: Session, account_id: UUID, lines: Sequence[Entry]) -> list[Move]:
    texts = entries.texts(session, {one.message_id for one in lines if one.message_id})
    parties = conversations.parties_of(session, [one.conversation_id for one in texts.values()])
    people = agents.names(session, {one.by_id for one in lines if one.by_id})
    granted = grants.by_number(session, account_id, {one.seq for one in lines})
    moves = []
    for seq, group in groupby(lines, lambda one: one.seq):
        operation = list(group)
        first, last = operation[0], operation[-1]
        text = texts.get(first.message_id) if first.message_id else None
        owed = [one for one in operation if one.kind == EntryKind.REPAY and one.grant_seq is None]
        ended = [one for one in operation[1:] if one.kind == EntryKind.EXPIRE]
        moves.append(
            Move(
                seq=seq,
                at=first.at,
                kind=first.kind,
                source=granted[seq].source if seq in granted else None,
                amount=sum(one.delta for one in operation),
                left=last.net_after,
                repaid=sum(one.delta for one in owed),
                ended=-sum(one.delta for one in ended),
                by=people.get(first.by_id, "") if first.by_id else "",
                reason=first.reason,
                way=text.direction if text else None,
                client=called(*parties[text.conversation_id]) if text else "",
            )
        )
    return moves
