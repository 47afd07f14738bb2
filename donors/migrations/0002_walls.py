"""Who may see and who may write promises; what an agreed schedule adds up to."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, guard_state, lend_sight, secure

DONOR = "(SELECT tara_scope('donor')) AND {table}.organisation_id = (SELECT tara_org())"
OFFICE = {"using": READS_ALL, "check": WORKS}
TIES = ("components", "countries", "regions", "themes", "assistance_types")

OWN_PLEDGE = "(SELECT tara_scope('donor')) AND tara_owns_donors_pledge(pledge_id)"

ADDS_UP = """
CREATE FUNCTION donors_schedule_adds_up() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
DECLARE
    wanted uuid;
    pledge record;
    scheduled numeric;
BEGIN
    IF TG_TABLE_NAME = 'donors_pledge' THEN
        wanted := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        wanted := OLD.pledge_id;
    ELSE
        wanted := NEW.pledge_id;
    END IF;
    SELECT state, amount INTO pledge FROM donors_pledge WHERE id = wanted;
    IF pledge.state NOT IN ('agreed', 'partly_received', 'received', 'closed') THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(sum(amount), 0) INTO scheduled FROM donors_instalment WHERE pledge_id = wanted;
    IF scheduled <> pledge.amount THEN
        RAISE EXCEPTION 'the instalments of pledge % come to % instead of %',
            wanted, scheduled, pledge.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'schedule_adds_up';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER schedule_adds_up
AFTER INSERT OR UPDATE OR DELETE ON donors_instalment
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donors_schedule_adds_up();

CREATE CONSTRAINT TRIGGER schedule_adds_up
AFTER UPDATE OF state, amount ON donors_pledge
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donors_schedule_adds_up();
"""
FORGET = """
DROP TRIGGER schedule_adds_up ON donors_pledge;
DROP TRIGGER schedule_adds_up ON donors_instalment;
DROP FUNCTION donors_schedule_adds_up();
"""


def of_the_donor(table: str) -> migrations.RunSQL:
    """Show a donor its own rows and let it write them; UNODC sees all, auditors only read."""
    own = DONOR.format(table=table)
    return secure(table, using=f"({READS_ALL} OR ({own}))", check=f"({WORKS} OR ({own}))")


def of_the_pledge(table: str, *, written_by_donor: bool) -> migrations.RunSQL:
    """Show rows to whoever sees their pledge."""
    check = f"({WORKS} OR ({OWN_PLEDGE}))" if written_by_donor else WORKS
    return secure(table, using=f"({READS_ALL} OR ({OWN_PLEDGE}))", check=check)


class Migration(migrations.Migration):
    """Raise the second wall around promises before any is made."""

    dependencies = [("donors", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
        lend_sight("donors_pledge", owned=True),
        of_the_donor("donors_pledge"),
        of_the_donor("donors_reportobligation"),
        of_the_pledge("donors_pledgeletter", written_by_donor=False),
        of_the_pledge("donors_agreement", written_by_donor=False),
        of_the_pledge("donors_instalment", written_by_donor=False),
        *(of_the_pledge(f"donors_pledge_{tie}", written_by_donor=True) for tie in TIES),
        secure("donors_acceptancechecklist", **OFFICE),
        secure("donors_duediligence", **OFFICE),
        secure("donors_pscwaiver", **OFFICE),
        guard_state("donors_pledge", "pledge"),
        guard_state("donors_duediligence", "due_diligence"),
        guard_state("donors_reportobligation", "report_obligation"),
        guard_state("donors_pscwaiver", "psc_waiver"),
        migrations.RunSQL(ADDS_UP, reverse_sql=FORGET),
    ]
