"""Indexes: what failed or is in doubt, by customer"""

import sqlalchemy as sa
from alembic import op

revision = "0021a"
down_revision = "0021"

_WHERE = "status IN ('failed','unknown')"
_TABLES = ('outreach_message', 'message')


def upgrade() -> None:
    for table in _TABLES:
        op.create_index(f'ix_{table}_not_delivered', table, ['customer_id', 'id'], unique=False, sqlite_where=sa.text(_WHERE), postgresql_where=sa.text(_WHERE))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_index(f'ix_{table}_not_delivered', table)
