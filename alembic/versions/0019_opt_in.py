"""Opt-in links, and the requests that wait to be confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"


def upgrade() -> None:
    op.create_table('opt_in_link',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('code', sa.String(length=9), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_opt_in_link_customer_id_customer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opt_in_link')),
    sa.UniqueConstraint('customer_id', 'code', name=op.f('uq_opt_in_link_customer_id_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_opt_in_link_public_id'))
    )
    with op.batch_alter_table('opt_in_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opt_in_link_customer_id'), ['customer_id'], unique=False)
    op.create_table('opt_in_request',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('opt_in_link_id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=320), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('words', sa.String(length=500), nullable=False),
    sa.Column('page', sa.String(length=300), nullable=False),
    sa.Column('visitor', sa.String(length=64), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error_message', sa.String(length=300), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_opt_in_request_customer_id_customer')),
    sa.ForeignKeyConstraint(['opt_in_link_id'], ['opt_in_link.id'], name=op.f('fk_opt_in_request_opt_in_link_id_opt_in_link')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_opt_in_request')),
    sa.UniqueConstraint('public_id', name=op.f('uq_opt_in_request_public_id'))
    )
    with op.batch_alter_table('opt_in_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_opt_in_request_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_opt_in_request_email', ['customer_id', 'email'], unique=False)
        batch_op.create_index(batch_op.f('ix_opt_in_request_opt_in_link_id'), ['opt_in_link_id'], unique=False)
        batch_op.create_index('ix_opt_in_request_visitor', ['visitor', 'created_at'], unique=False)


def downgrade() -> None:
    op.drop_table('opt_in_request')
    op.drop_table('opt_in_link')
