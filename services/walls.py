"""What PostgreSQL gets beyond the tables: row-level security on every customer's rows, and Procrastinate's schema.

The guarded session is the first wall; it cannot narrow Core statements. Row-level security is the second: a
connection sees the rows of the customer in `app.customer_id`, all of them when that is 0, none when it is unset.
"""

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, inspect

from services.models import OWNED_TABLES

# CASE, because the planner takes it to hold for half of the rows: OR it takes to hold for a hundredth of what the
# statement's own customer_id left, and then reads and sorts half a million rows that it expects to be few.
_MINE = (
    "CASE WHEN (SELECT current_setting('app.customer_id', true)) = '0' THEN true"
    " ELSE customer_id = (SELECT nullif(current_setting('app.customer_id', true), '')::integer) END"
)
_SCHEMA_PARTS = (
    "DROP TABLE IF EXISTS procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs,"
    " procrastinate_workers CASCADE",
    "DROP TYPE IF EXISTS procrastinate_job_to_defer_v1, procrastinate_job_status, procrastinate_job_event_type CASCADE",
)
_DROP_FUNCTIONS = """
DO $$ DECLARE made text; BEGIN
    FOR made IN SELECT oid::regprocedure::text FROM pg_proc
                WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace
    LOOP EXECUTE 'DROP FUNCTION ' || made || ' CASCADE'; END LOOP;
END $$
"""


def raise_walls(connection: Connection) -> None:
    """After each migration step, up or down; safe to repeat, and nothing to do on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    tables = set(inspect(connection).get_table_names())
    for name in sorted(tables & {table.name for table in OWNED_TABLES}):
        quoted = connection.dialect.identifier_preparer.quote(name)
        for statement in (
            f"ALTER TABLE {quoted} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {quoted} FORCE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS own_rows ON {quoted}",
            f"CREATE POLICY own_rows ON {quoted} USING ({_MINE})",
        ):
            connection.exec_driver_sql(statement)
    _follow_queue(connection, tables)


def _follow_queue(connection: Connection, tables: set[str]) -> None:
    """Procrastinate's schema comes with our first table and goes with our last."""
    ours, theirs = "job" in tables, "procrastinate_jobs" in tables
    if ours and not theirs:
        connection.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    if theirs and not ours:
        for statement in (*_SCHEMA_PARTS, _DROP_FUNCTIONS.replace("%", "%%")):
            connection.exec_driver_sql(statement)
