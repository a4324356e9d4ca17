"""Pictures and other files of a message."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import instant, new_id, preset, word
from models.enums import Way


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


def add(session: Session, message_id: UUID, files: list[tuple[str, str]]) -> None:
    """Keep the (url, content type) pairs of a message, in order."""
    for place, (url, content_type) in enumerate(files):
        session.add(Media(message_id=message_id, place=place, url=url, content_type=content_type))


def of_message(session: Session, message_id: UUID) -> list[Media]:
    return list(session.exec(select(Media).where(Media.message_id == message_id).order_by(col(Media.place))))


def get(session: Session, media_id: UUID) -> Media:
    return session.get_one(Media, media_id)


def shown(session: Session, media_id: UUID, slack_file_id: str | None, problem: str) -> None:
    """Note where Slack has the file, or why it could not be shown."""
    media = get(session, media_id)
    media.slack_file_id, media.problem = slack_file_id, problem
    session.add(media)
