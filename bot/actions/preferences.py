"""What an agent may set for themselves, and an admin for the workspace."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.actions import digest
from bot.actions.hour_preferences import ChosenLimits, WrongLimit, limits_of, set_limits
from bot.actions.people import Who
from bot.ports import Busy, Refused
from bot.rules.email import AddressRefusal, read_address
from bot.rules.opt_out_line import DEFAULT_TEMPLATE
from bot.rules.opt_out_wording import WordingRefused, read_wording, show_wording
from bot.screens import settings as words
from bot.screens.settings import Shown
from bot.work import Refusal, Tools
from models import agent as agents
from models import workspace as workspaces
from models.enums import Notice, Ring


@dataclass(frozen=True)
class Chosen:
    """What somebody chose. The line and the days are an admin's and else None."""

    undo_seconds: int
    ring: Ring
    digest_minute: int | None
    team_channel: str | None
    dear_credits: str  # as written, as the address is
    notice_email: str
    told: frozenset[str]  # the kinds of warnings that shall come
    opt_out_line: str | None = None  # as written
    thread_days: str | None = None
    shares_contacts: bool | None = None
    limits: ChosenLimits | None = None


class FieldRefusal(Refusal):
    """A refusal about one field of the window."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def preferences_of(tools: Tools, who: Who) -> Shown:
    """What is set now."""
    with tools.read() as session:
        agent = agents.get(session, who.agent_id)
        workspace = workspaces.get(session, tools.workspace_id)
        line = show_wording(workspace.opt_out_line or DEFAULT_TEMPLATE)
        return Shown(
            agent.undo_seconds,
            agent.ring,
            agent.digest_minute,
            agent.team_channel,
            agent.dear_credits,
            agent.notice_email,
            agent.email,
            tuple(kind for kind in Notice if kind not in agent.muted.split()),
            workspace.time_zone,
            who.is_admin,
            line,
            workspace.thread_days,
            limits_of(workspace),
            workspace.shares_contacts,
        )


def prefer(tools: Tools, who: Who, chosen: Chosen) -> None:
    """Keep what was chosen. Raises FieldRefusal, keeping nothing."""
    if chosen.undo_seconds not in words.UNDO:
        raise FieldRefusal("undo", words.FROM_THE_LIST)
    if chosen.digest_minute is not None and not 0 <= chosen.digest_minute < 24 * 60:
        raise FieldRefusal("digest", words.FROM_THE_LIST)
    dear, address = _read_count(chosen.dear_credits), _read_email(chosen.notice_email)
    _need_room(tools, who, chosen.team_channel)
    with tools.write() as session:
        if who.is_admin:
            _set_workspace(session, tools, chosen)
        agent = agents.get(session, who.agent_id)
        if chosen.digest_minute is not None and chosen.digest_minute != agent.digest_minute:
            digest.begin(session, tools, agent.id, chosen.digest_minute)
        agent.undo_seconds, agent.ring = chosen.undo_seconds, chosen.ring
        agent.digest_minute, agent.team_channel = chosen.digest_minute, chosen.team_channel
        agent.dear_credits = dear
        agent.notice_email = None if address == agent.email else address
        agent.muted = " ".join(kind for kind in Notice if kind not in chosen.told)
        session.add(agent)


def _read_count(written: str) -> int:
    count = int(written) if written.isascii() and written.isdigit() and len(written) <= 6 else -1
    if not 0 <= count <= words.DEAREST:
        raise FieldRefusal("dear", words.NO_COUNT)
    return count


def _read_email(written: str) -> str | None:
    """The address; None for an empty field, which means that of the Slack profile."""
    try:
        return read_address(written) if written.strip() else None
    except AddressRefusal as refused:
        raise FieldRefusal("email", str(refused)) from refused


def _need_room(tools: Tools, who: Who, channel: str | None) -> None:
    """Threads may only open where we can post, and never before people of another company."""
    with tools.read() as session:
        if channel in (None, agents.get(session, who.agent_id).team_channel):
            return
    try:
        room = tools.slack.room(str(channel))
    except Busy as busy:
        raise FieldRefusal("channel", words.CHANNEL_UNKNOWN_NOW) from busy
    except Refused as refused:
        raise FieldRefusal("channel", words.CHANNEL_HIDDEN) from refused
    if not room.is_member:
        raise FieldRefusal("channel", words.CHANNEL_HIDDEN)
    if room.is_archived:
        raise FieldRefusal("channel", words.CHANNEL_ARCHIVED)
    if room.is_shared:
        raise FieldRefusal("channel", words.CHANNEL_SHARED)


def _set_workspace(session: Session, tools: Tools, chosen: Chosen) -> None:
    workspace = workspaces.get(session, tools.workspace_id)
    if chosen.opt_out_line is not None:
        try:
            kept = read_wording(chosen.opt_out_line)
        except WordingRefused as refused:
            raise FieldRefusal("line", str(refused)) from refused
        workspace.opt_out_line = None if kept == DEFAULT_TEMPLATE else kept
    if chosen.thread_days is not None:
        if chosen.thread_days not in words.DAYS:
            raise FieldRefusal("days", words.FROM_THE_LIST)
        workspace.thread_days = words.DAYS[chosen.thread_days]
    if chosen.shares_contacts is not None:
        workspace.shares_contacts = chosen.shares_contacts
    if chosen.limits is not None:
        try:
            set_limits(workspace, chosen.limits)
        except WrongLimit as wrong:
            raise FieldRefusal(wrong.field, wrong.sentence) from wrong
    session.add(workspace)
