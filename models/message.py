"""Messages: one text in or out, with its state. These rows are the truth and the outbox."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, bindparam, text
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import Direction, MessageState, Night, Sign
from models.once import insert_once

SCHEDULED = "state = 'scheduled'"
FAILED = "state IN ('failed', 'undelivered')"
NOT_DELIVERED = "state IN ('failed', 'undelivered', 'refused', 'canceled')"
WITH_FILES = "has_files"
NOT_SHOWN = "direction = 'in' AND slack_ts IS NULL"
UNCHARGED = "payer_id IS NOT NULL AND charged_on IS NULL"
UNSIGNED = "sign IS NULL AND state IN ('queued', 'sending', 'unknown', 'accepted', 'sent')"
TYPED_HERE = "slack:"  # how the keys of replies typed in a thread begin
MOST_PARTS = 50  # more than any rule lets one thing be cut into
NEVER_LEFT = (
    MessageState.REFUSED,
    MessageState.FAILED,
    MessageState.CANCELED,
    MessageState.HELD,
    MessageState.SCHEDULED,
)


class Message(SQLModel, table=True):
    """One SMS or MMS."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "source_key"),
        Index("ix_message_conversation_position", "conversation_id", "position"),
        Index(
            "ix_message_unsigned",
            "created_at",
            sqlite_where=text(UNSIGNED),
            postgresql_where=text(UNSIGNED),
        ),
        Index(
            "ix_message_not_shown",
            "position",
            sqlite_where=text(NOT_SHOWN),
            postgresql_where=text(NOT_SHOWN),
        ),
        Index(
            "ix_message_uncharged",
            "payer_id",
            sqlite_where=text(UNCHARGED),
            postgresql_where=text(UNCHARGED),
        ),
        Index(
            "ix_message_scheduled",
            "conversation_id",
            "send_at",
            sqlite_where=text(SCHEDULED),
            postgresql_where=text(SCHEDULED),
        ),
        Index(
            "ix_message_failed",
            "conversation_id",
            "changed_at",
            sqlite_where=text(FAILED),
            postgresql_where=text(FAILED),
        ),
        Index(
            "ix_message_not_delivered",
            "conversation_id",
            "position",
            sqlite_where=text(NOT_DELIVERED),
            postgresql_where=text(NOT_DELIVERED),
        ),
        Index(
            "ix_message_with_files",
            "conversation_id",
            "position",
            sqlite_where=text(WITH_FILES),
            postgresql_where=text(WITH_FILES),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    conversation_id: UUID = Field(foreign_key="conversation.id")
    source_key: str  # what asked for it, once: "slack:<channel>:<ts>", "command:<trigger>", "twilio:<sid>"
    direction: Direction = word(Direction)
    state: MessageState = word(MessageState)
    body: str  # the words that leave, or that came
    line: str = ""  # the opt-out line that the first text carries below its words
    author_id: UUID | None = Field(default=None, foreign_key="agent.id")
    position: int = Field(sa_type=BigInteger)  # microseconds: the order within a conversation
    segments: int = 0  # by our count
    encoding: str = ""
    provider_segments: int | None = None  # by Twilio's count
    free: int = Field(default=0, sa_column_kwargs=preset(0))  # segments that only the opt-out line makes
    # It leaves or came as a picture message, which may also carry long words alone.
    has_pictures: bool = Field(default=False, sa_column_kwargs=preset(False))
    has_files: bool = Field(default=False, sa_column_kwargs=preset(False))  # kept beside it, see models.media
    credits: int = Field(default=0, sa_column_kwargs=preset(0))  # what it has cost
    payer_id: UUID | None = Field(default=None, foreign_key="account.id")
    charged_on: date | None = None  # by the payer's clock: the day and month in which it counts
    postings: int = Field(default=0, sa_column_kwargs=preset(0))  # operations on its credits so far
    sid: str | None = Field(default=None, unique=True)
    error_code: int | None = None
    reason: str = ""  # why it is held, refused or failed, in words for the agent
    attempts: int = 0  # POSTs that the provider may have got
    lookups: int = 0  # looks at the provider's list since the last ambiguous POST
    created_at: datetime = instant()
    send_at: datetime | None = instant(default=None)  # when a scheduled text shall leave
    sending_at: datetime | None = instant(default=None)
    changed_at: datetime = instant()
    slack_channel: str | None = None  # the Slack message that shows this text
    slack_ts: str | None = None
    sign: Sign | None = word(Sign, default=None, nullable=True)
    sign_swaps: int = 0
    night: Night | None = word(Night, default=None, nullable=True)
    # Nobody typed it for this client: a campaign's or a plan's.
    is_automated: bool = Field(default=False, sa_column_kwargs=preset(False))

    @property
    def whole(self) -> str:
        """What a phone shows: the words and the opt-out line."""
        return with_line(self.body, self.line)

    @property
    def paid_segments(self) -> int:
        """Those that are charged for, by our count."""
        return self.segments - self.free

    @property
    def root_key(self) -> str:
        """The key of what was asked for, which may have become several texts."""
        return root_key(self.source_key)

    @property
    def was_typed_here(self) -> bool:
        """Whether the Slack message that shows it is the agent's own."""
        return is_typed_here(self.source_key)


def root_key(source_key: str) -> str:
    """The key of what was asked for, of which this is the key of one text."""
    return source_key.split("#", maxsplit=1)[0]


def is_typed_here(source_key: str) -> bool:
    """Whether something was asked for by a reply in its thread."""
    return source_key.startswith(TYPED_HERE)


def with_line(body: str, line: str) -> str:
    """A text as a phone shows it."""
    return f"{body}\n{line}" if line else body


@dataclass
class NewMessage:
    """A text to be stored. (Making a table row of it first would cost more than the insert.)"""

    workspace_id: UUID
    conversation_id: UUID
    source_key: str
    direction: Direction
    state: MessageState
    body: str
    position: int
    segments: int
    encoding: str
    created_at: datetime
    changed_at: datetime
    line: str = ""
    author_id: UUID | None = None
    provider_segments: int | None = None
    sid: str | None = None
    reason: str = ""
    slack_channel: str | None = None
    slack_ts: str | None = None
    send_at: datetime | None = None
    free: int = 0
    has_pictures: bool = False
    credits: int = 0
    payer_id: UUID | None = None
    charged_on: date | None = None
    postings: int = 0
    night: Night | None = None
    is_automated: bool = False
    id: UUID = field(default_factory=new_id)

    @property
    def whole(self) -> str:
        """What a phone shows: the words and the opt-out line."""
        return with_line(self.body, self.line)

    @property
    def paid_segments(self) -> int:
        """Those that are charged for, by our count."""
        return self.segments - self.free


Text = Message | NewMessage
# Whoever locks several texts locks them in this order. Most hold their conversation by then, but an opt-out
# reaches into the conversations that other numbers have with the same phone.
LOCK_ORDER = (col(Message.id),)
# What this unit of work read before the lock may be old by then: a lock reads anew.
_ANEW = {"populate_existing": True}
_LOCKED = select(Message).where(Message.id == bindparam("id")).with_for_update().execution_options(**_ANEW)
_BY_SOURCE = select(Message).where(
    Message.workspace_id == bindparam("workspace"), Message.source_key == bindparam("key")
)
_HAS_BEGUN = (
    select(Message.id)
    .where(
        Message.conversation_id == bindparam("talk"),
        col(Message.state).not_in(NEVER_LEFT),
        col(Message.id).not_in(bindparam("besides", expanding=True)),
    )
    .limit(1)
)
_FRESH = {"attempts": 0, "lookups": 0, "sign_swaps": 0}


def add_once(session: Session, message: NewMessage) -> bool:
    """Store the message unless its source key is known; whether it is new."""
    return insert_once(session, Message, **vars(message), **_FRESH)


def get(session: Session, message_id: UUID) -> Message | None:
    return session.get(Message, message_id)


def one(session: Session, message_id: UUID) -> Message:
    return session.get_one(Message, message_id)


def lock(session: Session, message_id: UUID) -> Message | None:
    """The message, held until the unit of work ends: nobody else decides its next state meanwhile."""
    return session.exec(_LOCKED, params={"id": message_id}).first()


def by_source(session: Session, workspace_id: UUID, source_key: str) -> Message | None:
    return session.exec(_BY_SOURCE, params={"workspace": workspace_id, "key": source_key}).first()


def typed_key(channel: str, ts: str) -> str:
    """The key of a reply typed in Slack."""
    return f"{TYPED_HERE}{channel}:{ts}"


def part_key(source_key: str, place: int) -> str:
    """The key of one of the texts that something long was cut into; the first has the key itself."""
    return f"{source_key}#{place + 1}" if place else source_key


def parts(session: Session, workspace_id: UUID, source_key: str, lock: bool = False) -> list[Message]:
    """All texts that were asked for under this key, in order; with `lock` nobody else decides on them."""
    keys = [part_key(source_key, place) for place in range(MOST_PARTS)]
    asked = (
        select(Message)
        .where(Message.workspace_id == workspace_id, col(Message.source_key).in_(keys))
        .order_by(*LOCK_ORDER)
    )
    found = session.exec(asked.with_for_update().execution_options(**_ANEW) if lock else asked)
    return sorted(found, key=lambda one: (one.position, one.id))


def known_sids(session: Session, sids: Collection[str]) -> set[str]:
    return set(session.exec(select(Message.sid).where(col(Message.sid).in_(sids))))  # type: ignore[arg-type]


def has_begun(session: Session, conversation_id: UUID, besides: Collection[UUID] = ()) -> bool:
    """Whether a text left, is about to, or came: the first of ours named the way out.

    `besides` are texts that do not count, as they are being decided on.
    """
    asked = {"talk": conversation_id, "besides": list(besides)}
    return session.connection().execute(_HAS_BEGUN, asked).first() is not None


def charged_among(session: Session, payer_id: UUID, message_ids: Collection[UUID]) -> list[UUID]:
    """Those of the texts that this account has paid for; nobody else decides on them meanwhile."""
    return list(
        session.exec(
            select(Message.id)
            .where(col(Message.id).in_(message_ids), Message.payer_id == payer_id, Message.credits > 0)
            .where(col(Message.charged_on).is_not(None))
            .order_by(col(Message.id))
            .with_for_update()
        )
    )
