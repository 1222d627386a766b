"""Opens and clicks of e-mails, where a campaign looks at them"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0018b"


def upgrade() -> None:
    op.create_table('message_opening',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outreach_message_id', sa.Integer(), nullable=False),
    sa.Column('person_opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('person_opens', sa.Integer(), nullable=False),
    sa.Column('person_clicked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('person_clicks', sa.Integer(), nullable=False),
    sa.Column('machine_opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('machine_opens', sa.Integer(), nullable=False),
    sa.Column('machine_clicked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('machine_clicks', sa.Integer(), nullable=False),
    sa.Column('last_clicked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_link', sa.String(length=16), nullable=False),
    sa.Column('last_by_person', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_message_opening_customer_id_customer')),
    sa.ForeignKeyConstraint(['outreach_message_id'], ['outreach_message.id'], name=op.f('fk_message_opening_outreach_message_id_outreach_message'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message_opening')),
    sa.UniqueConstraint('outreach_message_id', name=op.f('uq_message_opening_outreach_message_id'))
    )
    with op.batch_alter_table('message_opening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_opening_customer_id'), ['customer_id'], unique=False)
    op.add_column('outreach_message', sa.Column('is_tracked', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('outreach_campaign', sa.Column('tracks_opens', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table('outreach_campaign', schema=None) as batch_op:
        batch_op.drop_column('tracks_opens')
    with op.batch_alter_table('outreach_message', schema=None) as batch_op:
        batch_op.drop_column('is_tracked')
    op.drop_table('message_opening')
