"""Do-not-call lists, and relationships that override them."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    op.create_table('do_not_call_list',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('scope', sa.String(20), nullable=False),
    sa.Column('state', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('source', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('dated', sa.Date(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('print', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('areas', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('numbers', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('in_force_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_why', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('source_key', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_do_not_call_list_by_id_agent')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_do_not_call_list_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_do_not_call_list')),
    sa.UniqueConstraint('source_key', name=op.f('uq_do_not_call_list_source_key'))
    )
    with op.batch_alter_table('do_not_call_list', schema=None) as batch_op:
        batch_op.create_index('uq_do_not_call_list_in_force', ['workspace_id', 'scope', 'state', 'source'], unique=True, sqlite_where=sa.text('in_force_at IS NOT NULL AND ended_at IS NULL'), postgresql_where=sa.text('in_force_at IS NOT NULL AND ended_at IS NULL'))

    op.create_table('do_not_call_numbers',
    sa.Column('list_id', sa.Uuid(), nullable=False),
    sa.Column('head', sa.String(length=6), nullable=False),
    sa.Column('tails', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['do_not_call_list.id'], name=op.f('fk_do_not_call_numbers_list_id_do_not_call_list')),
    sa.PrimaryKeyConstraint('list_id', 'head', name=op.f('pk_do_not_call_numbers'))
    )
    op.create_table('relationship',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(20), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('wording', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('source_key', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_relationship_by_id_agent')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_relationship_contact_id_contact')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_relationship_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_relationship')),
    sa.UniqueConstraint('source_key', name=op.f('uq_relationship_source_key'))
    )
    with op.batch_alter_table('relationship', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_relationship_contact_id'), ['contact_id'], unique=False)
