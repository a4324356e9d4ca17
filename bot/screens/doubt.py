"""The question whether a client wants no more texts, and what becomes of it."""

from bot.ports import Post
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import actions, button, context, cut, section
from models.enums import DoubtAnswer, PlainWish

PAUSED = (
    "Nothing automated is sent to them until you answer. You may still reply here, to ask what they mean."
)
PAUSED = "They may not want texts any more: nothing automatic is sent until their agent has answered that."
HELD = "They may not want texts any more, and nobody has answered that yet. Send this one?"
SETTLED = {
    DoubtAnswer.OPT_OUT: "Opted out: nothing more will be texted to them.",
    DoubtAnswer.MEANT_ELSE: "They meant something else: texts go on.",
    DoubtAnswer.BY_THEM: "Settled meanwhile: their card says whether they may be texted.",
}


def question(name: str, message_id: str, wish: PlainWish | None) -> Post:
    """Asked in the thread, below the client's words."""
    asks = f"{escape(name)} may not want texts any more."
    if wish == PlainWish.WRONG_NUMBER:
        asks += " They say that this is a wrong number."
    called = cut(name, 50)
    buttons = actions(
        button("Opt them out", "doubt_out", message_id, name=f"Opt out {called}"),
        button("They meant something else", "doubt_else", message_id, name=f"{called} meant something else"),
    )
    return Post(f"{asks} {PAUSED}", [section(asks), context(PAUSED), buttons])


def answered(said: str) -> Post:
    """What stands in its place then."""
    return Post(said, [section(said)])


def settled(given: DoubtAnswer | None, by: str) -> str:
    """How it was settled; `by`: the name of who answered, "" where the client did."""
    said = SETTLED[given or DoubtAnswer.BY_THEM]
    return f"{said} Answered by {escape(by)}." if by else said


def proof(said: str, our_phone: str) -> str:
    """What an opt-out by the agent's answer rests on."""
    return f"texted {said.strip()!r} to {show_phone(our_phone)}"
