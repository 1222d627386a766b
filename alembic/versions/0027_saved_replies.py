"""Answers that a customer keeps"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0028"


def upgrade() -> None:
    op.create_table('saved_reply',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('shortcut', sa.String(length=30), nullable=False),
    sa.Column('body', sa.String(length=1500), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_saved_reply_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_reply')),
    sa.UniqueConstraint('customer_id', 'shortcut', name='uq_saved_reply_shortcut'),
    sa.UniqueConstraint('public_id', name=op.f('uq_saved_reply_public_id'))
    )
    op.create_index('ix_saved_reply_customer_id', 'saved_reply', ['customer_id'], unique=False)


def downgrade() -> None:
    op.drop_table('saved_reply')
