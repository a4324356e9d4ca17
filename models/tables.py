"""All tables in one place, for migrations and checks."""

from sqlmodel import SQLModel

from models import (
    agent,
    contact,
    conversation,
    deployment,
    job,
    media,
    message,
    number,
    suppression,
    workspace,
)

NOUNS = (agent, contact, conversation, deployment, job, media, message, number, suppression, workspace)
metadata = SQLModel.metadata
