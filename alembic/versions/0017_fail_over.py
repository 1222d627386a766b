"""The order of a channel's accounts, and whether each answers"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

STANDING = (
    ("failures", sa.Integer()),
    ("failed_at", sa.Float()),
    ("avoid_until", sa.Float()),
)


def upgrade() -> None:
    op.add_column('integration', sa.Column('send_order', sa.Integer(), nullable=True))
    for name, kind in STANDING:
        op.add_column('provider_rate', sa.Column(name, kind, nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('provider_rate', schema=None) as batch_op:
        for name, _ in STANDING:
            batch_op.drop_column(name)
    with op.batch_alter_table('integration', schema=None) as batch_op:
        batch_op.drop_column('send_order')
