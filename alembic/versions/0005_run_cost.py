"""What a run of a search cost"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table('scraping_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cost_paise', sa.BigInteger(), nullable=False, server_default='0'))
    with op.batch_alter_table('scraping_run', schema=None) as batch_op:
        batch_op.alter_column('cost_paise', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('scraping_run', schema=None) as batch_op:
        batch_op.drop_column('cost_paise')
