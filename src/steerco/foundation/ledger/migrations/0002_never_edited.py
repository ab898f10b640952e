"""The database itself refuses to edit a revision or a change (and PostgreSQL to delete one; the chain shows it elsewhere)."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("ledger_revision", "ledger_change")


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Adds one trigger a table."""
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {table}_is_final() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION 'the ledger is never edited'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_is_final()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_final BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger is never edited'); END"
            )


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Removes the triggers."""
    for table in TABLES:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_final{on}")


class Migration(migrations.Migration):
    """Triggers on both databases."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
