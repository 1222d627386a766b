"""Places that were looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table('place_reference',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.String(length=300), nullable=False),
    sa.Column('scraping_campaign_id', sa.Integer(), nullable=True),
    sa.Column('contact_id', sa.Integer(), nullable=True),
    sa.Column('became', sa.Enum('contact', 'no_site', 'nothing_said', 'closed', 'left_out', native_enum=False, create_constraint=True, length=32, name='place_outcome'), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_place_reference_contact_id_contact'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_place_reference_customer_id_customer')),
    sa.ForeignKeyConstraint(['scraping_campaign_id'], ['scraping_campaign.id'], name=op.f('fk_place_reference_scraping_campaign_id_scraping_campaign'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_reference')),
    sa.UniqueConstraint('customer_id', 'place_id', name=op.f('uq_place_reference_customer_id_place_id'))
    )
    with op.batch_alter_table('place_reference', schema=None) as batch_op:
        batch_op.create_index('ix_place_reference_campaign', ['scraping_campaign_id', 'became'], unique=False)
        batch_op.create_index(batch_op.f('ix_place_reference_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_place_reference_customer_id'), ['customer_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('place_reference', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_reference_customer_id'))
        batch_op.drop_index(batch_op.f('ix_place_reference_contact_id'))
        batch_op.drop_index('ix_place_reference_campaign')

    op.drop_table('place_reference')
