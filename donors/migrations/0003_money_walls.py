"""Who may see and who may write money; receipts are never changed, no row of money is removed."""

from django.conf import settings
from django.db import migrations

from workflows.sight import READS_ALL, WORKS, append_only, guard_state, lend_sight, secure

OWN = f"({READS_ALL} OR (organisation_id = (SELECT tara_org()) AND (SELECT tara_scope('donor'))))"
OF_OWN = f"({READS_ALL} OR tara_sees_donors_contribution(contribution_id))"


def kept(table: str) -> migrations.RunSQL:
    """Take the right to remove rows from the application."""
    role = settings.DATABASE_APP_ROLE
    return migrations.RunSQL(
        f'REVOKE DELETE, TRUNCATE ON {table} FROM "{role}"',
        reverse_sql=f'GRANT DELETE ON {table} TO "{role}"',
    )


class Migration(migrations.Migration):
    """Raise the second wall around money before any is booked."""

    dependencies = [("donors", "0002_walls")]

    operations = [
        lend_sight("donors_contribution"),
        secure("donors_contribution", using=OWN, check=WORKS),
        secure("donors_receipt", using=OF_OWN, check=WORKS),
        secure("donors_allotment", using=OWN, check=WORKS),
        append_only("donors_receipt"),
        guard_state("donors_allotment", "allotment"),
        kept("donors_contribution"),
        kept("donors_allotment"),
    ]
