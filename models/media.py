"""Pictures and other files of a message."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint, delete, exists, func, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import Way
from models.message import Message
from models.once import insert_once


class Media(SQLModel, table=True):
    """One file of a text: on its way from the provider to Slack, or from Slack to a phone."""

    __table_args__ = (UniqueConstraint("message_id", "place"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    message_id: UUID = Field(foreign_key="message.id")
    place: int  # 0-based, in the provider's order
    url: str  # where it comes from: the provider or Slack
    content_type: str
    name: str = Field(default="", sa_column_kwargs=preset("''"))  # as its sender called it
    size: int = Field(default=0, sa_column_kwargs=preset(0))  # bytes, as Slack says
    way: Way | None = word(Way, default=None, nullable=True)  # None: it came in
    opened_at: datetime | None = instant(default=None)  # when the client first opened the link
    slack_file_id: str | None = None  # set once Slack has it
    problem: str = ""  # why it could not be shown, in words


class MediaContent(SQLModel, table=True):
    """The bytes of a file that a client may fetch, made ready for a phone."""

    __tablename__ = "media_content"

    media_id: UUID = Field(foreign_key="media.id", primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
    content_type: str


OUTGOING = (col(Media.message_id) == col(Message.id), col(Media.way).is_not(None))
NOT_READY = ~exists().where(col(MediaContent.media_id) == col(Media.id))


def add(session: Session, message_id: UUID, files: list[tuple[str, str]]) -> None:
    """Keep the (url, content type) pairs of a message, in order."""
    for place, (url, content_type) in enumerate(files):
        session.add(Media(message_id=message_id, place=place, url=url, content_type=content_type))
    mark(session, [message_id])


def mark(session: Session, message_ids: Collection[UUID]) -> None:
    """Let these texts know whether files are kept beside them, by which a timeline finds them."""
    session.flush()
    beside = exists().where(col(Media.message_id) == col(Message.id))
    session.connection().execute(
        update(Message).where(col(Message.id).in_(message_ids)).values(has_files=beside)
    )


def of_message(session: Session, message_id: UUID) -> list[Media]:
    return list(session.exec(select(Media).where(Media.message_id == message_id).order_by(col(Media.place))))


def of_messages(session: Session, message_ids: Collection[UUID]) -> dict[UUID, list[Media]]:
    """Text -> its files in order, for those that have some."""
    found: dict[UUID, list[Media]] = {}
    asked = select(Media).where(col(Media.message_id).in_(message_ids))
    for media in session.exec(asked.order_by(col(Media.message_id), col(Media.place))):
        found.setdefault(media.message_id, []).append(media)
    return found


def get(session: Session, media_id: UUID) -> Media:
    return session.get_one(Media, media_id)


def find(session: Session, media_id: UUID) -> Media | None:
    return session.get(Media, media_id)


def shown(session: Session, media_id: UUID, slack_file_id: str | None, problem: str) -> None:
    """Note where Slack has the file, or why it could not be shown."""
    media = get(session, media_id)
    media.slack_file_id, media.problem = slack_file_id, problem
    session.add(media)


def not_ready(session: Session, message_id: UUID) -> list[Media]:
    """The files of a text that still have to be made ready before it can leave."""
    waiting = select(Media).where(Media.message_id == message_id, col(Media.way).is_not(None), NOT_READY)
    return list(session.exec(waiting.order_by(col(Media.place))))


def keep_content(session: Session, media_id: UUID, content: bytes, content_type: str) -> None:
    """Keep what a client may fetch; what an earlier try kept stays."""
    insert_once(session, MediaContent, media_id=media_id, content=content, content_type=content_type)


def content(session: Session, media_id: UUID) -> MediaContent | None:
    return session.get(MediaContent, media_id)


def content_shape(session: Session, media_id: UUID) -> tuple[str, int] | None:
    """The type and the length of what a client may fetch, without its bytes."""
    asked = select(MediaContent.content_type, func.length(MediaContent.content))
    return session.exec(asked.where(MediaContent.media_id == media_id)).first()


def open_first(session: Session, media_id: UUID, at: datetime) -> bool:
    """Note that the client opened the file; whether nobody noted it before."""
    first = update(Media).where(col(Media.id) == media_id, col(Media.opened_at).is_(None))
    return session.connection().execute(first.values(opened_at=at)).rowcount == 1


def forget_contents(session: Session, states: Sequence[str], before: datetime) -> None:
    """Let go of what nobody may fetch any more: texts in these states that last changed before an instant."""
    old = select(Media.id).join(Message, col(Message.id) == col(Media.message_id))
    old = old.where(col(Message.state).in_(states), Message.changed_at < before)
    session.connection().execute(delete(MediaContent).where(col(MediaContent.media_id).in_(old)))
