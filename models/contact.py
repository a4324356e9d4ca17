"""Contacts, their phones, and finding them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from models.columns import folded, instant, new_id, preset, word
from models.enums import ContactSource, PhoneProblem

TOUCHED = "touched_at IS NOT NULL"
MERGED = "merged_into IS NOT NULL"
END = "\U0010ffff"  # comes after every character that a key may have


class Contact(SQLModel, table=True):
    """A person an agent talks to."""

    __table_args__ = (
        Index("ix_contact_agent_key", "agent_id", "name_key"),
        Index("ix_contact_agent_email", "agent_id", "email"),
        Index(
            "ix_contact_agent_touched",
            "agent_id",
            "touched_at",
            sqlite_where=text(TOUCHED),
            postgresql_where=text(TOUCHED),
        ),
        Index(
            "ix_contact_merged",
            "merged_into",
            sqlite_where=text(MERGED),
            postgresql_where=text(MERGED),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    name: str
    name_key: str = folded()  # rules.fold.fold(name): what names are compared by
    is_saved: bool  # False: named by a number until somebody gives the name
    created_at: datetime = instant()
    touched_at: datetime | None = instant(default=None)  # last text either way
    time_zone: str | None = None  # if somebody said so; else the number is asked
    source: ContactSource = word(ContactSource, default=ContactSource.TEXT, sa_column_kwargs=preset("'text'"))
    email: str | None = None  # in small letters
    company: str = Field(default="", sa_column_kwargs=preset("''"))
    address: str = Field(default="", sa_column_kwargs=preset("''"))  # street and city
    state: str = Field(default="", sa_column_kwargs=preset("''"))  # "NJ"
    zip_code: str = Field(default="", sa_column_kwargs=preset("''"))
    archived_at: datetime | None = instant(default=None)  # out of sight until a text comes or goes
    deleted_at: datetime | None = instant(default=None)  # nothing personal is left; what was texted stays
    merged_into: UUID | None = Field(default=None, foreign_key="contact.id")  # the card that took this one in
    merged_at: datetime | None = instant(default=None)  # what it brought there has this time


class ContactPhone(SQLModel, table=True):
    """A phone of a contact. A couple may share one; a contact may have several."""

    __tablename__ = "contact_phone"
    __table_args__ = (UniqueConstraint("contact_id", "phone"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    phone: str = Field(index=True)  # E.164
    problem: PhoneProblem | None = word(PhoneProblem, default=None, nullable=True)
    created_at: datetime = instant()
    label: str = Field(default="", sa_column_kwargs=preset("''"))  # "work"
    extension: str = Field(default="", sa_column_kwargs=preset("''"))  # a text cannot reach it


class ContactTag(SQLModel, table=True):
    """A tag of a contact, as its first writer spelled it."""

    __tablename__ = "contact_tag"
    __table_args__ = (Index("ix_contact_tag_agent_key", "agent_id", "key"),)

    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True)
    key: str = folded(primary_key=True)  # rules.fold.fold(tag)
    tag: str
    agent_id: UUID = Field(foreign_key="agent.id")


class ContactWord(SQLModel, table=True):
    """A word by which a contact is found: of the name, a tag, the company, an address or a number."""

    __tablename__ = "contact_word"
    __table_args__ = (
        # With the contact: what is found comes in order, and a page of it costs a page.
        Index("ix_contact_word_agent_word", "agent_id", "word", "contact_id"),
        Index("ix_contact_word_agent_sound", "agent_id", "sound", "contact_id"),
    )

    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True)
    word: str = folded(primary_key=True)
    agent_id: UUID = Field(foreign_key="agent.id")
    sound: str | None = folded(default=None, nullable=True)  # what stays the same when it is misspelled


def add(
    session: Session,
    workspace_id: UUID,
    agent_id: UUID,
    name: str,
    key: str,
    phone: str,
    saved: bool,
    at: datetime,
    source: ContactSource = ContactSource.TEXT,
) -> Contact:
    """A new contact with one phone. Nobody finds it before `book.set_words`."""
    contact = Contact(
        workspace_id=workspace_id,
        agent_id=agent_id,
        name=name,
        name_key=key,
        is_saved=saved,
        created_at=at,
        source=source,
    )
    session.add(contact)
    session.flush()
    session.add(ContactPhone(contact_id=contact.id, agent_id=agent_id, phone=phone, created_at=at))
    session.flush()
    return contact


def get(session: Session, contact_id: UUID) -> Contact:
    return session.get_one(Contact, contact_id, populate_existing=True)


def in_book(session: Session, book: Sequence[UUID], contact_id: UUID, lock: bool = False) -> Contact | None:
    """The contact or the card that took it in, if it is in this book and not deleted."""
    asked = select(Contact).where(Contact.id == contact_id).execution_options(populate_existing=True)
    found = session.exec(asked.with_for_update() if lock else asked).first()
    if found is not None and found.merged_into is not None:
        return in_book(session, book, found.merged_into, lock)
    return found if found and found.agent_id in book and found.deleted_at is None else None


def anywhere(session: Session, workspace_id: UUID, contact_id: UUID) -> Contact | None:
    """The contact of the workspace or the card that took it in, also one that was deleted."""
    found = session.get(Contact, contact_id)
    while found is not None and found.merged_into is not None:
        found = session.get(Contact, found.merged_into)
    return found if found and found.workspace_id == workspace_id else None


_WITH_PHONE = (
    select(Contact)
    .join(ContactPhone, col(ContactPhone.contact_id) == col(Contact.id))
    .where(
        col(ContactPhone.agent_id).in_(bindparam("agents", expanding=True)),
        ContactPhone.phone == bindparam("phone"),
        col(Contact.merged_into).is_(None),
    )
    .order_by(col(Contact.created_at), col(Contact.id))
)


def with_phone(session: Session, book: Sequence[UUID], phone: str) -> list[Contact]:
    """The contacts of these agents that have this phone, the longest known first."""
    return list(session.exec(_WITH_PHONE, params={"agents": list(book), "phone": phone}))


def with_email(session: Session, book: Sequence[UUID], email: str) -> list[Contact]:
    """The same for an e-mail address, in small letters."""
    here = (col(Contact.deleted_at).is_(None), col(Contact.merged_into).is_(None))
    asked = select(Contact).where(col(Contact.agent_id).in_(book), Contact.email == email, *here)
    return list(session.exec(asked.order_by(col(Contact.created_at), col(Contact.id))))


def phones(session: Session, contact_id: UUID) -> list[str]:
    """The contact's phones, the first one given first."""
    return list(
        session.exec(
            select(ContactPhone.phone)
            .where(ContactPhone.contact_id == contact_id)
            .order_by(col(ContactPhone.created_at), col(ContactPhone.id))
        )
    )


def named_like(session: Session, book: Sequence[UUID], first_word: str) -> list[Contact]:
    """Saved contacts whose name starts with this folded word: what a typed line can mean."""
    return list(
        session.exec(
            select(Contact)
            .where(
                col(Contact.agent_id).in_(book),
                col(Contact.is_saved).is_(True),
                col(Contact.archived_at).is_(None),
                col(Contact.deleted_at).is_(None),
                Contact.name_key >= first_word,
                Contact.name_key < f"{first_word}{END}",
            )
            .order_by(col(Contact.name_key), col(Contact.id))
        )
    )


def problems(session: Session, book: Sequence[UUID], phones: Collection[str]) -> dict[str, PhoneProblem]:
    """What is known to be wrong with those of the phones that these agents' cards have."""
    rows = session.exec(
        select(ContactPhone).where(
            col(ContactPhone.agent_id).in_(book),
            col(ContactPhone.phone).in_(phones),
            col(ContactPhone.problem).is_not(None),
        )
    )
    return {row.phone: row.problem for row in rows if row.problem}


def mark_phone(session: Session, workspace_id: UUID, phone: str, problem: PhoneProblem | None) -> None:
    """Remember what is wrong with a number on every card that has it; None: it works after all."""
    ours = select(Contact.id).where(Contact.workspace_id == workspace_id)
    session.connection().execute(
        update(ContactPhone)
        .where(
            col(ContactPhone.phone) == phone,
            col(ContactPhone.contact_id).in_(ours),
            col(ContactPhone.problem).is_distinct_from(problem),
        )
        .values(problem=problem)
    )


def problem_of(session: Session, contact_ids: Sequence[UUID], phone: str) -> PhoneProblem | None:
    """What is known to be wrong with this phone of these contacts."""
    found = session.exec(
        select(ContactPhone).where(
            col(ContactPhone.contact_id).in_(contact_ids),
            ContactPhone.phone == phone,
            col(ContactPhone.problem).is_not(None),
        )
    ).first()
    return found.problem if found else None


_TOUCH = (
    update(Contact)
    .where(col(Contact.id) == bindparam("contact"))
    .values(touched_at=bindparam("at"), archived_at=None)
)


def touch(session: Session, contact_ids: Sequence[UUID], at: datetime) -> None:
    """Note the last text with these contacts."""
    if contact_ids:
        session.connection().execute(_TOUCH, [{"contact": one, "at": at} for one in contact_ids])
