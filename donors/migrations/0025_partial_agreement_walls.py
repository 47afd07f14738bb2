"""No announced amount shrinks without the row that says where the rest went, and that adds up."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, secure

OWN = "(SELECT tara_scope('donor')) AND tara_owns_donors_pledge(pledge_id)"

ADD_UP = """
CREATE FUNCTION donors_parts_are_the_pledges() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    agreed donors_pledge;
    apart donors_pledge;
BEGIN
    SELECT * INTO agreed FROM donors_pledge WHERE id = NEW.pledge_id;
    IF (agreed.amount, agreed.currency, agreed.usd)
        IS DISTINCT FROM (NEW.agreed_amount, NEW.currency, NEW.agreed_usd)
    THEN
        RAISE EXCEPTION 'pledge % is not the part that is agreed', agreed.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parts_are_the_pledges';
    END IF;
    IF NEW.rest_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO apart FROM donors_pledge WHERE id = NEW.rest_id;
    IF (apart.amount, apart.currency, apart.usd, apart.psc_rate,
        apart.organisation_id, apart.pledged_on, apart.origin_id)
        IS DISTINCT FROM (NEW.rest_amount, NEW.currency, NEW.rest_usd, agreed.psc_rate,
        agreed.organisation_id, agreed.pledged_on, coalesce(agreed.origin_id, agreed.id))
    THEN
        RAISE EXCEPTION 'pledge % is not the rest of %', apart.reference, agreed.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'parts_are_the_pledges';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER parts_are_the_pledges BEFORE INSERT ON donors_partialagreement
FOR EACH ROW EXECUTE FUNCTION donors_parts_are_the_pledges();

CREATE FUNCTION donors_narrowed_as_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM donors_partialagreement
        WHERE pledge_id = NEW.id AND currency = OLD.currency AND currency = NEW.currency
          AND (whole_amount, agreed_amount) = (OLD.amount, NEW.amount)
          AND (whole_usd, agreed_usd) = (OLD.usd, NEW.usd)
    ) THEN
        RAISE EXCEPTION 'nothing says where the rest of pledge % went', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'narrowed_as_told';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER narrowed_as_told AFTER UPDATE OF amount, currency, usd ON donors_pledge
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (OLD.announced_at IS NOT NULL AND OLD.agreed_at IS NULL AND OLD.published_from = ''
      AND (OLD.amount, OLD.currency, OLD.usd) IS DISTINCT FROM (NEW.amount, NEW.currency, NEW.usd))
EXECUTE FUNCTION donors_narrowed_as_told();

CREATE FUNCTION donors_rest_is_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM donors_partialagreement WHERE rest_id = NEW.id) THEN
        RAISE EXCEPTION 'pledge % is the rest of nothing', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rest_is_told';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER rest_is_told AFTER INSERT OR UPDATE OF origin_id ON donors_pledge
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.origin_id IS NOT NULL)
EXECUTE FUNCTION donors_rest_is_told();
"""
LOOSE = """
DROP TRIGGER rest_is_told ON donors_pledge;
DROP FUNCTION donors_rest_is_told();
DROP TRIGGER narrowed_as_told ON donors_pledge;
DROP FUNCTION donors_narrowed_as_told();
DROP TRIGGER parts_are_the_pledges ON donors_partialagreement;
DROP FUNCTION donors_parts_are_the_pledges();
"""


class Migration(migrations.Migration):
    """Raise the second wall around partial agreements before any is made."""

    dependencies = [("donors", "0024_partial_agreement")]

    operations = [
        secure(
            "donors_partialagreement",
            using=f"({READS_ALL} OR ({OWN}))",
            check=f"({WORKS} OR ({OWN}))",
        ),
        append_only("donors_partialagreement"),
        migrations.RunSQL(ADD_UP, reverse_sql=LOOSE),
    ]
