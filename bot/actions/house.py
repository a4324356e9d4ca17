"""Preparing the database at the start: its shape, its kind, its workspace."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import DatabaseError

from bot.actions import plan, queue
from bot.ports import Busy, Clock, Identity, Refused, SlackPoster
from bot.work import Tools
from models import deployment, schema
from models import job as jobs
from models import workspace as workspaces
from models.database import Database
from models.schema import Shape
from models.workspace import Workspace


class HouseError(Exception):
    """The program cannot start on this database. The sentence says what to do."""


OLDER = "the database is of an older Parley. Make a backup, then run: python app.py migrate"
NEWER = "the database is of a newer Parley. Start that version, or restore a backup made before the upgrade"
EMPTY = "there is nothing in the database. Check DATABASE_URL, or start Parley once"
NOBODY = "nobody has used this database yet. Start Parley and type /parley in Slack first"
FOREIGN = "the database holds tables of another program. Give Parley an empty one in DATABASE_URL"


def prepare(database: Database, kind: str, clock: Clock) -> None:
    """Create an empty database, check the shape of a full one, and that it is of our kind.

    The playground's own is brought up to date; a live one waits for `migrate`. Raises HouseError.
    """
    with _opening():
        shape = schema.shape(database)
        if shape == Shape.EMPTY or (shape == Shape.OLDER and kind == "playground"):
            schema.upgrade(database)
        elif shape != Shape.CURRENT:
            raise HouseError({Shape.OLDER: OLDER, Shape.NEWER: NEWER, Shape.FOREIGN: FOREIGN}[shape])
    with _opening(), database.write() as session:
        deployment.claim(session, kind, clock.now())
        known = deployment.kind_of(session)
        if known != kind:
            raise HouseError(
                f"this is a {known} database and the settings ask for a {kind} start. "
                "Name another one in DATABASE_URL"
            )


@contextmanager
def _opening() -> Iterator[None]:
    """What the database says against a start, as one line with the next step."""
    try:
        yield
    except DatabaseError as error:
        words = str(error.orig).strip().split("\n")[0]
        if "is locked" in words:
            raise HouseError(f"another program holds the database ({words}). Stop that one first") from error
        raise HouseError(f"the database cannot be opened: {words}. Check DATABASE_URL") from error


def migrate(url: str) -> bool:
    """Bring an older or empty database up to date; whether there was anything to do. Raises HouseError."""
    with closing(Database(url, 1)) as database, _opening():
        shape = schema.shape(database)
        if shape in (Shape.NEWER, Shape.FOREIGN):
            raise HouseError(NEWER if shape == Shape.NEWER else FOREIGN)
        if shape == Shape.CURRENT:
            return False
        schema.upgrade(database)
        return True


def check_shape(database: Database) -> None:
    """For a program that only reads. Raises HouseError unless the tables are those of this version."""
    words = {Shape.EMPTY: EMPTY, Shape.OLDER: OLDER, Shape.NEWER: NEWER, Shape.FOREIGN: FOREIGN}
    with _opening():
        shape = schema.shape(database)
    if shape != Shape.CURRENT:
        raise HouseError(words[shape])


def who_we_are(slack: SlackPoster, database: Database) -> Identity:
    """Asked of Slack; while Slack is away, as at the last start. Raises HouseError."""
    try:
        return slack.identity()
    except Refused as refused:
        raise HouseError(
            f"Slack refuses SLACK_BOT_TOKEN ({refused.reason}). Copy the bot token from your app's page again"
        ) from refused
    except Busy as busy:
        known = identity_of(database)
        if known is None:
            raise HouseError(f"Slack cannot be reached at the first start: {busy}") from busy
        return known


@contextmanager
def beside(url: str) -> Iterator[tuple[Database, UUID]]:
    """The database and its workspace, for a program beside Parley. Raises HouseError."""
    with closing(Database(url, 2)) as database:
        check_shape(database)
        with database.read() as session:
            known = workspaces.any_workspace(session)
        if known is None:
            raise HouseError(NOBODY)
        yield database, known.id


def move_in(database: Database, identity: Identity, time_zone: str) -> UUID:
    """The workspace's row, made at the first start; its name, address and bot are brought up to date.

    Raises HouseError when the database belongs to another workspace.
    """
    with _opening(), database.write() as session:
        known = workspaces.any_workspace(session)
        if known is not None and known.slack_team_id != identity.team_id:
            raise HouseError(
                f"this database belongs to the Slack workspace {known.name}, and the token is for "
                f"{identity.team_name}. Use that workspace's token or another database"
            )
        new = Workspace(slack_team_id=identity.team_id, bot_user_id="", name="", time_zone=time_zone)
        workspaces.add_once(session, new)
        workspace = workspaces.by_team(session, identity.team_id)
        workspace.name, workspace.bot_user_id = identity.team_name, identity.bot_user_id
        workspace.url = identity.url
        session.add(workspace)
        return workspace.id


def identity_of(database: Database) -> Identity | None:
    """Who we were in Slack at the last start, for a start while Slack cannot be reached."""
    with database.read() as session:
        known = workspaces.any_workspace(session)
        if known is None:
            return None
        return Identity(known.slack_team_id, known.name, known.bot_user_id, known.url)


def clock_offset(database: Database) -> timedelta:
    """How far the playground's clock was moved before, so that time never runs backwards."""
    with database.read() as session:
        return timedelta(seconds=deployment.clock_offset(session))


def keep_clock_offset(database: Database, offset: timedelta) -> None:
    with database.write() as session:
        deployment.keep_clock_offset(session, offset.total_seconds())


def keep_pace(tools: Tools) -> None:
    """Lanes were made at the paces of their time: bring them to those of now."""
    policy = tools.policy
    paces = (
        (queue.NUMBERS, policy.number_pace),
        (queue.CHANNELS, policy.channel_pace),
        (queue.WORKSPACE, policy.sign_pace),
        (queue.MISSED, policy.channel_pace),
    )
    with tools.write() as session:
        for prefix, pace in paces:
            jobs.set_pace(session, prefix, queue.milliseconds(pace))


def stock_plans(tools: Tools) -> None:
    """Let there be plans to choose from."""
    with tools.write() as session:
        plan.stock(session, tools)


def is_reachable(tools: Tools) -> bool:
    """Whether the database answers."""
    try:
        with tools.read() as session:
            workspaces.get(session, tools.workspace_id)
    except DatabaseError:
        return False
    return True


def count_jobs(tools: Tools) -> dict[str, int]:
    """Jobs by state, for the metrics."""
    with tools.read() as session:
        return {state.value: count for state, count in jobs.counts(session).items()}


def is_new(tools: Tools) -> bool:
    """Whether nobody has used this workspace yet."""
    with tools.read() as session:
        return workspaces.get(session, tools.workspace_id).first_agent_id is None
