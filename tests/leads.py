"""A source of leads, made as an agent makes it, and what a page posts to it."""

import re
from typing import Any

import requests

from tests.support import MARIA, Town

FORM = {"name": "Ana Lopez", "phone": "(201) 555-0123", "email": "ana@oak.example", "message": "Is it free?"}


def open_sources(town: Town, user: str = MARIA) -> str:
    """Everything in the window with the sources."""
    town.world.slack.command(user, "/contacts")
    town.world.slack.click(user, "leads_open")
    return str(town.world.slack.view_of(user))


def make_source(town: Town, user: str = MARIA, name: str = "Website", tags: str = "") -> str:
    """The address of a new source."""
    open_sources(town, user)
    town.world.slack.click(user, "lead_source_new")
    town.world.slack.type_in_view(user, "name", "name", name)
    town.world.slack.type_in_view(user, "tags", "tags", tags)
    assert town.world.slack.submit(user).status == 200
    found = re.search(r"```(http\S+)```", str(town.world.slack.view_of(user)))
    assert found
    town.world.slack.close_view(user)
    return found[1]


def send(address: str, lead: Any = FORM, **more: Any) -> requests.Response:
    """Post a lead as JSON; `more` replaces that."""
    return requests.post(address, timeout=10, **(more or {"json": lead}))


def notices(town: Town, user: str = MARIA) -> list[dict[str, Any]]:
    """The posts about leads, in order."""
    town.settle()
    dm = town.world.slack.dm_of(user)
    return [one for one in town.world.slack.messages(dm) if one["text"].startswith("New lead")]
