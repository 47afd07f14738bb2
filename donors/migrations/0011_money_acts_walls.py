"""Who sees and writes adjustments, spending and periods; a closed month takes no journal."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, guard_state, secure

OF_OWN = f"({READS_ALL} OR tara_sees_donors_contribution(contribution_id))"
OWN_AND_DONE = (
    f"({READS_ALL} OR (state = 'approved' AND organisation_id = (SELECT tara_org())"
    " AND (SELECT tara_scope('donor'))))"
)

MOVES_MONEY = """
CREATE OR REPLACE FUNCTION donors_moves_money(subject_type text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT subject_type IN ('allotment', 'adjustment', 'unidentified_receipt')
        OR (subject_type = 'pledge' AND name IN ({names}))
$$;
"""
FORMER = """
CREATE OR REPLACE FUNCTION donors_moves_money(subject_type text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT subject_type = 'allotment'
        OR (subject_type = 'pledge' AND name IN ('accept', 'record_receipt', 'close'))
$$;
"""

PERIODS = """
CREATE FUNCTION donors_period_is_open() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NEW.period <> to_char(NEW.value_on, 'YYYY-MM') THEN
        RAISE EXCEPTION 'a journal of % is not of period %', NEW.value_on, NEW.period
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_of_value_date';
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtext('donors_period'), hashtext(NEW.period));
    IF EXISTS (
        SELECT 1 FROM donors_accountingperiod WHERE month = NEW.period AND state = 'closed'
    ) THEN
        RAISE EXCEPTION 'the period % is closed', NEW.period
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_is_open';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION donors_period_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('donors_period'), hashtext(NEW.month));
    RETURN NEW;
END $$;

CREATE TRIGGER period_is_open BEFORE INSERT ON donors_journal
FOR EACH ROW EXECUTE FUNCTION donors_period_is_open();
CREATE TRIGGER period_closes BEFORE UPDATE OF state ON donors_accountingperiod
FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION donors_period_closes();
"""
NO_PERIODS = """
DROP TRIGGER period_closes ON donors_accountingperiod;
DROP TRIGGER period_is_open ON donors_journal;
DROP FUNCTION donors_period_closes();
DROP FUNCTION donors_period_is_open();
"""


class Migration(migrations.Migration):
    """Raise the walls around the further acts on money."""

    dependencies = [("donors", "0010_money_acts")]

    operations = [
        secure("donors_adjustment", using=OWN_AND_DONE, check=WORKS),
        secure("donors_accountingperiod", using=READS_ALL, check=WORKS),
        secure("donors_unidentifiedreceipt", using=READS_ALL, check=WORKS),
        *(
            secure(table, using=OF_OWN, check=WORKS)
            for table in ("donors_spendingentry", "donors_externalreference")
        ),
        append_only("donors_spendingentry"),
        append_only("donors_externalreference"),
        guard_state("donors_adjustment", "adjustment"),
        guard_state("donors_accountingperiod", "accounting_period"),
        guard_state("donors_unidentifiedreceipt", "unidentified_receipt"),
        migrations.RunSQL(
            MOVES_MONEY.format(names="'accept', 'record_receipt', 'close'"), reverse_sql=FORMER
        ),
        migrations.RunSQL(PERIODS, reverse_sql=NO_PERIODS),
    ]
