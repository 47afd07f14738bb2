"""Published revenue is open to everyone who is somebody; it is loaded by the system alone."""

from django.db import migrations

from workflows.sight import append_only, secure

SOMEBODY = (
    "(SELECT tara_scope('public', 'state', 'donor', 'staff', 'auditor', 'administrator', 'system'))"
)
SYSTEM = "(SELECT tara_scope('system'))"
TABLES = ("donors_revenuebydonor", "donors_revenuebyinstrument")


class Migration(migrations.Migration):
    """Raise the second wall around published revenue."""

    dependencies = [("donors", "0017_revenue")]

    operations = [
        *(secure(table, using=SOMEBODY, check=SYSTEM) for table in TABLES),
        *(append_only(table) for table in TABLES),
    ]
