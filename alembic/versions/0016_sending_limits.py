"""Every limit on sending: by campaign, account, person and budget; send windows, holidays, warm-up"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"

BEFORE = ("immediate", "scheduled", "drip", "daily")
AFTER = (*BEFORE, "evergreen")


def allow(types: tuple[str, ...]) -> None:
    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_outreach_campaign_schedule_type'), type_='check')
        batch_op.create_check_constraint(op.f('ck_outreach_campaign_schedule_type'), sa.column('schedule_type').in_(types))


def upgrade() -> None:
    op.add_column('customer', sa.Column('keep_holidays', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column('customer', sa.Column('holiday_state', sa.String(length=2), nullable=False, server_default=''))
    op.add_column('customer', sa.Column('contact_gap_days', sa.Integer(), nullable=False, server_default='3'))
    op.add_column('customer', sa.Column('daily_budget_paise', sa.BigInteger(), nullable=False, server_default='0'))
    op.add_column('integration', sa.Column('daily_limit', sa.Integer(), nullable=True))
    op.add_column('integration', sa.Column('warm_up_from', sa.Date(), nullable=True))
    op.add_column('integration', sa.Column('people_a_day', sa.Integer(), nullable=True))
    op.add_column('outreach_campaign', sa.Column('send_from', sa.String(length=5), nullable=False, server_default=''))
    op.add_column('outreach_campaign', sa.Column('send_until', sa.String(length=5), nullable=False, server_default=''))
    op.add_column('outreach_message', sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('outreach_message', sa.Column('cost_paise', sa.Integer(), nullable=False, server_default='0'))
    allow(AFTER)
    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.create_index('ix_outreach_message_counted', ['customer_id', 'counted_at'], unique=False)
        batch_op.create_index('ix_outreach_message_recipient', ['recipient'], unique=False)
    message = sa.table('outreach_message', *(sa.column(name) for name in ('status', 'counted_at', 'sent_at', 'send_at')))
    out = sa.or_(message.c.sent_at.is_not(None), message.c.status.in_(('claimed', 'sending', 'unknown')))
    op.execute(message.update().where(out).values(counted_at=sa.func.coalesce(message.c.sent_at, message.c.send_at)))
    op.add_column('sending_limit', sa.Column('subject', sa.String(length=60), nullable=False, server_default=''))
    limit = sa.table('sending_limit', sa.column('subject'), sa.column('channel'))
    op.execute(limit.update().values(subject=limit.c.channel))
    with op.batch_alter_table('sending_limit', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_sending_limit_customer_id_channel_day'), type_='unique')
        batch_op.drop_constraint(op.f('ck_sending_limit_channel'), type_='check')
        batch_op.drop_column('channel')
        batch_op.alter_column('used', existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
        batch_op.create_unique_constraint(op.f('uq_sending_limit_customer_id_subject_day'), ['customer_id', 'subject', 'day'])


def downgrade() -> None:
    limit = sa.table('sending_limit', sa.column('subject'), sa.column('channel'))
    op.execute(limit.delete().where(limit.c.subject.not_in(('whatsapp', 'email'))))
    with op.batch_alter_table('sending_limit', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.String(length=32), nullable=False, server_default='email'))
    op.execute(limit.update().values(channel=limit.c.subject))
    with op.batch_alter_table('sending_limit', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('uq_sending_limit_customer_id_subject_day'), type_='unique')
        batch_op.drop_column('subject')
        batch_op.create_unique_constraint(op.f('uq_sending_limit_customer_id_channel_day'), ['customer_id', 'channel', 'day'])
        batch_op.create_check_constraint(op.f('ck_sending_limit_channel'), sa.column('channel').in_(('whatsapp', 'email')))
    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.drop_index('ix_outreach_message_recipient')
        batch_op.drop_index('ix_outreach_message_counted')
        batch_op.drop_column('cost_paise')
        batch_op.drop_column('counted_at')
    campaign = sa.table('outreach_campaign', sa.column('schedule_type'))
    op.execute(campaign.update().where(campaign.c.schedule_type == 'evergreen').values(schedule_type='daily'))
    allow(BEFORE)
    for table, columns in (
        ('outreach_campaign', ('send_until', 'send_from')),
        ('integration', ('people_a_day', 'warm_up_from', 'daily_limit')),
        ('customer', ('daily_budget_paise', 'contact_gap_days', 'holiday_state', 'keep_holidays')),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
