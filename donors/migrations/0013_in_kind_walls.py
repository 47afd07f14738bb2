"""Who sees and writes pledges in kind; no line is promised more than it needs."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, guard_state, secure

OWN = "(SELECT tara_scope('donor')) AND donors_inkindpledge.organisation_id = (SELECT tara_org())"

FITS = """
CREATE FUNCTION donors_line_is_not_overgiven() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    needed numeric;
    given numeric;
BEGIN
    IF NEW.item_id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT quantity INTO needed FROM ta_requests_componentitem WHERE id = NEW.item_id;
    SELECT coalesce(sum(CASE state WHEN 'ended' THEN delivered_quantity ELSE quantity END), 0)
    INTO given FROM donors_inkindpledge
    WHERE item_id = NEW.item_id AND state IN ('agreed', 'delivered', 'ended');
    IF given > needed THEN
        RAISE EXCEPTION 'item line % needs % and is given %', NEW.item_id, needed, given
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_is_not_overgiven';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER line_is_not_overgiven AFTER INSERT OR UPDATE ON donors_inkindpledge
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donors_line_is_not_overgiven();
"""
LOOSE = """
DROP TRIGGER line_is_not_overgiven ON donors_inkindpledge;
DROP FUNCTION donors_line_is_not_overgiven();
"""
BOOKED = """
CREATE OR REPLACE FUNCTION donors_changes_promises(subject_type text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (subject_type = 'amendment' AND name = 'accept'){more}
$$;
"""
IN_KIND = " OR (subject_type = 'in_kind' AND name IN ('accept', 'confirm', 'confirm_part'))"


class Migration(migrations.Migration):
    """Raise the second wall around pledges in kind before any is made."""

    dependencies = [("donors", "0012_in_kind")]

    operations = [
        secure(
            "donors_inkindpledge",
            using=f"({READS_ALL} OR ({OWN}))",
            check=f"({WORKS} OR ({OWN}))",
        ),
        guard_state("donors_inkindpledge", "in_kind"),
        migrations.RunSQL(FITS, reverse_sql=LOOSE),
        migrations.RunSQL(BOOKED.format(more=IN_KIND), reverse_sql=BOOKED.format(more="")),
    ]
