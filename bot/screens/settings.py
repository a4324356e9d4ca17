"""The window with an agent's settings, and an admin's for the workspace."""

from dataclasses import dataclass

from bot.screens.blocks import Block, context, input_block, modal, option, plain
from models.enums import Ring

UNDO = {0: "Off", 3: "3 seconds", 5: "5 seconds", 10: "10 seconds", 30: "30 seconds", 60: "1 minute"}
DEAR = (0, 5, 10, 20, 50)  # credits above which a text asks before it leaves; 0: never
RINGS = {
    Ring.EVERY: "Every text",
    Ring.FIRST: "The first of several in a row",
    Ring.NEVER: "None: texts only wait in their threads",
}
DAYS: dict[str, int | None] = {"80": 80, "never": None}
SHOWN_DAYS = {"80": "After about 80 days (free plans)", "never": "Never"}
OFF, DIRECT, TEAM = "off", "direct", "team"
HALF_HOURS = range(0, 24 * 60, 30)
FROM_THE_LIST = "Choose one of the list."
NO_CHANNEL = "Choose a channel, or let threads open in your direct message."
CHANNEL_UNKNOWN_NOW = "Slack could not say what this channel is just now. Try again in a minute."
CHANNEL_HIDDEN = "Parley is not in this channel. Type /invite @Parley there first."
CHANNEL_ARCHIVED = "This channel is archived. Choose another one."
CHANNEL_SHARED = "People of another company are in this channel. Choose one of your own."


@dataclass(frozen=True)
class Shown:
    """What is set now."""

    undo_seconds: int
    ring: Ring
    digest_minute: int | None
    team_channel: str | None
    zone: str
    is_admin: bool
    opt_out_line: str  # with {agent} and {brokerage}
    thread_days: int | None
    dear_credits: int


def window(shown: Shown) -> Block:
    """Everything in one window; an admin sees the workspace's part below their own."""
    blocks = [
        input_block("Time to undo a text", "undo", _select("undo", _undo(), str(shown.undo_seconds))),
        input_block(
            "Ask before a text leaves",
            "dear",
            _select("dear", _dear(shown.dear_credits), str(shown.dear_credits)),
            hint="For replies and quick texts, which show no price while you type.",
        ),
        input_block("Which texts ring", "ring", _select("ring", _rings(), shown.ring.value)),
        input_block(
            "Daily list of clients who wait",
            "digest",
            _select("digest", _times(shown.digest_minute), _minute(shown.digest_minute)),
            hint="Comes as a direct message, unless nobody waits.",
        ),
        *_rooms(shown.team_channel),
    ]
    if shown.is_admin:
        blocks += [context("For everybody in the workspace"), *_for_admins(shown)]
    return modal("settings", "Settings", blocks, "Save")


def _rooms(channel: str | None) -> list[Block]:
    where: Block = {
        "type": "radio_buttons",
        "action_id": "place",
        "options": [option("My direct message", DIRECT), option("A team channel", TEAM)],
    }
    where["initial_option"] = where["options"][1 if channel else 0]
    rooms: Block = {
        "type": "conversations_select",
        "action_id": "channel",
        "placeholder": plain("Choose a channel"),
        "filter": {
            "include": ["public", "private"],
            "exclude_external_shared_channels": True,
            "exclude_bot_users": True,
        },
    }
    rooms |= {"initial_conversation": channel} if channel else {}
    hint = "Everybody in it reads along, and your colleagues can answer. Parley has to be in it."
    return [
        input_block("Where threads open", "place", where),
        input_block("Team channel", "channel", rooms, True, hint),
    ]


def _for_admins(shown: Shown) -> list[Block]:
    line: Block = {
        "type": "plain_text_input",
        "action_id": "line",
        "max_length": 300,
        "initial_value": shown.opt_out_line,
    }
    days = "never" if shown.thread_days is None else "80"
    return [
        input_block(
            "Last line of a first text",
            "line",
            line,
            True,
            "{agent} and {brokerage} are filled in. It must contain STOP. Empty: the built-in line.",
        ),
        input_block(
            "Slack hides old messages",
            "days",
            _select("days", [option(label, value) for value, label in SHOWN_DAYS.items()], days),
            hint="Threads move on to a new one before that.",
        ),
    ]


def _select(name: str, options: list[Block], chosen: str) -> Block:
    made: Block = {"type": "static_select", "action_id": name, "options": options}
    first = next((one for one in options if one["value"] == chosen), None)
    return made | ({"initial_option": first} if first else {})


def _undo() -> list[Block]:
    return [option(label, str(seconds)) for seconds, label in UNDO.items()]


def _dear(kept: int) -> list[Block]:
    return [option(_dear_words(most), str(most)) for most in sorted({*DEAR, kept})]


def _dear_words(most: int) -> str:
    return f"If it takes more than {most} credits" if most else "Never"


def _rings() -> list[Block]:
    return [option(label, ring.value) for ring, label in RINGS.items()]


def _times(kept: int | None) -> list[Block]:
    minutes = sorted({*HALF_HOURS, *([] if kept is None else [kept])})
    return [option("Off", OFF), *(option(clock(one), str(one)) for one in minutes)]


def _minute(minute: int | None) -> str:
    return OFF if minute is None else str(minute)


def clock(minute: int) -> str:
    """A minute of the day as people say it: "8:30 AM"."""
    hour = minute // 60
    return f"{hour % 12 or 12}:{minute % 60:02} {'AM' if hour < 12 else 'PM'}"


def summary(shown: Shown) -> str:
    """What is set, in a few lines."""
    where = f"<#{shown.team_channel}>" if shown.team_channel else "your direct message"
    daily = f"at {clock(shown.digest_minute)}" if shown.digest_minute is not None else "off"
    return "\n".join(
        [
            f"Time to undo a text: {UNDO.get(shown.undo_seconds, f'{shown.undo_seconds} seconds').lower()}",
            f"Asks before a text leaves: {_dear_words(shown.dear_credits).lower()}",
            f"Rings: {RINGS[shown.ring].lower()}",
            f"Daily list of clients who wait: {daily}",
            f"Threads open in {where}",
        ]
    )
