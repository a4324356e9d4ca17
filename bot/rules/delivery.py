"""How far a message is, and the sign that shows it on the agent's own Slack message."""

from collections.abc import Mapping

from models.enums import MessageState, Sign

SIGN_AFTER_SECONDS = 30.0
_SWAPS_ALLOWED = 1  # put, take away, put again: the three Slack calls a text may cost

_RANKS: Mapping[MessageState, int] = {
    MessageState.HELD: 0,
    MessageState.SCHEDULED: 0,
    MessageState.QUEUED: 1,
    MessageState.SENDING: 2,
    MessageState.UNKNOWN: 3,
    MessageState.ACCEPTED: 4,
    MessageState.SENT: 5,
}
_FINAL = 6

# Twilio's words, https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
_PROVIDER: Mapping[str, MessageState] = {
    "accepted": MessageState.ACCEPTED,
    "scheduled": MessageState.ACCEPTED,
    "queued": MessageState.ACCEPTED,
    "sending": MessageState.ACCEPTED,
    "sent": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "read": MessageState.DELIVERED,
    "undelivered": MessageState.UNDELIVERED,
    "failed": MessageState.FAILED,
    "canceled": MessageState.CANCELED,
}
_WAITING = {MessageState.QUEUED, MessageState.SENDING, MessageState.UNKNOWN, MessageState.ACCEPTED}
_FAILED = {MessageState.FAILED, MessageState.UNDELIVERED, MessageState.REFUSED}
_SIGN_RANKS = {None: 0, Sign.WAITING: 1, Sign.SENT: 2, Sign.DELIVERED: 3, Sign.FAILED: 3, Sign.GONE: 3}


def rank(state: MessageState) -> int:
    """How far a state is on the way; all final states share the last rank."""
    return _RANKS.get(state, _FINAL)


def forward(current: MessageState, new: MessageState) -> bool:
    """Whether a report may move a message from `current` to `new`.

    Status callbacks come late, twice and in any order, so a report never moves a message back and never out
    of a final state. Our own steps back (a busy provider: sending, then queued again) are not reports.
    """
    return rank(new) > rank(current)


def from_provider(status: str) -> MessageState | None:
    """The state behind Twilio's status word; None for a word that says nothing about a text going out."""
    return _PROVIDER.get(status.lower())


def next_sign(shown: Sign | None, swaps: int, state: MessageState, age_seconds: float) -> Sign | None:
    """The sign that should stand now; the one `shown` if there is nothing to do.

    `swaps` counts the times one sign already took another's place; after the first only a failure is worth
    the calls. `age_seconds` is the time in `state` once sent, until then the time since the agent wrote.
    """
    wanted = _wanted(state, age_seconds)
    if wanted is None or _SIGN_RANKS[wanted] <= _SIGN_RANKS[shown]:
        return shown
    affordable = shown is None or swaps < _SWAPS_ALLOWED or wanted in (Sign.FAILED, Sign.GONE)
    return wanted if affordable else shown


def _wanted(state: MessageState, age_seconds: float) -> Sign | None:
    if state is MessageState.DELIVERED:
        return Sign.DELIVERED
    if state in _FAILED:
        return Sign.FAILED
    if state is MessageState.CANCELED:
        return Sign.GONE
    if age_seconds < SIGN_AFTER_SECONDS:
        return None
    if state is MessageState.SENT:
        return Sign.SENT
    return Sign.WAITING if state in _WAITING else None
