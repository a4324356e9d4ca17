"""Files that came with a client's text: from the provider into the thread, each once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.actions import queue
from bot.actions.thread import Shown, Spot, load, post_in_thread, unless_lost
from bot.ports import File, Refused
from bot.rules.vcard import Card, read_vcards
from bot.screens import client_file as screens
from bot.screens import contact_card as cards
from bot.work import Tools
from models import conversation as conversations
from models import media as files
from models.media import Media

CARDS = ("text/vcard", "text/x-vcard", "text/directory")
MOST_CARDS = 5  # of one file; a whole address book is not saved by clicking


@dataclass(frozen=True)
class Brought:
    """How far one file came: Slack's id of it, or why not; the contacts in it."""

    slack_id: str | None = None
    problem: str = ""
    cards: tuple[Card, ...] = ()


def post_media(tools: Tools, media_id: UUID, again: bool) -> None:
    """Bring one file of a text from the provider into its thread."""
    with tools.read() as session:
        file = files.get(session, media_id)
        count = len(files.of_message(session, file.message_id))
    shown = load(tools, file.message_id)
    if shown is None or file.slack_file_id or file.problem or shown.message.slack_channel is None:
        return
    with tools.read() as session:
        thread = conversations.current_thread(session, shown.who.conversation.id)
    if thread is None:
        return
    brought = _bring(tools, file, Spot(thread.channel, thread.ts), shown.who.name, again)
    if brought.problem:
        post = screens.not_shown(shown.who.name, file.content_type, file.place, count, brought.problem)
        post_in_thread(tools, shown.who, shown.host, post, f"no-picture:{media_id}", again)
    _keep(tools, file, shown, brought)


def _bring(tools: Tools, file: Media, spot: Spot, client: str, again: bool) -> Brought:
    name = screens.file_name(file.place, file.content_type, str(file.id))
    earlier = unless_lost(lambda: tools.slack.find_upload(spot.channel, spot.ts, name)) if again else None
    if earlier is not None and not _may_be_card(file):
        return Brought(earlier)
    try:
        fetched = tools.texts.fetch_media(file.url)
        alt = screens.alt_text(client, file.content_type)
        slack_id = earlier or tools.slack.upload(spot.channel, spot.ts, name, alt, fetched)
    except Refused as refused:
        return Brought(earlier) if earlier else Brought(problem=refused.reason)
    return Brought(slack_id, cards=_cards(file, fetched))


def _may_be_card(file: Media) -> bool:
    return file.content_type.split(";", maxsplit=1)[0].strip().lower() in CARDS


def _cards(file: Media, fetched: File) -> tuple[Card, ...]:
    return tuple(read_vcards(fetched.content, MOST_CARDS)) if _may_be_card(file) else ()


def _keep(tools: Tools, file: Media, shown: Shown, brought: Brought) -> None:
    """Note what became of the file, and what follows from it."""
    place = queue.dm_of(shown.host.id, shown.who.conversation.id)
    position = shown.message.position
    with tools.write() as session:
        files.shown(session, file.id, brought.slack_id, brought.problem)
        for at, one in enumerate(brought.cards):
            args: dict[str, Any] = {"number": at, "name": one.name, "phones": list(one.phones)}
            priority = queue.Priority.INBOUND
            queue.show(session, tools, "post_card", file.id, place, priority, position, **args)
        if brought.slack_id and tools.policy.delete_media:
            queue.later(session, tools, "delete_media", file.id)


def post_card(tools: Tools, media_id: UUID, again: bool, number: int, name: str, phones: list[str]) -> None:
    """Offer a contact that a client sent."""
    with tools.read() as session:
        file = files.get(session, media_id)
    shown = load(tools, file.message_id)
    if shown is not None:
        post = cards.offer(shown.who.name, name, phones, str(shown.who.conversation.id))
        post_in_thread(tools, shown.who, shown.host, post, f"card-in:{media_id}:{number}", again)


def delete_media(tools: Tools, media_id: UUID) -> None:
    """Have the provider forget a file that Slack has now."""
    with tools.read() as session:
        file = files.get(session, media_id)
    tools.texts.delete_media(file.url)
