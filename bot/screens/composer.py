"""The composer: its fields, and what it says beside them while somebody types.

Slack keeps what was typed in a block while its block_id stays. So the blocks that only tell something are put
anew around the fields, and a message is replaced by giving its field a new id.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from bot.rules.phone import show_phone
from bot.rules.price import WITH_PICTURES
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, context, cut, input_block, modal, option, plain, section
from bot.screens.people import writing_as
from bot.screens.template import menu

MOST_FILES = 10
MESSAGE_LENGTH = 3000  # what Slack's input holds; the rule is 1,600 and says so while typing
MESSAGE, TEMPLATES = "message", "templates"  # and "message-1", "message-2"...
MMS = "as_mms"
NOW, LATER = "now", "later"
SHOWN = 600  # characters of a filled text
TOLD = (
    "so_far",
    "estimate",
    "lacking",
    "reads",
    "warning",
    "swap",
    "clock",
)  # the blocks that only tell something
WHEN = {NOW: "Send now", LATER: "At a time"}


@dataclass(frozen=True)
class Sight:
    """What the composer says beside its fields."""

    estimate: str
    lacking: str = ""  # which credits are missing, and who helps
    can_be_mms: bool = False  # one picture message for the same words would cost less
    reads: str = ""  # the message with its fields filled
    warning: str = ""
    swap: tuple[str, str] | None = None  # what a swap of letters saves, and its button
    link: str = ""  # to the conversation so far
    clock: str = ""  # whose clock the time is read on
    tomorrow: str = ""  # there, as a date


@dataclass(frozen=True)
class Form:
    """What stands in the fields at first."""

    chosen: Block | None = None
    words: str = ""
    name: str = ""
    templates: Sequence[tuple[str, str]] = ()  # id, name
    editing: str = ""  # the scheduled text that is changed
    client: tuple[str, str] = ("", "")  # its client's name and phone
    day: str = ""
    time: str = ""
    as_mms: bool = False
    writes_for: str = ""  # the id of the agent whose number it leaves from
    writes_as: str = ""  # that agent's name, where an assistant writes


def composer(form: Form, sight: Sight) -> Block:
    """The modal in which a text is written or a scheduled one changed."""
    later = bool(form.editing)
    files = [] if form.editing else [files_block()]
    named = [context(writing_as(form.writes_as)) | {"block_id": "as"}] if form.writes_as else []
    base = [*named, *_recipient(form), message(0, form.words), *menu(form.templates, 0), *files, _when(later)]
    blocks = with_sight(base, sight, later, form.day, form.time, form.as_mms)
    title, submit = ("Edit the text", "Save") if form.editing else ("Text a contact", "Send")
    meta = {"shown": fingerprint(sight, later), "edit": form.editing, "phone": form.client[1]}
    meta |= {"for": form.writes_for}
    return modal("composer", title, blocks, submit, json.dumps(meta))


def _recipient(form: Form) -> list[Block]:
    if form.editing:
        name, phone = form.client
        return [section(f"To *{escape(name)}* {show_phone(phone)}") | {"block_id": "who"}]
    who: Block = {
        "type": "external_select",
        "action_id": "recipient",
        "placeholder": plain("Type a name or number"),
        "min_query_length": 0,
    }
    who |= {"initial_option": form.chosen} if form.chosen else {}
    number: Block = {"type": "plain_text_input", "action_id": "phone", "max_length": 40}
    called: Block = {"type": "plain_text_input", "action_id": "name", "max_length": 80}
    called |= {"initial_value": form.name} if form.name else {}
    return [
        input_block("To", "to", who, optional=True) | {"dispatch_action": True},
        input_block("Or a new number", "new_phone", number, optional=True),
        input_block("Name for the new number", "new_name", called, optional=True),
    ]


def message(serial: int, words: str) -> Block:
    """The message's field; another serial makes Slack forget what was typed in it."""
    field: Block = {
        "type": "plain_text_input",
        "action_id": "words",
        "multiline": True,
        "max_length": MESSAGE_LENGTH,
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    field |= {"initial_value": words} if words else {}
    block_id = f"{MESSAGE}-{serial}" if serial else MESSAGE
    # Optional, as a picture may go without words.
    return input_block("Message", block_id, field, optional=True) | {"dispatch_action": True}


def files_block() -> Block:
    """Pictures and documents that go with the words, or alone."""
    chooser: Block = {"type": "file_input", "action_id": "files", "max_files": MOST_FILES}
    hint = "Pictures go as a picture message, documents as a link that your client opens."
    return input_block("Pictures and files", "files", chooser, optional=True, hint=hint)


def _when(later: bool) -> Block:
    options = {value: option(label, value) for value, label in WHEN.items()}
    chosen = options[LATER if later else NOW]
    radio: Block = {"type": "radio_buttons", "action_id": "send_when", "options": list(options.values())}
    return input_block("When", "when", radio | {"initial_option": chosen}) | {"dispatch_action": True}


def is_message(block_id: str) -> bool:
    return block_id == MESSAGE or block_id.startswith(f"{MESSAGE}-")


def with_sight(
    blocks: Sequence[Mapping[str, Any]],
    sight: Sight,
    later: bool,
    day: str = "",
    time: str = "",
    as_mms: bool = False,
) -> list[Block]:
    """The blocks with what is told beside them put anew; `later` shows the fields of day and time."""
    kept = {str(block.get("block_id")): dict(block) for block in blocks}
    shown: list[Block] = []
    for block_id, block in kept.items():
        if block_id in (*TOLD, MMS, "day", "time"):
            continue
        shown.append(block)
        if block_id in ("to", "who") and sight.link:
            shown.append(context(f"<{sight.link}|Conversation so far>") | {"block_id": "so_far"})
        if is_message(block_id):
            shown += _beside(sight)
            shown += [kept.get(MMS) or _as_mms(as_mms)] if sight.can_be_mms else []
        if block_id == "when" and later:
            shown.append(kept.get("day") or _day(day or sight.tomorrow))
            shown.append(kept.get("time") or _time(time or "09:00"))
            shown.append(context(escape(sight.clock)) | {"block_id": "clock"})
    return shown


def _as_mms(chosen: bool) -> Block:
    """Its words never change: Slack would forget the tick."""
    tick = option(f"Send as one picture message: {credits(WITH_PICTURES)}, without a picture", "mms")
    boxes: Block = {"type": "checkboxes", "action_id": MMS, "options": [tick]}
    boxes |= {"initial_options": [tick]} if chosen else {}
    return input_block("It would cost less", MMS, boxes, optional=True) | {"dispatch_action": True}


def _beside(sight: Sight) -> list[Block]:
    blocks = [context(sight.estimate) | {"block_id": "estimate"}]
    if sight.lacking:
        blocks.append(context(f":warning: {sight.lacking}") | {"block_id": "lacking"})
    if sight.reads:
        blocks.append(context(escape(cut(sight.reads, SHOWN))) | {"block_id": "reads"})
    if sight.warning:
        blocks.append(context(f":warning: {escape(sight.warning)}") | {"block_id": "warning"})
    if sight.swap:
        says, label = sight.swap
        press = {"type": "button", "text": plain(label), "action_id": "swap_letters", "value": "swap"}
        blocks.append(section(escape(says)) | {"block_id": "swap", "accessory": press})
    return blocks


def _day(day: str) -> Block:
    element: Block = {"type": "datepicker", "action_id": "send_day"}
    chosen = element | ({"initial_date": day} if day else {})
    return input_block("Day", "day", chosen, optional=True) | {"dispatch_action": True}


def _time(time: str) -> Block:
    element: Block = {"type": "timepicker", "action_id": "send_time", "initial_time": time}
    return input_block("Time there", "time", element, optional=True) | {"dispatch_action": True}


def with_words(blocks: Sequence[Mapping[str, Any]], words: str, serial: int) -> list[Block]:
    """The blocks with another message in its field; the menu of templates forgets its choice, too."""
    replaced: list[Block] = []
    for block in map(dict, blocks):
        block_id = str(block.get("block_id"))
        if is_message(block_id):
            replaced.append(message(serial, words) | {"optional": block.get("optional", False)})
        elif block_id.startswith(f"{TEMPLATES}-"):
            replaced.append(block | {"block_id": f"{TEMPLATES}-{serial}"})
        else:
            replaced.append(block)
    return replaced


def fingerprint(sight: Sight, later: bool) -> str:
    """Says whether two sights look alike."""
    seen = asdict(sight) | ({} if later else {"clock": "", "tomorrow": ""})
    return sha256(json.dumps([seen, later]).encode()).hexdigest()[:16]


def swap_words(char: str, plain_char: str, before: int, after: int) -> tuple[str, str]:
    """What swapping letters saves, and its button: "’ makes this 3 segments; with ' it is 2"."""
    shown, instead = _named(char), _named(plain_char)
    if not plain_char:
        return f"{shown} makes this {before} segments; without it, it is {after}", "Leave it out"
    return f"{shown} makes this {before} segments; with {instead} it is {after}", f"Use {instead}"


def _named(char: str) -> str:
    names = {" ": "a plain space", "\n": "a plain line break"}
    if char in names:
        return names[char]
    if not char.strip() or not char.isprintable():
        return "An unusual space"
    return char
