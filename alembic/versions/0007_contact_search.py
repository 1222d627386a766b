"""Contacts are found by any part of a name, company, e-mail or phone; sort orders within a campaign, source, verification

The text index is filled by triggers, in the transaction that writes the contact, whoever writes it. SQLite: FTS5 with
trigrams; the first three characters of each entry name the customer. PostgreSQL: a table beside the contacts, because
row-level security keeps LIKE from using an index on the table that it guards.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

PARTS = 16

# Two spaces before a field and one before a word: so that one or two letters can be looked for at their beginning.
SQLITE_TEXT = """char(57344 + {0}.customer_id / 40960000 % 6400, 57344 + {0}.customer_id / 6400 % 6400,
    57344 + {0}.customer_id % 6400) || '  ' || {0}.name || '  ' || {0}.company || '  ' || coalesce({0}.email, '')
    || '  ' || coalesce({0}.phone, '') || ' '"""
POSTGRES_TEXT = "lower('  ' || {0}.name || '  ' || {0}.company || '  ' || coalesce({0}.email, '') || '  ' || coalesce({0}.phone, '') || ' ')"
CHANGED = " OR ".join(f"old.{name} IS {{0}} new.{name}" for name in ("name", "company", "email", "phone"))


def sqlite_up() -> None:
    new, old = SQLITE_TEXT.format("new"), SQLITE_TEXT.format("old")
    add = f"INSERT INTO contact_search (rowid, text) VALUES (new.id, {new});"
    remove = f"INSERT INTO contact_search (contact_search, rowid, text) VALUES ('delete', old.id, {old});"
    for statement in (
        "CREATE VIRTUAL TABLE contact_search USING fts5 (text, content='', tokenize='trigram', detail=none, columnsize=0)",
        f"INSERT INTO contact_search (rowid, text) SELECT contact.id, {SQLITE_TEXT.format('contact')} FROM contact",
        f"CREATE TRIGGER contact_search_added AFTER INSERT ON contact BEGIN {add} END",
        f"CREATE TRIGGER contact_search_removed AFTER DELETE ON contact BEGIN {remove} END",
        "CREATE TRIGGER contact_search_changed AFTER UPDATE OF name, company, email, phone ON contact"
        f" WHEN {CHANGED.format('NOT')} BEGIN {remove} {add} END",
    ):
        op.execute(sa.text(statement.replace(":", "\\:")))


def postgres_up() -> None:
    for statement in (
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        """CREATE TABLE contact_search (customer_id integer NOT NULL, contact_id integer NOT NULL, text varchar NOT NULL,
            CONSTRAINT pk_contact_search PRIMARY KEY (customer_id, contact_id)) PARTITION BY HASH (customer_id)""",
        *(
            f"CREATE TABLE contact_search_{part} PARTITION OF contact_search FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
            for part in range(PARTS)
        ),
        f"INSERT INTO contact_search SELECT contact.customer_id, contact.id, {POSTGRES_TEXT.format('contact')} FROM contact",
        "CREATE INDEX ix_contact_search_text ON contact_search USING gin (text gin_trgm_ops) WITH (gin_pending_list_limit = 1024)",
        f"""CREATE FUNCTION contact_search_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO contact_search SELECT fresh.customer_id, fresh.id, {POSTGRES_TEXT.format('fresh')} FROM fresh;
            RETURN NULL; END $$""",
        """CREATE FUNCTION contact_search_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            DELETE FROM contact_search USING gone
            WHERE contact_search.customer_id = gone.customer_id AND contact_search.contact_id = gone.id;
            RETURN NULL; END $$""",
        f"""CREATE FUNCTION contact_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            UPDATE contact_search SET text = {POSTGRES_TEXT.format('new')}
            WHERE customer_id = new.customer_id AND contact_id = new.id;
            RETURN NULL; END $$""",
        """CREATE TRIGGER contact_search_added AFTER INSERT ON contact REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION contact_search_added()""",
        """CREATE TRIGGER contact_search_removed AFTER DELETE ON contact REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION contact_search_removed()""",
        f"""CREATE TRIGGER contact_search_changed AFTER UPDATE OF name, company, email, phone ON contact FOR EACH ROW
            WHEN ({CHANGED.format('DISTINCT FROM')}) EXECUTE FUNCTION contact_search_changed()""",
    ):
        op.execute(sa.text(statement.replace(":", "\\:")))


def upgrade() -> None:
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_contact_customer_id'))
        batch_op.create_index('ix_contact_campaign_score', ['customer_id', 'scrape_campaign_id', 'quality_score', 'id'], unique=False)
        batch_op.create_index('ix_contact_source_score', ['customer_id', 'source', 'quality_score', 'id'], unique=False)
        batch_op.create_index('ix_contact_verification_score', ['customer_id', 'verification_status', 'quality_score', 'id'], unique=False)
    (postgres_up if op.get_bind().dialect.name == 'postgresql' else sqlite_up)()


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for name in ('added', 'removed', 'changed'):
            op.execute(f'DROP TRIGGER contact_search_{name} ON contact')
            op.execute(f'DROP FUNCTION contact_search_{name}()')
    else:
        for name in ('added', 'removed', 'changed'):
            op.execute(f'DROP TRIGGER contact_search_{name}')
    op.execute('DROP TABLE contact_search')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        for name in ('verification_score', 'source_score', 'campaign_score'):
            batch_op.drop_index(f'ix_contact_{name}')
        batch_op.create_index(batch_op.f('ix_contact_customer_id'), ['customer_id'], unique=False)
