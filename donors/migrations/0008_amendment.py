import uuid

import django.db.models.deletion
from django.db import migrations, models

import donors.models.files


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
        ("donors", "0007_instalment_walls"),
        ("ta_requests", "0003_assessment_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("created_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("offered", "Offered for signature"),
                            ("signed", "Signed by the donor"),
                            ("accepted", "In force"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("relationship_owner_id", models.UUIDField(editable=False, null=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=30, unique=True, verbose_name="reference"
                    ),
                ),
                (
                    "asked_by_donor",
                    models.BooleanField(default=False, verbose_name="asked for by the donor"),
                ),
                ("motive", models.TextField(verbose_name="why")),
                ("changes", models.JSONField(default=dict, verbose_name="what changes")),
                (
                    "before",
                    models.JSONField(default=dict, editable=False, verbose_name="the terms before"),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=donors.models.files.place_of,
                        verbose_name="amendment",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="file name")),
                (
                    "sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                (
                    "offered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="offered"),
                ),
                ("offered_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "signed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="signed"),
                ),
                ("signed_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "accepted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="accepted"),
                ),
                ("accepted_by_id", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "amendment",
                "verbose_name_plural": "amendments",
                "ordering": ["-created_at", "-id"],
                "indexes": [models.Index(fields=["-created_at", "-id"], name="amendment_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("motive", ""), _negated=True), name="amendment_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]),
                            models.Q(
                                ("offered_at__isnull", False),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                                models.Q(("file", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_offered_amendment_has_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("signed_at__isnull", False),
                                models.Q(("changes", {}), _negated=True),
                                models.Q(("before", {}), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_amendment_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_at__isnull", True), ("offered_by_id__isnull", True)),
                            models.Q(
                                ("offered_at__isnull", False), ("offered_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="amendment_offered_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by_id__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="amendment_signed_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", True), ("accepted_by_id__isnull", True)
                            ),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="amendment_accepted_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_by_id__isnull", True),
                            ("signed_by_id__isnull", True),
                            models.Q(("created_by_id", models.F("signed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_created_not_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(("created_by_id", models.F("accepted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_created_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("offered_by_id__isnull", True),
                            ("signed_by_id__isnull", True),
                            models.Q(("offered_by_id", models.F("signed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_offered_not_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("offered_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(("offered_by_id", models.F("accepted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_offered_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(("signed_by_id", models.F("accepted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="amendment_signed_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(
                                ("relationship_owner_id", models.F("accepted_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="amendment_owner_not_accepted",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="reportobligation",
            name="report_is_there_when_submitted",
        ),
        migrations.AlterField(
            model_name="reportobligation",
            name="state",
            field=models.CharField(
                choices=[
                    ("due", "Due"),
                    ("submitted", "Submitted"),
                    ("accepted", "Accepted"),
                    ("returned", "Returned"),
                    ("replaced", "Replaced by an amendment"),
                ],
                default="due",
                max_length=50,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportobligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("due", "returned", "replaced")),
                    models.Q(
                        ("sha256__regex", "^[0-9a-f]{64}$"),
                        ("submitted_at__isnull", False),
                        ("submitted_by_id__isnull", False),
                        models.Q(("file", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="report_is_there_when_submitted",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="donor",
            ),
        ),
        migrations.AddField(
            model_name="amendment",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="amendments",
                to="donors.pledge",
            ),
        ),
        migrations.AddIndex(
            model_name="amendment",
            index=models.Index(fields=["organisation", "-created_at"], name="amendment_by_donor"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(
                fields=("pledge", "number"), name="amendment_numbers"
            ),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "offered", "signed"])),
                fields=("pledge",),
                name="one_open_amendment_per_pledge",
            ),
        ),
    ]
