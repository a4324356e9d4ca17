"""Texts that probably ask for no more texts; who entered or lifted an opt-out by hand, and why."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    op.create_table('doubt',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('message_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.String(20), nullable=True),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_doubt_by_id_agent')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_doubt_message_id_message')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_doubt_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_doubt')),
    sa.UniqueConstraint('message_id', name=op.f('uq_doubt_message_id'))
    )
    with op.batch_alter_table('doubt', schema=None) as batch_op:
        batch_op.create_index('uq_doubt_open', ['workspace_id', 'phone'], unique=True, sqlite_where=sa.text('answered_at IS NULL'), postgresql_where=sa.text('answered_at IS NULL'))

    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.add_column(sa.Column('by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('lifted_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('lift_proof', sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.create_foreign_key(batch_op.f('fk_suppression_by_id_agent'), 'agent', ['by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_suppression_lifted_by_id_agent'), 'agent', ['lifted_by_id'], ['id'])
