"""Texts that did not arrive are found without reading all the others."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'

FAILED = "state IN ('failed', 'undelivered')"


def upgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index('ix_message_failed', ['conversation_id', 'changed_at'], unique=False, sqlite_where=sa.text(FAILED), postgresql_where=sa.text(FAILED))
