"""The blocks of contacts name their customer without a foreign key: the contact's own says the same"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0023"

_TO_CUSTOMER = "fk_contact_key_customer_id_customer"


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_constraint(_TO_CUSTOMER, 'contact_key', type_='foreignkey')
    else:
        _copied_to()


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.create_foreign_key(_TO_CUSTOMER, 'contact_key', 'customer', ['customer_id'], ['id'])
    else:
        _copied_to(sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f(_TO_CUSTOMER)))


def _copied_to(*more: sa.ForeignKeyConstraint) -> None:
    op.drop_index('ix_contact_key_contact_id', 'contact_key')
    op.rename_table('contact_key', 'contact_key_before')
    op.create_table('contact_key',
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.BigInteger(), nullable=False),
    sa.Column('contact_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['contact_id'], ['contact.id'], name=op.f('fk_contact_key_contact_id_contact'), ondelete='CASCADE'),
    *more,
    sa.PrimaryKeyConstraint('customer_id', 'key', 'contact_id', name=op.f('pk_contact_key')),
    sqlite_with_rowid=False
    )
    op.create_index('ix_contact_key_contact_id', 'contact_key', ['contact_id'])
    op.execute('INSERT INTO contact_key SELECT customer_id, key, contact_id FROM contact_key_before')
    op.drop_table('contact_key_before')
