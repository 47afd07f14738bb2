"""What a person has learnt on the guided walks, kept with the person."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_names_in_the_admin"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="lessons",
            field=ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                editable=False,
                size=None,
            ),
        ),
    ]
