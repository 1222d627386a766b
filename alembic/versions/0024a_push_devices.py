"""Web push: our key pair, the devices that people are told on"""

import sqlalchemy as sa
from alembic import op

revision = "0024a"
down_revision = "0024"


def upgrade() -> None:
    op.create_table('push_key',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_key', sa.String(length=100), nullable=False),
    sa.Column('private_key', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_key'))
    )
    op.create_table('push_device',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_session_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('subscription', sa.String(length=4000), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_push_device_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_push_device_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_device')),
    sa.UniqueConstraint('customer_id', 'address_hash', name=op.f('uq_push_device_customer_id_address_hash')),
    sa.UniqueConstraint('public_id', name=op.f('uq_push_device_public_id'))
    )
    for column in ('customer_id', 'user_id', 'user_session_id', 'address_hash'):
        op.create_index(f'ix_push_device_{column}', 'push_device', [column])
    op.add_column('notice_delivery', sa.Column('device_id', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('notice_delivery', schema=None) as batch_op:
        batch_op.drop_column('device_id')
    op.drop_table('push_device')
    op.drop_table('push_key')
