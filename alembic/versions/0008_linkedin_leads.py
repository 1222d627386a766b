"""Leads may come from LinkedIn's forms"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

BEFORE = ("outreach_response", "meta_ads", "google_ads", "manual")
AFTER = ("outreach_response", "meta_ads", "google_ads", "linkedin_ads", "manual")


def allow(sources: tuple[str, ...]) -> None:
    with op.batch_alter_table('lead', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_lead_lead_source_name'), type_='check')
        batch_op.create_check_constraint(op.f('ck_lead_lead_source_name'), sa.column('source').in_(sources))


def upgrade() -> None:
    allow(AFTER)


def downgrade() -> None:
    lead = sa.table('lead', sa.column('source', sa.String()))
    op.execute(lead.update().where(lead.c.source == 'linkedin_ads').values(source='manual'))
    allow(BEFORE)
