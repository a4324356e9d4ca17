"""Contacts, their phones, and finding them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, bindparam, update
from sqlmodel import Field, Session, SQLModel, col, or_, select

from models.columns import instant, new_id, word
from models.enums import PhoneProblem
from models.once import insert_once


class Contact(SQLModel, table=True):
    """A person an agent talks to."""

    __table_args__ = (Index("ix_contact_agent_key", "agent_id", "name_key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    name: str
    name_key: str  # rules.quick_form.fold(name): what names are compared and searched by
    is_saved: bool  # False: named by a number until somebody gives the name
    created_at: datetime = instant()
    touched_at: datetime | None = instant(default=None)  # last text either way
    time_zone: str | None = None  # if somebody said so; else the number is asked


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


def add(
    session: Session,
    workspace_id: UUID,
    agent_id: UUID,
    name: str,
    key: str,
    phone: str,
    saved: bool,
    at: datetime,
) -> Contact:
    """A new contact with one phone."""
    contact = Contact(
        workspace_id=workspace_id, agent_id=agent_id, name=name, name_key=key, is_saved=saved, created_at=at
    )
    session.add(contact)
    session.flush()
    session.add(ContactPhone(contact_id=contact.id, agent_id=agent_id, phone=phone, created_at=at))
    session.flush()
    return contact


def add_phone(session: Session, contact: Contact, phone: str, at: datetime) -> None:
    """One more phone of a contact; nothing if it is there already."""
    values = {"contact_id": contact.id, "agent_id": contact.agent_id, "phone": phone, "created_at": at}
    insert_once(session, ContactPhone, id=new_id(), **values)


def of_agent(session: Session, agent_id: UUID, contact_id: UUID) -> Contact | None:
    """The contact, if it is this agent's."""
    return session.exec(select(Contact).where(Contact.id == contact_id, Contact.agent_id == agent_id)).first()


_WITH_PHONE = (
    select(Contact)
    .join(ContactPhone, col(ContactPhone.contact_id) == col(Contact.id))
    .where(ContactPhone.agent_id == bindparam("agent"), ContactPhone.phone == bindparam("phone"))
    .order_by(col(Contact.created_at), col(Contact.id))
)


def with_phone(session: Session, agent_id: UUID, phone: str) -> list[Contact]:
    """The agent's contacts that have this phone, the longest known first."""
    return list(session.exec(_WITH_PHONE, params={"agent": agent_id, "phone": phone}))


def phones(session: Session, contact_id: UUID) -> list[str]:
    """The contact's phones, the first one given first."""
    return list(
        session.exec(
            select(ContactPhone.phone)
            .where(ContactPhone.contact_id == contact_id)
            .order_by(col(ContactPhone.created_at), col(ContactPhone.id))
        )
    )


def named_like(session: Session, agent_id: UUID, first_word: str) -> list[Contact]:
    """Saved contacts whose name starts with this folded word: what a typed line can mean."""
    return list(
        session.exec(
            select(Contact)
            .where(
                Contact.agent_id == agent_id,
                col(Contact.is_saved).is_(True),
                col(Contact.name_key).startswith(first_word, autoescape=True),
            )
            .order_by(col(Contact.name_key), col(Contact.id))
        )
    )


def search(session: Session, agent_id: UUID, key: str, digits: str, most: int) -> list[tuple[Contact, str]]:
    """The agent's contacts by a part of the name or of a phone, the last touched first, with a phone each."""
    wanted = [col(Contact.name_key).contains(key, autoescape=True)] if key else []
    if digits:
        wanted.append(col(ContactPhone.phone).contains(digits, autoescape=True))
    query = (
        select(Contact, ContactPhone.phone)
        .join(ContactPhone, col(ContactPhone.contact_id) == col(Contact.id))
        .where(Contact.agent_id == agent_id)
        .order_by(col(Contact.touched_at).desc().nulls_last(), col(Contact.name_key))
        .limit(most)
    )
    return list(session.exec(query.where(or_(*wanted)) if wanted else query))


def problems(session: Session, agent_id: UUID, phones: Collection[str]) -> dict[str, PhoneProblem]:
    """What is known to be wrong with those of the phones that the agent's cards have."""
    rows = session.exec(
        select(ContactPhone).where(
            ContactPhone.agent_id == agent_id,
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


def rename(session: Session, contact_id: UUID, name: str, key: str) -> None:
    """Give a contact the name that somebody wrote."""
    session.connection().execute(
        update(Contact).where(col(Contact.id) == contact_id).values(name=name, name_key=key, is_saved=True)
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


_TOUCH = update(Contact).where(col(Contact.id) == bindparam("contact")).values(touched_at=bindparam("at"))


def touch(session: Session, contact_ids: Sequence[UUID], at: datetime) -> None:
    """Note the last text with these contacts."""
    if contact_ids:
        session.connection().execute(_TOUCH, [{"contact": one, "at": at} for one in contact_ids])
