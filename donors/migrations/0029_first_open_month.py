"""Book what is dated in a closed month in the first open one; close none in which things wait."""

from django.db import migrations

OPEN_MONTH = """
CREATE FUNCTION donors_open_month(day date) RETURNS text LANGUAGE plpgsql VOLATILE
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    first date := date_trunc('month', day)::date;
    found text;
BEGIN
    LOOP
        found := to_char(first, 'YYYY-MM');
        -- Whoever closes this month waits for us, or we for them and then see it closed.
        PERFORM pg_advisory_xact_lock_shared(hashtext('donors_period'), hashtext(found));
        EXIT WHEN NOT EXISTS (
            SELECT 1 FROM donors_accountingperiod WHERE month = found AND state = 'closed'
        );
        first := (first + interval '1 month')::date;
    END LOOP;
    RETURN found;
END $$;
"""
NO_OPEN_MONTH = "DROP FUNCTION donors_open_month(date);"

IS_OPEN = """
CREATE OR REPLACE FUNCTION donors_period_is_open() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('donors_period'), hashtext(NEW.period));
    IF EXISTS (
        SELECT 1 FROM donors_accountingperiod WHERE month = NEW.period AND state = 'closed'
    ) THEN
        RAISE EXCEPTION 'the period % is closed', NEW.period
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_is_open';
    END IF;
    IF NEW.period <> to_char(NEW.value_on, 'YYYY-MM')
        AND NEW.period <> donors_open_month(NEW.value_on)
    THEN
        RAISE EXCEPTION 'a journal of % is not of period %', NEW.value_on, NEW.period
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_of_value_date';
    END IF;
    -- The cash of a later month is not valued at the rate of a closed one.
    IF NEW.kind = 'revalue' AND NEW.period <> to_char(NEW.value_on, 'YYYY-MM') THEN
        RAISE EXCEPTION 'the period of % is closed', NEW.value_on
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_is_open';
    END IF;
    RETURN NEW;
END $$;
"""
WAS_OPEN = """
CREATE OR REPLACE FUNCTION donors_period_is_open() RETURNS trigger LANGUAGE plpgsql
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
"""

CLOSES = """
CREATE OR REPLACE FUNCTION donors_period_closes() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('donors_period'), hashtext(NEW.month));
    IF EXISTS (
        SELECT 1 FROM donors_adjustment
        WHERE state = 'entered' AND to_char(value_on, 'YYYY-MM') <= NEW.month
    ) THEN
        RAISE EXCEPTION 'adjustments dated in % or before wait for a decision', NEW.month
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'nothing_waits_in_a_closed_month';
    END IF;
    RETURN NEW;
END $$;
"""
CLOSED = """
CREATE OR REPLACE FUNCTION donors_period_closes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('donors_period'), hashtext(NEW.month));
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """A closed month stays shut, and what comes late has its place all the same."""

    dependencies = [("donors", "0028_every_certifier_and_approver")]

    operations = [
        migrations.RunSQL(OPEN_MONTH, reverse_sql=NO_OPEN_MONTH),
        migrations.RunSQL(IS_OPEN, reverse_sql=WAS_OPEN),
        migrations.RunSQL(CLOSES, reverse_sql=CLOSED),
    ]
