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
    template,
    workspace,
)

NOUNS = (
    agent,
    contact,
    conversation,
    deployment,
    job,
    media,
    message,
    number,
    suppression,
    template,
    workspace,
)
metadata = SQLModel.metadata
