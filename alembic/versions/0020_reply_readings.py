"""How each reply was understood, and what people corrected"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    op.create_table('reply_reading',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('inbound_event_id', sa.Integer(), nullable=True),
    sa.Column('label', sa.String(length=32), nullable=False),
    sa.Column('intents', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('confidence', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('version', sa.String(length=60), nullable=False),
    sa.Column('is_unsure', sa.Boolean(), nullable=False),
    sa.Column('corrected_label', sa.String(length=32), nullable=False),
    sa.Column('corrected_text', sa.String(length=2000), nullable=False),
    sa.Column('corrected_by', sa.Integer(), nullable=True),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('confidence BETWEEN 0 AND 100', name=op.f('ck_reply_reading_confidence_range')),
    sa.ForeignKeyConstraint(['corrected_by'], ['user.id'], name=op.f('fk_reply_reading_corrected_by_user')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_reply_reading_customer_id_customer')),
    sa.ForeignKeyConstraint(['inbound_event_id'], ['inbound_event.id'], name=op.f('fk_reply_reading_inbound_event_id_inbound_event'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reply_reading')),
    sa.UniqueConstraint('public_id', name=op.f('uq_reply_reading_public_id'))
    )
    with op.batch_alter_table('reply_reading', schema=None) as batch_op:
        batch_op.create_index('ix_reply_reading_corrected', ['customer_id', 'corrected_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_reply_reading_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('uq_reply_reading_event', ['customer_id', 'inbound_event_id'], unique=True, sqlite_where=sa.text('inbound_event_id IS NOT NULL'), postgresql_where=sa.text('inbound_event_id IS NOT NULL'))


def downgrade() -> None:
    op.drop_table('reply_reading')
