"""What an action is handed: the ports, the database, the clock, the figures an operator may set."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from bot.payments import Billing
from bot.ports import Clock, Mailer, PictureMaker, SlackPoster, TextGateway
from models.database import Database

Act = Callable[[Session], None]
AFTERWARDS = "afterwards"  # the session's note of what happens when it has ended


@dataclass
class Policy:
    """Figures that an operator or a test may set; the playground changes its paces once, after its story."""

    public_url: str = "http://127.0.0.1:3000"
    number_pace: timedelta = timedelta(seconds=1)  # between two texts of one number: a long code's rate
    channel_pace: timedelta = timedelta(seconds=1.1)  # between two posts in one Slack channel
    sign_pace: timedelta = timedelta(seconds=1.2)  # between two reactions: Slack allows 50 a minute
    look_again_after: timedelta = timedelta(seconds=30)  # an ambiguous text is looked up twice
    ask_until: timedelta = timedelta(
        hours=10
    )  # the provider's longest queue: after it nothing can still leave
    late_reply: timedelta = timedelta(minutes=15)
    lease: timedelta = timedelta(seconds=30)  # longer than any call to the world may take
    back_off: timedelta = timedelta(seconds=1)  # before the second try; doubled up to a minute
    undo_seconds: int = 5  # what a new agent starts with
    first_number: str | None = None  # given to the first agent
    welcome_credits: int = 100  # granted once to a new agent
    delete_media: bool = False  # at the provider, once Slack has it


@dataclass(frozen=True)
class Tools:
    """Everything an action may use of the world."""

    database: Database
    texts: TextGateway
    slack: SlackPoster
    pictures: PictureMaker
    mail: Mailer | None  # None: no mail server is set
    clock: Clock
    policy: Policy
    workspace_id: UUID
    billing: Billing | None = None  # who takes money by card; None: everything is billed to the brokerage

    def read(self) -> AbstractContextManager[Session]:
        """A unit of work that changes nothing."""
        return self.database.read()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit of work, committed at the end and rolled back by any exception."""
        acts: list[Act] = []
        try:
            with self.database.write() as session:
                session.info[AFTERWARDS] = acts
                yield session
        finally:
            for act in acts:
                with self.database.write() as own:
                    act(own)

    def afterwards(self, session: Session, act: Act) -> None:
        """Let this happen in a unit of its own, once `session`'s has ended, also if that was rolled back."""
        session.info[AFTERWARDS].append(act)

    def on_work(self, ring: Callable[[], None] | None) -> None:
        """Who in this process hears that there is work to do; None when nobody does any more."""
        self.database.ring = ring

    def now(self) -> datetime:
        """The product's time."""
        return self.clock.now()


class Refusal(Exception):
    """A rule said no. The sentence is for the person who asked and names the next step."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
