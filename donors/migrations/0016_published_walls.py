"""Who may see and write published records; a published promise has no schedule to add up."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, secure

OF_OWN = f"({READS_ALL} OR tara_sees_donors_pledge(pledge_id))"
TRIGGER = """
DROP TRIGGER schedule_adds_up ON donors_pledge;
CREATE CONSTRAINT TRIGGER schedule_adds_up
AFTER UPDATE OF state, amount ON donors_pledge
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {condition}
EXECUTE FUNCTION donors_schedule_adds_up();
"""


class Migration(migrations.Migration):
    """Raise the second wall around what others have published."""

    dependencies = [("donors", "0015_published")]

    operations = [
        secure("donors_publishedrecord", using=OF_OWN, check=WORKS),
        append_only("donors_publishedrecord"),
        migrations.RunSQL(
            TRIGGER.format(condition="WHEN (NEW.published_from = '')"),
            reverse_sql=TRIGGER.format(condition=""),
        ),
    ]
