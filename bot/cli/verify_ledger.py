"""`app.py verify-ledger`."""

from bot.actions import audit


def verify_ledger(url: str) -> tuple[bool, str]:
    """Check the credits of everybody; whether all is well, and what to print."""
    found = audit.verify(url)
    if not found.wrong:
        return True, f"Checked {found.checked}. Everything adds up."
    return False, "\n".join([*found.wrong, f"Checked {found.checked}. Found wrong: {len(found.wrong):,}."])
