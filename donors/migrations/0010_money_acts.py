import uuid
from decimal import Decimal

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_walls"),
        ("donors", "0009_amendment_walls"),
        ("ta_requests", "0003_assessment_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountingPeriod",
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
                            ("certified", "Certified for closing"),
                            ("closed", "Closed"),
                            ("refused", "Refused"),
                        ],
                        default="certified",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("month", models.CharField(max_length=7, verbose_name="month")),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                ("decided_by_id", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "accounting period",
                "verbose_name_plural": "accounting periods",
                "ordering": ["-month", "-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("month",),
                        name="one_closing_per_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__regex", "^[0-9]{4}-(0[1-9]|1[0-2])$")),
                        name="an_accounting_period_is_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id__isnull", True),
                            models.Q(("decided_by_id", models.F("created_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_month_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "certified"),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_month_is_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
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
                            ("entered", "Entered"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="entered",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("relationship_owner_id", models.UUIDField(editable=False, null=True)),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="reference"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("write_down", "Write-down of the unpaid part"),
                            ("refund", "Refund"),
                            ("application", "Application of unapplied cash"),
                            ("reprogramming", "Reprogramming of a balance"),
                            ("levy", "Coordination levy"),
                            ("revaluation", "Revaluation of unspent cash"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unallotted", "Unallotted cash"),
                            ("unapplied", "Unapplied cash"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="refunded from",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="amount"),
                ),
                ("value_on", models.DateField(verbose_name="value date")),
                (
                    "document_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="document reference"),
                ),
                ("donor_word", models.TextField(blank=True, verbose_name="the donor's word")),
                ("explanation", models.TextField(verbose_name="explanation")),
                (
                    "usd",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=20,
                        null=True,
                        verbose_name="US dollars as booked",
                    ),
                ),
                (
                    "usd_paid",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=20,
                        null=True,
                        verbose_name="US dollars on the value date",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                ("decided_by_id", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "adjustment",
                "verbose_name_plural": "adjustments",
                "ordering": ["-created_at", "pk"],
                "indexes": [models.Index(fields=["-created_at", "id"], name="adjustment_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            models.Q(("amount", 0), ("kind", "revaluation")),
                            _connector="OR",
                        ),
                        name="an_adjustment_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "refund"), _negated=True),
                            models.Q(("source", ""), _negated=True),
                            _connector="XOR",
                        ),
                        name="a_refund_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("application", "reprogramming")), _negated=True),
                            models.Q(("donor_word", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="money_is_moved_by_its_donors_word",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id__isnull", True),
                            models.Q(
                                models.Q(
                                    ("decided_by_id", models.F("created_by_id")), _negated=True
                                ),
                                models.Q(
                                    ("relationship_owner_id__isnull", True),
                                    models.Q(
                                        ("decided_by_id", models.F("relationship_owner_id")),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="an_adjustment_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "entered"),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_adjustment_is_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalReference",
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
                        choices=[("grant", "Grant"), ("fund", "Fund"), ("wbs", "WBS element")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("value", models.CharField(max_length=60, verbose_name="number")),
                ("entered_by_id", models.UUIDField(verbose_name="entered by")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
            ],
            options={
                "verbose_name": "external reference",
                "verbose_name_plural": "external references",
                "ordering": ["kind", "value"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("value__regex", "^[A-Za-z0-9][A-Za-z0-9 ./_-]*$")),
                        name="an_external_reference_is_plain",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingEntry",
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
                            ("obligation", "Obligation"),
                            ("cancellation", "Cancellation of an obligation"),
                            ("expenditure", "Expenditure"),
                        ],
                        max_length=20,
                        verbose_name="kind",
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
                    "psc",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="support cost booked with it"
                    ),
                ),
                (
                    "description",
                    models.CharField(blank=True, max_length=300, verbose_name="what for"),
                ),
                (
                    "document_reference",
                    models.CharField(blank=True, max_length=80, verbose_name="document reference"),
                ),
                ("value_on", models.DateField(verbose_name="value date")),
                ("entered_by_id", models.UUIDField(verbose_name="entered by")),
                ("relationship_owner_id", models.UUIDField(null=True)),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
            ],
            options={
                "verbose_name": "obligation or expenditure",
                "verbose_name_plural": "obligations and expenditures",
                "ordering": ["-entered_at", "pk"],
                "indexes": [models.Index(fields=["-entered_at", "id"], name="spending_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="spending_has_an_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "expenditure"), ("psc", 0), _connector="OR"),
                        name="support_cost_follows_expenditure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            models.Q(
                                ("entered_by_id", models.F("relationship_owner_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="the_relationship_owner_enters_no_spending",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnidentifiedReceipt",
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
                        choices=[("open", "Unidentified"), ("identified", "Identified")],
                        default="open",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("bank_reference", models.CharField(max_length=80, verbose_name="bank reference")),
                ("value_on", models.DateField(verbose_name="value date")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="amount"),
                ),
                (
                    "usd",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="US dollars"),
                ),
                ("rate", models.DecimalField(decimal_places=8, max_digits=20, verbose_name="rate")),
                ("rate_on", models.DateField(verbose_name="date of the rate")),
                ("rate_source", models.CharField(max_length=50, verbose_name="source of the rate")),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                (
                    "identified_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="identified"),
                ),
                ("identified_by_id", models.UUIDField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "unidentified receipt",
                "verbose_name_plural": "unidentified receipts",
                "ordering": ["-value_on", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="allotted_within_cash_received",
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="no_cash_below_nothing",
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="excess_cash_is_unapplied",
        ),
        migrations.RemoveConstraint(
            model_name="contribution",
            name="unapplied_cash_was_received",
        ),
        migrations.AddField(
            model_name="contribution",
            name="applied_in",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="unapplied cash of another agreement applied",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="levied",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="coordination levy",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="moved_usd",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="US dollars moved between agreements",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="refundable",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="set aside for a refund",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="refunded_usd",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="refunded in US dollars as booked",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="reprogrammed_in",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="reprogrammed from another agreement",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="reprogrammed_out",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="reprogrammed to another agreement",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="unapplied_out",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="unapplied cash given back or applied",
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="written_down",
            field=models.DecimalField(
                decimal_places=3, default=Decimal(0), max_digits=20, verbose_name="written down"
            ),
        ),
        migrations.AddField(
            model_name="contribution",
            name="written_down_usd",
            field=models.DecimalField(
                decimal_places=3,
                default=Decimal(0),
                max_digits=20,
                verbose_name="written down in US dollars",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "certified__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        django.db.models.expressions.CombinedExpression(
                                                            django.db.models.expressions.CombinedExpression(
                                                                django.db.models.expressions.CombinedExpression(
                                                                    models.F("received"),
                                                                    "-",
                                                                    models.F("unapplied"),
                                                                ),
                                                                "-",
                                                                models.F("unapplied_out"),
                                                            ),
                                                            "+",
                                                            models.F("applied_in"),
                                                        ),
                                                        "+",
                                                        models.F("reprogrammed_in"),
                                                    ),
                                                    "-",
                                                    models.F("reprogrammed_out"),
                                                ),
                                                "-",
                                                models.F("released"),
                                            ),
                                            "-",
                                            models.F("closed"),
                                        ),
                                        "+",
                                        models.F("reversed"),
                                    ),
                                    "-",
                                    models.F("refunded"),
                                ),
                                "-",
                                models.F("refundable"),
                            ),
                            "-",
                            models.F("levied"),
                        ),
                    )
                ),
                name="allotted_within_cash_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("applied_in__gte", 0),
                    ("bank_charges__gte", 0),
                    ("certified__gte", 0),
                    ("closed__gte", 0),
                    ("levied__gte", 0),
                    ("received__gte", 0),
                    ("refundable__gte", 0),
                    ("refunded__gte", 0),
                    ("released__gte", 0),
                    ("reprogrammed_in__gte", 0),
                    ("reprogrammed_out__gte", 0),
                    ("reversed__gte", 0),
                    ("unapplied__gte", 0),
                    ("unapplied_out__gte", 0),
                    ("written_down__gte", 0),
                ),
                name="no_cash_below_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "received__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("amount"), "-", models.F("written_down")
                                    ),
                                    "+",
                                    models.F("unapplied"),
                                ),
                                "+",
                                models.F("unapplied_out"),
                            ),
                            "-",
                            models.F("applied_in"),
                        ),
                    )
                ),
                name="excess_cash_is_unapplied",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "unapplied__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("received"), "-", models.F("unapplied_out")
                        ),
                    )
                ),
                name="unapplied_cash_was_received",
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adjustments",
                to="donors.contribution",
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
                verbose_name="donor",
            ),
        ),
        migrations.AddField(
            model_name="adjustment",
            name="target",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="donors.contribution",
                verbose_name="to contribution",
            ),
        ),
        migrations.AddField(
            model_name="externalreference",
            name="allotment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_references",
                to="donors.allotment",
            ),
        ),
        migrations.AddField(
            model_name="externalreference",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="external_references",
                to="donors.contribution",
            ),
        ),
        migrations.AddField(
            model_name="spendingentry",
            name="allotment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spending",
                to="donors.allotment",
            ),
        ),
        migrations.AddField(
            model_name="spendingentry",
            name="component",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ta_requests.component",
            ),
        ),
        migrations.AddField(
            model_name="spendingentry",
            name="contribution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="donors.contribution",
            ),
        ),
        migrations.AddField(
            model_name="spendingentry",
            name="milestone",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="spending",
                to="ta_requests.milestone",
            ),
        ),
        migrations.AddField(
            model_name="unidentifiedreceipt",
            name="receipt",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="origin",
                to="donors.receipt",
            ),
        ),
        migrations.AddIndex(
            model_name="adjustment",
            index=models.Index(fields=["organisation", "-created_at"], name="adjustment_of_donor"),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reprogramming"), _negated=True),
                    models.Q(
                        ("target__isnull", False),
                        models.Q(("target", models.F("contribution")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_balance_is_reprogrammed_to_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target__isnull", True),
                    ("kind__in", ("application", "reprogramming")),
                    _connector="OR",
                ),
                name="only_some_adjustments_have_a_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "entered")),
                fields=("contribution", "kind"),
                name="one_open_adjustment_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="externalreference",
            constraint=models.UniqueConstraint(
                fields=("contribution", "allotment", "kind", "value"),
                name="an_external_reference_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="spendingentry",
            index=models.Index(fields=["allotment", "entered_at"], name="spending_of_allotment"),
        ),
        migrations.AddConstraint(
            model_name="unidentifiedreceipt",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Upper("bank_reference"),
                name="one_unidentified_receipt_per_bank_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="unidentifiedreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("rate__gt", 0), ("usd__gte", 0)),
                name="unidentified_cash_is_cash",
            ),
        ),
        migrations.AddConstraint(
            model_name="unidentifiedreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt__isnull", True), ("state", "open")),
                    models.Q(
                        ("identified_at__isnull", False),
                        ("identified_by_id__isnull", False),
                        ("receipt__isnull", False),
                        ("state", "identified"),
                    ),
                    _connector="OR",
                ),
                name="identified_cash_is_a_receipt",
            ),
        ),
    ]
