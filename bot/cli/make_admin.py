"""`app.py make-admin`."""

from bot.actions import operator


def make_admin(url: str, slack_user_id: str) -> str:
    """Make somebody admin who uses Parley already; what to print. Raises HouseError."""
    name = operator.make_admin(url, slack_user_id)
    return f"{name} is an admin now. `/parley` shows what waits for one."
