"""A brokerage at work, made by people's own clicks and texts: nothing here knows the bot's insides."""

from typing import Any

from playground.phones import OWN_NUMBERS, ROSTER
from playground.world import World

MARIA, BEN = "UMARIA", "UBEN"
FIRST_WORDS = {
    "Ana Lopez": "Hi Ana, 14 Oak Street is open on Saturday from 1 to 3. Shall I put you down?",
    "Ana Silva": "Hi Ana, the inspection report is in. When can we talk it through?",
    "Will Smith": "Hi Will, the seller accepted! I will bring the papers by tomorrow.",
    "Grace Hall": "Hi Grace, thanks for coming by on Sunday. What did you think of the kitchen?",
    "Mark Chen": "Hi Mark, two new condos near the lake this week, both under your limit.",
    "May Turner": "Hi May, your closing is set for the 14th at 10.",
    "Tom & Jerry Novak": "Hi Tom and Jerry, the appraisal came in at the asking price.",
    "Sofía Ramírez": "Hola Sofía, I found three houses with a garden. Want to see them this week?",
    "Bill O’Neil": "Hi Bill, the buyers ask whether the shed stays.",
    "Noor Haddad": "Hi Noor, the lender needs one more bank statement.",
    "Élodie Tremblay": "Bonjour Élodie, the keys are at my office whenever you like.",
    "Emma Clarke": "Hi Emma, the photos of the flat are online now.",
}
ANSWERS = {
    "Ana Lopez": ("Yes please! Can I bring my sister?",),
    "Will Smith": ("Wow", "Best news this year, thank you!"),
    "Grace Hall": ("Loved it. Is the price firm?",),
    "Sofía Ramírez": ("Sí! Thursday after 5 would be perfect 🏡",),
    "Noor Haddad": ("Sending it tonight.",),
}
BENS = ("Bill O’Neil", "Noor Haddad", "Élodie Tremblay", "Emma Clarke")


def seed(world: World) -> None:
    """Maria starts Parley, invites Ben, and both write to their clients; some answer."""
    world.slack.command(MARIA, "/parley", "help")
    _invite_ben(world)
    numbers = {name: number for number, name in ROSTER.items()}
    for name, words in FIRST_WORDS.items():
        _write(world, BEN if name in BENS else MARIA, name, numbers[name], words)
    world.after(4, lambda: _answer(world, numbers))


def _invite_ben(world: World) -> None:
    world.slack.command(MARIA, "/parley")
    world.slack.click(MARIA, "admin_invite")
    _fill(world, MARIA, "Person", BEN)
    _fill(world, MARIA, "Number to text from", OWN_NUMBERS[1])
    world.slack.submit(MARIA)
    world.slack.close_view(MARIA)


def _write(world: World, user: str, name: str, number: str, words: str) -> None:
    world.slack.command(user, "/text")
    _fill(world, user, "Or a new number", number)
    _fill(world, user, "Name for the new number", name)
    _fill(world, user, "Message", words)
    if not world.slack.submit(user).ok or world.slack.view_of(user):
        raise RuntimeError(f"the composer refused the text to {name}")


def _fill(world: World, user: str, label: str, value: str) -> None:
    """Type into the field with this label, as a person finds it."""
    view: dict[str, Any] = world.slack.view_of(user) or {}
    block = next(one for one in view["blocks"] if one.get("label", {}).get("text") == label)
    world.slack.type_in_view(user, block["block_id"], block["element"]["action_id"], value)


def _answer(world: World, numbers: dict[str, str]) -> None:
    for name, texts in ANSWERS.items():
        ours = OWN_NUMBERS[1] if name in BENS else OWN_NUMBERS[0]
        for words in texts:
            world.twilio.text(numbers[name], ours, words)
