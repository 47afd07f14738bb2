"""The same walls as around every real subject."""

from django.db import migrations

from workflows.sight import READS_ALL, WORKS, guard_state, secure


class Migration(migrations.Migration):
    dependencies = [("toy", "0001_initial"), ("workflows", "0002_walls")]

    operations = [
        secure("toy_parcel", using=f"({READS_ALL} OR organisation_id = (SELECT tara_org()))"),
        secure("toy_postcard", using=WORKS),
        guard_state("toy_parcel", "parcel"),
    ]
