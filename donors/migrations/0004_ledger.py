import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("donors", "0003_money_walls"),
        ("ta_requests", "0003_assessment_walls"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="rate_source",
            field=models.CharField(
                default="un-operational", max_length=50, verbose_name="source of the rate"
            ),
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agree", "Agreement"),
                            ("amend", "Amendment"),
                            ("agree_in_kind", "Agreement in kind"),
                            ("receive_in_kind", "Goods received"),
                            ("receive", "Receipt"),
                            ("receive_unidentified", "Unidentified receipt"),
                            ("identify", "Receipt identified"),
                            ("propose", "Allotment proposed"),
                            ("certify", "Allotment certified"),
                            ("reject", "Allotment rejected"),
                            ("release", "Allotment released"),
                            ("certify_reversal", "Reversal certified"),
                            ("refuse_reversal", "Reversal refused"),
                            ("reverse", "Allotment reversed"),
                            ("reduce", "Allotment reduced"),
                            ("obligate", "Obligation"),
                            ("deobligate", "Obligation cancelled"),
                            ("spend", "Expenditure"),
                            ("close", "Closing"),
                            ("write_down", "Write-down"),
                            ("apply", "Unapplied cash applied"),
                            ("ask_refund", "Refund entered"),
                            ("refund", "Refund"),
                            ("reprogramme", "Reprogramming"),
                            ("levy", "Coordination levy"),
                            ("revalue", "Revaluation"),
                            ("refuse", "Refused"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("subject_type", models.CharField(max_length=40, verbose_name="subject")),
                ("subject_id", models.UUIDField()),
                ("event_seq", models.PositiveIntegerField(verbose_name="event")),
                ("value_on", models.DateField(verbose_name="value date")),
                ("period", models.CharField(max_length=7, verbose_name="period")),
                ("actor_id", models.UUIDField(null=True)),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("warning", models.JSONField(null=True, verbose_name="warning")),
                ("lines_count", models.PositiveSmallIntegerField(verbose_name="lines")),
                ("effective_at", models.DateTimeField(verbose_name="in effect")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="posted"
                    ),
                ),
                (
                    "allotment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journals",
                        to="donors.allotment",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journals",
                        to="donors.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal",
                "verbose_name_plural": "journals",
                "ordering": ["-at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["contribution", "value_on"], name="journal_of_contribution"
                    ),
                    models.Index(fields=["-at", "id"], name="journal_newest"),
                    models.Index(fields=["allotment"], name="journal_of_allotment"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject_id", "event_seq"), name="one_journal_per_event"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__regex", "^[0-9]{4}-(0[1-9]|1[0-2])$")),
                        name="a_period_is_a_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalLine",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("receivable", "Receivable"),
                            ("income", "Income agreed, not yet here"),
                            ("goods_in_kind", "Goods promised"),
                            ("in_kind", "Contributions in kind"),
                            ("cash", "Cash"),
                            ("disbursed", "Disbursed"),
                            ("bank_charges", "Bank charges"),
                            ("unapplied", "Unapplied cash"),
                            ("unallotted", "Unallotted"),
                            ("certified", "Certified"),
                            ("allotted", "Allotted"),
                            ("psc", "Support cost set aside"),
                            ("obligated", "Obligated"),
                            ("spent", "Spent"),
                            ("psc_earned", "Support cost booked"),
                            ("levy", "Coordination levy"),
                            ("refundable", "Refundable"),
                            ("exchange_difference", "Exchange difference"),
                        ],
                        max_length=30,
                        verbose_name="account",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="amount"),
                ),
                (
                    "usd",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="US dollars"),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=8, max_digits=20, null=True, verbose_name="rate"
                    ),
                ),
                ("rate_on", models.DateField(null=True, verbose_name="date of the rate")),
                (
                    "rate_source",
                    models.CharField(blank=True, max_length=50, verbose_name="source of the rate"),
                ),
                (
                    "allotment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="donors.allotment",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.component",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="donors.contribution",
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="donors.journal",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "journal line",
                "verbose_name_plural": "journal lines",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["contribution", "account"], name="line_of_contribution"),
                    models.Index(fields=["allotment"], name="line_of_allotment"),
                    models.Index(fields=["component", "account"], name="line_of_component"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), ("usd", 0), _negated=True),
                        name="a_line_moves_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rate__isnull", True), ("rate__gt", 0), _connector="OR"
                        ),
                        name="a_line_has_a_possible_rate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountBalance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "account",
                    models.CharField(
                        choices=[
                            ("receivable", "Receivable"),
                            ("income", "Income agreed, not yet here"),
                            ("goods_in_kind", "Goods promised"),
                            ("in_kind", "Contributions in kind"),
                            ("cash", "Cash"),
                            ("disbursed", "Disbursed"),
                            ("bank_charges", "Bank charges"),
                            ("unapplied", "Unapplied cash"),
                            ("unallotted", "Unallotted"),
                            ("certified", "Certified"),
                            ("allotted", "Allotted"),
                            ("psc", "Support cost set aside"),
                            ("obligated", "Obligated"),
                            ("spent", "Spent"),
                            ("psc_earned", "Support cost booked"),
                            ("levy", "Coordination levy"),
                            ("refundable", "Refundable"),
                            ("exchange_difference", "Exchange difference"),
                        ],
                        max_length=30,
                        verbose_name="account",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=24, verbose_name="amount"),
                ),
                (
                    "usd",
                    models.DecimalField(decimal_places=3, max_digits=24, verbose_name="US dollars"),
                ),
                ("lines_count", models.PositiveBigIntegerField(verbose_name="lines")),
                (
                    "component",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.component",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="donors.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "balance",
                "verbose_name_plural": "balances",
                "ordering": ["contribution", "account", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contribution", "account", "component", "currency"),
                        name="one_balance_per_account",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
