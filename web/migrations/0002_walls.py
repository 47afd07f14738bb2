"""Keys belong to one person; counters survive no crash."""

from django.db import migrations

from workflows.sight import secure


class Migration(migrations.Migration):
    """Raise the second wall around keys."""

    dependencies = [("web", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
        secure(
            "web_idempotencykey",
            using="(person_id = (SELECT tara_person()) OR (SELECT tara_scope('system')))",
        ),
        migrations.RunSQL(
            "ALTER TABLE web_counter SET UNLOGGED",
            reverse_sql="ALTER TABLE web_counter SET LOGGED",
        ),
    ]
