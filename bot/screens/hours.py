"""What is said about the hours in which clients may be texted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.rules.local_time import local, show_clock, show_minute
from bot.rules.quiet_hours import Closed
from bot.rules.region_name import state_name
from bot.rules.slack_text import escape
from bot.rules.wall_time import show_when

_DAY = timedelta(days=1)
BELOW = "Parley asks first: answer in your client's thread."


def question(name: str, at: datetime, closed: Closed) -> str:
    """Asked before a text leaves outside the hours."""
    return f"It is {_now(at, closed)} for {escape(name)}, and {_hours(closed)}. Send it all the same?"


def asks(question_: str) -> str:
    """Said where the question itself does not stand."""
    return f"{question_} {BELOW}"


def costs(credits_: str) -> str:
    """Said with the question where a text takes more than one segment."""
    return f" It takes {credits_}."


def beside_now(at: datetime, closed: Closed) -> str:
    """Stands beside a text that is being written."""
    return f"It is {_now(at, closed)} there, and {_hours(closed)}: “Send” asks first."


def beside_later(at: datetime, closed: Closed) -> str:
    """Stands beside one that shall leave at a time outside the hours."""
    return f"It will be {_now(at, closed)} there, and {_hours(closed)}. It leaves then all the same."


def opens(at: datetime, zone: str, now: datetime) -> str:
    """The button that lets a text wait for the hours: "At 9:00 AM their time"."""
    there = show_clock(local(at, zone)) if at - now < _DAY else show_when(at, zone, now)
    return f"At {there} their time"


def waits(when: str) -> str:
    return f"It leaves {when}. `/text scheduled` shows what waits."


def too_many_new(most: int, admins: Sequence[str]) -> str:
    """A brake on first texts: networks take many of them in one day for spam."""
    ask = " or ".join(f"<@{one}>" for one in admins[:3]) or "an admin"
    return (
        f"You have texted {most:,} new numbers today, which is all your brokerage allows in one day, so "
        f"nothing was sent. Write to this one tomorrow, or ask {ask} to allow more in the settings."
    )


def never_open(name: str) -> str:
    return f"There is no hour at which {escape(name)} may be texted by itself. Write to them in their thread."


def _now(at: datetime, closed: Closed) -> str:
    there = local(at, closed.zone)
    return show_clock(there) if closed.opens < closed.closes else f"{there:%A, %b} {there.day}"


def _hours(closed: Closed) -> str:
    where = f"in {state_name(closed.state)}" if closed.state else "there"
    if closed.opens >= closed.closes:
        return f"no texts go on such a day {where}"
    return f"texts go from {show_minute(closed.opens)} to {show_minute(closed.closes)} {where}"
