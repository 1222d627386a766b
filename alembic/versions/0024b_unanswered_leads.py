"""New leads that wait for an answer, and how long they may"""

import sqlalchemy as sa
from alembic import op

revision = "0024b"
down_revision = "0030"

_WHERE = 'waits_from IS NOT NULL'


def upgrade() -> None:
    op.add_column('customer', sa.Column('answer_within_minutes', sa.Integer(), nullable=False, server_default='15'))
    op.add_column('lead', sa.Column('waits_from', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_lead_waiting', 'lead', ['customer_id'], unique=False, sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    op.drop_index('ix_lead_waiting', 'lead')
    for table, column in (('lead', 'waits_from'), ('customer', 'answer_within_minutes')):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
