"""The lines of bills: what a change of plan or a pack costs, or gives back."""

from uuid import UUID

from sqlmodel import Session

from bot.actions import payment
from bot.work import Tools
from models import account as accounts
from models import charge_line as lines
from models.charge_line import ChargeLine


def bill(
    session: Session,
    tools: Tools,
    account_id: UUID,
    source_key: str,
    amount: int,
    tax: int,
    currency: str,
    words: str,
    by_id: UUID | None,
    order_id: UUID | None = None,
    reference: str = "",
) -> None:
    """Write a line, once by its key; nothing for nothing. Below 0 it is given back."""
    if not amount:
        return
    account = accounts.get(session, account_id)
    line = ChargeLine(
        account_id=account_id,
        source_key=source_key,
        workspace_id=tools.workspace_id,
        month=account.month,
        payer=payment.kind_of(session, tools, account.agent_id),
        amount=amount,
        tax=tax,
        currency=currency,
        words=words,
        reference=reference,
        order_id=order_id,
        by_id=by_id,
        at=tools.now(),
    )
    lines.add_once(session, line)
