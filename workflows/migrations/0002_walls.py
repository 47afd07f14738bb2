"""Who is speaking, append-only trail, guarded states, forced row-level security."""

from django.conf import settings
from django.db import migrations

from workflows.sight import ANYONE_NAMED, READS_ALL, WORKS, append_only, lend_sight, secure

SPEAKER = """
CREATE FUNCTION tara_person() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN nullif(current_setting('tara.person', true), '')::uuid; END $$;
CREATE FUNCTION tara_org() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN nullif(current_setting('tara.org', true), '')::uuid; END $$;
CREATE FUNCTION tara_country() RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN nullif(current_setting('tara.country', true), ''); END $$;
CREATE FUNCTION tara_scope(VARIADIC wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN
    RETURN coalesce(string_to_array(current_setting('tara.scopes', true), ',') && wanted, false);
END $$;
"""

GUARDS = """
CREATE FUNCTION tara_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
END $$;

CREATE FUNCTION tara_guard_state() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    former text := '';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = NEW.state THEN
            RETURN NEW;
        END IF;
        former := OLD.state;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM workflows_allowedmove
        WHERE machine = TG_ARGV[0] AND source = former AND target = NEW.state
    ) THEN
        RAISE EXCEPTION 'a % may not go from "%" to "%"', TG_ARGV[0], former, NEW.state
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'guard_state';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION tara_moved_with_event() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.state = NEW.state THEN
            RETURN NULL;
        END IF;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM workflows_event
        WHERE subject_id = NEW.id AND target = NEW.state AND version = NEW.version
    ) THEN
        RAISE EXCEPTION 'the state of % % changed without an event', TG_ARGV[0], NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'moved_with_event';
    END IF;
    RETURN NULL;
END $$;
"""

DROP = """
DROP FUNCTION tara_moved_with_event(); DROP FUNCTION tara_guard_state();
DROP FUNCTION tara_refuse_change(); DROP FUNCTION tara_scope(text[]);
DROP FUNCTION tara_country(); DROP FUNCTION tara_org(); DROP FUNCTION tara_person();
"""

PARTY = f"({READS_ALL} OR parties @> ARRAY[(SELECT tara_org())])"
OF_OPEN_TRAIL = f"({READS_ALL} OR tara_sees_workflows_trailhead(subject_id))"


class Migration(migrations.Migration):
    """Raise the second wall before any row exists."""

    dependencies = [("workflows", "0001_initial")]

    operations = [
        migrations.RunSQL(SPEAKER + GUARDS, reverse_sql=DROP),
        append_only("workflows_event"),
        lend_sight("workflows_trailhead", key="subject_id"),
        migrations.RunSQL(
            f'REVOKE INSERT, UPDATE, DELETE ON workflows_allowedmove FROM "{settings.DATABASE_APP_ROLE}"',
            reverse_sql=migrations.RunSQL.noop,
        ),
        secure(
            "workflows_trailhead",
            using=PARTY,
            check=f"({WORKS} OR parties @> ARRAY[(SELECT tara_org())])",
        ),
        secure(
            "workflows_event",
            using=OF_OPEN_TRAIL,
            check=ANYONE_NAMED,
        ),
        secure(
            "workflows_outboxmessage",
            using="(SELECT tara_scope('system', 'staff', 'auditor'))",
            check=ANYONE_NAMED,
        ),
        secure(
            "workflows_opening",
            using=OF_OPEN_TRAIL,
            check="(SELECT tara_scope('state','donor','staff','auditor','administrator','system'))",
        ),
    ]
