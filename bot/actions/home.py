"""Home: an agent's day on one page, published when they open it and after each click there."""

from typing import Any

from sqlmodel import Session

from bot.actions import queue
from bot.actions.assistant import writing
from bot.actions.balance import card_of, sends_of
from bot.actions.inbox import AT_HOME, failures_of, inbox_of, scheduled_of
from bot.actions.people import find_agent
from bot.actions.preferences import preferences_of
from bot.ports import Refused
from bot.screens import balance as balance_screens
from bot.screens import home as screens
from bot.screens import people as people_words
from bot.screens.settings import summary
from bot.work import Refusal, Tools
from models import agent as agents

NO_HOME = ("not_enabled", "user_not_found")  # the app's Home is switched off, the person has left


def open_home(tools: Tools, slack_user_id: str) -> None:
    """Somebody looks at Home: let it be shown as it is now."""
    with tools.write() as session:
        home_changed(session, tools, slack_user_id)


def home_changed(session: Session, tools: Tools, slack_user_id: str) -> None:
    """Something that somebody's Home shows was changed: let it be shown as it is then."""
    place, key = queue.Place("slack:homes"), f"home:{slack_user_id}"
    card = queue.Priority.CARD
    queue.show(
        session, tools, "publish_home", tools.workspace_id, place, card, dedupe=key, user=slack_user_id
    )


def publish_home(tools: Tools, user: str) -> None:
    """Show Home to one person; somebody nobody invited reads whom to ask."""
    try:
        tools.slack.publish_home(user, _blocks(tools, user))
    except Refused as refused:
        if refused.reason not in NO_HOME:
            raise


def _blocks(tools: Tools, user: str) -> list[dict[str, Any]]:
    who = find_agent(tools, user)
    if who is None:
        with tools.read() as session:
            admins = agents.admin_users(session, tools.workspace_id)
        return screens.stranger(people_words.not_invited(admins))
    settings = summary(preferences_of(tools, who))
    try:
        writer = writing(tools, who)
    except Refusal as refusal:
        return screens.only(refusal.sentence, settings)
    seen = inbox_of(tools, writer, AT_HOME)
    credits = balance_screens.at_home(card_of(tools, writer.agent_id), sends_of(tools, writer.agent_id))
    late = (scheduled_of(tools, writer), failures_of(tools, writer))
    return screens.home(seen, *late, credits, settings, writer.writes_as)
