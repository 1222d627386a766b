"""Saved views, work on many contacts at once, tallies; the list's indexes hold what lists are narrowed by"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table('bulk_task',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('mark', 'delete', 'choose', native_enum=False, create_constraint=True, length=32, name='bulk_action'), nullable=False),
    sa.Column('argument', sa.String(length=60), nullable=False),
    sa.Column('selection', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('status', sa.Enum('running', 'done', 'failed', 'cancelled', native_enum=False, create_constraint=True, length=32, name='bulk_status'), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('seen', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('cursor', sa.Integer(), nullable=False),
    sa.Column('until', sa.Integer(), nullable=False),
    sa.Column('problem', sa.String(length=300), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_bulk_task_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_bulk_task_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulk_task')),
    sa.UniqueConstraint('public_id', name=op.f('uq_bulk_task_public_id'))
    )
    with op.batch_alter_table('bulk_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bulk_task_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_bulk_task_newest', ['customer_id', 'status', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulk_task_user_id'), ['user_id'], unique=False)

    op.create_table('contact_tally',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('value', sa.String(length=120), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_tally_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_tally')),
    sa.UniqueConstraint('customer_id', 'kind', 'value', name=op.f('uq_contact_tally_customer_id_kind_value'))
    )
    with op.batch_alter_table('contact_tally', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_tally_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_contact_tally_most', ['customer_id', 'kind', 'number', 'value'], unique=False)

    op.create_table('saved_view',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('search', sa.String(length=200), nullable=False),
    sa.Column('filters', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('sort', sa.String(length=40), nullable=False),
    sa.Column('is_shared', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_saved_view_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_saved_view_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_view')),
    sa.UniqueConstraint('customer_id', 'user_id', 'name', name=op.f('uq_saved_view_customer_id_user_id_name')),
    sa.UniqueConstraint('public_id', name=op.f('uq_saved_view_public_id'))
    )
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_saved_view_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_saved_view_user_id'), ['user_id'], unique=False)

    op.create_table('default_view',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('view_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_default_view_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_default_view_user_id_user')),
    sa.ForeignKeyConstraint(['view_id'], ['saved_view.id'], name=op.f('fk_default_view_view_id_saved_view'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_default_view')),
    sa.UniqueConstraint('customer_id', 'user_id', name=op.f('uq_default_view_customer_id_user_id'))
    )
    with op.batch_alter_table('default_view', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_default_view_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_default_view_user_id'), ['user_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_default_view_view_id'), ['view_id'], unique=False)

    op.create_table('campaign_choice',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outreach_campaign_id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_campaign_choice_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_campaign_choice_customer_id_customer')),
    sa.ForeignKeyConstraint(['outreach_campaign_id'], ['outreach_campaign.id'], name=op.f('fk_campaign_choice_outreach_campaign_id_outreach_campaign'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_choice')),
    sa.UniqueConstraint('outreach_campaign_id', 'contact_id', name=op.f('uq_campaign_choice_outreach_campaign_id_contact_id'))
    )
    with op.batch_alter_table('campaign_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_choice_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_choice_customer_id'), ['customer_id'], unique=False)

    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_campaign'))
        batch_op.drop_index(batch_op.f('ix_contact_campaign_score'))
        batch_op.create_index('ix_contact_campaign_score', ['customer_id', 'scrape_campaign_id', 'quality_score', 'id', 'source', 'outreach_status', 'verification_status', 'city'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_city_score'))
        batch_op.create_index('ix_contact_city_score', ['customer_id', 'city', 'quality_score', 'id', 'source', 'outreach_status', 'verification_status', 'scrape_campaign_id'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_name'))
        batch_op.create_index('ix_contact_name', ['customer_id', 'name', 'id', 'source', 'outreach_status', 'verification_status', 'city', 'scrape_campaign_id', 'quality_score'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_newest'))
        batch_op.create_index('ix_contact_newest', ['customer_id', 'id', 'source', 'outreach_status', 'verification_status', 'city', 'scrape_campaign_id', 'quality_score'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_score'))
        batch_op.create_index('ix_contact_score', ['customer_id', 'quality_score', 'id', 'source', 'outreach_status', 'verification_status', 'city', 'scrape_campaign_id'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_source_score'))
        batch_op.create_index('ix_contact_source_score', ['customer_id', 'source', 'quality_score', 'id', 'outreach_status', 'verification_status', 'city', 'scrape_campaign_id'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_status_score'))
        batch_op.create_index('ix_contact_status_score', ['customer_id', 'outreach_status', 'quality_score', 'id', 'source', 'verification_status', 'city', 'scrape_campaign_id'], unique=False)
        batch_op.drop_index(batch_op.f('ix_contact_verification_score'))
        batch_op.create_index('ix_contact_verification_score', ['customer_id', 'verification_status', 'quality_score', 'id', 'source', 'outreach_status', 'city', 'scrape_campaign_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_verification_score')
        batch_op.create_index(batch_op.f('ix_contact_verification_score'), ['customer_id', 'verification_status', 'quality_score', 'id'], unique=False)
        batch_op.drop_index('ix_contact_status_score')
        batch_op.create_index(batch_op.f('ix_contact_status_score'), ['customer_id', 'outreach_status', 'quality_score', 'id'], unique=False)
        batch_op.drop_index('ix_contact_source_score')
        batch_op.create_index(batch_op.f('ix_contact_source_score'), ['customer_id', 'source', 'quality_score', 'id'], unique=False)
        batch_op.drop_index('ix_contact_score')
        batch_op.create_index(batch_op.f('ix_contact_score'), ['customer_id', 'quality_score', 'id'], unique=False)
        batch_op.drop_index('ix_contact_newest')
        batch_op.create_index(batch_op.f('ix_contact_newest'), ['customer_id', 'id'], unique=False)
        batch_op.drop_index('ix_contact_name')
        batch_op.create_index(batch_op.f('ix_contact_name'), ['customer_id', 'name', 'id'], unique=False)
        batch_op.drop_index('ix_contact_city_score')
        batch_op.create_index(batch_op.f('ix_contact_city_score'), ['customer_id', 'city', 'quality_score', 'id'], unique=False)
        batch_op.drop_index('ix_contact_campaign_score')
        batch_op.create_index(batch_op.f('ix_contact_campaign_score'), ['customer_id', 'scrape_campaign_id', 'quality_score', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_campaign'), ['customer_id', 'scrape_campaign_id', 'id'], unique=False)

    with op.batch_alter_table('campaign_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_choice_customer_id'))
        batch_op.drop_index(batch_op.f('ix_campaign_choice_contact_id'))

    op.drop_table('campaign_choice')
    with op.batch_alter_table('default_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_default_view_view_id'))
        batch_op.drop_index(batch_op.f('ix_default_view_user_id'))
        batch_op.drop_index(batch_op.f('ix_default_view_customer_id'))

    op.drop_table('default_view')
    with op.batch_alter_table('saved_view', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_saved_view_user_id'))
        batch_op.drop_index(batch_op.f('ix_saved_view_customer_id'))

    op.drop_table('saved_view')
    with op.batch_alter_table('contact_tally', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_tally_most')
        batch_op.drop_index(batch_op.f('ix_contact_tally_customer_id'))

    op.drop_table('contact_tally')
    with op.batch_alter_table('bulk_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulk_task_user_id'))
        batch_op.drop_index('ix_bulk_task_newest')
        batch_op.drop_index(batch_op.f('ix_bulk_task_customer_id'))

    op.drop_table('bulk_task')
