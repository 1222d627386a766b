"""Follow-ups of a campaign"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017b"


def upgrade() -> None:
    op.create_table('campaign_step',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outreach_campaign_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('whatsapp', 'email', native_enum=False, create_constraint=True, length=32, name='channel'), nullable=False),
    sa.Column('wait_hours', sa.Integer(), nullable=False),
    sa.Column('condition', sa.Enum('none', 'not_read', native_enum=False, create_constraint=True, length=32, name='step_condition'), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.String(length=10000), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_campaign_step_customer_id_customer')),
    sa.ForeignKeyConstraint(['outreach_campaign_id'], ['outreach_campaign.id'], name=op.f('fk_campaign_step_outreach_campaign_id_outreach_campaign'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['template_id'], ['template.id'], name=op.f('fk_campaign_step_template_id_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_step')),
    sa.UniqueConstraint('outreach_campaign_id', 'number', name=op.f('uq_campaign_step_outreach_campaign_id_number'))
    )
    with op.batch_alter_table('campaign_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_step_customer_id'), ['customer_id'], unique=False)


def downgrade() -> None:
    op.drop_table('campaign_step')
