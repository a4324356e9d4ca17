"""Away: the window, the question to a colleague, the summary for who is back, and the words in threads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.amount import credits
from bot.screens.blocks import Block, actions, button, context, cut, input_block, modal, plain, section
from bot.screens.when import show_date

LISTED = 30  # clients in a summary
IN_ONE = 10  # lines in one block
ONESELF = "Choose a colleague: you cannot answer in your own place."
OVER = "That end is over before it begins. Choose a later one, or leave it empty."
TOO_FAR = "Choose a time within the next two years."
NOT_AWAY = "Nobody answers in their place now or later, so there is nothing to end."
NO_CHOICE = "Choose who answers."
BACK = "Your clients' texts come to you again. What happened meanwhile comes as a direct message."
SETTLED = "This is settled already: you are not asked to answer there any more."
DECLINED = "You do not answer there. They were told, and their texts come to them."
HOW = (
    "Your clients' texts come to your colleague's direct message, each client with the last five texts. "
    "Replies leave from your number, with your name and on your credits. You can still write yourself."
)


@dataclass(frozen=True)
class Shown:
    """Who answers for somebody: (Slack user id, name, from, until, whether it is in force); None: nobody."""

    user: str  # whose it is, as a Slack user id; "" for oneself
    name: str
    cover: tuple[str, str, datetime, datetime | None, bool] | None
    is_admin: bool
    zone: str  # for times where Slack cannot write them
    now: datetime


def window(shown: Shown) -> Block:
    """Who answers, from when, until when; with the way back."""
    blocks: list[Block] = []
    user, since, until = "", None, None
    if shown.cover is not None:
        user, name, since, until, _ = shown.cover
        said = answers_from(name, since, until, shown.zone)
        back = button("I'm back" if not shown.user else "They are back", "away_back", shown.user)
        blocks += [section(said), actions(back)]
    if shown.is_admin:
        blocks.append(input_block("Who is away", "agent", _person("agent", shown.user), True, "Empty: you."))
    blocks += [
        input_block("Who answers", "cover", _person("cover", user)),
        input_block("From", "since", _moment("since", since), True, "Empty: now."),
        input_block(
            "Until", "until", _moment("until", until), True, "Empty: until you say that you are back."
        ),
        context(HOW),
    ]
    return modal("away", "Away", blocks, "Save", shown.user)


def _person(name: str, user: str) -> Block:
    made: Block = {"type": "users_select", "action_id": name, "placeholder": plain("Choose a person")}
    return made | ({"initial_user": user} if user else {})


def _moment(name: str, at: datetime | None) -> Block:
    """Slack asks for it, and shows it, by the reader's own clock."""
    made: Block = {"type": "datetimepicker", "action_id": name}
    return made | ({"initial_date_time": int(at.timestamp())} if at else {})


def answers_from(name: str, since: datetime, until: datetime | None, zone: str) -> str:
    """Who answers, from when, until when."""
    end = f" until {show_date(until, zone)}" if until else ""
    return f"{escape(name)} answers from {show_date(since, zone)}{end}."


def set_by(admin: str, told: str) -> str:
    return f"{escape(admin)} set that somebody answers in your place. {told} `/parley settings` changes it."


def does_not_text(name: str) -> str:
    return f"{name} has no number of their own, so they cannot answer. Choose somebody who texts."


def ask(name: str, since: datetime, until: datetime | None, zone: str, value: str) -> Post:
    """To the colleague. `value`: what the button carries."""
    end = f" until {show_date(until, zone)}" if until else ""
    text = (
        f"{escape(name)} is away from {show_date(since, zone)}{end}, and you answer in their place. Their "
        "clients' texts come here in that time; your replies leave from their number and on their credits."
    )
    return Post(text, [section(text), actions(button("Decline", "away_decline", value))])


def declined_by(name: str) -> str:
    return (
        f"{escape(name)} cannot answer in your place. Your clients' texts come to you. Choose somebody else "
        "with `/parley settings`."
    )


def not_needed(name: str) -> str:
    return f"Somebody else answers for {escape(name)} now: you need not."


def is_back(name: str) -> str:
    return f"{escape(name)} answers their own clients again."


@dataclass(frozen=True)
class Met:
    """A client who wrote or was written to meanwhile."""

    name: str
    came: int
    went: int
    waits: bool
    link: str


def summary(by: str, met: Sequence[Met], clients: int, waiting: int, cost: int) -> Post:
    """What happened meanwhile: those who wait first."""
    if not clients:
        text = f"Welcome back. No text went or came while {escape(by)} answered for you."
        return Post(text, [section(text)])
    people = "1 client" if clients == 1 else f"{clients:,} clients"
    wait = {0: "Nobody waits", 1: "1 waits"}.get(waiting, f"{waiting:,} wait")
    head = (
        f"Welcome back. While {escape(by)} answered for you there were texts with {people}, for "
        f"{credits(cost)}. {wait} for an answer now."
    )
    lines = [_line(one) for one in met]
    parts = [lines[at : at + IN_ONE] for at in range(0, len(lines), IN_ONE)]
    blocks = [section(head), *(section("\n".join(part)) for part in parts)]
    if clients > len(met):
        blocks.append(context(f"and {clients - len(met):,} more; `/inbox` shows who waits"))
    return Post(f"{head}\n" + "\n".join(lines), blocks)


def _line(one: Met) -> str:
    name = escape(cut(one.name, 60))
    shown = f"<{one.link}|{name}>" if one.link else name
    return f"{shown}: {one.came:,} in, {one.went:,} out{', waits for an answer' if one.waits else ''}"


def is_away(name: str, until: datetime | None, zone: str) -> str:
    """Above the texts of somebody else's client."""
    end = f" until {show_date(until, zone)}" if until else ""
    return f"For {escape(name)}, who is away{end}. Your replies leave from their number."


def has_left(name: str) -> str:
    return f"For {escape(name)}, who has left. Replies leave from their number until it is handed over."


def answers_for(host: str, owner: str) -> str:
    """For the timeline."""
    return f"{host} answers for {owner}"


def wrote(name: str, words: str) -> str:
    """In the thread of whoever answers: what the client gets from somebody else."""
    return f"{escape(name)} wrote: {escape(words)}"
