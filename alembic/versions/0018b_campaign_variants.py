"""Other texts of a campaign's first message"""

import sqlalchemy as sa
from alembic import op

revision = "0018b"
down_revision = "0018a"


def upgrade() -> None:
    op.create_table('campaign_variant',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outreach_campaign_id', sa.Integer(), nullable=False),
    sa.Column('letter', sa.String(length=1), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('body', sa.String(length=10000), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_campaign_variant_customer_id_customer')),
    sa.ForeignKeyConstraint(['outreach_campaign_id'], ['outreach_campaign.id'], name=op.f('fk_campaign_variant_outreach_campaign_id_outreach_campaign'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['template_id'], ['template.id'], name=op.f('fk_campaign_variant_template_id_template')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaign_variant')),
    sa.UniqueConstraint('outreach_campaign_id', 'letter', name=op.f('uq_campaign_variant_outreach_campaign_id_letter'))
    )
    with op.batch_alter_table('campaign_variant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_variant_customer_id'), ['customer_id'], unique=False)
    op.add_column('outreach_message', sa.Column('variant', sa.String(length=1), nullable=False, server_default=''))
    op.add_column('outreach_campaign', sa.Column('winning_variant', sa.String(length=1), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.drop_column('winning_variant')
    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.drop_column('variant')
    op.drop_table('campaign_variant')
