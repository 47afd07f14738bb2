"""A schedule counts what stands on it; an instalment steps only as declared."""

from django.db import migrations

from workflows.sight import guard_state

COUNTS = """
CREATE OR REPLACE FUNCTION donors_schedule_adds_up() RETURNS trigger LANGUAGE plpgsql
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
    SELECT coalesce(sum(amount), 0) INTO scheduled FROM donors_instalment
    WHERE pledge_id = wanted AND {standing};
    IF scheduled <> pledge.amount THEN
        RAISE EXCEPTION 'the instalments of pledge % come to % instead of %',
            wanted, scheduled, pledge.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'schedule_adds_up';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """Let an amendment replace instalments without forgetting them."""

    dependencies = [("donors", "0006_instalment_life")]

    operations = [
        migrations.RunSQL(
            COUNTS.format(standing="state <> 'cancelled'"),
            reverse_sql=COUNTS.format(standing="true"),
        ),
        guard_state("donors_instalment", "instalment"),
    ]
