"""Files made ready before their text leaves: fetched from Slack, made small and clean, kept for the phone.

It runs inside the delivery and not as a job of its own: the strand of the conversation then keeps later texts
waiting behind it, and there is no second job that could be lost or overtaken.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bot.actions import link, outcome
from bot.actions.remark import remark
from bot.ports import Busy, File, Picture, Refused
from bot.rules.file_kind import room_each
from bot.rules.segment import count_segments
from bot.screens import file as words
from bot.work import Tools
from models import deployment
from models import media as files
from models import message as messages
from models.enums import MessageState, Way
from models.media import Media

KEPT = link.LINKS_LAST + timedelta(days=1)
SETTLED = tuple(
    one
    for one in MessageState
    if one
    not in (
        MessageState.HELD,
        MessageState.SCHEDULED,
        MessageState.QUEUED,
        MessageState.SENDING,
        MessageState.UNKNOWN,
    )
)


class Unfit(Exception):
    """One of the files cannot leave, so none of the text does. The sentence is for the agent."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Made:
    """A picture fit for a phone, not kept yet."""

    file: Media
    picture: Picture


def make_ready(tools: Tools, message_id: UUID) -> None:
    """Make every file of a waiting text ready; if one cannot be, the text fails and says which.

    Raises Busy while Slack is away. Done again it goes on where it broke off; nothing has left meanwhile.
    """
    with tools.read() as session:
        message = messages.get(session, message_id)
        waiting = files.not_ready(session, message_id)
        room = room_each(sum(one.way == Way.PICTURE for one in files.of_message(session, message_id)))
    if message is None or message.state != MessageState.QUEUED:
        return
    try:
        made = [_picture(tools, one, room) for one in waiting if one.way == Way.PICTURE]
        for one in (each for each in waiting if each.way == Way.LINK):
            _document(tools, one)
        _keep(tools, message_id, made)
    except Unfit as unfit:
        with tools.write() as session:
            locked = messages.lock(session, message_id)
            if locked is not None and locked.state == MessageState.QUEUED:
                outcome.fail(session, tools, locked, unfit.sentence)


def _fetch(tools: Tools, file: Media) -> File:
    try:
        fetched = tools.slack.download(file.url)
    except Busy as busy:
        raise Busy(str(busy)) from busy  # without Slack's pause: the lane it would hold is the phone number's
    except Refused as refused:
        raise Unfit(words.not_fetched(file.name, refused.reason)) from refused
    if _is_sign_in_page(file, fetched):
        raise Unfit(words.not_fetched(file.name, "Slack asked us to sign in"))
    if not fetched.content:
        raise Unfit(words.not_fetched(file.name, "it is empty"))
    return fetched


def _is_sign_in_page(file: Media, fetched: File) -> bool:
    """Slack shows strangers a page instead of the file, and says 200."""
    is_page = fetched.content_type.split(";", maxsplit=1)[0].strip().lower() == "text/html"
    return is_page and (file.content_type != "text/html" or len(fetched.content) != file.size)


def _picture(tools: Tools, file: Media, room: int) -> Made:
    """`room`: bytes; so that all of them together fit into one text."""
    try:
        return Made(file, tools.pictures.make_ready(_fetch(tools, file).content, room))
    except Refused as refused:
        raise Unfit(words.not_a_picture(file.name, refused.reason)) from refused


def _document(tools: Tools, file: Media) -> None:
    """Kept at once: ten large ones in memory would be a gigabyte."""
    fetched = _fetch(tools, file)
    with tools.write() as session:
        files.keep_content(session, file.id, fetched.content, file.content_type)


def _keep(tools: Tools, message_id: UUID, made: list[Made]) -> None:
    with tools.write() as session:
        message = messages.lock(session, message_id)
        if message is None or message.state != MessageState.QUEUED:
            return
        for one in made:
            files.keep_content(session, one.file.id, one.picture.content, one.picture.content_type)
            if one.picture.is_first_frame:
                remark(session, tools, message, words.first_frame(one.file.name))
        key, kept = deployment.link_key(session), files.of_message(session, message_id)
        body = link.relinked(tools, key, message.body, kept)
        if body != message.body:
            message.body = body
            counted = count_segments(message.whole)
            message.segments, message.encoding = counted.count, counted.encoding
            session.add(message)


def forget_files(tools: Tools) -> None:
    """Let go of files whose links have run out."""
    with tools.write() as session:
        files.forget_contents(session, SETTLED, tools.now() - KEPT)
