"""A text on its way out. The first three run for each text that leaves, so they are plain statements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, case, exists, func, or_, update
from sqlmodel import Session, col, select

from models.columns import Instant
from models.conversation import Conversation
from models.database import Database
from models.do_not_call import concerns
from models.enums import MessageState, Night
from models.media import NOT_READY, OUTGOING
from models.message import LOCK_ORDER, Message, root_key, with_line
from models.number import Number
from models.suppression import standing


@dataclass(frozen=True)
class Departure:
    """What is known of a text when its turn comes."""

    state: MessageState
    created_at: datetime
    conversation_id: UUID
    body: str
    line: str
    phone: str
    our_phone: str
    is_suppressed: bool
    agent_id: UUID | None  # who holds our number
    is_listed: bool  # a do-not-call list may have the phone
    has_files: bool
    is_mms: bool  # it has pictures, or leaves as a picture message without any
    waits_for_files: bool  # some are not made ready yet
    source_key: str
    night: Night | None
    is_automated: bool

    @property
    def whole(self) -> str:
        """What a phone shows: the words and the opt-out line."""
        return with_line(self.body, self.line)

    @property
    def root_key(self) -> str:
        """The key of what was asked for, which may have become several texts."""
        return root_key(self.source_key)

    @property
    def follows(self) -> bool:
        """Whether it is the rest of something long whose beginning has had its turn."""
        return self.source_key != self.root_key


_DEPARTURE = (
    select(  # type: ignore[call-overload]
        Message.state,
        Message.created_at,
        Message.conversation_id,
        Message.body,
        Message.line,
        Conversation.phone,
        Number.phone,
        # Whoever suppresses a phone also locks its waiting texts: one of the two sees the other.
        standing(Conversation.workspace_id, Conversation.phone),
        Number.agent_id,
        concerns(Conversation.workspace_id, Conversation.phone),
        exists().where(*OUTGOING),
        Message.has_pictures,
        exists().where(*OUTGOING, NOT_READY),
        Message.source_key,
        Message.night,
        Message.is_automated,
    )
    .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
    .join(Number, col(Number.id) == col(Conversation.number_id))
    .where(Message.id == bindparam("text"))
    .with_for_update(of=Message)
)
_LEAVE = (
    update(Message)
    .where(col(Message.id) == bindparam("text"))
    .values(
        state=MessageState.SENDING,
        sending_at=bindparam("at"),
        changed_at=bindparam("at"),
        attempts=col(Message.attempts) + 1,
    )
)
_WAITS = col(Message.state).in_((MessageState.SENDING, MessageState.UNKNOWN))
_ARRIVE = (
    update(Message)
    .where(
        col(Message.id) == bindparam("text"),
        or_(col(Message.sid).is_(None), col(Message.sid) == bindparam("its_sid")),
    )
    .values(
        sid=bindparam("its_sid"),
        provider_segments=func.coalesce(
            bindparam("segments_now", type_=Integer), col(Message.provider_segments)
        ),
        state=case((_WAITS, MessageState.ACCEPTED), else_=col(Message.state)),
        changed_at=case((_WAITS, bindparam("at", type_=Instant)), else_=col(Message.changed_at)),
    )
    .returning(
        col(Message.payer_id).is_not(None),
        col(Message.has_pictures),
        col(Message.segments),
        col(Message.provider_segments),
    )
)


def lock(session: Session, message_id: UUID) -> Departure | None:
    """The text, held until the unit of work ends: nobody else decides its next state meanwhile."""
    row = session.connection().execute(_DEPARTURE, {"text": message_id}).first()
    return Departure(*row) if row else None


def leave(session: Session, message_id: UUID, at: datetime) -> None:
    """Note, before the provider is called, that it is about to be. The caller has locked the text."""
    session.connection().execute(_LEAVE, {"text": message_id, "at": at})


def arrive(database: Database, message_id: UUID, sid: str, segments: int | None, at: datetime) -> bool:
    """Keep the provider's id, unless another is known; only a text that still waits moves on.

    Whether its price is not settled by that: the provider counts otherwise than we did, or not yet.
    """
    row = database.do(_ARRIVE, {"text": message_id, "its_sid": sid, "segments_now": segments, "at": at})
    if row is None:
        return False
    is_paid, has_pictures, ours, theirs = tuple(row)
    return bool(is_paid) and not has_pictures and ours != theirs


def move(session: Session, message_id: UUID, only_from: Collection[MessageState], **values: Any) -> bool:
    """Change the message if it is still in one of these states; whether it was."""
    statement = (
        update(Message)
        .where(col(Message.id) == message_id, col(Message.state).in_(only_from))
        .values(**values)
    )
    return session.connection().execute(statement).rowcount == 1


def back_in_line(session: Session, message_id: UUID) -> None:
    """The provider surely has not got it: the POST does not count, and the text waits again."""
    move(
        session,
        message_id,
        [MessageState.SENDING],
        state=MessageState.QUEUED,
        attempts=col(Message.attempts) - 1,
    )


def waiting_to_leave(session: Session, workspace_id: UUID, phone: str) -> list[Message]:
    """Outbound texts to this phone that have not left, whoever wrote them; none of them leaves meanwhile."""
    return list(
        session.exec(
            select(Message)
            .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
            .where(
                Message.workspace_id == workspace_id,
                Conversation.phone == phone,
                col(Message.state).in_((MessageState.HELD, MessageState.QUEUED, MessageState.SCHEDULED)),
            )
            .order_by(*LOCK_ORDER)
            .with_for_update(of=Message)
            .execution_options(populate_existing=True)
        )
    )
