"""What the payment provider tells by itself: each event once, in whatever order they come."""

from bot.actions import billing
from bot.payments import BillingEvent
from bot.work import Tools
from models import provider_event
from models.provider_event import ProviderEvent

PROVIDER = "stripe"


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
        billing.take_effect(session, tools, event)
        return True
