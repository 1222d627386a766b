"""Messages are found by any part of their words

Filled by triggers as the text index of contacts is (see 0007). SQLite: FTS5 with trigrams, the customer's own trigram
first. PostgreSQL: a table beside the messages, because row-level security keeps LIKE from using an index on the table
that it guards. A migration that copies `message` on SQLite has to create the three triggers again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0024a"

PARTS = 16

WORDS = """replace(replace(replace('  ' || {0}.subject || '  ' || {0}.message_text || ' ',
    {1}(13), ' '), {1}(10), ' '), {1}(9), ' ')"""
SQLITE_TEXT = """char(57344 + {0}.customer_id / 40960000 % 6400, 57344 + {0}.customer_id / 6400 % 6400,
    57344 + {0}.customer_id % 6400) || """ + WORDS.format('{0}', 'char')
POSTGRES_TEXT = f"lower({WORDS.format('{0}', 'chr')})"
CHANGED = " OR ".join(f"old.{name} IS {{0}} new.{name}" for name in ("subject", "message_text"))


def sqlite_up() -> None:
    new, old = SQLITE_TEXT.format("new"), SQLITE_TEXT.format("old")
    add = f"INSERT INTO message_search (rowid, text) VALUES (new.id, {new});"
    remove = f"INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', old.id, {old});"
    for statement in (
        "CREATE VIRTUAL TABLE message_search USING fts5 (text, content='', tokenize='trigram', detail=none, columnsize=0)",
        f"INSERT INTO message_search (rowid, text) SELECT message.id, {SQLITE_TEXT.format('message')} FROM message",
        f"CREATE TRIGGER message_search_added AFTER INSERT ON message BEGIN {add} END",
        f"CREATE TRIGGER message_search_removed AFTER DELETE ON message BEGIN {remove} END",
        "CREATE TRIGGER message_search_changed AFTER UPDATE OF subject, message_text ON message"
        f" WHEN {CHANGED.format('NOT')} BEGIN {remove} {add} END",
    ):
        op.execute(sa.text(statement.replace(":", "\\:")))


def postgres_up() -> None:
    for statement in (
        """CREATE TABLE message_search (customer_id integer NOT NULL, message_id integer NOT NULL, text varchar NOT NULL,
            CONSTRAINT pk_message_search PRIMARY KEY (customer_id, message_id)) PARTITION BY HASH (customer_id)""",
        *(
            f"CREATE TABLE message_search_{part} PARTITION OF message_search FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
            for part in range(PARTS)
        ),
        f"INSERT INTO message_search SELECT message.customer_id, message.id, {POSTGRES_TEXT.format('message')} FROM message",
        "CREATE INDEX ix_message_search_text ON message_search USING gin (text gin_trgm_ops) WITH (gin_pending_list_limit = 1024)",
        f"""CREATE FUNCTION message_search_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO message_search SELECT fresh.customer_id, fresh.id, {POSTGRES_TEXT.format('fresh')} FROM fresh;
            RETURN NULL; END $$""",
        """CREATE FUNCTION message_search_removed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            DELETE FROM message_search USING gone
            WHERE message_search.customer_id = gone.customer_id AND message_search.message_id = gone.id;
            RETURN NULL; END $$""",
        f"""CREATE FUNCTION message_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            UPDATE message_search SET text = {POSTGRES_TEXT.format('new')}
            WHERE customer_id = new.customer_id AND message_id = new.id;
            RETURN NULL; END $$""",
        """CREATE TRIGGER message_search_added AFTER INSERT ON message REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION message_search_added()""",
        """CREATE TRIGGER message_search_removed AFTER DELETE ON message REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION message_search_removed()""",
        f"""CREATE TRIGGER message_search_changed AFTER UPDATE OF subject, message_text ON message FOR EACH ROW
            WHEN ({CHANGED.format('DISTINCT FROM')}) EXECUTE FUNCTION message_search_changed()""",
    ):
        op.execute(sa.text(statement.replace(":", "\\:")))


def upgrade() -> None:
    (postgres_up if op.get_bind().dialect.name == 'postgresql' else sqlite_up)()


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        for name in ('added', 'removed', 'changed'):
            op.execute(f'DROP TRIGGER message_search_{name} ON message')
            op.execute(f'DROP FUNCTION message_search_{name}()')
    else:
        for name in ('added', 'removed', 'changed'):
            op.execute(f'DROP TRIGGER message_search_{name}')
    op.execute('DROP TABLE message_search')
