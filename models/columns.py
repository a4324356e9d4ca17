"""Column kinds that every table shares, and the naming of constraints."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, DateTime, Dialect, String, literal, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# A database's own collation sorts words as people do and cannot find a beginning by its index.
PLAIN: Any = String().with_variant(String(collation="C"), "postgresql")
MANY = 1000  # values that any database takes in one question


class Instant(TypeDecorator[datetime]):
    """A UTC instant. SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> UUID:
    """An id made in Python: known before the flush, so it can stand in a URL or a key at once.

    It is time-ordered for the index's sake only and never used as an order.
    """
    return uuid7()


def instant(**options: Any) -> Any:
    """A field that holds a UTC instant."""
    return Field(sa_type=Instant, **options)


def preset(value: object) -> dict[str, Any]:
    """For a field: the value that rows get which were made without it, older ones among them."""
    return {"server_default": text(value) if isinstance(value, str) else text(str(value).lower())}


class _Word(TypeDecorator[StrEnum]):
    """An enum kept as its plain text: readable in the database, and a new word needs no migration."""

    impl = String(20)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


def word(words: type[StrEnum], **options: Any) -> Any:
    """A field that holds one word of an enum."""
    return Field(sa_type=_Word(words), **options)


def folded(**options: Any) -> Any:
    """A field with a folded text whose beginnings are looked for: compared by its code points everywhere."""
    return Field(sa_type=PLAIN, **options)


def as_word(one: StrEnum) -> BindParameter[Any]:
    """A word as a value in a query that names no column for it."""
    return literal(one, _Word(type(one)))
