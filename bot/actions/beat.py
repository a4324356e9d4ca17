"""What the timetable asks for at each beat."""

from datetime import timedelta

from bot.actions import (
    billing,
    cover,
    digest,
    do_not_call,
    do_not_call_import,
    month,
    queue,
    remind,
    reply,
    statement,
    warn,
)
from bot.actions.delivery import sign_lingering
from bot.actions.gap import mend_gap, note_presence
from bot.actions.outcome import show_forgotten
from bot.actions.ready import forget_files
from bot.work import Tools
from models import job as jobs

KEPT = timedelta(days=2)  # taken beats; longer than any process may lag behind
MONTHLY = timedelta(days=62)  # what is said once a month; longer than any month
SETTLED = timedelta(days=30)  # what was decided about a Slack message; older ones are asked about anyway


def take(tools: Tools, name: str, slot: str) -> bool:
    """Whether this beat is ours; exactly one process gets True."""
    with tools.write() as session:
        return jobs.take_tick(session, name, slot)


def moment(tools: Tools) -> None:
    """Several times a minute."""
    note_presence(tools)
    month.turn_all(tools)
    sign_lingering(tools)
    cover.end_due(tools)
    remind.bring_back(tools)
    digest.send_due(tools)


def moved(tools: Tools) -> None:
    """The product's clock was moved: whatever fell due in between is due now."""
    moment(tools)
    fetch_missed_soon(tools)
    warn.tell_expiring(tools)
    do_not_call.tell_aging(tools)
    keep_books(tools)


def start(tools: Tools) -> None:
    """Once, when the clock starts: what came while nobody was here is fetched."""
    keep_books(tools)
    mend_gap(tools)
    look_after_texts(tools)


def look_after_texts(tools: Tools) -> None:
    """No client's text may lie unseen: neither at the provider nor here."""
    fetch_missed_soon(tools)
    with tools.write() as session:
        show_forgotten(session, tools)


def keep_books(tools: Tools) -> None:
    """Who has not paid for too long, and the months that are closed."""
    month.turn_all(tools)
    billing.block_unpaid(tools)
    statement.send_due(tools)


def hour(tools: Tools) -> None:
    """Every hour."""
    keep_books(tools)
    look_after_texts(tools)
    forget_files(tools)
    warn.tell_expiring(tools)
    do_not_call.tell_aging(tools)
    do_not_call_import.tidy(tools)
    real = tools.clock.real()
    with tools.write() as session:
        jobs.forget_ticks(session, real - KEPT, ("moment", "hour", digest.TICK, warn.EMPTY))
        jobs.forget_ticks(session, real - MONTHLY, (warn.EXPIRING, warn.CARRIED))
        jobs.forget_ticks(session, real - SETTLED, (reply.SETTLED, reply.ANSWERED))


def fetch_missed_soon(tools: Tools) -> None:
    """Let the worker look for texts that never reached us."""
    with tools.write() as session:
        place = queue.Place(queue.MISSED)
        queue.show(
            session,
            tools,
            "fetch_missed",
            tools.workspace_id,
            place,
            queue.Priority.CARD,
            dedupe="fetch_missed",
        )
