"""A donor sees and writes its own criteria, those who read all cases see all, nobody else any."""

from django.db import migrations

from workflows.sight import READS_ALL, secure

OWN = (
    "(SELECT tara_scope('donor')) AND donors_standingcriteria.organisation_id = (SELECT tara_org())"
)
SYSTEM = "(SELECT tara_scope('system'))"


class Migration(migrations.Migration):
    """Raise the second wall around standing criteria before any are written."""

    dependencies = [("donors", "0021_criteria")]

    operations = [
        secure(
            "donors_standingcriteria",
            using=f"({READS_ALL} OR ({OWN}))",
            check=f"({SYSTEM} OR ({OWN}))",
        ),
    ]
