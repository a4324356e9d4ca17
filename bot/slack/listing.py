"""The window with the scheduled texts."""

from typing import Any

from bot.actions import schedule
from bot.actions.account import account_now
from bot.actions.people import Who
from bot.screens import schedule as screens
from bot.work import Tools


def listing(tools: Tools, who: Who, note: str = "") -> dict[str, Any]:
    found = schedule.scheduled_of(tools, who, screens.SHOWN + 1)
    rows = [
        screens.Row(str(one.message_id), one.name, one.phone, one.words, one.when, one.credits, one.mark)
        for one in found
    ]
    return screens.listing(rows, account_now(tools, who.agent_id).net, note)
