"""Contacts with everything about them, their words, imports, leads, events; covering and leaving agents."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'

NOT_DELIVERED = "state IN ('failed', 'undelivered', 'refused', 'canceled')"


def upgrade() -> None:
    op.create_table('assistant',
    sa.Column('assistant_id', sa.Uuid(), nullable=False),
    sa.Column('agent_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_assistant_agent_id_agent')),
    sa.ForeignKeyConstraint(['assistant_id'], ['agent.id'], name=op.f('fk_assistant_assistant_id_agent')),
    sa.PrimaryKeyConstraint('assistant_id', 'agent_id', name=op.f('pk_assistant'))
    )
    op.create_table('contact_import',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('agent_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('origin', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(20), nullable=False),
    sa.Column('total', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('done', sa.Integer(), server_default=sa.text('0'), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('preview', sa.JSON(), nullable=False),
    sa.Column('problem', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('channel', sa.String(), nullable=True),
    sa.Column('ts', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_contact_import_agent_id_agent')),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_contact_import_by_id_agent')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_contact_import_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_import')),
    sa.UniqueConstraint('key', name=op.f('uq_contact_import_key'))
    )
    with op.batch_alter_table('contact_import', schema=None) as batch_op:
        batch_op.create_index('ix_contact_import_agent', ['agent_id', 'created_at'], unique=False)

    op.create_table('import_file',
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['contact_import.id'], name=op.f('fk_import_file_import_id_contact_import')),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_import_file'))
    )
    op.create_table('lead_source',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('agent_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('tags', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_lead_source_agent_id_agent')),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_lead_source_by_id_agent')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_lead_source_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_source')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_lead_source_token_hash'))
    )
    with op.batch_alter_table('lead_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_source_agent_id'), ['agent_id'], unique=False)

    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('source', sa.String(20), nullable=False),
    sa.Column('wording', sa.String(), nullable=False),
    sa.Column('proof', sa.String(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_why', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_consent_by_id_agent')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_consent_contact_id_contact')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_consent_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index('ix_consent_contact', ['contact_id', 'phone'], unique=False)
        batch_op.create_index('ix_consent_given', ['contact_id', 'at'], unique=False)
        batch_op.create_index('ix_consent_ended', ['contact_id', 'ended_at'], unique=False, sqlite_where=sa.text('ended_at IS NOT NULL'), postgresql_where=sa.text('ended_at IS NOT NULL'))

    op.create_table('contact_tag',
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('tag', sa.String(), nullable=False),
    sa.Column('agent_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_contact_tag_agent_id_agent')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_contact_tag_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', 'key', name=op.f('pk_contact_tag'))
    )
    with op.batch_alter_table('contact_tag', schema=None) as batch_op:
        batch_op.create_index('ix_contact_tag_agent_key', ['agent_id', 'key'], unique=False)

    op.create_table('contact_word',
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('word', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=False),
    sa.Column('agent_id', sa.Uuid(), nullable=False),
    sa.Column('sound', sa.String().with_variant(sa.String(collation='C'), 'postgresql'), nullable=True),
    sa.ForeignKeyConstraint(['agent_id'], ['agent.id'], name=op.f('fk_contact_word_agent_id_agent')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_contact_word_contact_id_contact')),
    sa.PrimaryKeyConstraint('contact_id', 'word', name=op.f('pk_contact_word'))
    )
    with op.batch_alter_table('contact_word', schema=None) as batch_op:
        batch_op.create_index('ix_contact_word_agent_sound', ['agent_id', 'sound', 'contact_id'], unique=False)
        batch_op.create_index('ix_contact_word_agent_word', ['agent_id', 'word', 'contact_id'], unique=False)

    op.create_table('import_line',
    sa.Column('import_id', sa.Uuid(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('fate', sa.String(20), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_import_line_contact_id_contact')),
    sa.ForeignKeyConstraint(['import_id'], ['contact_import.id'], name=op.f('fk_import_line_import_id_contact_import')),
    sa.PrimaryKeyConstraint('import_id', 'line', name=op.f('pk_import_line'))
    )
    with op.batch_alter_table('import_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_line_contact_id'), ['contact_id'], unique=False)

    op.create_table('lead',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('source_id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.String(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('is_new', sa.Boolean(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_lead_contact_id_contact')),
    sa.ForeignKeyConstraint(['source_id'], ['lead_source.id'], name=op.f('fk_lead_source_id_lead_source')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_lead_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('source_id', 'external_id', name=op.f('uq_lead_source_id_external_id'))
    )
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index('ix_lead_source_id_at', ['source_id', 'at'], unique=False)

    op.create_table('looked_at',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.String(20), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_looked_at_by_id_agent')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_looked_at_contact_id_contact')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_looked_at_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_looked_at'))
    )
    with op.batch_alter_table('looked_at', schema=None) as batch_op:
        batch_op.create_index('ix_looked_at_workspace', ['workspace_id', 'at'], unique=False)
        batch_op.create_index('ix_looked_at_contact', ['contact_id', 'at'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('workspace_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('conversation_id', sa.Uuid(), nullable=True),
    sa.Column('kind', sa.String(20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('words', sa.String(), server_default=sa.text("''"), nullable=False),
    sa.Column('source_key', sa.String(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['agent.id'], name=op.f('fk_event_by_id_agent')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_event_contact_id_contact')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_event_conversation_id_conversation')),
    sa.ForeignKeyConstraint(['workspace_id'], ['workspace.id'], name=op.f('fk_event_workspace_id_workspace')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('source_key', name=op.f('uq_event_source_key'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index('ix_event_contact_position', ['contact_id', 'position'], unique=False)
        batch_op.create_index('ix_event_conversation_position', ['conversation_id', 'position'], unique=False)
        batch_op.create_index('ix_event_contact_notes', ['contact_id', 'position'], unique=False, sqlite_where=sa.text("kind = 'note'"), postgresql_where=sa.text("kind = 'note'"))
        batch_op.create_index('ix_event_contact_openings', ['contact_id', 'position'], unique=False, sqlite_where=sa.text("kind = 'opened'"), postgresql_where=sa.text("kind = 'opened'"))
        batch_op.create_index('ix_event_contact_agreements', ['contact_id', 'position'], unique=False, sqlite_where=sa.text("kind = 'consent'"), postgresql_where=sa.text("kind = 'consent'"))
        batch_op.create_index('ix_event_contact_changes', ['contact_id', 'position'], unique=False, sqlite_where=sa.text("kind NOT IN ('note', 'opened', 'consent')"), postgresql_where=sa.text("kind NOT IN ('note', 'opened', 'consent')"))
        batch_op.create_index('ix_event_conversation_notes', ['conversation_id', 'position'], unique=False, sqlite_where=sa.text("kind = 'note'"), postgresql_where=sa.text("kind = 'note'"))
        batch_op.create_index('ix_event_conversation_openings', ['conversation_id', 'position'], unique=False, sqlite_where=sa.text("kind = 'opened'"), postgresql_where=sa.text("kind = 'opened'"))
        batch_op.create_index('ix_event_conversation_agreements', ['conversation_id', 'position'], unique=False, sqlite_where=sa.text("kind = 'consent'"), postgresql_where=sa.text("kind = 'consent'"))
        batch_op.create_index('ix_event_conversation_changes', ['conversation_id', 'position'], unique=False, sqlite_where=sa.text("kind NOT IN ('note', 'opened', 'consent')"), postgresql_where=sa.text("kind NOT IN ('note', 'opened', 'consent')"))

    op.create_table('former_contact',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('conversation_id', sa.Uuid(), nullable=False),
    sa.Column('contact_id', sa.Uuid(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_former_contact_contact_id_contact')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_former_contact_conversation_id_conversation')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_former_contact'))
    )
    with op.batch_alter_table('former_contact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_former_contact_contact_id'), ['contact_id'], unique=False)

    with op.batch_alter_table('agent', schema=None) as batch_op:
        batch_op.add_column(sa.Column('left_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('writes_for_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('cover_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('cover_from', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('cover_until', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_agent_cover_id_agent'), 'agent', ['cover_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_agent_writes_for_id_agent'), 'agent', ['writes_for_id'], ['id'])
        batch_op.create_index('ix_agent_covered', ['workspace_id'], unique=False, sqlite_where=sa.text('cover_id IS NOT NULL'), postgresql_where=sa.text('cover_id IS NOT NULL'))
        batch_op.create_index('ix_agent_left', ['workspace_id'], unique=False, sqlite_where=sa.text('left_at IS NOT NULL'), postgresql_where=sa.text('left_at IS NOT NULL'))

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('source', sa.String(20), server_default=sa.text("'text'"), nullable=False))
        batch_op.add_column(sa.Column('email', sa.String(), nullable=True))
        batch_op.add_column(sa.Column('company', sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('address', sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('state', sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('zip_code', sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('merged_into', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('merged_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index('ix_contact_agent_email', ['agent_id', 'email'], unique=False)
        batch_op.create_index('ix_contact_agent_touched', ['agent_id', 'touched_at'], unique=False, sqlite_where=sa.text('touched_at IS NOT NULL'), postgresql_where=sa.text('touched_at IS NOT NULL'))
        batch_op.create_index('ix_contact_merged', ['merged_into'], unique=False, sqlite_where=sa.text('merged_into IS NOT NULL'), postgresql_where=sa.text('merged_into IS NOT NULL'))
        batch_op.create_foreign_key(batch_op.f('fk_contact_merged_into_contact'), 'contact', ['merged_into'], ['id'])

    with op.batch_alter_table('contact_phone', schema=None) as batch_op:
        batch_op.add_column(sa.Column('label', sa.String(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column('extension', sa.String(), server_default=sa.text("''"), nullable=False))

    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.create_index('ix_thread_conversation', ['conversation_id', 'agent_id'], unique=False)

    with op.batch_alter_table('conversation_contact', schema=None) as batch_op:
        batch_op.add_column(sa.Column('since', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_conversation_contact_contact_id'), ['contact_id'], unique=False)

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('has_files', sa.Boolean(), server_default=sa.text('false'), nullable=False))
        batch_op.create_index('ix_message_not_delivered', ['conversation_id', 'position'], unique=False, sqlite_where=sa.text(NOT_DELIVERED), postgresql_where=sa.text(NOT_DELIVERED))
        batch_op.create_index('ix_message_with_files', ['conversation_id', 'position'], unique=False, sqlite_where=sa.text('has_files'), postgresql_where=sa.text('has_files'))

    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.create_index('ix_suppression_phone', ['workspace_id', 'phone', 'created_at'], unique=False)
        batch_op.create_index('ix_suppression_lifted', ['workspace_id', 'phone', 'lifted_at'], unique=False, sqlite_where=sa.text('lifted_at IS NOT NULL'), postgresql_where=sa.text('lifted_at IS NOT NULL'))

    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_thread_conversation_id'), ['conversation_id'], unique=False)

    with op.batch_alter_table('thread', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_closed', sa.Boolean(), server_default=sa.text('false'), nullable=False))

    with op.batch_alter_table('workspace', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shares_contacts', sa.Boolean(), server_default=sa.text('false'), nullable=False))
        batch_op.add_column(sa.Column('week_from', sa.Integer(), server_default=sa.text('540'), nullable=False))
        batch_op.add_column(sa.Column('week_until', sa.Integer(), server_default=sa.text('1200'), nullable=False))
        batch_op.add_column(sa.Column('sunday_from', sa.Integer(), server_default=sa.text('720'), nullable=False))
        batch_op.add_column(sa.Column('sunday_until', sa.Integer(), server_default=sa.text('1200'), nullable=False))
        batch_op.add_column(sa.Column('asks_outside_hours', sa.Boolean(), server_default=sa.text('true'), nullable=False))
        batch_op.add_column(sa.Column('automated_a_day', sa.Integer(), server_default=sa.text('3'), nullable=False))
        batch_op.add_column(sa.Column('new_numbers_a_day', sa.Integer(), server_default=sa.text('200'), nullable=False))

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('night', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('is_automated', sa.Boolean(), server_default=sa.text('false'), nullable=False))

    if op.get_bind().dialect.name == 'postgresql':
        op.execute('ALTER TABLE contact ALTER COLUMN name_key TYPE VARCHAR COLLATE "C"')
    find_all()
    op.execute('UPDATE message SET has_files = true WHERE id IN (SELECT message_id FROM media)')


def find_all():
    """Let the contacts that are there be found as before: by the words of their names and by their numbers."""
    op.execute("UPDATE contact SET source = 'hand' WHERE is_saved")
    connection = op.get_bind()
    contacts = connection.execute(sa.text("SELECT id, agent_id, name_key FROM contact WHERE is_saved")).all()
    phones = connection.execute(sa.text("SELECT contact_id, agent_id, phone FROM contact_phone")).all()
    words = {(contact, word): agent for contact, agent, name in contacts for word in name.split()}
    for contact, agent, phone in phones:
        digits = phone.removeprefix('+')
        national = digits[1:] if digits.startswith('1') and len(digits) == 11 else digits
        for word in (digits, national, national[-7:], national[-4:]):
            words[contact, f'#{word}'] = agent
    rows = [{'contact': contact, 'word': word, 'agent': agent} for (contact, word), agent in words.items()]
    if rows:
        connection.execute(sa.text("INSERT INTO contact_word (contact_id, word, agent_id) VALUES (:contact, :word, :agent)"), rows)

