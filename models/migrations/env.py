"""Alembic's entry: runs the versions on the connection it is handed."""

from typing import Any

from alembic import context

from models.tables import metadata

PLAIN = {"Instant": "sa.DateTime(timezone=True)", "_Word": "sa.String(20)", "AutoString": "sa.String()"}


def plain_type(kind: str, item: object, _: object) -> Any:
    """Migrations name the database's own types: they must not change when our classes do."""
    return PLAIN.get(type(item).__name__, False) if kind == "type" else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain_type,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
