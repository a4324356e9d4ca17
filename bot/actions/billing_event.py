"""What the payment provider tells by itself: each event once, in whatever order they come."""

from collections.abc import Callable

from sqlmodel import Session

from bot.ports import BillingEvent
from bot.work import Tools
from models import provider_event
from models.provider_event import ProviderEvent

PROVIDER = "stripe"
Effect = Callable[[Session, Tools, BillingEvent], None]
# Kind of event -> what it changes, in the transaction that stores it. Two events can tell of the same payment
# and an old one can come last, so an effect goes by the event's key and by how things stand.
EFFECTS: dict[str, Effect] = {}


def take_event(tools: Tools, event: BillingEvent) -> bool:
    """Store an event and let it take effect; False if it was here before."""
    stored = ProviderEvent(
        provider=PROVIDER,
        event_id=event.id,
        workspace_id=tools.workspace_id,
        kind=event.kind,
        customer=event.customer,
        reference=event.reference,
        at=tools.now(),
    )
    with tools.write() as session:
        if not provider_event.add_once(session, stored):
            return False
        if effect := EFFECTS.get(event.kind):
            effect(session, tools, event)
        return True
