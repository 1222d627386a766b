"""Soft bounces of a message"""

import sqlalchemy as sa
from alembic import op

revision = "0017b"
down_revision = "0017a"


def upgrade() -> None:
    op.add_column('outreach_message', sa.Column('soft_bounces', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('outreach_message', sa.Column('bounced_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.drop_column('bounced_at')
        batch_op.drop_column('soft_bounces')
