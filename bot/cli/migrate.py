"""`app.py migrate`."""

from bot.actions import house


def migrate(url: str) -> str:
    """Bring the database up to date; what to print."""
    return "The database is up to date now." if house.migrate(url) else "The database was up to date."
