"""SQL for migrations: row-level security, append-only tables and guarded states.

The database is the second wall. These helpers only build statements; migrations run them.
"""

from __future__ import annotations

from django.conf import settings
from django.db.migrations.operations.special import RunSQL

READS_ALL = "(SELECT tara_scope('staff', 'auditor', 'system'))"
WORKS = "(SELECT tara_scope('staff', 'system'))"
ANYONE_NAMED = "(SELECT tara_scope('state', 'donor', 'staff', 'administrator', 'system'))"


def secure(table: str, *, using: str, check: str | None = None) -> RunSQL:
    """Force row-level security on a table.

    ``using`` says which rows exist for the speaker, ``check`` which rows may be written (default:
    the same). The owner, who migrates and whose trigger functions look across rows, sees all.
    """
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY speaker ON {table} USING ({using}) WITH CHECK ({check or using});"
        f"CREATE POLICY owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);",
        reverse_sql=(
            f"DROP POLICY owner ON {table}; DROP POLICY speaker ON {table};"
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        ),
    )


def lend_sight(parent: str, *, key: str = "id", owned: bool = False) -> RunSQL:
    """Make the functions by which the policies of parts ask about their parent (ADR 12).

    ``tara_sees_PARENT(id)`` tells whether the speaker sees that row, under the parent's own policy;
    with ``owned``, ``tara_owns_PARENT(id)`` whether it is seen and of the speaker's organisation.
    The plans are kept by the session; a subquery in a policy is planned again in every statement.
    """
    functions = {f"tara_sees_{parent}": f"{key} = wanted"}
    if owned:
        mine = f"{key} = wanted AND organisation_id = tara_org()"
        functions[f"tara_owns_{parent}"] = mine
    return RunSQL(
        "".join(ask(name, parent, where) for name, where in functions.items()),
        reverse_sql="".join(f"DROP FUNCTION {name}(uuid);" for name in functions),
    )


def ask(name: str, table: str, where: str) -> str:
    """Return the SQL of a function that tells the speaker whether there is a row of ``wanted``."""
    return (
        f"CREATE FUNCTION {name}(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE"
        f" PARALLEL SAFE AS $$ BEGIN"
        f" RETURN EXISTS (SELECT FROM public.{table} WHERE {where}); END $$;"
    )


def append_only(table: str) -> RunSQL:
    """Refuse UPDATE, DELETE and TRUNCATE to everyone, and take the rights from the application."""
    role = settings.DATABASE_APP_ROLE
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION tara_refuse_change();"
        f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION tara_refuse_change();"
        f'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}";',
        reverse_sql=(
            f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_truncate ON {table};"
            f'GRANT UPDATE, DELETE ON {table} TO "{role}";'
        ),
    )


def guard_state(table: str, machine: str) -> RunSQL:
    """Let a row begin only in its initial state, step only as declared, never without an event."""
    return RunSQL(
        f"CREATE TRIGGER guard_state BEFORE INSERT OR UPDATE OF state ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION tara_guard_state('{machine}');"
        f"CREATE CONSTRAINT TRIGGER moved_with_event AFTER INSERT OR UPDATE OF state ON {table}"
        f" DEFERRABLE INITIALLY DEFERRED"
        f" FOR EACH ROW EXECUTE FUNCTION tara_moved_with_event('{machine}');",
        reverse_sql=(
            f"DROP TRIGGER guard_state ON {table}; DROP TRIGGER moved_with_event ON {table};"
        ),
    )
