"""Rows that may be asked for twice and are made once."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel


def insert_once(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert the row unless a unique key already holds it; whether it is new.

    Unlike a caught IntegrityError this leaves the transaction usable on PostgreSQL.
    """
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgres_insert
    statement = insert(table).values(**values).on_conflict_do_nothing()
    # Without the option PostgreSQL's driver forgets the count, as the statement returns the key.
    kept = statement.execution_options(preserve_rowcount=True)
    return session.connection().execute(kept).rowcount == 1
