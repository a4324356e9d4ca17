"""The clock: beats that ask the tables what is due. APScheduler only keeps the time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from bot.actions import beat
from bot.work import Tools

MOMENT = 15  # seconds
log = structlog.get_logger()


class Timetable:
    """Beats, each taken by exactly one process."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._clock = BackgroundScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._clock.add_job(self._moment, "interval", seconds=MOMENT)
        self._clock.add_job(self._hour, "cron", minute=0)

    def start(self) -> None:
        """Start the clock; texts missed while it stood still are fetched now."""
        beat.start(self._tools)
        self._clock.start()

    def run_now(self) -> None:
        """After the product's clock was moved."""
        beat.moved(self._tools)

    def stop(self) -> None:
        self._clock.shutdown(wait=True)

    def _moment(self) -> None:
        self._once("moment", timedelta(seconds=MOMENT), beat.moment)

    def _hour(self) -> None:
        self._once("hour", timedelta(hours=1), beat.hour)

    def _once(self, name: str, every: timedelta, act: Callable[[Tools], None]) -> None:
        seconds = int(every.total_seconds())
        slot = int(self._tools.clock.real().timestamp()) // seconds * seconds
        if beat.take(self._tools, name, datetime.fromtimestamp(slot, UTC).isoformat()):
            act(self._tools)
