"""Imports of contacts from files, and what they bring beyond the columns of a contact"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table('contact_import',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('stored_as', sa.String(length=80), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('layout', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('columns', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('known', sa.Enum('fill', 'update', 'skip', native_enum=False, create_constraint=True, length=32, name='known_contacts'), nullable=False),
    sa.Column('region', sa.String(length=2), nullable=False),
    sa.Column('opt_in', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('evidence', sa.String(length=1000), nullable=False),
    sa.Column('status', sa.Enum('draft', 'queued', 'running', 'done', 'failed', 'undoing', 'undone', native_enum=False, create_constraint=True, length=32, name='import_status'), nullable=False),
    sa.Column('row_count', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('counts', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('check_no', sa.Integer(), nullable=False),
    sa.Column('checked', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('error', sa.String(length=500), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_contact_import_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact_import')),
    sa.UniqueConstraint('public_id', name=op.f('uq_contact_import_public_id'))
    )
    with op.batch_alter_table('contact_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_contact_import_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_contact_import_newest', ['customer_id', 'id'], unique=False)

    op.create_table('import_problem',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('is_refused', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('cells', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_import_problem_customer_id_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['contact_import.id'], name=op.f('fk_import_problem_import_id_contact_import'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_problem'))
    )
    with op.batch_alter_table('import_problem', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_problem_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_import_problem_import', ['import_id', 'id'], unique=False)

    op.create_table('imported_row',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('contact_id', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.Enum('added', 'changed', 'kept', 'undone', native_enum=False, create_constraint=True, length=32, name='import_outcome'), nullable=False),
    sa.Column('changed', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('note', sa.String(length=120), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_imported_row_customer_id_customer')),
    sa.ForeignKeyConstraint(['import_id'], ['contact_import.id'], name=op.f('fk_imported_row_import_id_contact_import'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_imported_row'))
    )
    with op.batch_alter_table('imported_row', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_imported_row_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_imported_row_import', ['import_id', 'outcome', 'id'], unique=False)

    # one statement, without copying a table of a million rows
    op.add_column('contact', sa.Column('extra', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False, server_default='{}'))


def downgrade() -> None:
    op.drop_column('contact', 'extra')

    with op.batch_alter_table('imported_row', schema=None) as batch_op:
        batch_op.drop_index('ix_imported_row_import')
        batch_op.drop_index(batch_op.f('ix_imported_row_customer_id'))

    op.drop_table('imported_row')
    with op.batch_alter_table('import_problem', schema=None) as batch_op:
        batch_op.drop_index('ix_import_problem_import')
        batch_op.drop_index(batch_op.f('ix_import_problem_customer_id'))

    op.drop_table('import_problem')
    with op.batch_alter_table('contact_import', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_import_newest')
        batch_op.drop_index(batch_op.f('ix_contact_import_customer_id'))

    op.drop_table('contact_import')
