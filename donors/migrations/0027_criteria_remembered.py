"""No criteria are written without an event of the same version on their trail."""

from django.db import migrations

REMEMBERED = """
CREATE FUNCTION tara_criteria_remembered() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM workflows_event WHERE subject_id = NEW.id AND version = NEW.version
    ) THEN
        RAISE EXCEPTION 'standing criteria % were written without an event', NEW.id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'criteria_remembered';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER criteria_remembered AFTER INSERT OR UPDATE ON donors_standingcriteria
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tara_criteria_remembered();
"""

FORGET = """
DROP TRIGGER criteria_remembered ON donors_standingcriteria;
DROP FUNCTION tara_criteria_remembered();
"""


class Migration(migrations.Migration):
    """Raise a wall before the trail of criteria; those written earlier stay as they are."""

    dependencies = [
        ("donors", "0026_publication"),
        ("workflows", "0003_event_by_fingerprint"),
    ]

    operations = [migrations.RunSQL(REMEMBERED, reverse_sql=FORGET)]
