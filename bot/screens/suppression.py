"""The windows for opting a client out by hand, and for allowing texts again."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, context, cut, input_block, modal, option, section

LONGEST = 300
NO_WORDING = "Write what they said, such as “told me on the phone”. It is kept as proof."
DONE = "Opted out. What was waiting for them was canceled."
ALLOWED = "Texts are allowed again."
NOTHING_LEFT = "They are opted out already, on every number."
NOTHING_TO_LIFT = "Texts to them are allowed: there is nothing to lift."
OUT_TELLS = (
    "Nobody here texts this number any more. What waits is canceled and its credits come back. "
    "START does not lift it; you can, with “Allow texts again…”."
)
OUT_ASKS = ("What did they say?", "Kept with your name, as proof: told me on the phone")
AGAIN_ASKS = ("What did they say?", "Kept with your name, as proof: asked for listings again on the phone")


@dataclass(frozen=True)
class Number:
    """A number and who opted it out, if somebody did."""

    phone: str  # E.164
    by_them: bool  # their keyword, or their carrier
    by_hand: bool  # one of us, or an import


@dataclass(frozen=True)
class Asked:
    """The client a window is about."""

    place: str  # the card it was opened from
    name: str
    our_phone: str  # to which they would text START; "" for none
    numbers: tuple[Number, ...]


def opt_out(asked: Asked) -> Block:
    """Asks why, for those of the numbers that may be texted or that only they opted out."""
    open_ = [one.phone for one in asked.numbers if not one.by_hand]
    if not open_:
        return modal("opted_out", "Opt out", [section(NOTHING_LEFT)], None)
    blocks = [section(f"*{escape(asked.name)}*"), _which(open_), _said(*OUT_ASKS), context(OUT_TELLS)]
    return modal("opt_out", "Opt out", blocks, "Opt out", asked.place)


def allow(asked: Asked) -> Block:
    """Asks what makes texts right again; where only the client can lift it, that is said."""
    by_hand = [one.phone for one in asked.numbers if one.by_hand]
    theirs = [section(only_they(asked.our_phone))] if any(one.by_them for one in asked.numbers) else []
    if not by_hand:
        return modal("opted_out", "Allow texts again", theirs or [section(NOTHING_TO_LIFT)], None)
    blocks = [section(f"*{escape(asked.name)}*"), _which(by_hand), _said(*AGAIN_ASKS), *theirs]
    return modal("allow_texts", "Allow texts again", blocks, "Allow", asked.place)


WINDOWS = {"out": opt_out, "allow": allow}  # by what is chosen in a card's menu


def said(title: str, sentence: str) -> Block:
    """What is so now, where it needs saying."""
    return modal("opted_out", title, [section(sentence)], None)


def only_they(our_phone: str) -> str:
    """Why a person cannot lift what the client asked for themselves."""
    where = f"to {show_phone(our_phone)}" if our_phone else "to your number"
    return f"They opted out by a text of their own. Only they can lift that: ask them to text START {where}."


def _which(phones: Sequence[str]) -> Block:
    options = [option(show_phone(one), one) for one in phones]
    menu: Block = {
        "type": "static_select",
        "action_id": "number",
        "options": options,
        "initial_option": options[0],
    }
    return input_block("Number", "number", menu)


def _said(label: str, hint: str) -> Block:
    field: Block = {"type": "plain_text_input", "action_id": "said", "max_length": LONGEST}
    return input_block(label, "said", field, hint=cut(hint, 150))
