"""A template's approval at each account; why a campaign is paused"""

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0017a"
down_revision = "0019"

ORDER = ("whatsapp_cloud", "twilio", "gupshup", "wati")
SIMULATED = ("twilio",)  # of the sandbox's accounts the one that sent


def table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


TEMPLATE = table('template', 'id', 'customer_id', 'channel', 'status', 'provider_sid', 'rejection_reason', 'created_at', 'updated_at')
APPROVAL = table(
    'template_approval', 'customer_id', 'template_id', 'provider', 'provider_sid', 'status', 'category', 'reason', 'created_at', 'updated_at'
)
INTEGRATION = table('integration', 'customer_id', 'provider', 'is_sandbox', 'send_order', 'status')


def senders(connection: sa.Connection) -> dict[int, str]:
    """The WhatsApp account from which each customer sent."""
    usable = sa.select(INTEGRATION).where(INTEGRATION.c.provider.in_(ORDER), INTEGRATION.c.status != 'disconnected')
    found = defaultdict(list)
    for row in connection.execute(usable).mappings():
        if not row['is_sandbox'] or row['provider'] in SIMULATED or row['send_order'] is not None:
            placed = (row['is_sandbox'], row['send_order'] is None, row['send_order'] or 0, ORDER.index(row['provider']))
            found[row['customer_id']].append((placed, row['provider']))
    return {customer: min(rows)[1] for customer, rows in found.items()}


def upgrade() -> None:
    op.create_table('template_approval',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('provider_sid', sa.String(length=100), nullable=False),
    sa.Column('status', sa.Enum('wanted', 'pending', 'approved', 'rejected', 'paused', 'disabled', native_enum=False, create_constraint=True, length=32, name='approval_status'), nullable=False),
    sa.Column('category', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_template_approval_customer_id_customer')),
    sa.ForeignKeyConstraint(['template_id'], ['template.id'], name=op.f('fk_template_approval_template_id_template'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_approval')),
    sa.UniqueConstraint('template_id', 'provider', name=op.f('uq_template_approval_template_id_provider'))
    )
    with op.batch_alter_table('template_approval', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_template_approval_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_template_approval_sid', ['provider', 'provider_sid'], unique=False)
    connection = op.get_bind()
    provider_of = senders(connection)
    asked = sa.select(TEMPLATE).where(TEMPLATE.c.channel == 'whatsapp', TEMPLATE.c.status != 'draft')
    for row in connection.execute(asked).mappings().all():
        if row['customer_id'] in provider_of:
            values = {name: row[name] for name in ('customer_id', 'status', 'provider_sid', 'created_at', 'updated_at')}
            more = {'template_id': row['id'], 'provider': provider_of[row['customer_id']], 'category': 'marketing', 'reason': row['rejection_reason']}
            connection.execute(APPROVAL.insert().values(**values, **more))
    with op.batch_alter_table('template', schema=None) as batch_op:
        batch_op.drop_column('provider_sid')
    op.add_column('outreach_campaign', sa.Column('paused_reason', sa.String(length=1000), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.drop_column('paused_reason')
    op.add_column('template', sa.Column('provider_sid', sa.String(length=64), nullable=False, server_default=''))
    connection = op.get_bind()
    provider_of = senders(connection)
    for row in connection.execute(sa.select(APPROVAL)).mappings().all():
        if provider_of.get(row['customer_id']) == row['provider']:
            mine = TEMPLATE.update().where(TEMPLATE.c.id == row['template_id'])
            connection.execute(mine.values(provider_sid=row['provider_sid'][:64]))
    op.drop_table('template_approval')
