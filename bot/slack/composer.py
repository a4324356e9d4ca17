"""The composer: opened, followed while somebody types, submitted."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from slack_bolt import App
from slack_sdk import WebClient

from bot.actions import assistant, compose, schedule, template
from bot.actions.attach import BadFiles
from bot.actions.clock import DAY, WrongTime
from bot.actions.composer import Written, look, submit
from bot.actions.home import open_home
from bot.actions.people import Who, recognise, without_mentions
from bot.rules.local_time import local
from bot.rules.swap import plain_letters
from bot.screens import compose as options
from bot.screens import composer as screens
from bot.screens import schedule as schedule_words
from bot.screens import template as template_words
from bot.slack.errors import in_window, opener, read_id
from bot.slack.fields import read_blocks, read_fields, read_meta, read_writer
from bot.slack.listing import listing
from bot.slack.windows import refresh
from bot.work import Refusal, Tools

SERIAL = re.compile(r".*-(\d{1,6})")


def register(app: App, tools: Tools) -> None:
    _register_typing(app, tools)
    _register_writing(app, tools)

    @app.view("composer")
    def send(ack: Any, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
        fields = read_fields(view)
        if problems := fields.problems():
            ack(response_action="errors", errors=problems)
            return
        try:
            submit(tools, _writer(tools, body, view), fields.written(f"view:{view['id']}"))
        except WrongTime as wrong:
            _refuse_time(ack, tools, body, view, wrong)
        except BadFiles as bad:
            ack(response_action="errors", errors={"files": bad.sentence})
        except Refusal as refusal:
            sentence = without_mentions(tools, refusal.sentence)
            ack(response_action="errors", errors={fields.message_block: sentence})
        else:
            ack()
            _refresh_list(tools, body, view, client)


def _writer(tools: Tools, body: dict[str, Any], view: dict[str, Any]) -> Who:
    """Who writes in a composer: for whom it was opened. Raises Refusal."""
    return assistant.writer(tools, body["user"]["id"], read_writer(view))


def _refuse_time(
    ack: Any, tools: Tools, body: dict[str, Any], view: dict[str, Any], wrong: WrongTime
) -> None:
    """Beside the field; where Slack did not bring the fields of day and time yet, they come now."""
    shown = {block.get("block_id") for block in read_blocks(view)}
    if DAY in shown:
        ack(response_action="errors", errors={wrong.field: wrong.sentence})
        return
    changed = _redrawn(tools, _writer(tools, body, view), view, read_blocks(view))
    ack(response_action="update", view=changed)


def _refresh_list(tools: Tools, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    """A scheduled text was changed: the list below and Home show it."""
    if not read_meta(view).get("edit"):
        return
    open_home(tools, body["user"]["id"])
    if below := view.get("previous_view_id"):
        refresh(client, below, listing(tools, _writer(tools, body, view)))


def _register_typing(app: App, tools: Tools) -> None:
    @app.options("recipient")
    def suggest(ack: Any, body: dict[str, Any]) -> None:
        who = assistant.find_writer(tools, body["user"]["id"], read_writer(body.get("view") or {}))
        found = compose.suggest(tools, who, body.get("value") or "") if who else []
        ack(options=[_option(one) for one in found])

    @app.action(re.compile(r"^(words|recipient)$"))
    def follow(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        """Runs on each keystroke: Slack hears of it only when what is in sight changes."""
        view = body.get("view") or {}
        ack()
        _follow(tools, body, client, view)

    @app.action(re.compile(r"^(send_when|send_day|send_time|as_mms)$"))
    def when(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        _follow(tools, body, client, body.get("view") or {}, by_hand=True)


def _follow(
    tools: Tools, body: dict[str, Any], client: WebClient, view: dict[str, Any], by_hand: bool = False
) -> None:
    """A stale view is refused by its hash: the next keystroke shows newer numbers anyway."""
    try:
        new = _redrawn(tools, _writer(tools, body, view), view, read_blocks(view))
    except Refusal:
        return  # the number was taken away meanwhile: the answer to "Send" says so
    if json.loads(new["private_metadata"])["shown"] != read_meta(view).get("shown"):
        refresh(client, view.get("id"), new, None if by_hand else view.get("hash"))


def _register_writing(app: App, tools: Tools) -> None:
    @app.action("swap_letters")
    def swap(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        view = body.get("view") or {}
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            who = _writer(tools, body, view)
            _rewrite(tools, who, client, view, plain_letters(read_fields(view).words))

    @app.action("insert_template")
    def insert(ack: Any, body: dict[str, Any], action: dict[str, Any], client: WebClient) -> None:
        view, chosen = body.get("view") or {}, action.get("selected_option")
        template_id = read_id(chosen.get("value") if isinstance(chosen, dict) else None)
        ack()
        with in_window(client.views_push, body.get("trigger_id") or ""):
            who = _writer(tools, body, view)
            kept = template.template(tools, who, template_id)
            words = read_fields(view).words.rstrip()
            whole = f"{words} {kept.body}" if words else kept.body
            if len(whole) > screens.MESSAGE_LENGTH:
                raise Refusal(template_words.TOO_LONG)
            _rewrite(tools, who, client, view, whole)


def _rewrite(tools: Tools, who: Who, client: WebClient, view: dict[str, Any], words: str) -> None:
    """Put other words into the message; everything else stays as it was."""
    found = SERIAL.fullmatch(read_fields(view).message_block)
    serial = int(found[1]) + 1 if found else 1
    blocks = screens.with_words(read_blocks(view), words, serial)
    if blocks:
        refresh(client, view.get("id"), _redrawn(tools, who, view, blocks, words))


def _redrawn(
    tools: Tools, who: Who, view: dict[str, Any], blocks: list[dict[str, Any]], words: str | None = None
) -> dict[str, Any]:
    """The view with these blocks and what there is to say beside them."""
    fields = read_fields(view)
    written = fields.written("")
    written = written if words is None else replace(written, words=words)
    sight = look(tools, who, written)
    meta = read_meta(view) | {"shown": screens.fingerprint(sight, fields.later)}
    kept = {key: view[key] for key in ("type", "callback_id", "title", "submit", "close") if view.get(key)}
    shown = screens.with_sight(blocks, sight, fields.later)
    return kept | {"blocks": shown, "private_metadata": json.dumps(meta)}


def _option(one: compose.Suggestion) -> dict[str, Any]:
    return options.recipient(one.name, one.phone, str(one.contact_id or ""), one.mark)


def open_composer(
    tools: Tools,
    open_view: Callable[..., Any],
    trigger_id: str,
    who: Who,
    chosen: compose.Suggestion | None,
    words: str = "",
    name: str = "",
) -> None:
    words = words[: screens.MESSAGE_LENGTH]
    sight = look(tools, who, Written(chosen.phone if chosen else "", words, "", name))
    form = screens.Form(
        _option(chosen) if chosen else None,
        words,
        name,
        _menu(tools, who),
        writes_for=str(who.agent_id),
        writes_as=who.writes_as,
    )
    open_view(trigger_id=trigger_id, view=screens.composer(form, sight))


def open_to(
    tools: Tools, client: WebClient, body: dict[str, Any], conversation_id: UUID, words: str = ""
) -> None:
    """Open the composer for the client of a conversation."""
    who = assistant.writing_in(tools, recognise(tools, body["user"]["id"]), conversation_id)
    chosen = compose.client_of(tools, who, conversation_id)
    open_composer(tools, opener(client, body), body["trigger_id"], who, chosen, words)


def editor(tools: Tools, who: Who, message_id: UUID) -> dict[str, Any]:
    """The composer of a scheduled text that is to be changed. Raises Refusal."""
    seen = schedule.scheduled_one(tools, who, message_id)
    who = assistant.writing_in(tools, who, seen.conversation_id)
    if len(seen.words) > screens.MESSAGE_LENGTH:
        raise Refusal(schedule_words.TOO_LONG)  # cutting it would lose what the client was to read
    at = local(seen.send_at, seen.zone)
    written = Written(seen.phone, seen.words, "", later=True, editing=message_id, as_mms=seen.as_mms)
    form = screens.Form(
        words=seen.words,
        templates=_menu(tools, who),
        editing=str(seen.message_id),
        client=(seen.name, seen.phone),
        day=at.date().isoformat(),
        time=f"{at:%H:%M}",
        as_mms=seen.as_mms,
        writes_for=str(who.agent_id),
        writes_as=who.writes_as,
    )
    return screens.composer(form, look(tools, who, written))


def _menu(tools: Tools, who: Who) -> list[tuple[str, str]]:
    return [(str(one.template_id), one.name) for one in template.templates_of(tools, who)]
