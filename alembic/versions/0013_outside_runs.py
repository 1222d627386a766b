"""Runs on other people's machines"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

BEFORE = ("queued", "running", "done", "failed")
AFTER = ("queued", "running", "waiting", "done", "failed")


def allow(statuses: tuple[str, ...]) -> None:
    with op.batch_alter_table('scraping_run', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_scraping_run_run_status'), type_='check')
        batch_op.create_check_constraint(op.f('ck_scraping_run_run_status'), sa.column('status').in_(statuses))


def upgrade() -> None:
    allow(AFTER)
    op.create_table('outside_run',
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('customer_id', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('scraping_run_id', sa.Integer(), nullable=False),
    sa.Column('scraping_campaign_id', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(length=40), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('is_sandbox', sa.Boolean(), nullable=False),
    sa.Column('external_id', sa.String(length=100), nullable=False),
    sa.Column('status', sa.Enum('starting', 'running', 'done', 'read', 'failed', 'unknown', native_enum=False, create_constraint=True, length=32, name='outside_status'), nullable=False),
    sa.Column('requested', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('held_paise', sa.BigInteger(), nullable=False),
    sa.Column('cost_paise', sa.BigInteger(), nullable=False),
    sa.Column('results', sa.Integer(), nullable=False),
    sa.Column('looks', sa.Integer(), nullable=False),
    sa.Column('look_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error_message', sa.String(length=500), nullable=False),
    sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name=op.f('fk_outside_run_customer_id_customer')),
    sa.ForeignKeyConstraint(['scraping_campaign_id'], ['scraping_campaign.id'], name=op.f('fk_outside_run_scraping_campaign_id_scraping_campaign')),
    sa.ForeignKeyConstraint(['scraping_run_id'], ['scraping_run.id'], name=op.f('fk_outside_run_scraping_run_id_scraping_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outside_run')),
    sa.UniqueConstraint('public_id', name=op.f('uq_outside_run_public_id'))
    )
    with op.batch_alter_table('outside_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outside_run_customer_id'), ['customer_id'], unique=False)
        batch_op.create_index('ix_outside_run_due', ['look_at'], unique=False, sqlite_where=sa.text("status IN ('starting','running')"), postgresql_where=sa.text("status IN ('starting','running')"))
        batch_op.create_index(batch_op.f('ix_outside_run_scraping_run_id'), ['scraping_run_id'], unique=False)
        batch_op.create_index('ix_outside_run_source', ['scraping_campaign_id', 'source', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('outside_run')
    run = sa.table('scraping_run', sa.column('status', sa.String()))
    op.execute(run.update().where(run.c.status == 'waiting').values(status='failed'))
    allow(BEFORE)
