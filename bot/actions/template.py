"""Templates: words to write again, an agent's own or everybody's."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from bot.actions.people import Who
from bot.rules.merge import merge
from bot.screens import template as words
from bot.work import Refusal, Tools
from models import template as rows
from models.template import Template

MENU = 100  # what one Slack menu shows
NAME, BODY = "name", "body"  # the fields a refusal is about
LONGEST_NAME = 75  # what an option of a menu shows


class BadField(Refusal):
    """A field of a template that cannot stay so."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Kept:
    """A template as its user sees it."""

    template_id: UUID
    name: str
    body: str
    is_everybodys: bool
    may_change: bool


def templates_of(tools: Tools, who: Who, most: int = MENU, after: int = 0) -> list[Kept]:
    """The agent's own by name, then everybody's."""
    with tools.read() as session:
        found = rows.offered(session, tools.workspace_id, who.agent_id, most, after)
        return [_kept(who, one) for one in found]


def template(tools: Tools, who: Who, template_id: UUID) -> Kept:
    """One of them. Raises Refusal when it is gone or somebody else's."""
    with tools.read() as session:
        found = rows.usable(session, tools.workspace_id, who.agent_id, template_id)
        if found is None:
            raise Refusal(words.GONE)
        return _kept(who, found)


def template_to_change(tools: Tools, who: Who, template_id: UUID) -> Kept:
    """The same, if this agent may also change it. Raises Refusal."""
    found = template(tools, who, template_id)
    if not found.may_change:
        raise Refusal(words.ADMINS_ONLY)
    return found


def _kept(who: Who, found: Template) -> Kept:
    shared = found.agent_id is None
    return Kept(found.id, found.name, found.body, shared, who.is_admin or not shared)


def keep(
    tools: Tools, who: Who, name: str, body: str, shared: bool, once: str, known: UUID | None = None
) -> str:
    """Store a new template, once for each form (`once`), or change a known one; what to say.

    Raises BadField.
    """
    name, body = _checked(name, body)
    if shared and not who.is_admin:
        raise BadField(words.ADMINS_ONLY, NAME)
    owner = None if shared else who.agent_id
    with tools.write() as session:
        if known is None:
            fresh = Template(
                id=uuid5(NAMESPACE_URL, f"parley:template:{once}"),
                workspace_id=tools.workspace_id,
                agent_id=owner,
                name=name,
                body=body,
                created_at=tools.now(),
            )
            rows.add_once(session, fresh)
            return words.saved(name)
        found = rows.usable(session, tools.workspace_id, who.agent_id, known)
        if found is None:
            raise BadField(words.GONE, NAME)
        if not _kept(who, found).may_change:
            raise BadField(words.ADMINS_ONLY, NAME)
        found.name, found.body, found.agent_id = name, body, owner
        session.add(found)
        return words.saved(name)


def _checked(name: str, body: str) -> tuple[str, str]:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadField(words.NO_NAME, NAME)
    if not body.strip():
        raise BadField(words.NO_BODY, BODY)
    unknown = merge(body, {}).unknown
    if unknown:
        raise BadField(words.unfilled((), unknown), BODY)
    return name, body.strip()


def forget(tools: Tools, who: Who, template_id: UUID) -> str:
    """Delete a template; what to say. Twice is no harm. Raises Refusal."""
    with tools.write() as session:
        found = rows.usable(session, tools.workspace_id, who.agent_id, template_id)
        if found is None:
            return words.GONE
        if not _kept(who, found).may_change:
            raise Refusal(words.ADMINS_ONLY)
        rows.drop(session, found)
        return words.deleted(found.name)
