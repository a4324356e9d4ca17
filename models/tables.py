"""All tables in one place, for migrations and checks."""

from sqlmodel import SQLModel

from models import (
    account,
    agent,
    charge_line,
    contact,
    conversation,
    deployment,
    entry,
    grant,
    job,
    media,
    message,
    number,
    order,
    payer,
    plan,
    provider_event,
    suppression,
    template,
    terms,
    usage,
    workspace,
)

NOUNS = (
    account,
    agent,
    charge_line,
    contact,
    conversation,
    deployment,
    entry,
    grant,
    job,
    media,
    message,
    number,
    order,
    payer,
    plan,
    provider_event,
    suppression,
    template,
    terms,
    usage,
    workspace,
)
metadata = SQLModel.metadata
