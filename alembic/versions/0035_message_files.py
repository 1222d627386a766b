"""Files that wait for a message, and those of signatures"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0031"

_WAITS_FOR = (('inbound_event_id', 'inbound_event', 'CASCADE'), ('conversation_id', 'conversation', 'CASCADE'), ('user_id', 'user', None))


def upgrade() -> None:
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.alter_column('message_id', existing_type=sa.Integer(), nullable=True)
        for name, table, ondelete in _WAITS_FOR:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(batch_op.f(f'fk_attachment_{name}_{table}'), table, [name], ['id'], ondelete=ondelete)
        batch_op.add_column(sa.Column('is_folded', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.alter_column('is_folded', existing_type=sa.Boolean(), server_default=None)
    op.create_index('ix_attachment_inbound_event_id', 'attachment', ['inbound_event_id'], unique=False)
    op.create_index('ix_attachment_conversation_id', 'attachment', ['conversation_id'], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM attachment WHERE message_id IS NULL")
    op.drop_index('ix_attachment_conversation_id', 'attachment')
    op.drop_index('ix_attachment_inbound_event_id', 'attachment')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_column('is_folded')
        for name, table, _ in reversed(_WAITS_FOR):
            batch_op.drop_constraint(f'fk_attachment_{name}_{table}', type_='foreignkey')
            batch_op.drop_column(name)
        batch_op.alter_column('message_id', existing_type=sa.Integer(), nullable=False)
