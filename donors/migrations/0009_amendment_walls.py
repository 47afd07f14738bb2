"""No offered text changes, and no agreed amount without an amendment that says so."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, guard_state, secure

OWN = "(SELECT tara_scope('donor')) AND donors_amendment.organisation_id = (SELECT tara_org())"

FIXED = """
CREATE FUNCTION donors_offered_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF (OLD.changes, OLD.sha256, OLD.number, OLD.pledge_id)
        IS DISTINCT FROM (NEW.changes, NEW.sha256, NEW.number, NEW.pledge_id)
        OR (OLD.state = 'accepted' AND OLD.before IS DISTINCT FROM NEW.before)
    THEN
        RAISE EXCEPTION 'what amendment % says is fixed', OLD.reference
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'offered_is_fixed';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER offered_is_fixed BEFORE UPDATE ON donors_amendment
FOR EACH ROW EXECUTE FUNCTION donors_offered_is_fixed();

CREATE FUNCTION donors_amended_as_accepted() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    said numeric;
    present numeric;
BEGIN
    SELECT amount INTO present FROM donors_pledge WHERE id = NEW.id;
    SELECT (changes->>'amount')::numeric INTO said FROM donors_amendment
    WHERE pledge_id = NEW.id AND state = 'accepted' AND changes ? 'amount'
    ORDER BY number DESC LIMIT 1;
    IF said IS DISTINCT FROM present THEN
        RAISE EXCEPTION 'no amendment of pledge % says %', NEW.reference, present
            USING ERRCODE = 'check_violation', CONSTRAINT = 'terms_change_by_amendment';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER terms_change_by_amendment AFTER UPDATE OF amount ON donors_pledge
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.amount <> NEW.amount AND OLD.agreed_at IS NOT NULL)
EXECUTE FUNCTION donors_amended_as_accepted();
"""
BOOKED = """
CREATE FUNCTION donors_changes_promises(subject_type text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT subject_type = 'amendment' AND name = 'accept'
$$;

CREATE OR REPLACE FUNCTION donors_journal_has_event() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM workflows_event
        WHERE subject_id = NEW.subject_id AND seq = NEW.event_seq
          AND subject_type = NEW.subject_type
          AND (donors_moves_money(subject_type, name)
               OR donors_changes_promises(subject_type, name))
    ) THEN
        RAISE EXCEPTION 'journal % has no event', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'journal_has_event';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER change_has_journal AFTER INSERT ON workflows_event
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (donors_changes_promises(NEW.subject_type, NEW.name))
EXECUTE FUNCTION donors_event_has_journal();
"""
UNBOOKED = """
DROP TRIGGER change_has_journal ON workflows_event;
CREATE OR REPLACE FUNCTION donors_journal_has_event() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM workflows_event
        WHERE subject_id = NEW.subject_id AND seq = NEW.event_seq
          AND subject_type = NEW.subject_type AND donors_moves_money(subject_type, name)
    ) THEN
        RAISE EXCEPTION 'journal % has no event', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'journal_has_event';
    END IF;
    RETURN NULL;
END $$;
DROP FUNCTION donors_changes_promises(text, text);
"""
LOOSE = """
DROP TRIGGER terms_change_by_amendment ON donors_pledge;
DROP FUNCTION donors_amended_as_accepted();
DROP TRIGGER offered_is_fixed ON donors_amendment;
DROP FUNCTION donors_offered_is_fixed();
"""


class Migration(migrations.Migration):
    """Raise the second wall around amendments before any is written."""

    dependencies = [("donors", "0008_amendment")]

    operations = [
        secure(
            "donors_amendment",
            using=f"({READS_ALL} OR ({OWN}))",
            check=f"({WORKS} OR ({OWN}))",
        ),
        guard_state("donors_amendment", "amendment"),
        migrations.RunSQL(FIXED, reverse_sql=LOOSE),
        migrations.RunSQL(BOOKED, reverse_sql=UNBOOKED),
    ]
