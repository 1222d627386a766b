"""Conversations rest until a time"""

import sqlalchemy as sa
from alembic import op

revision = "0025a"
down_revision = "0025"


def upgrade() -> None:
    op.add_column('conversation', sa.Column('snoozed_until', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_conversation_snoozed', 'conversation', ['snoozed_until'], unique=False, sqlite_where=sa.text('snoozed_until IS NOT NULL'), postgresql_where=sa.text('snoozed_until IS NOT NULL'))


def downgrade() -> None:
    op.drop_index('ix_conversation_snoozed', table_name='conversation')
    with op.batch_alter_table('conversation', schema=None) as batch_op:
        batch_op.drop_column('snoozed_until')
