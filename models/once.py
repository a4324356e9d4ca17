"""Rows that may be asked for twice and are made once."""

from functools import cache
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel


def insert_once(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Insert the row unless a unique key already holds it; whether it is new.

    Unlike a caught IntegrityError this leaves the transaction usable on PostgreSQL.
    """
    connection = session.connection()
    return connection.execute(_insert(table, connection.dialect.name), values).rowcount == 1


@cache
def _insert(table: type[SQLModel], dialect: str) -> Executable:
    """Built once for each table: building a statement costs more than running it."""
    insert = sqlite_insert if dialect == "sqlite" else postgres_insert
    # Without the option PostgreSQL's driver forgets the count, as the statement returns the key.
    return insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
