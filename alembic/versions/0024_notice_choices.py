"""How people are told outside of the product: their choices, and every telling"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0024"
down_revision = "0027"

_OPEN = "status IN ('pending','sending')"
_UNTOLD = 'told_at IS NULL'


def upgrade() -> None:
    ways = sa.JSON() if op.get_bind().dialect.name == 'sqlite' else JSONB()
    op.add_column('notification', sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
    op.execute('UPDATE notification SET told_at = created_at')
    op.create_index('ix_notification_untold', 'notification', ['customer_id'], unique=False, sqlite_where=sa.text(_UNTOLD), postgresql_where=sa.text(_UNTOLD))
    op.create_table('notice_choices',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('ways', ways, nullable=False),
    sa.Column('phone', sa.String(length=16), nullable=False),
    sa.Column('quiet_from', sa.String(length=5), nullable=False),
    sa.Column('quiet_until', sa.String(length=5), nullable=False),
    sa.Column('hides_text', sa.Boolean(), nullable=False),
    sa.Column('digest_at', sa.String(length=5), nullable=False),
    sa.Column('digest_next_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_notice_choices_customer_id_customer')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notice_choices_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_choices')),
    sa.UniqueConstraint('customer_id', 'user_id', name=op.f('uq_notice_choices_customer_id_user_id'))
    )
    for column in ('customer_id', 'user_id', 'digest_next_at'):
        op.create_index(f'ix_notice_choices_{column}', 'notice_choices', [column])
    op.create_table('notice_delivery',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=120), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('notification_id', sa.Integer(), nullable=True),
    sa.Column('way', sa.Enum('push', 'email', 'whatsapp', name='notice_way', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('status', sa.Enum('pending', 'sending', 'sent', 'failed', 'unknown', 'dropped', name='notice_status', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_held', sa.Boolean(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.String(length=40), nullable=False),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('provider_id', sa.String(length=200), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error_message', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_notice_delivery_customer_id_customer')),
    sa.ForeignKeyConstraint(['notification_id'], ['notification.id'], name=op.f('fk_notice_delivery_notification_id_notification'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_notice_delivery_user_id_user')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice_delivery')),
    sa.UniqueConstraint('customer_id', 'key', name=op.f('uq_notice_delivery_customer_id_key'))
    )
    for column in ('customer_id', 'user_id', 'notification_id', 'attempt_id', 'provider_id'):
        op.create_index(f'ix_notice_delivery_{column}', 'notice_delivery', [column])
    op.create_index('ix_notice_delivery_open', 'notice_delivery', ['due_at'], unique=False, sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN))


def downgrade() -> None:
    op.drop_table('notice_delivery')
    op.drop_table('notice_choices')
    op.drop_index('ix_notification_untold', 'notification')
    with op.batch_alter_table('notification', schema=None) as batch_op:
        batch_op.drop_column('told_at')
