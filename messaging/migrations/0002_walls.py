"""Notices are read by their recipient alone and written by the system."""

from django.db import migrations

from workflows.sight import secure

SYSTEM_ONLY = "(SELECT tara_scope('system'))"


class Migration(migrations.Migration):
    """Raise the second wall around notices."""

    dependencies = [("messaging", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
        secure(
            "messaging_notice",
            using=f"({SYSTEM_ONLY} OR recipient_id = (SELECT tara_person()))",
            check=SYSTEM_ONLY,
        ),
    ]
