"""Why a text failed, in words an agent can act on. Twilio's codes: https://www.twilio.com/docs/api/errors"""

from collections.abc import Mapping

from models.enums import PhoneProblem

DEFAULT = "The text did not get through and nobody said why: try once more later, or call."

_LANDLINE = "This looks like a landline, which cannot get texts: call, or ask for a mobile number."
_SET_UP = "Texting is not fully set up for your number: ask your admin to check it."
_BUSY = "Too many texts are waiting to leave: send it again in a little while."
_NO_MORE_TODAY = "Carriers take no more texts from your number today: send it tomorrow, or call."
_AGAIN = "The phone network had a problem: send it again in a few minutes."
_MAYBE_SENT = "The phone network broke off and may have sent it: ask the client before you send it again."
_TOO_LONG = "The text is too long for one message: shorten it, or send it in parts."
_NOT_FETCHED = (
    "The texting service could not fetch the picture from Parley: send it again, or tell your admin."
)
_NO_SUCH_NUMBER = "That number is not in use: check it with the client."

_WORDS: Mapping[int, str] = {
    11200: _NOT_FETCHED,
    11205: _NOT_FETCHED,
    11210: _NOT_FETCHED,
    12300: "The client's carrier takes no files of this kind: send it as a JPG, PNG or GIF picture.",
    20003: "Parley cannot sign in to the texting service: tell your admin that texts are not leaving.",
    20429: _BUSY,
    20500: _MAYBE_SENT,
    20503: _MAYBE_SENT,
    21211: "That is not a working phone number: check its digits with the client.",
    21212: _SET_UP,
    21408: "Texts to that country are switched off: ask your admin to allow it, or call.",
    21601: _SET_UP,
    21602: "There were no words in it: write some and send it again.",
    21603: _SET_UP,
    21604: "There was no number to send it to: save the client's number and send it again.",
    21605: _TOO_LONG,
    21606: _SET_UP,
    21608: "Your brokerage may text only a few test numbers so far: ask your admin to register it.",
    21610: "The client opted out of your texts: call or e-mail, and wait until they text START themselves.",
    21611: _BUSY,
    21612: "That number cannot be reached by text from yours: call, or ask for another number.",
    21614: _LANDLINE,
    21617: _TOO_LONG,
    21620: "The file could not be attached: send it as a JPG, PNG or GIF picture of less than 5 MB.",
    21623: "There were too many files: send at most ten at a time.",
    21635: _LANDLINE,
    21658: _TOO_LONG,
    **dict.fromkeys(range(21703, 21713), _SET_UP),
    30001: _BUSY,
    30002: "The texting account of your brokerage is suspended: tell your admin at once.",
    30003: "The phone is off or out of reach: try once more later, or call.",
    30004: "The client's phone or carrier blocks your texts: call or e-mail instead.",
    30005: _NO_SUCH_NUMBER,
    30006: _LANDLINE,
    30007: "The carrier took it for spam: put it in other words, without a link, or call.",
    30008: DEFAULT,
    30011: "That phone cannot get pictures: send the words alone, or a link to the picture.",
    30017: _AGAIN,
    30019: "It was too large for the carrier: send a smaller picture or fewer words.",
    30022: _BUSY,
    30023: _NO_MORE_TODAY,
    30027: _NO_MORE_TODAY,
    30032: "Your toll-free number is not verified yet: ask your admin to finish its registration.",
    30034: "Your number is not registered with the carriers yet: ask your admin to finish its registration.",
    30036: "It waited too long to leave: send it again if it still matters.",
    30410: _AGAIN,
    30450: "It was held back as possible fraud: ask your admin to allow texts to that country.",
    30500: _AGAIN,
    30610: "It is outside the hours in which this client may be texted: schedule it for tomorrow.",
    30640: "This number belongs to somebody known to sue over texts: ask your broker before any contact.",
    63018: _BUSY,
}

# What passes by itself. Not 20500 and 20503: there the text may have left already.
_PASSING = {20429, 21611, 30001, 30003, 30008, 30017, 30022, 30023, 30027, 30036, 30410, 30500, 63018}
_PROBLEMS: Mapping[int, PhoneProblem] = {
    **dict.fromkeys((21614, 21635, 30006), PhoneProblem.LANDLINE),
    **dict.fromkeys((21211, 30005), PhoneProblem.WRONG),
}


def failure_words(code: int | None) -> str:
    """Why a text failed and the next best step, in one sentence; a general one for an unknown code."""
    return DEFAULT if code is None else _WORDS.get(code, DEFAULT)


def can_retry(code: int | None) -> bool:
    """Whether the same text may get through later. Not for an unknown code, which may mean anything."""
    return code is None or code in _PASSING


def phone_problem(code: int | None) -> PhoneProblem | None:
    """What this failure says about the number itself; None if nothing."""
    return None if code is None else _PROBLEMS.get(code)
