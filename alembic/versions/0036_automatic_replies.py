"""Automatic replies of outreach campaigns: what each allows, and what became of every message"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    listed = sa.JSON() if op.get_bind().dialect.name == 'sqlite' else JSONB()
    op.add_column('customer', sa.Column('signs_automatic', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table('answer_rule',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outreach_campaign_id', sa.Integer(), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('hours', sa.Enum('always', 'between', 'outside', native_enum=False, create_constraint=True, length=32, name='answer_hours'), nullable=False),
    sa.Column('opens', sa.String(length=5), nullable=False),
    sa.Column('closes', sa.String(length=5), nullable=False),
    sa.Column('topics', listed, nullable=False),
    sa.Column('most_answers', sa.Integer(), nullable=False),
    sa.Column('least_confidence', sa.Integer(), nullable=False),
    sa.CheckConstraint('least_confidence BETWEEN 0 AND 100', name=op.f('ck_answer_rule_least_confidence_range')),
    sa.CheckConstraint('most_answers BETWEEN 1 AND 10', name=op.f('ck_answer_rule_most_answers_range')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_answer_rule_customer_id_customer')),
    sa.ForeignKeyConstraint(['outreach_campaign_id'], ['outreach_campaign.id'], name=op.f('fk_answer_rule_outreach_campaign_id_outreach_campaign'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_rule')),
    sa.UniqueConstraint('outreach_campaign_id', name=op.f('uq_answer_rule_outreach_campaign_id'))
    )
    op.create_index('ix_answer_rule_customer_id', 'answer_rule', ['customer_id'], unique=False)
    op.create_table('automatic_answer',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=True),
    sa.Column('outreach_campaign_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('waiting', 'sent', 'left', native_enum=False, create_constraint=True, length=32, name='answer_status'), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('draft', sa.String(length=2000), nullable=False),
    sa.Column('sources', listed, nullable=False),
    sa.Column('drafted_by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['message.id'], name=op.f('fk_automatic_answer_answer_id_message'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_automatic_answer_conversation_id_conversation'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_automatic_answer_customer_id_customer')),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_automatic_answer_message_id_message'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['outreach_campaign_id'], ['outreach_campaign.id'], name=op.f('fk_automatic_answer_outreach_campaign_id_outreach_campaign'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_automatic_answer')),
    sa.UniqueConstraint('message_id', name=op.f('uq_automatic_answer_message_id'))
    )
    op.create_index('ix_automatic_answer_answer_id', 'automatic_answer', ['answer_id'], unique=False)
    op.create_index('ix_automatic_answer_campaign', 'automatic_answer', ['outreach_campaign_id', 'status'], unique=False)
    op.create_index('ix_automatic_answer_customer_id', 'automatic_answer', ['customer_id'], unique=False)
    op.create_index('ix_automatic_answer_due', 'automatic_answer', ['customer_id', 'due_at'], unique=False, sqlite_where=sa.text("status = 'waiting'"), postgresql_where=sa.text("status = 'waiting'"))
    op.create_index('ix_automatic_answer_talk', 'automatic_answer', ['conversation_id', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('automatic_answer')
    op.drop_table('answer_rule')
    with op.batch_alter_table('customer', schema=None) as batch_op:
        batch_op.drop_column('signs_automatic')
