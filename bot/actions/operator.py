"""What whoever runs Parley can do when nobody in Slack can."""

from contextlib import closing

from bot.actions import house
from bot.actions.house import HouseError
from models import agent as agents
from models import workspace as workspaces
from models.database import Database
from models.enums import Role


def make_admin(url: str, slack_user_id: str) -> str:
    """Make an agent admin; their name. Parley may run meanwhile.

    Raises HouseError for somebody who is no agent or has left, and where the database cannot be opened.
    """
    with closing(Database(url, 1)) as database:
        house.check_shape(database)
        with database.write() as session:
            workspace = workspaces.any_workspace(session)
            agent = agents.by_slack_user(session, workspace.id, slack_user_id) if workspace else None
            if agent is None or agent.left_at is not None:
                raise HouseError(
                    f"{slack_user_id} does not use Parley. Give the Slack user id of somebody who does"
                )
            agent.role = Role.ADMIN
            session.add(agent)
            return agent.name
