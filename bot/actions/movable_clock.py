"""The playground's time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.actions import house
from models.database import Database

A_MOMENT = timedelta(seconds=61)  # longer than any undo window


class MovableClock:
    """The playground's time: real time plus what people moved it forward by, kept over restarts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._offset = house.clock_offset(database)
        self.moved: Callable[[], None] = lambda: None
        self.settle: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def start_at(self, instant: datetime) -> None:
        """Where a new playground's story begins; only before anything has happened."""
        self._offset = instant - datetime.now(UTC)

    def move_to(self, instant: datetime) -> None:
        """Forward only; whatever fell due in between is due now.

        What waits for a moment, such as a text that can still be taken back, goes before a long jump.
        """
        soon = self.now() + A_MOMENT
        if instant > soon:
            self._set(soon)
            self.settle()
        self._set(instant)

    def _set(self, instant: datetime) -> None:
        self._offset = max(self._offset, instant - datetime.now(UTC))
        house.keep_clock_offset(self._database, self._offset)
        self.moved()
