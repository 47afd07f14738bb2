"""Let a State know which donors are registered, so that it can name any of them."""

from django.db import migrations

PEOPLE = "(SELECT tara_scope('staff', 'auditor', 'administrator', 'system'))"
KNOWN_TO_ALL = "(kind IN ('state', 'unodc') AND (SELECT tara_scope('donor', 'public')))"
BEFORE = "(kind IN ('state', 'unodc') AND (SELECT tara_scope('state', 'donor', 'public')))"
MINE = "id = (SELECT tara_org())"


class Migration(migrations.Migration):
    """A registered name says nothing about pledges; those keep their own walls."""

    dependencies = [("accounts", "0002_walls")]

    operations = [
        migrations.RunSQL(
            "ALTER POLICY speaker ON accounts_organisation USING"
            f" ({PEOPLE} OR {MINE} OR (SELECT tara_scope('state')) OR {KNOWN_TO_ALL});",
            reverse_sql=(
                "ALTER POLICY speaker ON accounts_organisation USING"
                f" ({PEOPLE} OR {MINE} OR {BEFORE});"
            ),
        ),
    ]
