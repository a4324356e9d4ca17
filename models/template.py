"""Templates: words kept for again, an agent's own or everybody's."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from models.columns import instant, new_id


class Template(SQLModel, table=True):
    """Words with merge fields such as {first_name}."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    agent_id: UUID | None = Field(default=None, foreign_key="agent.id")  # None: everybody's
    name: str
    body: str
    created_at: datetime = instant()
