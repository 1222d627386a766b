"""Tables: outreach_message, provenance, conversation, lead_call, lead_event, message"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table('outreach_message',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('outreach_campaign_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='channel'), nullable=False),
    sa.Column('recipient', sa.String(length=320), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('message_content', sa.String(length=20000), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=True),
    sa.Column('template_variables', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('status', sa.Enum('pending', 'claimed', 'sending', 'sent', 'delivered', 'read', 'responded', 'failed', 'unknown', 'cancelled', native_enum=False, create_constraint=True, length=32, name='outreach_message_status'), nullable=False),
    sa.Column('send_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.String(length=40), nullable=False),
    sa.Column('worker', sa.String(length=120), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('provider_id', sa.String(length=200), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('responded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('response_text', sa.String(length=4000), nullable=False),
    sa.Column('error_message', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_outreach_message_contact_id_contact')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_outreach_message_customer_id_customer')),
    sa.ForeignKeyConstraint(['outreach_campaign_id'], ['outreach_campaign.id'], name=op.f('fk_outreach_message_outreach_campaign_id_outreach_campaign')),
    sa.ForeignKeyConstraint(['template_id'], ['template.id'], name=op.f('fk_outreach_message_template_id_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outreach_message')),
    sa.UniqueConstraint('outreach_campaign_id', 'contact_id', 'step', name='uq_outreach_message_once'),
    sa.UniqueConstraint('public_id', name=op.f('uq_outreach_message_public_id'))
    )

    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.create_index('ix_outreach_message_campaign', ['outreach_campaign_id', 'status'], unique=False)
        batch_op.create_index('ix_outreach_message_contact', ['contact_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_outreach_message_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_outreach_message_day', ['customer_id', 'sent_at'], unique=False)
        batch_op.create_index('ix_outreach_message_due', ['channel', 'send_at', 'customer_id'], unique=False, sqlite_where=sa.text("status = 'pending'"), postgresql_where=sa.text("status = 'pending'"))
        batch_op.create_index('ix_outreach_message_leased', ['lease_until'], unique=False, sqlite_where=sa.text("status IN ('claimed','sending','unknown')"), postgresql_where=sa.text("status IN ('claimed','sending','unknown')"))
        batch_op.create_index('ix_outreach_message_provider', ['provider_id'], unique=False)

    op.create_table('provenance',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=500), nullable=False),
    sa.Column('source_url', sa.String(length=1000), nullable=False),
    sa.Column('method', sa.String(length=60), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_provenance_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_provenance_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_provenance')),
    sa.UniqueConstraint('contact_id', 'field', 'value', 'source_url', name='uq_provenance_once')
    )

    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_provenance_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_provenance_customer_id'), ['customer_id'], unique=False)

    op.create_table('conversation',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('platform_chat', 'whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='conversation_channel'), nullable=False),
    sa.Column('status', sa.Enum('open', 'closed', native_enum=False, create_constraint=True, length=32, name='conversation_status'), nullable=False),
    sa.Column('last_message_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_inbound_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_message_text', sa.String(length=300), nullable=False),
    sa.Column('unread_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_conversation_customer_id_customer')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_conversation_lead_id_lead')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation')),
    sa.UniqueConstraint('lead_id', name=op.f('uq_conversation_lead_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_conversation_public_id'))
    )

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conversation_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_conversation_latest', ['customer_id', 'last_message_at', 'id'], unique=False)

    op.create_table('lead_call',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_lead_call_customer_id_customer')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_call_lead_id_lead')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_call')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lead_call_public_id'))
    )

    with op.batch_alter_table('lead_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_call_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_call_lead_id'), ['lead_id'], unique=False)

    op.create_table('lead_event',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=4000), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_lead_event_customer_id_customer')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_event_lead_id_lead')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_event'))
    )

    with op.batch_alter_table('lead_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_event_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_lead_event_lead_id'), ['lead_id'], unique=False)

    op.create_table('message',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('sender', sa.Enum('customer', 'lead', 'system', native_enum=False, create_constraint=True, length=32, name='sender'), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('message_text', sa.String(length=20000), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('channel', sa.Enum('platform_chat', 'whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='conversation_channel'), nullable=False),
    sa.Column('status', sa.Enum('pending', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', native_enum=False, create_constraint=True, length=32, name='message_status'), nullable=False),
    sa.Column('extra', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('inbound_event_id', sa.Integer(), nullable=True),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('provider_id', sa.String(length=200), nullable=False),
    sa.Column('attempt_id', sa.String(length=40), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('worker', sa.String(length=120), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('send_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('error_message', sa.String(length=1000), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('delivered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_message_conversation_id_conversation')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_message_customer_id_customer')),
    sa.ForeignKeyConstraint(['inbound_event_id'], ['inbound_event.id'], name=op.f('fk_message_inbound_event_id_inbound_event')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_message_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('public_id', name=op.f('uq_message_public_id'))
    )

    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_message_due', ['status', 'send_at'], unique=False, sqlite_where=sa.text("status IN ('pending','sending','unknown')"), postgresql_where=sa.text("status IN ('pending','sending','unknown')"))
        batch_op.create_index('ix_message_provider', ['provider_id'], unique=False)
        batch_op.create_index('ix_message_thread', ['conversation_id', 'id'], unique=False)
        batch_op.create_index('uq_message_inbound', ['customer_id', 'inbound_event_id'], unique=True, sqlite_where=sa.text('inbound_event_id IS NOT NULL'), postgresql_where=sa.text('inbound_event_id IS NOT NULL'))


def downgrade() -> None:
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index('uq_message_inbound', sqlite_where=sa.text('inbound_event_id IS NOT NULL'), postgresql_where=sa.text('inbound_event_id IS NOT NULL'))
        batch_op.drop_index('ix_message_thread')
        batch_op.drop_index('ix_message_provider')
        batch_op.drop_index('ix_message_due', sqlite_where=sa.text("status IN ('pending','sending','unknown')"), postgresql_where=sa.text("status IN ('pending','sending','unknown')"))
        batch_op.drop_index(batch_op.f('ix_message_customer_id'))

    op.drop_table('message')

    with op.batch_alter_table('lead_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_event_lead_id'))
        batch_op.drop_index(batch_op.f('ix_lead_event_customer_id'))

    op.drop_table('lead_event')

    with op.batch_alter_table('lead_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_lead_call_lead_id'))
        batch_op.drop_index(batch_op.f('ix_lead_call_customer_id'))

    op.drop_table('lead_call')

    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_index('ix_conversation_latest')
        batch_op.drop_index(batch_op.f('ix_conversation_customer_id'))

    op.drop_table('conversation')

    with op.batch_alter_table('provenance', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_provenance_customer_id'))
        batch_op.drop_index(batch_op.f('ix_provenance_contact_id'))

    op.drop_table('provenance')

    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.drop_index('ix_outreach_message_provider')
        batch_op.drop_index('ix_outreach_message_leased', sqlite_where=sa.text("status IN ('claimed','sending','unknown')"), postgresql_where=sa.text("status IN ('claimed','sending','unknown')"))
        batch_op.drop_index('ix_outreach_message_due', sqlite_where=sa.text("status = 'pending'"), postgresql_where=sa.text("status = 'pending'"))
        batch_op.drop_index('ix_outreach_message_day')
        batch_op.drop_index(batch_op.f('ix_outreach_message_customer_id'))
        batch_op.drop_index('ix_outreach_message_contact')
        batch_op.drop_index('ix_outreach_message_campaign')

    op.drop_table('outreach_message')
