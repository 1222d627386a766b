"""Score versions, snapshots and settings; kept answers of a language model"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table('model_answer',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('model', sa.String(length=80), nullable=False),
    sa.Column('answer', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('cost_paise', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_model_answer_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_model_answer')),
    sa.UniqueConstraint('customer_id', 'key', name=op.f('uq_model_answer_customer_id_key'))
    )
    with op.batch_alter_table('model_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_model_answer_customer_id'), ['customer_id'], unique=False)

    op.create_table('score_settings',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('keeps_version', sa.Boolean(), nullable=False),
    sa.Column('is_written', sa.Boolean(), nullable=False),
    sa.Column('written_from', sa.Integer(), nullable=False),
    sa.Column('contacts_upto', sa.Integer(), nullable=False),
    sa.Column('leads_upto', sa.Integer(), nullable=False),
    sa.Column('written_note', sa.String(length=300), nullable=False),
    sa.CheckConstraint('written_from BETWEEN 0 AND 100', name=op.f('ck_score_settings_written_from_range')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_score_settings_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_settings')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_score_settings_customer_id'))
    )
    with op.batch_alter_table('score_settings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_settings_customer_id'), ['customer_id'], unique=False)

    op.create_table('score_version',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_practice', sa.Boolean(), nullable=False),
    sa.Column('prior', sa.String(length=80), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('points', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('calibration', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('report', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('outcomes', sa.Integer(), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_score_version_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_version')),
    sa.UniqueConstraint('customer_id', 'number', name=op.f('uq_score_version_customer_id_number'))
    )
    with op.batch_alter_table('score_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_version_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('uq_score_version_active', ['customer_id'], unique=True, sqlite_where=sa.text('is_active = 1'), postgresql_where=sa.text('is_active'))

    op.create_table('score_snapshot',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('features', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('is_practice', sa.Boolean(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('score BETWEEN 0 AND 100', name=op.f('ck_score_snapshot_score_range')),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_score_snapshot_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_score_snapshot_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_score_snapshot')),
    sa.UniqueConstraint('contact_id', name=op.f('uq_score_snapshot_contact_id'))
    )
    with op.batch_alter_table('score_snapshot', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_score_snapshot_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_score_snapshot_sent', ['customer_id', 'sent_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('score_snapshot', schema=None) as batch_op:
        batch_op.drop_index('ix_score_snapshot_sent')
        batch_op.drop_index(batch_op.f('ix_score_snapshot_customer_id'))

    op.drop_table('score_snapshot')
    with op.batch_alter_table('score_version', schema=None) as batch_op:
        batch_op.drop_index('uq_score_version_active', sqlite_where=sa.text('is_active = 1'), postgresql_where=sa.text('is_active'))
        batch_op.drop_index(batch_op.f('ix_score_version_customer_id'))

    op.drop_table('score_version')
    with op.batch_alter_table('score_settings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_score_settings_customer_id'))

    op.drop_table('score_settings')
    with op.batch_alter_table('model_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_model_answer_customer_id'))

    op.drop_table('model_answer')
