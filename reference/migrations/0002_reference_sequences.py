"""Count references with sequences: no act waits for another one that has not committed yet."""

from django.db import migrations

NEXT = """
CREATE FUNCTION reference_next_number(series text, year integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    counter text := format('reference_numbers_%s_%s', lower(series), year);
BEGIN
    IF series !~ '^[A-Z]{2,4}$' OR year NOT BETWEEN 1945 AND 9999 THEN
        RAISE EXCEPTION 'no series of references: %, %', series, year
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass(counter) IS NULL THEN
        BEGIN
            EXECUTE format('CREATE SEQUENCE %I', counter);
        EXCEPTION WHEN unique_violation OR duplicate_table THEN
            NULL; -- another act was first to begin the year
        END;
    END IF;
    RETURN nextval(counter);
END
$$;
"""
GO_ON = """
DO $$
DECLARE
    kept record;
BEGIN
    FOR kept IN SELECT prefix, year, last FROM reference_referencecounter LOOP
        PERFORM reference_next_number(kept.prefix, kept.year);
        PERFORM setval(
            format('reference_numbers_%s_%s', lower(kept.prefix), kept.year), kept.last
        );
    END LOOP;
END
$$;
"""


class Migration(migrations.Migration):
    """Go on from the counters and drop them."""

    dependencies = [("reference", "0001_initial")]

    operations = [
        migrations.RunSQL(NEXT, reverse_sql="DROP FUNCTION reference_next_number(text, integer)"),
        migrations.RunSQL(GO_ON, reverse_sql=migrations.RunSQL.noop),
        migrations.DeleteModel(name="ReferenceCounter"),
    ]
