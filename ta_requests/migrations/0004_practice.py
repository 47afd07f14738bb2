"""Let a State practise: a request that only its State sees and that is never filed."""

from django.db import migrations, models

STAYS = """
CREATE FUNCTION ta_keep_practice() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public AS $$
BEGIN
    RAISE EXCEPTION 'what is practised stays practice'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'request_filed';
END $$;
CREATE TRIGGER practice BEFORE UPDATE OF practice ON ta_requests_request
FOR EACH ROW WHEN (OLD.practice IS DISTINCT FROM NEW.practice) EXECUTE FUNCTION ta_keep_practice();
"""
GOES = "DROP TRIGGER practice ON ta_requests_request; DROP FUNCTION ta_keep_practice();"


class Migration(migrations.Migration):
    """A mark that is set at birth, and the promise that nothing marked is ever filed."""

    dependencies = [
        ("accounts", "0005_door_walls"),
        ("reference", "0002_reference_sequences"),
        ("ta_requests", "0003_assessment_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="practice",
            field=models.BooleanField(default=False, editable=False, verbose_name="practice"),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("practice", False),
                    models.Q(("state__in", ("draft", "withdrawn")), ("submitted_at__isnull", True)),
                    _connector="OR",
                ),
                name="a_practice_is_never_filed",
            ),
        ),
        migrations.RunSQL(STAYS, reverse_sql=GOES),
    ]
