"""All tables in one place, for migrations and checks."""

from sqlmodel import SQLModel

from models import (
    account,
    agent,
    contact,
    conversation,
    deployment,
    entry,
    grant,
    job,
    media,
    message,
    number,
    plan,
    provider_event,
    suppression,
    template,
    usage,
    workspace,
)

NOUNS = (
    account,
    agent,
    contact,
    conversation,
    deployment,
    entry,
    grant,
    job,
    media,
    message,
    number,
    plan,
    provider_event,
    suppression,
    template,
    usage,
    workspace,
)
metadata = SQLModel.metadata
