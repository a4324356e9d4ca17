"""The card: the parent of a conversation's thread. Who this is, whose turn it is, what can be done."""

from dataclasses import dataclass
from datetime import datetime

from bot.ports import Post
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, actions, button, context, cut, option, section
from bot.screens.when import show_date
from models.enums import PhoneProblem, Turn

PROBLEMS = {
    PhoneProblem.LANDLINE: "This number is a landline: it takes no texts. Call instead.",
    PhoneProblem.WRONG: "This number is wrong or not in use: texts do not arrive. Ask for another one.",
}
OPTED_OUT = "Opted out: nothing will be texted to them until they text START."
NOTES_THERE = "Replies in this thread stay notes, until its menu makes them texts."
OPTED_OUT_BY_HAND = "Opted out by hand: nothing will be texted to them until somebody allows it again."
NOTES = "Replies in this thread stay notes. “Text” writes to"


@dataclass(frozen=True)
class Face:
    """Everything a card shows."""

    conversation_id: str
    name: str
    phone: str
    our_phone: str
    zone: str  # the workspace's
    is_orphan: bool = False  # nobody holds our number
    is_saved: bool = True  # somebody gave the name
    turn: Turn = Turn.THEM
    waiting_since: datetime | None = None
    remind_at: datetime | None = None
    last_touch: datetime | None = None
    opted_out: bool = False
    by_hand: bool = False  # only because somebody entered it, not by their own text
    problem: PhoneProblem | None = None
    notes_first: bool = False
    was_heard: bool = True  # some text has reached the client, or may yet
    client_of: str = ""  # whose client it is, where somebody else answers


def card(face: Face) -> Post:
    """The parent of the thread."""
    shown = escape(face.name)
    notes = _notes(face, shown)
    who = list(dict.fromkeys((shown, show_phone(face.phone))))  # once where nobody gave a name
    whose = f"Client of {escape(face.client_of)}" if face.client_of else ""
    lines = [one for one in (whose, _turn(face), _touch(face)) if one]
    head = section("\n".join([f"*{who[0]}*", *who[1:], *lines]))
    blocks = [head if face.is_orphan else head | {"accessory": _naming(face)}, context("\n".join(notes))]
    if not face.is_orphan:
        blocks.append(actions(*_buttons(face)))
    said = [f"{', '.join(who)}.", *(f"{one}." for one in lines), *notes]
    return Post(" ".join(said), blocks)


def closed(phone: str) -> Post:
    """What is left of a card whose number has another person now."""
    words = f"{show_phone(phone)} has another person now. Nothing typed in this thread is sent."
    return Post(words, [section(words)])


def _turn(face: Face) -> str:
    if face.remind_at:
        return f"Reminder {show_date(face.remind_at, face.zone)}"
    if face.turn == Turn.YOU and face.waiting_since:
        return f"Waiting for you since {show_date(face.waiting_since, face.zone)}"
    if face.turn == Turn.DONE:
        return "Done"
    return "Waiting for them" if face.last_touch and face.was_heard else ""


def _touch(face: Face) -> str:
    return f"Last text {show_date(face.last_touch, face.zone)}" if face.last_touch else ""


def _notes(face: Face, shown: str) -> list[str]:
    state = [OPTED_OUT_BY_HAND if face.by_hand else OPTED_OUT] if face.opted_out else []
    state += [PROBLEMS[face.problem]] if face.problem else []
    if face.is_orphan:
        ours = show_phone(face.our_phone)
        return [*state, f"Nobody texts from {ours} yet. Give it to somebody with `/parley` to answer."]
    if face.notes_first and face.client_of:
        return [*state, NOTES_THERE]
    if face.notes_first:
        return [*state, f"{NOTES} {shown}."]
    return [*state, f"Reply in this thread to text {shown}. Start with `//` for a note that stays here."]


def _buttons(face: Face) -> list[Block]:
    name = cut(face.name, 50)
    # The composer sends from one's own number: for somebody else's client there are only replies.
    made = [] if face.client_of else [button("Text", "compose_to", face.conversation_id, name=f"Text {name}")]
    if face.turn == Turn.YOU or face.remind_at:
        made.append(button("Done", "talk_done", face.conversation_id, name=f"Done with {name}"))
    made.append(button("Timeline", "talk_timeline", face.conversation_id, name=f"Timeline of {name}"))
    return [*made, more(face)]


def more(face: Face) -> Block:
    """The card's menu."""
    switch = ("Replies are texts", "texts") if face.notes_first else ("Replies stay notes", "notes")
    wish = ("Allow texts again…", "allow") if face.opted_out else ("Opt out…", "out")
    return menu(face.conversation_id, [*REMINDERS, switch, wish])


def _naming(face: Face) -> Block:
    label = "Edit name" if face.is_saved else "Save contact"
    return button(label, "talk_name", face.conversation_id, name=f"{label}: {cut(face.name, 50)}")


REMINDERS = (
    ("Remind me in 1 hour", "hour"),
    ("Remind me tomorrow at 9:00", "morning"),
    ("Remind me on a date…", "date"),
)


def menu(conversation_id: str, named: list[tuple[str, str]]) -> Block:
    """A menu of things to do with a conversation, as (label, verb)."""
    options = [option(label, f"{verb} {conversation_id}") for label, verb in named]
    return {"type": "overflow", "action_id": "talk_more", "options": options}
