"""The shape of the database: which version it has, making it, bringing it up to date."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from models.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 7_274_553  # any number: the PostgreSQL lock under which two starting processes take turns


class Shape(StrEnum):
    """How the tables compare with what this program expects."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"  # tables, but not ours


def shape(database: Database) -> Shape:
    """What this database holds, without changing it."""
    with database.engine.connect() as connection:
        return _shape(connection)


def _shape(connection: Connection) -> Shape:
    script = ScriptDirectory.from_config(_config())
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return Shape.FOREIGN if inspect(connection).get_table_names() else Shape.EMPTY
    if revision == script.get_current_head():
        return Shape.CURRENT
    known = {one.revision for one in script.walk_revisions()}
    return Shape.OLDER if revision in known else Shape.NEWER


def upgrade(database: Database) -> None:
    """Bring the tables to the newest version in one transaction."""
    with database.writing_connection() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
