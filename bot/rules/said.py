"""What people write in columns that ask whether somebody wants texts."""

import re
from functools import lru_cache

from bot.rules.fold import fold


def _words(listed: str) -> frozenset[str]:
    return frozenset(one.strip() for one in listed.split(","))


_BLANK = _words(",n/a,na,none,null,nil,unknown,-,--,—,not set,not specified,pending,ninguno,desconocido")
_YES = _words("1,10,y,yes,true,t,on,x,✓,✔,checked,si,s,verdadero")  # 10 is "1.0" without its full stop
_NO = _words("0,00,n,no,false,f,off,never,unchecked,falso,nunca")
_IN = _words(
    "opted in,opted-in,opt in,opt-in,optin,optedin,subscribed,active,granted,given,agreed,accepted,allowed,"
    "consented,ok,okay,suscrito,acepta,acepto"
)
_OUT = _words(
    "opted out,opted-out,opt out,opt-out,optout,optedout,unsubscribed,stop,stopped,blocked,do not text,"
    "do not contact,do not call,do not disturb,dnc,dnt,no text,no texts,no sms,no texting,declined,revoked,"
    "text opt out,sms opt out,baja,no contactar,no llamar,no textos"
)
_DATE = re.compile(
    r"(?:[12]\d{3}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:[12]\d)?\d\d"
    r"|(?:\d{1,2}[ -])?[A-Za-z]{3,9}\.?[ -](?:\d{1,2},? )?[12]\d{3})(?:\D.*)?"
)


@lru_cache(maxsize=5000)  # the same few answers stand in every row
def is_out(value: str) -> bool | None:
    """Whether "Opted out" says so: yes, or the day on which it was; None if it cannot be told."""
    return _answer(value, _YES | _OUT, _BLANK | _NO | _IN)


@lru_cache(maxsize=5000)
def is_in(value: str) -> bool | None:
    """Whether "Consent" says so: yes, or the day on which it was; None if it cannot be told."""
    return _answer(value, _YES | _IN, _BLANK | _NO | _OUT)


@lru_cache(maxsize=5000)
def is_refused(value: str) -> bool:
    """Whether "Subscribed" says no."""
    return fold(value) in _NO | _OUT


@lru_cache(maxsize=5000)
def asks_for_quiet(tag: str) -> bool:
    """Whether a tag or a stage, by itself, says that somebody wants no texts: "DNC", "Opted out"."""
    return fold(tag) in _QUIET


_QUIET = _OUT - _words(
    "stop,stopped,blocked,declined,revoked,baja,unsubscribed"
)  # may be about something else


def _answer(value: str, yes: frozenset[str], no: frozenset[str]) -> bool | None:
    said = fold(value)
    if said in no:
        return False
    return True if said in yes or _DATE.fullmatch(value.strip()) else None
