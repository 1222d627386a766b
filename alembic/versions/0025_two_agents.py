"""An answer is sent once, and who has a conversation open is known"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021a"


def upgrade() -> None:
    op.create_table('talk_presence',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('writing_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_talk_presence_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_talk_presence_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_talk_presence_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talk_presence')),
    sa.UniqueConstraint('conversation_id', 'user_id', name=op.f('uq_talk_presence_conversation_id_user_id'))
    )
    with op.batch_alter_table('talk_presence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_talk_presence_customer_id'), ['customer_id'], unique=False)
    op.add_column('message', sa.Column('answer_key', sa.String(length=40), nullable=False, server_default=''))
    op.create_index('uq_message_answer', 'message', ['customer_id', 'answer_key'], unique=True, sqlite_where=sa.text("answer_key <> ''"), postgresql_where=sa.text("answer_key <> ''"))


def downgrade() -> None:
    op.drop_index('uq_message_answer', table_name='message')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_column('answer_key')
    op.drop_table('talk_presence')
