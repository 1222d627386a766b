"""Facts of the business that answers are drafted from"""

import sqlalchemy as sa
from alembic import op

revision = "0032a"
down_revision = "0032"


def upgrade() -> None:
    op.add_column('customer', sa.Column('answer_facts', sa.String(length=4000), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_column('answer_facts')
