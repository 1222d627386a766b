"""What a language model thinks of replies that were read in doubt"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0024b"

_TEXTS = (('own_label', 32), ('opinion_label', 32), ('opinion_model', 80), ('opinion_note', 300))
_COLUMNS = (*(name for name, _ in _TEXTS), 'opinion_due_at', 'opinion_tries', 'opinion_confidence', 'opinion_decides')


def upgrade() -> None:
    with op.batch_alter_table('reply_reading', schema=None) as batch_op:
        for name, length in _TEXTS:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('opinion_due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('opinion_tries', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('opinion_confidence', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('opinion_decides', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_check_constraint('opinion_confidence_range', 'opinion_confidence BETWEEN 0 AND 100')
    op.execute("UPDATE reply_reading SET own_label = label WHERE corrected_label = ''")
    op.create_index(
        'ix_reply_reading_opinion_due', 'reply_reading', ['customer_id', 'id'],
        sqlite_where=sa.text('opinion_due_at IS NOT NULL'), postgresql_where=sa.text('opinion_due_at IS NOT NULL'),
    )


def downgrade() -> None:
    op.drop_index('ix_reply_reading_opinion_due', 'reply_reading')
    with op.batch_alter_table('reply_reading', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_reply_reading_opinion_confidence_range'), type_='check')
        for column in _COLUMNS:
            batch_op.drop_column(column)
