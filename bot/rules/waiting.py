"""Whose turn it is in a conversation. Ending one is the agent's own choice: `Turn.DONE`, no rule."""

from models.enums import Keyword, Turn


def after_inbound(is_tapback: bool, turn: Turn, keyword: Keyword | None = None) -> Turn:
    """The turn after a client's text: the agent's. A reaction changes nothing, and STOP ends it."""
    if keyword is Keyword.STOP:
        return Turn.DONE  # nothing may be written any more
    return turn if is_tapback else Turn.YOU


def after_outbound(turn: Turn) -> Turn:  # whatever it was before
    """The turn after a text to the client: theirs, also where the agent had ended the conversation."""
    return Turn.THEM
