"""Reminders: the window that asks for a date, and the post when the time has come."""

from datetime import datetime

from bot.ports import Post
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, context, input_block, modal, plain, section
from bot.screens.when import show_date

OVER = "That time is over. Choose a later one."
TOO_FAR = "Choose a day within the next two years."
NO_DAY = "Choose a day."
NO_TIME = "Choose a time."


def ask(conversation_id: str, day: str, zone: str) -> Block:
    """The window with a date and a time; `day` is what it starts with."""
    date: Block = {
        "type": "datepicker",
        "action_id": "day",
        "initial_date": day,
        "placeholder": plain("Choose a day"),
    }
    clock: Block = {
        "type": "timepicker",
        "action_id": "clock",
        "initial_time": "09:00",
        "placeholder": plain("Choose a time"),
    }
    blocks = [
        input_block("Day", "day", date),
        input_block("Time", "clock", clock),
        context(f"Times are those of {zone.rpartition('/')[2].replace('_', ' ')}."),
    ]
    return modal("remind_on", "Remind me", blocks, "Set", conversation_id)


def reminder(name: str, since: datetime | None, zone: str, slack_user_id: str) -> Post:
    """`since`: when the client began to wait; None where the agent wrote last."""
    shown = escape(name)
    if since:
        text = f"Reminder: {shown} is waiting for your answer since {show_date(since, zone)}."
    else:
        text = f"Reminder: you wanted to get back to {shown}."
    return Post(text, [section(text), context(f"<@{slack_user_id}>")])
