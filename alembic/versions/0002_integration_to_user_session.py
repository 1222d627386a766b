"""Tables, part 2: integration to user_session"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table('integration',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('is_sandbox', sa.Boolean(), nullable=False),
    sa.Column('credentials', sa.String(length=10000), nullable=False),
    sa.Column('hint', sa.String(length=80), nullable=False),
    sa.Column('base_url', sa.String(length=300), nullable=False),
    sa.Column('endpoint_key', sa.String(length=64), nullable=False),
    sa.Column('external_id', sa.String(length=100), nullable=False),
    sa.Column('status', sa.Enum('connected', 'failing', 'disconnected', native_enum=False, create_constraint=True, length=32, name='integration_status'), nullable=False),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('tested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error_message', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_integration_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_integration')),
    sa.UniqueConstraint('customer_id', 'provider', name=op.f('uq_integration_customer_id_provider')),
    sa.UniqueConstraint('endpoint_key', name=op.f('uq_integration_endpoint_key')),
    sa.UniqueConstraint('public_id', name=op.f('uq_integration_public_id'))
    )

    with op.batch_alter_table('integration', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_integration_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_integration_external_id'), ['external_id'], unique=False)

    op.create_table('live_event',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('topic', sa.String(length=40), nullable=False),
    sa.Column('ref', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_live_event_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_live_event'))
    )

    with op.batch_alter_table('live_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_live_event_customer_id'), ['customer_id'], unique=False)

    op.create_table('membership',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('owner', 'manager', 'agent', 'viewer', native_enum=False, create_constraint=True, length=32, name='role'), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_membership_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_membership_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership')),
    sa.UniqueConstraint('user_id', 'customer_id', name=op.f('uq_membership_user_id_customer_id'))
    )

    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_user_id'), ['user_id'], unique=False)

    op.create_table('notification',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('body', sa.String(length=500), nullable=False),
    sa.Column('link', sa.String(length=300), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_notification_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notification'))
    )

    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notification_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_notification_newest', ['customer_id', 'id'], unique=False)

    op.create_table('scraping_campaign',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('status', sa.Enum('active', 'paused', 'completed', native_enum=False, create_constraint=True, length=32, name='scraping_status'), nullable=False),
    sa.Column('search_criteria', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('sources', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('directory_urls', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('frequency', sa.Enum('daily', 'weekly', native_enum=False, create_constraint=True, length=32, name='frequency'), nullable=False),
    sa.Column('run_at_hour', sa.Integer(), nullable=False),
    sa.Column('max_leads_per_run', sa.Integer(), nullable=False),
    sa.Column('quality_threshold', sa.Integer(), nullable=False),
    sa.Column('contacts_generated', sa.Integer(), nullable=False),
    sa.Column('last_run_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_run_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_scraping_campaign_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scraping_campaign')),
    sa.UniqueConstraint('public_id', name=op.f('uq_scraping_campaign_public_id'))
    )

    with op.batch_alter_table('scraping_campaign', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scraping_campaign_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_scraping_campaign_due', ['status', 'next_run_at'], unique=False)

    op.create_table('sending_limit',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='channel'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('used', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_sending_limit_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sending_limit')),
    sa.UniqueConstraint('customer_id', 'channel', 'day', name=op.f('uq_sending_limit_customer_id_channel_day'))
    )

    with op.batch_alter_table('sending_limit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sending_limit_customer_id'), ['customer_id'], unique=False)

    op.create_table('suppression',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('phone', 'email', 'domain', native_enum=False, create_constraint=True, length=32, name='suppression_kind'), nullable=False),
    sa.Column('value', sa.String(length=320), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=60), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_suppression_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suppression')),
    sa.UniqueConstraint('customer_id', 'kind', 'fingerprint', name=op.f('uq_suppression_customer_id_kind_fingerprint'))
    )

    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_suppression_customer_id'), ['customer_id'], unique=False)

    op.create_table('template',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('channel', sa.Enum('whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='channel'), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.String(length=10000), nullable=False),
    sa.Column('content_body', sa.String(length=10000), nullable=False),
    sa.Column('variables', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('status', sa.Enum('draft', 'pending', 'approved', 'rejected', native_enum=False, create_constraint=True, length=32, name='template_status'), nullable=False),
    sa.Column('provider_sid', sa.String(length=64), nullable=False),
    sa.Column('rejection_reason', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_template_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template')),
    sa.UniqueConstraint('public_id', name=op.f('uq_template_public_id'))
    )

    with op.batch_alter_table('template', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_template_customer_id'), ['customer_id'], unique=False)

    op.create_table('usage',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('meter', sa.String(length=60), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('cost_paise', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_usage_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_usage')),
    sa.UniqueConstraint('customer_id', 'day', 'meter', name=op.f('uq_usage_customer_id_day_meter'))
    )

    with op.batch_alter_table('usage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_usage_customer_id'), ['customer_id'], unique=False)

    op.create_table('user_session',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.Column('user_agent', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_user_session_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_session_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_user_session_token_hash'))
    )

    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_user_session_user_id'), ['user_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_user_session_user_id'))

    op.drop_table('user_session')

    with op.batch_alter_table('usage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_usage_customer_id'))

    op.drop_table('usage')

    with op.batch_alter_table('template', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_template_customer_id'))

    op.drop_table('template')

    with op.batch_alter_table('suppression', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_suppression_customer_id'))

    op.drop_table('suppression')

    with op.batch_alter_table('sending_limit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sending_limit_customer_id'))

    op.drop_table('sending_limit')

    with op.batch_alter_table('scraping_campaign', schema=None) as batch_op:
        batch_op.drop_index('ix_scraping_campaign_due')
        batch_op.drop_index(batch_op.f('ix_scraping_campaign_customer_id'))

    op.drop_table('scraping_campaign')

    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_index('ix_notification_newest')
        batch_op.drop_index(batch_op.f('ix_notification_customer_id'))

    op.drop_table('notification')

    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_user_id'))
        batch_op.drop_index(batch_op.f('ix_membership_customer_id'))

    op.drop_table('membership')

    with op.batch_alter_table('live_event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_live_event_customer_id'))

    op.drop_table('live_event')

    with op.batch_alter_table('integration', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_integration_external_id'))
        batch_op.drop_index(batch_op.f('ix_integration_customer_id'))

    op.drop_table('integration')
