"""Somebody has left: the question to the admins, the window that hands over, and the words about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.ports import Post
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    plain,
    section,
)
from bot.screens.when import show_date


class Part(StrEnum):
    """What can be handed over."""

    CONTACTS = "contacts"
    NUMBER = "number"
    CREDITS = "credits"


@dataclass(frozen=True)
class Decided:
    """What became of a part, and by whom."""

    part: Part
    words: str
    by: str


@dataclass(frozen=True)
class Estate:
    """What somebody who has left leaves behind; what is decided counts as nothing."""

    agent_id: str
    stamp: int  # when they left, as `position_of` writes it
    name: str
    left_at: datetime
    zone: str
    contacts: int
    phone: str | None
    credits: int
    waiting: int  # clients who wait for an answer
    decided: tuple[Decided, ...]

    @property
    def value(self) -> str:
        """What buttons carry."""
        return f"{self.agent_id} {self.stamp}"

    @property
    def open_parts(self) -> tuple[Part, ...]:
        """What there is and nobody has decided on."""
        has = ((Part.CONTACTS, self.contacts), (Part.NUMBER, self.phone), (Part.CREDITS, self.credits))
        return tuple(part for part, there in has if there)


LEFT = "they have left"  # why an order was refused
NOT_SENT = "Whoever wrote this has left, so it was not sent."
ONLY_ADMIN = (
    "They are the only admin here. Make somebody else admin first: invite that person again in `/parley` and "
    "tick Admin."
)
NOT_GONE = "They are here again, so there is nothing to hand over."
NO_PART = "Choose what to hand over."
NO_CHOICE = "Choose a person."
CLOSED = "Closed: the number is free, the credits have ended, the contacts stay where only admins see them."
WHAT_HAPPENS = (
    "From now on they can do nothing in Parley any more. What waits of theirs is not sent, their plan ends "
    "with the month, and texts to their number are shown to the first admin, who can answer. Every admin is "
    "asked what to hand over."
)


def gone(name: str) -> str:
    return f"{escape(name)} has left. Every admin is asked what to hand over."


def no_cover(name: str) -> str:
    return (
        f"{escape(name)} has left and cannot answer in your place. Your clients' texts come to you. Choose "
        "somebody else with `/parley settings`."
    )


def no_need(name: str) -> str:
    """To who answered for them."""
    return f"{escape(name)} has left: you answer for them no more. Their clients are shown to an admin."


def canceled(name: str, count: int) -> str:
    """For the timeline."""
    what = "1 text that waited was" if count == 1 else f"{count} texts that waited were"
    return f"{name} left: {what} not sent"


def no_admin(name: str, slack_user_id: str) -> str:
    """To who is here for the longest time."""
    return (
        f"{escape(name)}, the only admin, has left. Whoever runs Parley can make you admin: "
        f"`python app.py make-admin {slack_user_id}`. Until then texts that belong to nobody come to you."
    )


def question(estate: Estate) -> Post:
    """What an admin is asked, or what was decided."""
    said = "\n".join(_lines(estate))
    return Post(said, [section(said), *([_buttons(estate)] if estate.open_parts else [])])


def _lines(estate: Estate) -> list[str]:
    head = f"*{escape(cut(estate.name, 80))}* has left, {show_date(estate.left_at, estate.zone)}."
    lines = [head, *(_done(one) for one in estate.decided)]
    there = [amount(part, estate) for part in estate.open_parts]
    if estate.waiting:
        there.append("1 client waiting" if estate.waiting == 1 else f"{estate.waiting:,} clients waiting")
    return [*lines, f"Left behind: {', '.join(there)}."] if estate.open_parts else lines


def _buttons(estate: Estate) -> Block:
    name = cut(estate.name, 50)
    hand = button("Hand over…", "leaving_hand", estate.value, "primary", f"Hand over from {name}")
    return actions(hand, button("Close", "leaving_close", estate.value, None, f"Close what {name} left"))


def _done(one: Decided) -> str:
    return f"{escape(one.words)}{f', by {escape(one.by)}' if one.by else ''}."


def is_back(name: str) -> Post:
    text = f"*{escape(cut(name, 80))}* is here again."
    return Post(text, [section(text)])


def amount(part: Part, estate: Estate) -> str:
    """A part with how much it is: "812 contacts"."""
    match part:
        case Part.CONTACTS:
            return "1 contact" if estate.contacts == 1 else f"{estate.contacts:,} contacts"
        case Part.NUMBER:
            return show_phone(estate.phone or "")
        case Part.CREDITS:
            return credits(estate.credits)


def noted(what: str, to: str) -> str:
    return f"{what[0].upper()}{what[1:]} handed over to {to}"


def closed(part: Part, estate: Estate) -> str:
    """What closing does to a part."""
    what = amount(part, estate)
    return {
        Part.CONTACTS: f"{what}: kept, seen by admins only",
        Part.NUMBER: f"{what}: free",
        Part.CREDITS: f"{what}: ended",
    }[part]


def to_whom(name: str) -> str:
    """Beside what left an account or a book."""
    return f"to {name}"


def from_whom(name: str) -> str:
    """Beside what came."""
    return f"from {name}"


def has_gone(name: str) -> str:
    return f"{name} has left"


def handed(name: str, parts: Sequence[str]) -> str:
    return f"Handed over to {escape(name)}: {', '.join(parts)}."


def given_to_you(by: str, name: str, parts: Sequence[str]) -> str:
    return f"{escape(by)} handed over to you what {escape(name)} had: {', '.join(parts)}."


def decided_already(estate: Estate) -> str:
    said = " ".join(_done(one) for one in estate.decided)
    return f"This was decided already. {said}".strip()


def not_there(parts: Sequence[Part], estate: Estate) -> str:
    done = [_done(one) for one in estate.decided if one.part in parts]
    return cut(" ".join(done) or "That is not there any more.", 150) + " Take it off the list."


def has_number(name: str, phone: str) -> str:
    return (
        f"{name} texts from {phone} already, and an agent has one number. Take that one away first with Give "
        "or take a number, or hand this one over to somebody who has none."
    )


def hand_over(estate: Estate) -> Block:
    """To whom, and what."""
    person: Block = {"type": "users_select", "action_id": "to", "placeholder": plain("Choose a person")}
    offered = [option(amount(part, estate), part.value) for part in estate.open_parts]
    which: Block = {
        "type": "checkboxes",
        "action_id": "parts",
        "options": offered,
        "initial_options": offered,
    }
    blocks = [
        input_block("To whom", "to", person, hint="An agent who is listed in /parley."),
        input_block(
            "What", "parts", which, hint="What is left out here can be handed over to somebody else."
        ),
        context("Contacts move within minutes. Credits keep the day on which they end."),
    ]
    return modal("leaving_hand", "Hand over", blocks, "Hand over", estate.value)


def window(found: Sequence[Estate], note: str = "") -> Block:
    """Those who left and what is undecided; and that somebody else leaves."""
    blocks = [section(f":white_check_mark: {note}")] if note else []
    for one in found:
        blocks += [section("\n".join(_lines(one))), _buttons(one)]
    person: Block = {"type": "users_select", "action_id": "person", "placeholder": plain("Choose a person")}
    blocks += [input_block("Who leaves", "person", person), context(WHAT_HAPPENS)]
    return modal("leaving", "People who leave", blocks, "They leave")
