"""The few things we ask of the world, in our words. Gateways implement them; tests may, too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Clock:
    """Two clocks. `now` is the product's (rules, due times, stamps; the playground moves it), `real` the
    machine's (signatures, leases, back-off)."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    real: Callable[[], datetime] = lambda: datetime.now(UTC)


class Busy(Exception):
    """The other side is not there or asks for patience. Nothing was done; trying again is safe."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after  # seconds, when the other side says so


class Unclear(Exception):
    """The other side may or may not have done it: look before doing it again."""


class Refused(Exception):
    """The other side said no, for good."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


@dataclass(frozen=True)
class Accepted:
    """The provider has the text."""

    sid: str
    segments: int | None  # None: not known yet
    status: str


@dataclass(frozen=True)
class Listed:
    """A text as the provider's list shows it."""

    sid: str
    from_phone: str
    to_phone: str
    body: str
    created_at: datetime
    status: str
    segments: int | None
    media: int


@dataclass(frozen=True)
class OurNumber:
    """A phone number of ours as the provider describes it."""

    phone: str  # E.164
    sid: str
    can_text: bool
    can_picture: bool  # carries picture messages
    texts_to: str  # where its inbound texts go: an address, the name of something at the provider, or ""
    method: str = "POST"  # how they are brought there


@dataclass(frozen=True)
class File:
    """The content of a picture or document."""

    content: bytes
    content_type: str


@dataclass(frozen=True)
class Picture:
    """A picture that any phone shows: small, upright, and silent about where it was taken."""

    content: bytes
    content_type: str
    is_first_frame: bool = False  # of one that moved


class PictureMaker(Protocol):
    """Makes pictures fit for a text, and draws charts."""

    def make_ready(self, content: bytes, most: int) -> Picture:
        """The picture in at most so many bytes. Raises Refused with the reason in words."""

    def draw_bars(self, labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> File:
        """A chart with a group of bars for each label; `series`: a name and a value for each label."""


class TextGateway(Protocol):
    """The phone network (Twilio)."""

    def send(
        self,
        from_phone: str,
        to_phone: str,
        body: str,
        callback_url: str,
        media: Sequence[str] = (),
        as_mms: bool = False,
    ) -> Accepted:
        """Send one text with the pictures at these addresses. Raises Refused, Busy (not sent) or Unclear.

        `as_mms`: as one picture message although it has none.
        """

    def list_sent(self, from_phone: str, to_phone: str, since: datetime) -> list[Listed]:
        """Texts sent between two numbers since an instant. Raises Busy or Refused."""

    def list_received(self, to_phone: str, since: datetime) -> list[Listed]:
        """Texts received on a number since an instant, oldest first. Raises Busy or Refused."""

    def look_up(self, sid: str) -> Listed:
        """One text as it stands at the provider. Raises Busy or Refused."""

    def media_of(self, sid: str) -> list[tuple[str, str]]:
        """The (url, content type) of a received text's files. Raises Busy or Refused."""

    def fetch_media(self, url: str) -> File:
        """A file that came with a text. Raises Busy or Refused."""

    def delete_media(self, url: str) -> None:
        """Have the provider forget a file that came in; one it has not is fine. Raises Busy or Refused."""

    def numbers(self, phone: str = "") -> list[OurNumber]:
        """The account's numbers, or only this one. Raises Busy or Refused.

        Answers within the time a person waits for a menu.
        """

    def point_here(self, sid: str, url: str) -> None:
        """Have the texts to a number of ours brought to this address. Raises Busy or Refused."""

    def overruled_by(self, sid: str) -> str | None:
        """Where a number's texts go whatever the number itself says; "": nowhere; None: nothing overrules it.

        An answer that does not come counts as None: it only decides what an admin is told.
        """

    def is_genuine(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        """Whether the provider signed this request."""


class Mailer(Protocol):
    """The way out for Parley's own e-mails."""

    def send(self, to: str, subject: str, text: str, html: str, message_id: str) -> None:
        """Send one e-mail. `message_id` is ours: sent twice with the same one it can be recognised.

        Raises Refused when the address or the mail is refused for good, Busy when it did not surely leave.
        """


@dataclass(frozen=True)
class Posted:
    """Where a Slack post landed; `thread_ts` is None when it is not in a thread."""

    channel: str
    ts: str
    thread_ts: str | None


@dataclass(frozen=True)
class Post:
    """Something to show in Slack. `text` is the whole content for notifications and screen readers."""

    text: str
    blocks: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Person:
    """A member of the workspace as Slack describes them."""

    slack_user_id: str
    name: str
    email: str | None
    is_full_member: bool


@dataclass(frozen=True)
class Identity:
    """Who we are in Slack."""

    team_id: str
    team_name: str
    bot_user_id: str
    url: str = ""  # where the workspace is in a browser


@dataclass(frozen=True)
class Room:
    """A channel as Slack describes it."""

    name: str
    is_member: bool  # whether we are in it
    is_archived: bool
    is_shared: bool  # with people of another workspace


@dataclass(frozen=True)
class Said:
    """A message in a thread that a person wrote."""

    slack_user_id: str
    ts: str
    text: str
    blocks: Sequence[Mapping[str, Any]]
    files: Sequence[Mapping[str, Any]]


class SlackPoster(Protocol):
    """Slack's Web API, for everything but the views a listener opens. Every method raises Busy, Refused (with
    Slack's error word) or, for posts and uploads, Unclear."""

    def identity(self) -> Identity: ...

    def person(self, slack_user_id: str) -> Person: ...

    def room(self, channel: str) -> Room:
        """What kind of channel this is. Answers within the time a person waits for a window."""

    def publish_home(self, slack_user_id: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show this in the person's Home tab."""

    def open_dm(self, slack_user_id: str) -> str:
        """The channel id of the direct message with this person."""

    def post(
        self, channel: str, post: Post, key: str, thread_ts: str | None = None, broadcast: bool = False
    ) -> Posted:
        """Post once; `key` is ours and comes back from `find`."""

    def find(self, channel: str, key: str, thread_ts: str | None) -> Posted | None:
        """An earlier post with this key, if it arrived."""

    def said_since(self, channel: str, thread_ts: str, oldest: str) -> list[Said]:
        """What people wrote in a thread after a Slack ts, oldest first."""

    def update(self, channel: str, ts: str, post: Post) -> None: ...

    def delete(self, channel: str, ts: str) -> None: ...

    def whisper(self, channel: str, slack_user_id: str, text: str, thread_ts: str | None) -> None:
        """Show something to one person only."""

    def respond(self, url: str, post: Post, instead: bool) -> None:
        """Answer one person through the address Slack gave with a click, instead of what was clicked."""

    def react(self, channel: str, ts: str, emoji: str) -> None: ...

    def unreact(self, channel: str, ts: str, emoji: str) -> None: ...

    def upload(self, channel: str, thread_ts: str, name: str, alt: str, file: File) -> str:
        """Share a file in a thread; the id Slack gives it."""

    def download(self, url: str) -> File:
        """A file that somebody shared. Raises Busy, or Refused with the reason in words."""

    def find_upload(self, channel: str, thread_ts: str, name: str) -> str | None:
        """The id of a file with this name in the thread, if an earlier upload arrived."""
