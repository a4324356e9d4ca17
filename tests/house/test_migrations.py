"""The migrations make exactly the tables that the code knows, on both databases."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from models import schema
from models.database import Database
from models.schema import Shape
from models.tables import metadata

OTHER_TABLES = {"alembic_version"}


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    opened = Database(empty_url, 2)
    yield opened
    opened.close()


def look(connection: Connection) -> dict[str, Any]:
    """Everything a table is made of, so that it can be compared as plain values."""
    seen = inspect(connection)
    tables = [name for name in seen.get_table_names() if name not in OTHER_TABLES]
    return {name: _table(seen, name) for name in tables} | {"indexes": _indexes(connection)}


def _table(seen: Any, name: str) -> dict[str, Any]:
    columns = [
        (one["name"], str(one["type"]), one["nullable"], one["default"]) for one in seen.get_columns(name)
    ]
    uniques = [(one["name"], tuple(one["column_names"])) for one in seen.get_unique_constraints(name)]
    foreign = [
        (
            one["name"],
            tuple(one["constrained_columns"]),
            one["referred_table"],
            tuple(one["referred_columns"]),
        )
        for one in seen.get_foreign_keys(name)
    ]
    primary = seen.get_pk_constraint(name)
    return {
        "columns": sorted(columns),
        "primary": (primary["name"], tuple(primary["constrained_columns"])),
        "uniques": sorted(uniques),
        "foreign": sorted(foreign),
    }


def _indexes(connection: Connection) -> set[str]:
    """As the database itself writes them: the condition of a partial one is compared, too."""
    if connection.dialect.name == "sqlite":
        query = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    else:
        query = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
    found = (re.sub(r'[\s"]+', " ", row) for row in connection.execute(text(query)).scalars())
    return {one for one in found if "alembic_version" not in one}


def test_alembic_sees_no_difference(database: Database) -> None:
    schema.upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_tables_are_the_tables_of_the_code(database: Database) -> None:
    """Closer than Alembic looks: names of constraints, conditions of indexes, defaults."""
    schema.upgrade(database)
    with database.writing_connection() as connection:
        migrated = look(connection)
        for table in reversed(metadata.sorted_tables):
            table.drop(connection)
        metadata.create_all(connection)
        assert look(connection) == migrated
    assert set(migrated) - {"indexes"} == set(metadata.tables)


def test_an_upgrade_ends_at_the_newest_version_and_can_be_repeated(database: Database) -> None:
    assert schema.shape(database) == Shape.EMPTY
    for _ in range(2):
        schema.upgrade(database)
        assert schema.shape(database) == Shape.CURRENT


def test_looking_changes_nothing(database: Database) -> None:
    schema.shape(database)
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == []


def test_versions_stand_in_one_line() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))
    revisions = [one.revision for one in scripts.walk_revisions()]
    assert revisions == [f"{number:04}" for number in range(len(revisions), 0, -1)]


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_every_constraint_has_a_name_of_its_own(name: str) -> None:
    """Without one a later migration could not change it on SQLite."""
    for constraint in metadata.tables[name].constraints:
        assert constraint.name, constraint
