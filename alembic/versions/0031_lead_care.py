"""Lost reasons, reminders, and to whom new leads are given"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0032a"

_ADDED = {'lead': ('lost_reason',), 'customer': ('assignment',), 'membership': ('is_away', 'lead_cities', 'last_given_at')}


def upgrade() -> None:
    listed = sa.JSON() if op.get_bind().dialect.name == 'sqlite' else JSONB()
    op.add_column('lead', sa.Column('lost_reason', sa.String(length=32), nullable=False, server_default=''))
    op.add_column('customer', sa.Column('assignment', sa.String(length=20), nullable=False, server_default='nobody'))
    op.add_column('membership', sa.Column('is_away', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('membership', sa.Column('lead_cities', listed, nullable=False, server_default='[]'))
    op.add_column('membership', sa.Column('last_given_at', sa.DateTime(timezone=True), nullable=True))
    op.create_table('lead_reminder',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_lead_reminder_customer_id_customer')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_lead_reminder_lead_id_lead'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lead_reminder')),
    sa.UniqueConstraint('public_id', name=op.f('uq_lead_reminder_public_id'))
    )
    op.create_index('ix_lead_reminder_customer_id', 'lead_reminder', ['customer_id'], unique=False)
    op.create_index('ix_lead_reminder_lead_id', 'lead_reminder', ['lead_id'], unique=False)
    op.create_index('ix_lead_reminder_due', 'lead_reminder', ['at'], unique=False, sqlite_where=sa.text('told_at IS NULL'), postgresql_where=sa.text('told_at IS NULL'))


def downgrade() -> None:
    op.drop_table('lead_reminder')
    for table, columns in _ADDED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
