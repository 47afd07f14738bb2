"""The office is reminded once of a clearance that runs out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donors", "0022_criteria_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="duediligence",
            name="reminded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
