"""Tables, part 1: customer to inbound_event"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table('customer',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('industry', sa.String(length=80), nullable=False),
    sa.Column('description', sa.String(length=2000), nullable=False),
    sa.Column('services', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('cities', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('website', sa.String(length=500), nullable=False),
    sa.Column('phone', sa.String(length=16), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('address', sa.String(length=500), nullable=False),
    sa.Column('sender_name', sa.String(length=120), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('plan', sa.Enum('starter', 'professional', 'enterprise', 'pay_per_lead', native_enum=False, create_constraint=True, length=32, name='plan'), nullable=False),
    sa.Column('audience', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('whatsapp_reach', sa.Enum('opted_in', 'published', native_enum=False, create_constraint=True, length=32, name='whats_app_reach'), nullable=True),
    sa.Column('budget_monthly_paise', sa.BigInteger(), nullable=False),
    sa.Column('budget_split', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('quiet_from', sa.String(length=5), nullable=False),
    sa.Column('quiet_until', sa.String(length=5), nullable=False),
    sa.Column('send_on_sunday', sa.Boolean(), nullable=False),
    sa.Column('daily_limit_whatsapp', sa.Integer(), nullable=False),
    sa.Column('daily_limit_email', sa.Integer(), nullable=False),
    sa.Column('terms_accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('launched_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_customer')),
    sa.UniqueConstraint('public_id', name=op.f('uq_customer_public_id'))
    )

    op.create_table('job',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('args', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('status', sa.Enum('todo', 'doing', 'done', 'failed', native_enum=False, create_constraint=True, length=32, name='job_status'), nullable=False),
    sa.Column('run_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('rescues', sa.Integer(), nullable=False),
    sa.Column('lock', sa.String(length=120), nullable=True),
    sa.Column('unique_key', sa.String(length=160), nullable=True),
    sa.Column('worker', sa.String(length=120), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=2000), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_job_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_job_due', ['status', 'run_at'], unique=False)
        batch_op.create_index('uq_job_lock', ['lock'], unique=True, sqlite_where=sa.text("status = 'doing'"), postgresql_where=sa.text("status = 'doing'"))
        batch_op.create_index('uq_job_unique', ['unique_key'], unique=True, sqlite_where=sa.text("status = 'todo'"), postgresql_where=sa.text("status = 'todo'"))

    op.create_table('job_fire',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('fire_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', 'fire_at', name=op.f('pk_job_fire'))
    )

    op.create_table('provider_rate',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account', sa.String(length=200), nullable=False),
    sa.Column('next_at', sa.Float(), nullable=False),
    sa.PrimaryKeyConstraint('account', name=op.f('pk_provider_rate'))
    )

    op.create_table('sign_in_attempt',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )

    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_subject'), ['subject'], unique=False)

    op.create_table('user',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password_hash', sa.String(length=255), nullable=False),
    sa.Column('theme', sa.String(length=8), nullable=False),
    sa.Column('last_sign_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user')),
    sa.UniqueConstraint('email', name=op.f('uq_user_email')),
    sa.UniqueConstraint('public_id', name=op.f('uq_user_public_id'))
    )

    op.create_table('activity',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('link', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_activity_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_activity'))
    )

    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_activity_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_activity_newest', ['customer_id', 'id'], unique=False)

    op.create_table('ad_campaign',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('platform', sa.Enum('meta', 'google', native_enum=False, create_constraint=True, length=32, name='ad_platform_name'), nullable=False),
    sa.Column('campaign_type', sa.String(length=40), nullable=False),
    sa.Column('status', sa.Enum('draft', 'pending_approval', 'active', 'paused', 'completed', native_enum=False, create_constraint=True, length=32, name='ad_campaign_status'), nullable=False),
    sa.Column('budget_daily_paise', sa.BigInteger(), nullable=False),
    sa.Column('budget_total_paise', sa.BigInteger(), nullable=False),
    sa.Column('spent_paise', sa.BigInteger(), nullable=False),
    sa.Column('targeting', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('ad_creative', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('lead_form', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('platform_campaign_id', sa.String(length=64), nullable=False),
    sa.Column('platform_form_id', sa.String(length=64), nullable=False),
    sa.Column('impressions', sa.Integer(), nullable=False),
    sa.Column('clicks', sa.Integer(), nullable=False),
    sa.Column('leads_generated', sa.Integer(), nullable=False),
    sa.Column('cost_per_lead_paise', sa.BigInteger(), nullable=False),
    sa.Column('start_date', sa.DateTime(timezone=True), nullable=True),
    sa.Column('end_date', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_ad_campaign_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ad_campaign')),
    sa.UniqueConstraint('public_id', name=op.f('uq_ad_campaign_public_id'))
    )

    with op.batch_alter_table('ad_campaign', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ad_campaign_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ad_campaign_platform_form_id'), ['platform_form_id'], unique=False)

    op.create_table('audit_log',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('entity', sa.String(length=80), nullable=False),
    sa.Column('detail', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('ip', sa.String(length=45), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_audit_log_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_log'))
    )

    with op.batch_alter_table('audit_log', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_log_customer_id'), ['customer_id'], unique=False)

    op.create_table('consent',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('status', sa.Enum('granted', 'withdrawn', native_enum=False, create_constraint=True, length=32, name='consent_status'), nullable=False),
    sa.Column('evidence', sa.String(length=1000), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_consent_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent'))
    )

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consent_address'), ['address'], unique=False)
        batch_op.create_index(batch_op.f('ix_consent_customer_id'), ['customer_id'], unique=False)

    op.create_table('inbound_event',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('external_id', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('payload', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('status', sa.Enum('received', 'done', 'ignored', 'failed', native_enum=False, create_constraint=True, length=32, name='inbound_status'), nullable=False),
    sa.Column('error_message', sa.String(length=1000), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('handle_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_inbound_event_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_event')),
    sa.UniqueConstraint('provider', 'external_id', 'customer_id', name='uq_inbound_event_once')
    )

    with op.batch_alter_table('inbound_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_event_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_inbound_event_waiting', ['customer_id', 'kind', 'handle_at'], unique=False, sqlite_where=sa.text("status = 'received'"), postgresql_where=sa.text("status = 'received'"))


def downgrade() -> None:
    with op.batch_alter_table('inbound_event', schema=None) as batch_op:
        batch_op.drop_index('ix_inbound_event_waiting', sqlite_where=sa.text("status = 'received'"), postgresql_where=sa.text("status = 'received'"))
        batch_op.drop_index(batch_op.f('ix_inbound_event_customer_id'))

    op.drop_table('inbound_event')

    with op.batch_alter_table('consent', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consent_customer_id'))
        batch_op.drop_index(batch_op.f('ix_consent_address'))

    op.drop_table('consent')

    with op.batch_alter_table('audit_log', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_log_customer_id'))

    op.drop_table('audit_log')

    with op.batch_alter_table('ad_campaign', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_ad_campaign_platform_form_id'))
        batch_op.drop_index(batch_op.f('ix_ad_campaign_customer_id'))

    op.drop_table('ad_campaign')

    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_index('ix_activity_newest')
        batch_op.drop_index(batch_op.f('ix_activity_customer_id'))

    op.drop_table('activity')

    op.drop_table('user')

    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempt_subject'))

    op.drop_table('sign_in_attempt')

    op.drop_table('provider_rate')

    op.drop_table('job_fire')

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('uq_job_unique', sqlite_where=sa.text("status = 'todo'"), postgresql_where=sa.text("status = 'todo'"))
        batch_op.drop_index('uq_job_lock', sqlite_where=sa.text("status = 'doing'"), postgresql_where=sa.text("status = 'doing'"))
        batch_op.drop_index('ix_job_due')
        batch_op.drop_index(batch_op.f('ix_job_customer_id'))

    op.drop_table('job')

    op.drop_table('customer')
