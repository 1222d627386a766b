"""Calls: who calls, changes and cancelling, working hours, links by which a lead chooses a time"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0025a"

_HOURS = ('call_days', 'call_from', 'call_until', 'call_notice_minutes', 'call_buffer_minutes', 'call_on_holidays')
_CALL = ('host_id', 'sequence', 'is_invited', 'cancelled_at')


def upgrade() -> None:
    days = sa.JSON() if op.get_bind().dialect.name == 'sqlite' else JSONB()
    op.add_column('customer', sa.Column('call_days', days, nullable=False, server_default='[0, 1, 2, 3, 4, 5]'))
    op.add_column('customer', sa.Column('call_from', sa.String(length=5), nullable=False, server_default='10:00'))
    op.add_column('customer', sa.Column('call_until', sa.String(length=5), nullable=False, server_default='18:00'))
    op.add_column('customer', sa.Column('call_notice_minutes', sa.Integer(), nullable=False, server_default='120'))
    op.add_column('customer', sa.Column('call_buffer_minutes', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('customer', sa.Column('call_on_holidays', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('lead_call', sa.Column('host_id', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('lead_call', sa.Column('sequence', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('lead_call', sa.Column('is_invited', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('lead_call', sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE lead_call SET host_id = coalesce((SELECT assigned_to FROM lead WHERE lead.id = lead_call.lead_id), 0)')
    op.create_index('ix_lead_call_host', 'lead_call', ['customer_id', 'host_id', 'at'])
    op.create_table('call_link',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=False),
    sa.Column('host_id', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('lead_call_id', sa.Integer(), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_call_link_customer_id_customer')),
    sa.ForeignKeyConstraint(['lead_call_id'], ['lead_call.id'], name=op.f('fk_call_link_lead_call_id_lead_call')),
    sa.ForeignKeyConstraint(['lead_id'], ['lead.id'], name=op.f('fk_call_link_lead_id_lead')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_link')),
    sa.UniqueConstraint('public_id', name=op.f('uq_call_link_public_id'))
    )
    for column in ('customer_id', 'lead_id', 'lead_call_id'):
        op.create_index(f'ix_call_link_{column}', 'call_link', [column])


def downgrade() -> None:
    op.drop_table('call_link')
    op.drop_index('ix_lead_call_host', 'lead_call')
    for table, columns in (('lead_call', _CALL), ('customer', _HOURS)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
