"""Home: what waits, what is about to leave, what did not arrive, the settings."""

from collections.abc import Sequence

from bot.rules.local_time import show_time
from bot.rules.slack_text import escape
from bot.screens import schedule
from bot.screens.blocks import Block, actions, button, context, cut, section
from bot.screens.inbox import LINE, Inbox, Late, header, link_button, lists
from bot.screens.people import writing_as
from bot.screens.when import show_date


def home(
    inbox: Inbox,
    scheduled: Sequence[Late],
    failed: Sequence[Late],
    balance: Sequence[Block],
    summary: str,
    writes_as: str = "",
) -> list[Block]:
    """An agent's Home, or what their assistant sees of it with settings of their own."""
    blocks = [*([context(writing_as(writes_as))] if writes_as else []), *lists(inbox)]
    if scheduled:
        blocks += [header("Scheduled"), *(block for one in scheduled for block in _scheduled(one))]
    if failed:
        blocks += [header("Not delivered"), *(block for one in failed for block in _failed(one))]
    blocks += balance
    return [*blocks, *_settings(summary)]


def only(sentence: str, summary: str) -> list[Block]:
    """Home for somebody who writes for nobody: why, and their settings."""
    return [section(sentence), *_settings(summary)]


def _settings(summary: str) -> list[Block]:
    return [header("Settings"), section(summary), actions(button("Settings", "open_settings"))]


def stranger(sentence: str) -> list[Block]:
    """Home for somebody who is not set up: whom to ask."""
    return [header("Parley"), section(sentence), context("Parley lets agents text their clients from Slack.")]


def _scheduled(one: Late) -> list[Block]:
    when = f", {show_time(one.at, one.zone)}" if one.at else ""
    called = f"{cut(one.name, 20)}{when}: {cut(one.body, 25)}"
    row = schedule.buttons(one.message_id, called) | {"block_id": f"scheduled {one.message_id}"}
    return [section(_words(one)), row]


def _failed(one: Late) -> list[Block]:
    link = [link_button("Open", one.link, _named("", one))] if one.link else []
    again = button("Send again", "send_again", one.message_id, name=_named("Send again", one))
    row = actions(*link, again) | {"block_id": f"failed {one.message_id}"}
    return [section(f"{_words(one)}\n{one.reason}"), row]


def _words(one: Late) -> str:
    when = show_date(one.at, one.zone) if one.at else ""
    head = " · ".join(filter(None, (f"*{escape(one.name)}*", when, one.mark)))
    return f"{head}\n{escape(cut(' '.join(one.body.split()), LINE))}"


def _named(label: str, one: Late) -> str:
    """What a screen reader says for one of several buttons that look alike."""
    when = f", {show_time(one.at, one.zone)}" if one.at else ""
    return cut(f"{label} {one.name}".strip(), 50) + when
