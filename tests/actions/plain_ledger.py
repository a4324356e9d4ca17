"""The rules of credits told a second time, in plain Python and without a database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.rules.month import year_later

MARKS = (95, 90, 85, 80)


@dataclass
class Lot:
    """A grant."""

    number: int
    left: int
    ends: datetime
    month: int
    of_plan: bool = False


@dataclass
class Written:
    """A text: its month, and what it holds of each grant (None: of what is owed), the last drawn last."""

    month: int
    drawn: dict[int | None, int] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        return sum(self.drawn.values())


@dataclass
class PlainLedger:
    """One account."""

    month: int
    month_ends: datetime
    zone: str  # of the months to come
    zone_now: str  # of the month that runs
    lots: list[Lot] = field(default_factory=list)
    texts: dict[object, Written] = field(default_factory=dict)
    owed: int = 0
    used: int = 0
    mark: int = 0
    number: int = 0  # of the last operation
    repaid: dict[int, int] = field(default_factory=dict)  # by grant
    plan: tuple[int, int] | None = None  # monthly credits, price
    net: tuple[int, int] = (0, 0)  # what the month's plan has brought and cost
    ends_with_month: bool = False

    @property
    def available(self) -> int:
        return sum(lot.left for lot in self.lots)

    @property
    def most_owed(self) -> int:
        return max(self.plan[0] if self.plan else 0, 100)

    def open_lots(self) -> list[Lot]:
        return sorted((lot for lot in self.lots if lot.left), key=lambda lot: (lot.ends, lot.number))

    def tick(self, now: datetime) -> None:
        """Whatever the calendar says up to now, in its order: grants that end, then the month."""
        while True:
            lots = self.open_lots()
            if lots and lots[0].ends <= min(now, self.month_ends):
                lots[0].left = 0
                self.number += 1
            elif self.month_ends <= now:
                self._begin_month()
            else:
                return

    def _begin_month(self) -> None:
        year, place = divmod(self.month, 100)
        self.month = year * 100 + place + 1 if place < 12 else (year + 1) * 100 + 1
        year, place = divmod(self.month, 100)
        following = (year, place + 1) if place < 12 else (year + 1, 1)
        self.month_ends = datetime(*following, 1, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
        begins = datetime(year, place, 1, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
        self.used, self.mark, self.zone_now = 0, 0, self.zone
        if self.ends_with_month:
            self.plan, self.net, self.ends_with_month = None, (0, 0), False
        if self.plan:
            self.net = self.plan
            self._add(self.plan[0], year_later(begins, self.zone), of_plan=True)

    def charge(self, texts: list[tuple[object, int]]) -> bool:
        """All or none; whether there was enough."""
        if self.owed or self.available < sum(cost for _, cost in texts):
            return False
        for text, cost in texts:
            self.number += 1
            self._draw(text, cost, self.month)
        self._look_at_marks()
        return True

    def receive(self, text: object, cost: int) -> None:
        """Never refused: what is not there is owed, up to the most."""
        room = max(self.most_owed - self.owed, 0) + self.available
        self.texts[text] = Written(self.month)
        self.add_to(text, min(cost, room))

    def add_to(self, text: object, more: int) -> None:
        """A text costs more than was said, and cannot be refused."""
        if more:
            self.number += 1
            self._draw(text, more, self.texts[text].month)
        self._look_at_marks()

    def reprice(self, text: object, more: int) -> bool:
        if self.owed or self.available < more:
            return False
        self.add_to(text, more)
        return True

    def _draw(self, text: object, cost: int, month: int) -> None:
        written = self.texts.setdefault(text, Written(month))
        if month == self.month:
            self.used += cost
        for lot in self.open_lots():
            part = min(lot.left, cost)
            lot.left -= part
            cost -= part
            if part:
                written.drawn[lot.number] = written.drawn.pop(lot.number, 0) + part
        if cost:
            self.owed += cost
            written.drawn[None] = written.drawn.pop(None, 0) + cost

    def give_back(self, text: object, amount: int, now: datetime) -> None:
        """To where it came from, the last drawn first; what is owed is paid before."""
        written = self.texts[text]
        self.number += 1
        if written.month == self.month:
            self.used -= amount
        came: list[tuple[int, int]] = []
        forgiven = 0
        for source in reversed(list(written.drawn)):
            part = min(amount, written.drawn[source])
            amount -= part
            written.drawn[source] -= part
            if source is None:
                forgiven = part
            elif part:
                came.append((source, part))
        assert amount == 0
        more = forgiven - self.owed
        self.owed = max(-more, 0)
        for number in sorted(self.repaid, reverse=True):
            part = min(max(more, 0), self.repaid[number])
            more -= part
            self.repaid[number] -= part
            came.append((number, part))
        for number, amount in came:
            paid = min(self.owed, amount)
            self.owed -= paid
            self.repaid[number] = self.repaid.get(number, 0) + paid
            lot = next(lot for lot in self.lots if lot.number == number)
            lot.left += amount - paid if lot.ends > now else 0

    def give(self, amount: int, ends: datetime, of_plan: bool = False) -> None:
        self._add(amount, ends, of_plan)
        self._arm()

    def _add(self, amount: int, ends: datetime, of_plan: bool = False) -> None:
        self.number += 1
        paid = min(self.owed, amount)
        self.owed -= paid
        if paid:
            self.repaid[self.number] = paid
        self.lots.append(Lot(self.number, amount - paid, ends, self.month, of_plan))

    def take(self, amount: int) -> None:
        self._remove(self.open_lots(), amount)

    def _remove(self, lots: list[Lot], amount: int) -> None:
        self.number += 1
        for lot in lots:
            part = min(lot.left, amount)
            lot.left -= part
            amount -= part
        self._arm()

    def choose(self, monthly: int, price: int, ends: datetime) -> None:
        """Change to a plan: by the difference up, by what is left down, money by the same measure."""
        brought, cost = self.net
        self.plan, self.ends_with_month = (monthly, price), False
        if monthly >= brought:
            self.net = (monthly, max(price, cost))
            if monthly > brought:
                self.give(monthly - brought, ends, of_plan=True)
            return
        mine = [lot for lot in self.lots if lot.of_plan and lot.month == self.month]
        gone = min(sum(lot.left for lot in mine), brought - monthly)
        back = max((cost - price) * gone // (brought - monthly), 0)
        self.net = (brought - gone, cost - back)
        if gone:
            self._remove(sorted(mine, key=lambda lot: -lot.number), gone)

    def _arm(self) -> None:
        self.mark = self._passed()

    def _look_at_marks(self) -> None:
        if self.used + self.available > self.owed:
            self.mark = max(self.mark, self._passed())

    def _passed(self) -> int:
        base = self.used + self.available
        return next((mark for mark in MARKS if base and self.used / base >= mark / 100), 0)
