"""What the database keeps of the ledger: sums, running balances, one journal for each act."""

from django.conf import settings
from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, secure

OF_OWN = f"({READS_ALL} OR tara_sees_donors_contribution(contribution_id))"
ROLE = settings.DATABASE_APP_ROLE

ADDS_UP = """
CREATE FUNCTION donors_journal_adds_up() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    wanted uuid;
    said integer;
    found bigint;
    unsettled bigint;
    dollars numeric;
BEGIN
    IF TG_TABLE_NAME = 'donors_journal' THEN
        wanted := NEW.id;
    ELSE
        wanted := NEW.journal_id;
    END IF;
    SELECT lines_count INTO said FROM donors_journal WHERE id = wanted;
    SELECT coalesce(sum(n), 0), count(*) FILTER (WHERE amount <> 0), coalesce(sum(usd), 0)
    INTO found, unsettled, dollars
    FROM (
        SELECT count(*) AS n, sum(amount) AS amount, sum(usd) AS usd
        FROM donors_journalline WHERE journal_id = wanted GROUP BY currency
    ) AS by_currency;
    IF unsettled > 0 OR dollars <> 0 THEN
        RAISE EXCEPTION 'journal % does not add up', wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_adds_up';
    END IF;
    IF found <> said THEN
        RAISE EXCEPTION 'journal % has % lines instead of %', wanted, found, said
            USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_is_complete';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER journal_adds_up AFTER INSERT ON donors_journal
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donors_journal_adds_up();
CREATE CONSTRAINT TRIGGER journal_adds_up AFTER INSERT ON donors_journalline
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donors_journal_adds_up();
"""
NOT_ADDING_UP = """
DROP TRIGGER journal_adds_up ON donors_journalline;
DROP TRIGGER journal_adds_up ON donors_journal;
DROP FUNCTION donors_journal_adds_up();
"""

ONE_EACH = """
CREATE FUNCTION donors_moves_money(subject_type text, name text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT subject_type = 'allotment'
        OR (subject_type = 'pledge' AND name IN ('accept', 'record_receipt', 'close'))
$$;

CREATE FUNCTION donors_event_has_journal() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM donors_journal WHERE subject_id = NEW.subject_id AND event_seq = NEW.seq
    ) THEN
        RAISE EXCEPTION 'event % of % % has no journal', NEW.name, NEW.subject_type, NEW.subject_id
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_has_journal';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION donors_journal_has_event() RETURNS trigger LANGUAGE plpgsql
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

CREATE CONSTRAINT TRIGGER event_has_journal AFTER INSERT ON workflows_event
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (donors_moves_money(NEW.subject_type, NEW.name))
EXECUTE FUNCTION donors_event_has_journal();
CREATE CONSTRAINT TRIGGER journal_has_event AFTER INSERT ON donors_journal
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donors_journal_has_event();
"""
NOT_EACH = """
DROP TRIGGER journal_has_event ON donors_journal;
DROP TRIGGER event_has_journal ON workflows_event;
DROP FUNCTION donors_journal_has_event();
DROP FUNCTION donors_event_has_journal();
DROP FUNCTION donors_moves_money(text, text);
"""

BALANCES = f"""
CREATE FUNCTION donors_keep_balances() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    INSERT INTO donors_accountbalance AS kept
        (account, contribution_id, component_id, currency, amount, usd, lines_count)
    SELECT account, contribution_id, component_id, currency, sum(amount), sum(usd), count(*)
    FROM added GROUP BY account, contribution_id, component_id, currency
    ORDER BY contribution_id, account, component_id, currency
    ON CONFLICT (contribution_id, account, component_id, currency) DO UPDATE
    SET amount = kept.amount + excluded.amount, usd = kept.usd + excluded.usd,
        lines_count = kept.lines_count + excluded.lines_count;
    RETURN NULL;
END $$;

CREATE TRIGGER keep_balances AFTER INSERT ON donors_journalline
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION donors_keep_balances();
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON donors_accountbalance FROM "{ROLE}";
"""
NO_BALANCES = """
DROP TRIGGER keep_balances ON donors_journalline;
DROP FUNCTION donors_keep_balances();
"""


class Migration(migrations.Migration):
    """Raise the walls around the ledger before anything is posted."""

    dependencies = [("donors", "0004_ledger"), ("workflows", "0003_event_by_fingerprint")]

    operations = [
        *(
            secure(table, using=OF_OWN, check=WORKS)
            for table in ("donors_journal", "donors_journalline", "donors_accountbalance")
        ),
        append_only("donors_journal"),
        append_only("donors_journalline"),
        migrations.RunSQL(ADDS_UP, reverse_sql=NOT_ADDING_UP),
        migrations.RunSQL(ONE_EACH, reverse_sql=NOT_EACH),
        migrations.RunSQL(BALANCES, reverse_sql=NO_BALANCES),
    ]
