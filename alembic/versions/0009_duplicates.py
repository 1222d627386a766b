"""Tables: duplicate_statistics, contact_alias, contact_key, contact_merge, duplicate_check, merge_candidate"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table('duplicate_statistics',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contacts', sa.Integer(), nullable=False),
    sa.Column('data', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_duplicate_statistics_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duplicate_statistics')),
    sa.UniqueConstraint('customer_id', name=op.f('uq_duplicate_statistics_customer_id'))
    )
    with op.batch_alter_table('duplicate_statistics', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duplicate_statistics_customer_id'), ['customer_id'], unique=False)

    op.create_table('contact_alias',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(length=320), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_contact_alias_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_alias_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_alias')),
    sa.UniqueConstraint('customer_id', 'value', name=op.f('uq_contact_alias_customer_id_value'))
    )
    with op.batch_alter_table('contact_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_alias_contact_id'), ['contact_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_alias_customer_id'), ['customer_id'], unique=False)

    op.create_table('contact_key',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.BigInteger(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_contact_key_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_key_customer_id_customer')),
    sa.PrimaryKeyConstraint('customer_id', 'key', 'contact_id', name=op.f('pk_contact_key')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('contact_key', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_key_contact_id'), ['contact_id'], unique=False)

    op.create_table('contact_merge',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('survivor_id', sa.Integer(), nullable=False),
    sa.Column('other', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=450), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('merged_by', sa.Enum('rules', 'person', native_enum=False, create_constraint=True, length=32, name='merged_by'), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('merged', 'undone', native_enum=False, create_constraint=True, length=32, name='merge_state'), nullable=False),
    sa.Column('snapshot', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('within_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_merge_customer_id_customer')),
    sa.ForeignKeyConstraint(['survivor_id'], ['contact.id'], name=op.f('fk_contact_merge_survivor_id_contact'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_merge')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contact_merge_public_id'))
    )
    with op.batch_alter_table('contact_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_merge_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_contact_merge_newest', ['customer_id', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_merge_survivor_id'), ['survivor_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_contact_merge_within_id'), ['within_id'], unique=False)

    op.create_table('duplicate_check',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_duplicate_check_contact_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_duplicate_check_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duplicate_check')),
    sa.UniqueConstraint('contact_id', name=op.f('uq_duplicate_check_contact_id'))
    )
    with op.batch_alter_table('duplicate_check', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duplicate_check_customer_id'), ['customer_id'], unique=False)

    op.create_table('merge_candidate',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=False),
    sa.Column('second_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('reasons', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('state', sa.Enum('open', 'apart', 'undone', native_enum=False, create_constraint=True, length=32, name='pair_state'), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('score BETWEEN 0 AND 100', name=op.f('ck_merge_candidate_score_range')),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_merge_candidate_customer_id_customer')),
    sa.ForeignKeyConstraint(['first_id'], ['contact.id'], name=op.f('fk_merge_candidate_first_id_contact'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['contact.id'], name=op.f('fk_merge_candidate_second_id_contact'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_merge_candidate')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_merge_candidate_first_id_second_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_merge_candidate_public_id'))
    )
    with op.batch_alter_table('merge_candidate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_merge_candidate_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_merge_candidate_open', ['customer_id', 'state', 'score', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_merge_candidate_second_id'), ['second_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('merge_candidate', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_merge_candidate_second_id'))
        batch_op.drop_index('ix_merge_candidate_open')
        batch_op.drop_index(batch_op.f('ix_merge_candidate_customer_id'))

    op.drop_table('merge_candidate')
    with op.batch_alter_table('duplicate_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duplicate_check_customer_id'))

    op.drop_table('duplicate_check')
    with op.batch_alter_table('contact_merge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_merge_within_id'))
        batch_op.drop_index(batch_op.f('ix_contact_merge_survivor_id'))
        batch_op.drop_index('ix_contact_merge_newest')
        batch_op.drop_index(batch_op.f('ix_contact_merge_customer_id'))

    op.drop_table('contact_merge')
    with op.batch_alter_table('contact_key', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_key_contact_id'))

    op.drop_table('contact_key')
    with op.batch_alter_table('contact_alias', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_alias_customer_id'))
        batch_op.drop_index(batch_op.f('ix_contact_alias_contact_id'))

    op.drop_table('contact_alias')
    with op.batch_alter_table('duplicate_statistics', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duplicate_statistics_customer_id'))

    op.drop_table('duplicate_statistics')
