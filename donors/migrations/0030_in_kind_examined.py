"""Remember who examined and looks after the donor of goods or services: neither accepts them."""

from django.db import migrations, models


def another_than(person: str) -> models.Q:
    """Say that whoever accepts is not this person; an empty place is nobody's."""
    return models.Q(
        ("accepted_by_id__isnull", True),
        (f"{person}__isnull", True),
        models.Q(("accepted_by_id", models.F(person)), _negated=True),
        _connector="OR",
    )


class Migration(migrations.Migration):
    """Two columns, and the promise that they are other people."""

    dependencies = [("donors", "0029_first_open_month")]

    operations = [
        migrations.AddField(
            "inkindpledge",
            "due_diligence_by_id",
            models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            "inkindpledge",
            "relationship_owner_id",
            models.UUIDField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            "inkindpledge",
            models.CheckConstraint(
                name="in_kind_accepted_by_no_examiner",
                condition=models.Q(
                    another_than("due_diligence_by_id"), another_than("relationship_owner_id")
                ),
            ),
        ),
    ]
