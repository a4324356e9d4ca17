"""Templates: words kept for again, an agent's own or everybody's."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, Session, SQLModel, col, or_, select

from models.columns import instant, new_id
from models.once import insert_once


class Template(SQLModel, table=True):
    """Words with merge fields such as {first_name}."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id")  # None: everybody's
    name: str
    body: str
    created_at: datetime = instant()


def add_once(session: Session, template: Template) -> bool:
    """Store the template unless its id is known; whether it is new."""
    return insert_once(session, Template, **template.model_dump())


def offered(
    session: Session, workspace_id: UUID, agent_id: UUID, most: int, after: int = 0
) -> list[Template]:
    """What an agent may use, by name: their own first, then everybody's."""
    return list(
        session.exec(
            select(Template)
            .where(
                Template.workspace_id == workspace_id,
                or_(Template.agent_id == agent_id, col(Template.agent_id).is_(None)),
            )
            .order_by(col(Template.agent_id).is_(None), col(Template.name), col(Template.id))
            .offset(after)
            .limit(most)
        )
    )


def usable(session: Session, workspace_id: UUID, agent_id: UUID, template_id: UUID) -> Template | None:
    """The template, if this agent may use it."""
    return session.exec(
        select(Template).where(
            Template.id == template_id,
            Template.workspace_id == workspace_id,
            or_(Template.agent_id == agent_id, col(Template.agent_id).is_(None)),
        )
    ).first()


def drop(session: Session, template: Template) -> None:
    session.delete(template)
