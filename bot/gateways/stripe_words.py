"""Stripe's errors, decline codes and events in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import stripe

from bot.payments import Declined
from bot.ports import Busy, Refused

_ANOTHER = "Use another card and place the order again."
_BANK = "Ask the bank that issued it, or use another card."
# Also for lost, stolen and suspicious cards: whoever holds one is told no more.
_GENERAL = f"The bank declined the card and gives no reason. {_BANK}"
_WAIT = "Wait a few minutes and place the order again."
_NUMBER = "Enter the card again and place the order again."
REASONS = {
    "no_card": "There is no card on file. Add one and place the order again.",
    "declined_before": "This order was declined before. Place it again.",
    "insufficient_funds": f"The account behind the card does not have enough money. {_ANOTHER}",
    "expired_card": f"The card has expired. {_ANOTHER}",
    "incorrect_number": f"The card number is wrong. {_NUMBER}",
    "invalid_number": f"The card number is wrong. {_NUMBER}",
    "incorrect_cvc": f"The security code of the card is wrong. {_NUMBER}",
    "invalid_cvc": f"The security code of the card is wrong. {_NUMBER}",
    "invalid_expiry_month": f"The card's expiry date is wrong. {_NUMBER}",
    "invalid_expiry_year": f"The card's expiry date is wrong. {_NUMBER}",
    "incorrect_zip": f"The ZIP code does not belong to the card. {_NUMBER}",
    "do_not_honor": _GENERAL,
    "call_issuer": _GENERAL,
    "card_not_supported": f"The card cannot be used for this. {_ANOTHER}",
    "currency_not_supported": f"The card cannot pay in this currency. {_ANOTHER}",
    "transaction_not_allowed": f"The card cannot be used for this. {_ANOTHER}",
    "card_velocity_exceeded": f"The card has reached a limit. {_BANK}",
    "withdrawal_count_limit_exceeded": f"The card has reached a limit. {_BANK}",
    "duplicate_transaction": f"The bank takes this for a payment that was just made. {_WAIT}",
    "processing_error": f"The bank could not work on the payment. {_WAIT}",
    "try_again_later": f"The bank could not work on the payment. {_WAIT}",
    "authentication_required": "The bank wants you to confirm payments with this card yourself, which cannot "
    f"be done from Slack. {_ANOTHER}",
}
REASONS["invoice_payment_intent_requires_action"] = REASONS["authentication_required"]
_NEVER_SENT = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "SSLError")
KINDS = {
    "checkout.session.completed": "card_changed",
    "payment_method.attached": "card_changed",
    "payment_method.automatically_updated": "card_changed",
    "invoice.paid": "paid",
    "invoice.payment_failed": "payment_failed",
    "customer.subscription.deleted": "subscription_ended",
}


class Ambiguous(Busy):
    """There was no clear answer. Where a call may be repeated that is as good as Busy."""


def declined(code: str) -> Declined:
    return Declined(code, REASONS.get(code, _GENERAL))


def kind_of(event: Mapping[str, Any]) -> str:
    """Our word for an event. A customer has many fields; only another default card matters to us."""
    before = event["data"].get("previous_attributes") or {}
    if event["type"] == "customer.updated" and "invoice_settings" in before:
        return "card_changed"
    return KINDS.get(event["type"], "other")


@contextmanager
def asking() -> Iterator[None]:
    """Turn Stripe's errors into ours."""
    try:
        yield
    except stripe.CardError as error:
        detail = error.error
        raise declined((detail and detail.decline_code) or error.code or "card_declined") from error
    except stripe.RateLimitError as error:
        raise Busy("Stripe asks to slow down", _seconds(error)) from error
    except stripe.APIConnectionError as error:
        raise _from_connection(error) from error
    except (
        stripe.IdempotencyError,
        stripe.InvalidRequestError,
        stripe.AuthenticationError,
        stripe.PermissionError,
    ) as error:
        raise Refused(error.user_message or type(error).__name__) from error
    except stripe.StripeError as error:
        if error.http_status == 409:  # the same key is being worked on
            raise Busy("Stripe is still at it") from error
        raise Ambiguous(f"Stripe answered {error.http_status}") from error


def _seconds(error: stripe.StripeError) -> float | None:
    said = (error.headers or {}).get("retry-after", "")
    return float(said) if said.isdigit() else None


def _from_connection(error: stripe.APIConnectionError) -> Busy:
    """A connection that was never made sent nothing; one that broke later may have."""
    cause = error.__cause__
    inner = getattr(cause.args[0] if cause and cause.args else None, "reason", None)
    if {type(cause).__name__, type(inner).__name__} & {*_NEVER_SENT, "ConnectTimeout"}:
        return Busy("Stripe cannot be reached")
    return Ambiguous("the connection to Stripe broke")
