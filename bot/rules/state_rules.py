"""When each state lets businesses text, where that is narrower than the federal hours.

A table to be read and corrected by people: each row says where it is from and when somebody last looked.
Where sources differ the narrower hours stand here. It is no legal advice, see docs/decisions/quiet-hours.md.
"""

from dataclasses import dataclass
from datetime import date

NEVER = (0, 0)
REVIEWED = date(2026, 11, 25)


@dataclass(frozen=True)
class StateRule:
    """Hours of one state by the client's clock: (from, until) in whole hours; NEVER: not on such a day."""

    state: str
    weekday: tuple[int, int]
    saturday: tuple[int, int]
    sunday: tuple[int, int]
    source: str
    holidays: bool = True  # False: not on federal holidays
    since: date = date.min  # the first day it holds
    reviewed: date = REVIEWED


FEDERAL = (8, 21)  # 47 CFR 64.1200(c)(1), at the called party's place; nothing may widen them


def _daily(state: str, hours: tuple[int, int], source: str) -> StateRule:
    return StateRule(state, hours, hours, hours, source)


def _no_sunday(state: str, source: str) -> StateRule:
    return StateRule(state, (8, 20), (8, 20), NEVER, source, holidays=False)


STATE_RULES = (
    _no_sunday("AL", "Ala. Code 8-19A-14"),
    _daily("CT", (9, 20), "Conn. Gen. Stat. 42-288a"),
    _daily("FL", (8, 20), "Fla. Stat. 501.059 and 501.616"),
    _daily("KY", (10, 21), "Ky. Rev. Stat. 367.46955"),
    _no_sunday("LA", "La. Rev. Stat. 45:844.11 and following"),
    _daily("MA", (8, 20), "Mass. Gen. Laws c. 159C"),
    _daily("MD", (8, 20), "Md. Code, Com. Law 14-4501 and following"),
    _daily("MI", (9, 21), "Mich. Comp. Laws 445.111 and following"),
    _daily("MN", (9, 21), "Minn. Stat. 325E.30"),
    _no_sunday("MS", "Miss. Code 77-3-601 and 77-3-701 and following"),
    _daily("NJ", (8, 20), "N.J. Admin. Code 13:45D; sources differ, the narrower is taken"),
    _daily("NM", (9, 21), "N.M. Stat. 57-12-22"),
    _daily("NV", (9, 20), "Nev. Rev. Stat. 599B"),
    _daily("OK", (8, 20), "Okla. Stat. tit. 15, 775C (2022)"),
    StateRule("PA", (8, 21), (8, 21), NEVER, "one vendor's report, not confirmed", since=date(2026, 10, 18)),
    StateRule("RI", (9, 18), (10, 17), (10, 17), "R.I. Gen. Laws 5-61"),
    StateRule("TX", (9, 21), (9, 21), (12, 21), "Tex. Bus. & Com. Code 302, texts by SB 140 (2025-09-01)"),
    _daily("WA", (8, 20), "Wash. Rev. Code 80.36.390 and 19.158"),
)
