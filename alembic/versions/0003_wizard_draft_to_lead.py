"""Tables: wizard_draft, contact, outreach_campaign, scraping_run, lead"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table('wizard_draft',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('answers', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_wizard_draft_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_wizard_draft')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_wizard_draft_customer_id'))
    )

    with op.batch_alter_table('wizard_draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wizard_draft_customer_id'), ['customer_id'], unique=False)

    op.create_table('contact',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=16), nullable=True),
    sa.Column('company', sa.String(length=200), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('city', sa.String(length=120), nullable=False),
    sa.Column('state', sa.String(length=120), nullable=False),
    sa.Column('website', sa.String(length=500), nullable=False),
    sa.Column('domain', sa.String(length=255), nullable=False),
    sa.Column('industry', sa.String(length=120), nullable=False),
    sa.Column('source', sa.Enum('ai_scraping', 'manual_import', native_enum=False, create_constraint=True, length=32, name='contact_source'), nullable=False),
    sa.Column('scrape_campaign_id', sa.Integer(), nullable=True),
    sa.Column('quality_score', sa.Integer(), nullable=False),
    sa.Column('ai_analysis', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('outreach_status', sa.Enum('pending', 'sent', 'bounced', 'responded', 'no_response', native_enum=False, create_constraint=True, length=32, name='outreach_status'), nullable=False),
    sa.Column('outreach_attempts', sa.Integer(), nullable=False),
    sa.Column('last_outreach_date', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verification_status', sa.Enum('unverified', 'verified', 'invalid', native_enum=False, create_constraint=True, length=32, name='verification_status'), nullable=False),
    sa.Column('published_for_enquiries', sa.Boolean(), nullable=False),
    sa.Column('is_sandbox', sa.Boolean(), nullable=False),
    sa.Column('converted_to_lead', sa.Boolean(), nullable=False),
    sa.Column('converted_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('quality_score BETWEEN 0 AND 100', name=op.f('ck_contact_quality_score_range')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_customer_id_customer')),
    sa.ForeignKeyConstraint(['scrape_campaign_id'], ['scraping_campaign.id'], name=op.f('fk_contact_scrape_campaign_id_scraping_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contact_public_id'))
    )

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index('ix_contact_campaign', ['customer_id', 'scrape_campaign_id', 'id'], unique=False)
        batch_op.create_index('ix_contact_city_score', ['customer_id', 'city', 'quality_score', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_contact_day', ['customer_id', 'created_at'], unique=False)
        batch_op.create_index('ix_contact_domain', ['customer_id', 'domain'], unique=False)
        batch_op.create_index('ix_contact_name', ['customer_id', 'name', 'id'], unique=False)
        batch_op.create_index('ix_contact_newest', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_contact_score', ['customer_id', 'quality_score', 'id'], unique=False)
        batch_op.create_index('ix_contact_status_score', ['customer_id', 'outreach_status', 'quality_score', 'id'], unique=False)
        batch_op.create_index('uq_contact_email', ['customer_id', 'email'], unique=True, sqlite_where=sa.text('email IS NOT NULL'), postgresql_where=sa.text('email IS NOT NULL'))
        batch_op.create_index('uq_contact_phone', ['customer_id', 'phone'], unique=True, sqlite_where=sa.text('phone IS NOT NULL'), postgresql_where=sa.text('phone IS NOT NULL'))

    op.create_table('outreach_campaign',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('type', sa.Enum('whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='channel'), nullable=False),
    sa.Column('status', sa.Enum('draft', 'scheduled', 'running', 'paused', 'completed', native_enum=False, create_constraint=True, length=32, name='outreach_campaign_status'), nullable=False),
    sa.Column('target_contacts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=True),
    sa.Column('message_template', sa.String(length=10000), nullable=False),
    sa.Column('subject_template', sa.String(length=300), nullable=False),
    sa.Column('variables', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('schedule_type', sa.Enum('immediate', 'scheduled', 'drip', 'daily', native_enum=False, create_constraint=True, length=32, name='schedule_type'), nullable=False),
    sa.Column('schedule_date', sa.DateTime(timezone=True), nullable=True),
    sa.Column('send_at_hour', sa.Integer(), nullable=False),
    sa.Column('daily_limit', sa.Integer(), nullable=False),
    sa.Column('min_score', sa.Integer(), nullable=False),
    sa.Column('next_queue_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_count', sa.Integer(), nullable=False),
    sa.Column('delivered_count', sa.Integer(), nullable=False),
    sa.Column('read_count', sa.Integer(), nullable=False),
    sa.Column('opened_count', sa.Integer(), nullable=False),
    sa.Column('failed_count', sa.Integer(), nullable=False),
    sa.Column('response_count', sa.Integer(), nullable=False),
    sa.Column('conversion_count', sa.Integer(), nullable=False),
    sa.Column('launched_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_outreach_campaign_customer_id_customer')),
    sa.ForeignKeyConstraint(['template_id'], ['template.id'], name=op.f('fk_outreach_campaign_template_id_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outreach_campaign')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outreach_campaign_public_id'))
    )

    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outreach_campaign_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_outreach_campaign_status', ['status', 'type'], unique=False)

    op.create_table('scraping_run',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('scraping_campaign_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('queued', 'running', 'done', 'failed', native_enum=False, create_constraint=True, length=32, name='run_status'), nullable=False),
    sa.Column('trigger', sa.String(length=20), nullable=False),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('merged', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.Column('errors', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('cursor', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_scraping_run_customer_id_customer')),
    sa.ForeignKeyConstraint(['scraping_campaign_id'], ['scraping_campaign.id'], name=op.f('fk_scraping_run_scraping_campaign_id_scraping_campaign')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scraping_run'))
    )

    with op.batch_alter_table('scraping_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scraping_run_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_scraping_run_scraping_campaign_id'), ['scraping_campaign_id'], unique=False)

    op.create_table('lead',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=True),
    sa.Column('phone', sa.String(length=16), nullable=True),
    sa.Column('company', sa.String(length=200), nullable=False),
    sa.Column('source', sa.Enum('outreach_response', 'meta_ads', 'google_ads', 'manual', native_enum=False, create_constraint=True, length=32, name='lead_source_name'), nullable=False),
    sa.Column('original_contact_id', sa.Integer(), nullable=True),
    sa.Column('campaign_id', sa.String(length=40), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('lead_data', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('quality_score', sa.Integer(), nullable=False),
    sa.Column('intent', sa.Enum('hot', 'warm', 'cold', native_enum=False, create_constraint=True, length=32, name='intent'), nullable=False),
    sa.Column('ai_analysis', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('status', sa.Enum('new', 'contacted', 'qualified', 'meeting_scheduled', 'proposal_sent', 'won', 'lost', native_enum=False, create_constraint=True, length=32, name='lead_status'), nullable=False),
    sa.Column('assigned_to', sa.Integer(), nullable=True),
    sa.Column('last_contact_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('first_answer_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('contact_count', sa.Integer(), nullable=False),
    sa.Column('location', sa.String(length=200), nullable=False),
    sa.Column('value_won_paise', sa.BigInteger(), nullable=False),
    sa.Column('platform_lead_id', sa.String(length=200), nullable=False),
    sa.Column('is_sandbox', sa.Boolean(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quality_score BETWEEN 0 AND 100', name=op.f('ck_lead_quality_score_range')),
    sa.ForeignKeyConstraint(['assigned_to'], ['user.id'], name=op.f('fk_lead_assigned_to_user')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_lead_customer_id_customer')),
    sa.ForeignKeyConstraint(['original_contact_id'], ['contact.id'], name=op.f('fk_lead_original_contact_id_contact')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lead_public_id'))
    )

    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_lead_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_lead_day', ['customer_id', 'received_at'], unique=False)
        batch_op.create_index('ix_lead_email', ['customer_id', 'email'], unique=False)
        batch_op.create_index('ix_lead_newest', ['customer_id', 'id'], unique=False)
        batch_op.create_index('ix_lead_phone', ['customer_id', 'phone'], unique=False)
        batch_op.create_index('ix_lead_score', ['customer_id', 'quality_score', 'id'], unique=False)
        batch_op.create_index('ix_lead_source', ['customer_id', 'source', 'id'], unique=False)
        batch_op.create_index('ix_lead_status', ['customer_id', 'status', 'id'], unique=False)
        batch_op.create_index('uq_lead_contact', ['customer_id', 'original_contact_id'], unique=True, sqlite_where=sa.text('original_contact_id IS NOT NULL'), postgresql_where=sa.text('original_contact_id IS NOT NULL'))
        batch_op.create_index('uq_lead_platform', ['customer_id', 'source', 'platform_lead_id'], unique=True, sqlite_where=sa.text("platform_lead_id <> ''"), postgresql_where=sa.text("platform_lead_id <> ''"))


def downgrade() -> None:
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_index('uq_lead_platform', sqlite_where=sa.text("platform_lead_id <> ''"), postgresql_where=sa.text("platform_lead_id <> ''"))
        batch_op.drop_index('uq_lead_contact', sqlite_where=sa.text('original_contact_id IS NOT NULL'), postgresql_where=sa.text('original_contact_id IS NOT NULL'))
        batch_op.drop_index('ix_lead_status')
        batch_op.drop_index('ix_lead_source')
        batch_op.drop_index('ix_lead_score')
        batch_op.drop_index('ix_lead_phone')
        batch_op.drop_index('ix_lead_newest')
        batch_op.drop_index('ix_lead_email')
        batch_op.drop_index('ix_lead_day')
        batch_op.drop_index(batch_op.f('ix_lead_customer_id'))

    op.drop_table('lead')

    with op.batch_alter_table('scraping_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scraping_run_scraping_campaign_id'))
        batch_op.drop_index(batch_op.f('ix_scraping_run_customer_id'))

    op.drop_table('scraping_run')

    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.drop_index('ix_outreach_campaign_status')
        batch_op.drop_index(batch_op.f('ix_outreach_campaign_customer_id'))

    op.drop_table('outreach_campaign')

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index('uq_contact_phone', sqlite_where=sa.text('phone IS NOT NULL'), postgresql_where=sa.text('phone IS NOT NULL'))
        batch_op.drop_index('uq_contact_email', sqlite_where=sa.text('email IS NOT NULL'), postgresql_where=sa.text('email IS NOT NULL'))
        batch_op.drop_index('ix_contact_status_score')
        batch_op.drop_index('ix_contact_score')
        batch_op.drop_index('ix_contact_newest')
        batch_op.drop_index('ix_contact_name')
        batch_op.drop_index('ix_contact_domain')
        batch_op.drop_index('ix_contact_day')
        batch_op.drop_index(batch_op.f('ix_contact_customer_id'))
        batch_op.drop_index('ix_contact_city_score')
        batch_op.drop_index('ix_contact_campaign')

    op.drop_table('contact')

    with op.batch_alter_table('wizard_draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wizard_draft_customer_id'))

    op.drop_table('wizard_draft')
