"""When a one-time campaign kept whom it writes to"""

import sqlalchemy as sa
from alembic import op

revision = "0018a"
down_revision = "0020"


def upgrade() -> None:
    op.add_column('outreach_campaign', sa.Column('targets_kept_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.drop_column('targets_kept_at')
