import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_donors_known_to_states"),
        ("donors", "0014_conditions"),
        ("reference", "0002_reference_sequences"),
        ("ta_requests", "0003_assessment_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("fts", "OCHA Financial Tracking Service"),
                            ("iati", "International Aid Transparency Initiative"),
                        ],
                        max_length=10,
                        verbose_name="published by",
                    ),
                ),
                ("identifier", models.CharField(max_length=400, verbose_name="published as")),
                ("digest", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("group", models.CharField(max_length=500, verbose_name="belongs to")),
                ("receiver", models.CharField(blank=True, max_length=300, verbose_name="receiver")),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="address")),
                ("licence", models.CharField(blank=True, max_length=100, verbose_name="licence")),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
            ],
            options={
                "verbose_name": "published record",
                "verbose_name_plural": "published records",
                "ordering": ["-recorded_at", "source", "identifier"],
                "indexes": [models.Index(fields=["source", "group"], name="published_by_group")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "identifier"), name="one_record_per_published_identity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["fts", "iati"]),
                            models.Q(("identifier", ""), _negated=True),
                        ),
                        name="a_published_record_is_named",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="pledge",
            name="pledge_announced_by_whom",
        ),
        migrations.RemoveConstraint(
            model_name="pledge",
            name="pledge_accepted_by_whom",
        ),
        migrations.RemoveConstraint(
            model_name="pledge",
            name="pledge_agreed_is_signed_and_accepted",
        ),
        migrations.RemoveConstraint(
            model_name="pledge",
            name="pledge_agreed_has_reports",
        ),
        migrations.AddField(
            model_name="contribution",
            name="published_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("fts", "OCHA Financial Tracking Service"),
                    ("iati", "International Aid Transparency Initiative"),
                ],
                editable=False,
                max_length=10,
                verbose_name="published by",
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="published_as",
            field=models.CharField(
                blank=True, editable=False, max_length=300, verbose_name="published as"
            ),
        ),
        migrations.AddField(
            model_name="pledge",
            name="published_from",
            field=models.CharField(
                blank=True,
                choices=[
                    ("fts", "OCHA Financial Tracking Service"),
                    ("iati", "International Aid Transparency Initiative"),
                ],
                editable=False,
                max_length=10,
                verbose_name="published by",
            ),
        ),
        migrations.AlterField(
            model_name="receipt",
            name="entered_by_id",
            field=models.UUIDField(null=True, verbose_name="entered by"),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_from", ""),
                    models.Q(
                        ("applied_in", 0),
                        ("certified", 0),
                        ("closed", 0),
                        ("levied", 0),
                        ("refundable", 0),
                        ("refunded", 0),
                        ("released", 0),
                        ("reprogrammed_in", 0),
                        ("reprogrammed_out", 0),
                        ("reversed", 0),
                        ("unapplied_out", 0),
                        ("written_down", 0),
                    ),
                    _connector="OR",
                ),
                name="published_money_is_never_allotted",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("announced_at__isnull", True), ("announced_by_id__isnull", True)),
                    models.Q(("announced_at__isnull", False), ("announced_by_id__isnull", False)),
                    models.Q(
                        ("published_from__in", ["fts", "iati"]), ("announced_by_id__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="pledge_announced_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_by_id__isnull", True), ("agreed_at__isnull", True)),
                    models.Q(("accepted_by_id__isnull", False), ("agreed_at__isnull", False)),
                    models.Q(
                        ("published_from__in", ["fts", "iati"]), ("accepted_by_id__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="pledge_accepted_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("agreed", "partly_received", "received", "closed")),
                        _negated=True,
                    ),
                    ("published_from__in", ["fts", "iati"]),
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("cleared_at__isnull", False),
                        ("ends_on__isnull", False),
                        ("signed_at__isnull", False),
                        ("starts_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="pledge_agreed_is_signed_and_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("agreed", "partly_received", "received", "closed")),
                        _negated=True,
                    ),
                    ("published_from__in", ["fts", "iati"]),
                    models.Q(("report_schedule", []), _negated=True),
                    _connector="OR",
                ),
                name="pledge_agreed_has_reports",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_from", ""),
                    models.Q(
                        models.Q(("published_from__in", ["fts", "iati"])),
                        (
                            "state__in",
                            ("draft", "pledged", "agreed", "partly_received", "received"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="pledge_published_stands_as_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_from", ""),
                    models.Q(
                        ("accepted_by_id__isnull", True),
                        ("clauses_approved_by_id__isnull", True),
                        ("cleared_by_id__isnull", True),
                        ("closed_by_id__isnull", True),
                        ("created_by_id__isnull", True),
                        ("due_diligence_by_id__isnull", True),
                        ("relationship_owner_id__isnull", True),
                        ("signed_by_id__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="pledge_published_was_decided_by_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_from", ""), ("published_as", "")),
                    models.Q(
                        ("published_from__in", ["fts", "iati"]),
                        models.Q(("published_as", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="pledge_published_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_by_id__isnull", False),
                    ("bank_reference__startswith", "published:"),
                    _connector="OR",
                ),
                name="somebody_enters_a_receipt",
            ),
        ),
        migrations.AddField(
            model_name="publishedrecord",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="published_records",
                to="donors.pledge",
            ),
        ),
        migrations.AddField(
            model_name="publishedrecord",
            name="receipt",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="published_record",
                to="donors.receipt",
            ),
        ),
    ]
