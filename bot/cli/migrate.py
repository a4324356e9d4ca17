"""`app.py migrate`."""

from bot.actions import house
from models.database import Database


def migrate(database: Database) -> str:
    """Bring the database up to date; what to print."""
    return "The database is up to date now." if house.migrate(database) else "The database was up to date."
