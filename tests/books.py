"""Credits without Slack and Twilio: one agent's account, moved as the doors move it, a unit of work each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlmodel import Session, col, select

from bot.actions import credit, ledger, month, plan
from bot.actions.account import account_of
from bot.actions.ledger import Gift, Reason
from bot.actions.transfer import transfer
from bot.ports import Clock
from bot.work import Policy, Tools
from models import account as accounts
from models import entry as entries
from models import grant as grants
from models import message as messages
from models import plan as plans
from models.account import Account
from models.agent import Agent
from models.columns import new_id
from models.conversation import Conversation
from models.database import Database
from models.entry import Entry
from models.enums import Direction, EntryKind, GrantSource, MessageState, Meter, Role
from models.grant import Grant
from models.message import Message, NewMessage
from models.number import Number
from models.opening import Opening
from models.plan import Plan, PlanChange, Subscription
from models.usage import Usage
from models.workspace import Workspace

US, UK = "+12015550123", "+447700900123"
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MOVED = (Account, Grant, Entry, Message, Usage, Subscription, PlanChange)


class Known(Exception):
    """The text was stored before."""


@dataclass
class StillClock:
    """It stands until it is moved, so that a run is the same each time."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass
class Books:
    """The books of one agent. What is said twice is done once."""

    tools: Tools
    clock: StillClock
    agent_id: UUID
    account_id: UUID
    openings: dict[str, Opening] = field(default_factory=dict)
    count: int = 0

    def key(self) -> str:
        """One that was not used yet."""
        self.count += 1
        return f"key:{self.count}"

    def send(
        self, segments: Sequence[int], phone: str = US, pictures: bool = False, key: str = ""
    ) -> list[UUID]:
        """Texts out, all of them or none. Raises NoCredits, and Known for a known key."""
        key = key or self.key()
        texts = [
            self._text(Direction.OUT, f"{key}#{place}", count, phone, pictures)
            for place, count in enumerate(segments)
        ]
        with self.tools.write() as session:
            credit.charge_texts(session, self.tools, self.openings[phone], texts, segments)
            self._store(session, texts)
        return [one.id for one in texts]

    def receive(self, segments: int, phone: str = US, pictures: bool = False, key: str = "") -> UUID:
        """A text in. Raises Known."""
        text = self._text(Direction.IN, key or self.key(), segments, phone, pictures)
        with self.tools.write() as session:
            credit.charge_inbound(session, self.tools, self.openings[phone], text)
            self._store(session, [text])
        return text.id

    def change(self, message_id: UUID, act: Callable[[Session, Message], None]) -> None:
        """Something about a stored text, which is locked."""
        with self.tools.write() as session:
            message = messages.lock(session, message_id)
            assert message is not None
            act(session, message)

    def fail(self, message_id: UUID) -> None:
        self.change(message_id, lambda session, text: credit.return_all(session, self.tools, text))

    def settle(self, message_id: UUID, counted: int) -> None:
        def act(session: Session, text: Message) -> None:
            text.provider_segments = counted
            phone = next(one.phone for one in self.openings.values() if one.id == text.conversation_id)
            credit.settle(session, self.tools, text, phone)

        self.change(message_id, act)

    def reprice(self, message_id: UUID, segments: int) -> None:
        """Other words in the undo window. Raises NoCredits."""

        def act(session: Session, text: Message) -> None:
            text.segments = segments
            opening = next(one for one in self.openings.values() if one.id == text.conversation_id)
            credit.reprice(session, self.tools, opening, [text])

        self.change(message_id, act)

    def give(
        self, amount: int, ends_at: datetime, key: str = "", source: GrantSource = GrantSource.ADMIN
    ) -> bool:
        gift = Gift(source, key or self.key(), amount, self.clock.now(), ends_at)
        with self.tools.write() as session:
            return ledger.give(session, self.tools, self.account_id, gift) is not None

    def take(self, amount: int, key: str = "") -> None:
        """An admin takes unused credits, those that end first."""
        reason = Reason(key or self.key())
        with self.tools.write() as session:
            month.catch_up(session, self.tools, self.account_id)
            if not entries.is_written(session, self.account_id, reason.key):
                lots = grants.lots(session, self.account_id)
                ledger.remove(session, self.tools, self.account_id, reason, lots, amount, EntryKind.TAKE)

    def hand_over(self, from_id: UUID, to_id: UUID, key: str = "") -> int:
        """What is left to one account is another's from now on."""
        reason = Reason(f"handover:{key or self.key()}", None, self.agent_id, "to Maria Lopez")
        with self.tools.write() as session:
            return transfer(session, self.tools, from_id, to_id, reason, "from Ben Carter")

    def colleague(self, lots: Sequence[tuple[int, datetime]] = ()) -> UUID:
        """The account of another agent with these credits: (how many, their end)."""
        with self.tools.write() as session:
            name, now = new_id().hex, self.clock.now()
            agent = Agent(
                workspace_id=self.tools.workspace_id,
                slack_user_id=name,
                name="Ben Carter",
                role=Role.AGENT,
                created_at=now,
            )
            session.add(agent)
            session.flush()
            account_id = account_of(session, self.tools, agent.id)
            welcome = grants.lots(session, account_id)
            if welcome:
                left = sum(amount for _, amount in welcome)
                why = Reason(self.key())
                ledger.remove(session, self.tools, account_id, why, welcome, left, EntryKind.TAKE)
            for amount, ends_at in lots:
                gift = Gift(GrantSource.ADMIN, self.key(), amount, now, ends_at)
                ledger.give(session, self.tools, account_id, gift)
        return account_id

    def plans(self) -> list[Plan]:
        with self.tools.read() as session:
            return plans.on_offer(session, self.tools.workspace_id, Meter.SMS)

    def choose(self, chosen: Plan) -> Any:
        with self.tools.write() as session:
            return plan.change_plan(session, self.tools, self.account_id, chosen, self.agent_id)

    def cancel(self) -> None:
        with self.tools.write() as session:
            plan.cancel_plan(session, self.tools, self.account_id, self.agent_id)

    def keep(self) -> None:
        with self.tools.write() as session:
            plan.keep_plan(session, self.tools, self.account_id)

    def look(self) -> None:
        """What any operation does first: what is due."""
        with self.tools.write() as session:
            month.catch_up(session, self.tools, self.account_id)

    def move_to_zone(self, zone: str) -> None:
        with self.tools.write() as session:
            session.get_one(Workspace, self.tools.workspace_id).time_zone = zone

    @property
    def account(self) -> Account:
        with self.tools.read() as session:
            return accounts.get(session, self.account_id)

    def grants(self) -> list[Grant]:
        with self.tools.read() as session:
            mine = select(Grant).where(Grant.account_id == self.account_id)
            return list(session.exec(mine.order_by(col(Grant.seq))))

    def entries(self) -> list[Entry]:
        with self.tools.read() as session:
            mine = select(Entry).where(Entry.account_id == self.account_id)
            return list(session.exec(mine.order_by(col(Entry.seq), col(Entry.line))))

    def text(self, message_id: UUID) -> Message:
        with self.tools.read() as session:
            return session.get_one(Message, message_id)

    def rows(self) -> list[str]:
        """Everything that an operation on credits may change."""
        with self.tools.read() as session:
            return sorted(repr(one.model_dump()) for table in MOVED for one in session.exec(select(table)))

    def _text(self, direction: Direction, key: str, segments: int, phone: str, pictures: bool) -> NewMessage:
        now = self.clock.now()
        return NewMessage(
            workspace_id=self.tools.workspace_id,
            conversation_id=self.openings[phone].id,
            source_key=key,
            direction=direction,
            state=MessageState.QUEUED if direction == Direction.OUT else MessageState.RECEIVED,
            body="Hello",
            position=0,
            segments=segments,
            encoding="GSM-7",
            author_id=self.agent_id if direction == Direction.OUT else None,
            has_pictures=pictures,
            created_at=now,
            changed_at=now,
        )

    def _store(self, session: Session, texts: Sequence[NewMessage]) -> None:
        for one in texts:
            if not messages.add_once(session, one):
                raise Known


def open_books(
    database: Database, clock: StillClock, welcome: int = 0, zone: str = "America/Chicago"
) -> Books:
    """A workspace with its plans and one agent, who talks with somebody here and somebody abroad."""
    nothing = cast(Any, None)
    name = new_id().hex
    now = clock.now()
    with database.write() as session:
        workspace = Workspace(slack_team_id=name, bot_user_id="", name="Oak Realty", time_zone=zone)
        agent = Agent(
            workspace_id=workspace.id,
            slack_user_id=name,
            name="Maria Lopez",
            role=Role.AGENT,
            created_at=now,
        )
        number = Number(workspace_id=workspace.id, phone=f"+1312{name[-7:]}", agent_id=agent.id)
        for row in (workspace, agent, number):
            session.add(row)
            session.flush()
        talks = {
            phone: Conversation(workspace_id=workspace.id, number_id=number.id, phone=phone, created_at=now)
            for phone in (US, UK)
        }
        session.add_all(talks.values())
    policy = Policy(welcome_credits=welcome)
    tools = Tools(database, nothing, nothing, nothing, None, Clock(now=clock.now), policy, workspace.id)
    with tools.write() as session:
        plan.stock(session, tools)
        account_id = account_of(session, tools, agent.id)
    openings = {
        phone: Opening(talk.id, phone, number.phone, agent.id, account_id, True, False, False, ())
        for phone, talk in talks.items()
    }
    return Books(tools, clock, agent.id, account_id, openings)


def years(at: datetime) -> datetime:
    """Far enough that nothing ends meanwhile."""
    return at + timedelta(days=365)
