"""Index: what was done to one thing"""

from alembic import op

revision = "0028"
down_revision = "0022"


def upgrade() -> None:
    op.create_index('ix_audit_log_entity', 'audit_log', ['customer_id', 'entity', 'id'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_audit_log_entity', 'audit_log')
