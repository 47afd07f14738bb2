"""Remember everybody who certified or approved an allotment: no one is ever both (rule 105.6)."""

from __future__ import annotations

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
UPDATE donors_allotment SET
    certifiers = array_remove(ARRAY[certified_by_id, reversal_certified_by_id], NULL),
    approvers = array_remove(ARRAY[released_by_id, reversed_by_id], NULL);
"""


def people() -> django.contrib.postgres.fields.ArrayField:
    """Return a column of people."""
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.UUIDField(), default=list, editable=False, size=None
    )


class Migration(migrations.Migration):
    """Two lists, and the promise that nobody stands on both."""

    dependencies = [("donors", "0027_criteria_remembered")]

    operations = [
        migrations.AddField("allotment", "approvers", people()),
        migrations.AddField("allotment", "certifiers", people()),
        migrations.RunSQL(FILL, reverse_sql=migrations.RunSQL.noop),
        # What the update has left to be checked is checked before the table is altered again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", reverse_sql=migrations.RunSQL.noop),
        migrations.AddConstraint(
            "allotment",
            models.CheckConstraint(
                condition=models.Q(("certifiers__overlap", models.F("approvers")), _negated=True),
                name="no_certifier_is_ever_an_approver",
            ),
        ),
    ]
