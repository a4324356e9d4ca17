"""The carrier keywords that an inbound text may be."""

import string
from collections.abc import Mapping

from bot.rules.blank import plain
from models.enums import Keyword

# Twilio's defaults on long codes; every one of them is a whole message, never a word within one.
_KEYWORDS: Mapping[str, Keyword] = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), Keyword.STOP
    ),
    **dict.fromkeys(("START", "UNSTOP"), Keyword.START),
    "YES": Keyword.YES,  # lifts an opt-out only where there is one: mostly it answers a question
    **dict.fromkeys(("HELP", "INFO"), Keyword.HELP),
}
_QUOTES = "“”„‟‘’‚‛«»‹›¡"
_TWILIO_TYPES: Mapping[str, Keyword] = {
    "STOP": Keyword.STOP,
    "START": Keyword.START,
    "HELP": Keyword.HELP,
}


def read_keyword(body: str, opt_out_type: str | None = None) -> Keyword | None:
    """The keyword that `body` is, in any case and with a full stop or the like behind it; None if it is none.

    One that opts out may stand in quotes: our own line says Reply "STOP". Nothing is lifted by a quotation.

    `opt_out_type` is Twilio's own reading of the text (its OptOutType). It may know the account's own
    words and languages, so it wins.
    """
    by_twilio = _TWILIO_TYPES.get((opt_out_type or "").upper())
    word = plain(body).rstrip(string.punctuation + string.whitespace)
    return by_twilio or _KEYWORDS.get(word.upper()) or _quoted(word)


def _quoted(word: str) -> Keyword | None:
    inside = _KEYWORDS.get(word.strip(_QUOTES + string.punctuation + string.whitespace).upper())
    return inside if inside is Keyword.STOP else None
