import uuid
from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
from django.db import migrations, models

import donors.models.files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_walls"),
        ("reference", "0001_initial"),
        ("ta_requests", "0003_assessment_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pledge",
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
                            ("pledged", "Pledged"),
                            ("due_diligence", "In due diligence"),
                            ("negotiation", "In negotiation"),
                            ("cleared", "Cleared for signature"),
                            ("agreed", "Agreed"),
                            ("partly_received", "Partly received"),
                            ("received", "Received"),
                            ("closed", "Closed"),
                            ("refused", "Refused after due diligence"),
                            ("withdrawn", "Withdrawn by the donor"),
                            ("declined", "Declined by UNODC"),
                            ("expired", "Expired"),
                        ],
                        default="draft",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="reference"
                    ),
                ),
                (
                    "on_letter",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="written down from a letter"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="amount"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "expiry_on",
                    models.DateField(blank=True, null=True, verbose_name="expires after"),
                ),
                ("condition", models.TextField(blank=True, verbose_name="condition of the donor")),
                (
                    "earmark_category",
                    models.CharField(
                        choices=[
                            ("1", "Unearmarked"),
                            ("2", "Softly earmarked"),
                            ("3", "Earmarked"),
                            ("4", "Tightly earmarked"),
                        ],
                        default="3",
                        max_length=1,
                        verbose_name="earmarking category",
                    ),
                ),
                (
                    "earmark_modality",
                    models.CharField(blank=True, max_length=1, verbose_name="earmarking modality"),
                ),
                (
                    "local_resources",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="local resources"
                    ),
                ),
                (
                    "psc_rate",
                    models.DecimalField(
                        decimal_places=6,
                        default=Decimal("0.13"),
                        max_digits=7,
                        verbose_name="programme support rate",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="first day of the agreement"
                    ),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="last day of the agreement"
                    ),
                ),
                (
                    "clauses_standard",
                    models.BooleanField(default=True, verbose_name="standard clauses only"),
                ),
                (
                    "clauses",
                    models.TextField(blank=True, verbose_name="clauses that are not standard"),
                ),
                (
                    "report_schedule",
                    models.JSONField(blank=True, default=list, verbose_name="report schedule"),
                ),
                ("announced_at", models.DateTimeField(editable=False, null=True)),
                ("announced_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "pledged_on",
                    models.DateField(editable=False, null=True, verbose_name="pledged on"),
                ),
                (
                    "usd",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=20,
                        null=True,
                        verbose_name="value in US dollars",
                    ),
                ),
                (
                    "usd_rate",
                    models.DecimalField(decimal_places=8, editable=False, max_digits=20, null=True),
                ),
                ("usd_rate_on", models.DateField(editable=False, null=True)),
                ("relationship_owner_id", models.UUIDField(editable=False, null=True)),
                ("due_diligence_by_id", models.UUIDField(editable=False, null=True)),
                ("clauses_approved_at", models.DateTimeField(editable=False, null=True)),
                ("clauses_approved_by_id", models.UUIDField(editable=False, null=True)),
                ("condition_met_at", models.DateTimeField(editable=False, null=True)),
                ("condition_met_by_id", models.UUIDField(editable=False, null=True)),
                ("cleared_at", models.DateTimeField(editable=False, null=True)),
                ("cleared_by_id", models.UUIDField(editable=False, null=True)),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("signed_by_id", models.UUIDField(editable=False, null=True)),
                ("agreed_at", models.DateTimeField(editable=False, null=True)),
                ("accepted_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "agreed_usd",
                    models.DecimalField(decimal_places=2, editable=False, max_digits=20, null=True),
                ),
                (
                    "agreed_rate",
                    models.DecimalField(decimal_places=8, editable=False, max_digits=20, null=True),
                ),
                ("agreed_rate_on", models.DateField(editable=False, null=True)),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("closed_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "assistance_types",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="reference.assistancetype"
                    ),
                ),
                (
                    "components",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="ta_requests.component"
                    ),
                ),
                (
                    "countries",
                    models.ManyToManyField(blank=True, related_name="+", to="reference.country"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="accounts.organisation",
                        verbose_name="donor",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(blank=True, related_name="+", to="reference.region"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.request",
                        verbose_name="request",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(blank=True, related_name="+", to="reference.theme"),
                ),
            ],
            options={
                "verbose_name": "pledge",
                "verbose_name_plural": "pledges",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "-created_at", "-id"], name="pledge_by_donor"
                    ),
                    models.Index(fields=["-created_at", "-id"], name="pledge_newest"),
                    models.Index(fields=["request"], name="pledge_by_request"),
                    models.Index(fields=["state", "-created_at"], name="pledge_by_state"),
                    models.Index(
                        condition=models.Q(("state__in", ["pledged", "negotiation"])),
                        fields=["expiry_on"],
                        name="pledge_expiring",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            ("due_diligence_by_id__isnull", True),
                            models.Q(
                                ("relationship_owner_id", models.F("due_diligence_by_id")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="pledge_owner_not_due_diligence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            ("clauses_approved_by_id__isnull", True),
                            models.Q(
                                ("relationship_owner_id", models.F("clauses_approved_by_id")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="pledge_owner_not_clauses_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            ("cleared_by_id__isnull", True),
                            models.Q(
                                ("relationship_owner_id", models.F("cleared_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_owner_not_cleared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            ("signed_by_id__isnull", True),
                            models.Q(
                                ("relationship_owner_id", models.F("signed_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_owner_not_signed",
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
                        name="pledge_owner_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_diligence_by_id__isnull", True),
                            ("clauses_approved_by_id__isnull", True),
                            models.Q(
                                ("due_diligence_by_id", models.F("clauses_approved_by_id")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="pledge_due_diligence_not_clauses_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_diligence_by_id__isnull", True),
                            ("cleared_by_id__isnull", True),
                            models.Q(
                                ("due_diligence_by_id", models.F("cleared_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_due_diligence_not_cleared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_diligence_by_id__isnull", True),
                            ("signed_by_id__isnull", True),
                            models.Q(
                                ("due_diligence_by_id", models.F("signed_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_due_diligence_not_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_diligence_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(
                                ("due_diligence_by_id", models.F("accepted_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_due_diligence_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clauses_approved_by_id__isnull", True),
                            ("cleared_by_id__isnull", True),
                            models.Q(
                                ("clauses_approved_by_id", models.F("cleared_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_clauses_approved_not_cleared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clauses_approved_by_id__isnull", True),
                            ("signed_by_id__isnull", True),
                            models.Q(
                                ("clauses_approved_by_id", models.F("signed_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_clauses_approved_not_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clauses_approved_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(
                                ("clauses_approved_by_id", models.F("accepted_by_id")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="pledge_clauses_approved_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cleared_by_id__isnull", True),
                            ("signed_by_id__isnull", True),
                            models.Q(("cleared_by_id", models.F("signed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_cleared_not_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cleared_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(("cleared_by_id", models.F("accepted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_cleared_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(("signed_by_id", models.F("accepted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_signed_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_by_id__isnull", True),
                            ("due_diligence_by_id__isnull", True),
                            models.Q(
                                ("created_by_id", models.F("due_diligence_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_created_not_due_diligence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_by_id__isnull", True),
                            ("clauses_approved_by_id__isnull", True),
                            models.Q(
                                ("created_by_id", models.F("clauses_approved_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_created_not_clauses_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_by_id__isnull", True),
                            ("cleared_by_id__isnull", True),
                            models.Q(("created_by_id", models.F("cleared_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_created_not_cleared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("created_by_id__isnull", True),
                            ("accepted_by_id__isnull", True),
                            models.Q(("created_by_id", models.F("accepted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_created_not_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by_id__isnull", True),
                            ("relationship_owner_id__isnull", True),
                            models.Q(
                                ("closed_by_id", models.F("relationship_owner_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="pledge_closed_not_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by_id__isnull", True),
                            ("cleared_by_id__isnull", True),
                            models.Q(("closed_by_id", models.F("cleared_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_closed_not_cleared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("announced_at__isnull", True), ("announced_by_id__isnull", True)
                            ),
                            models.Q(
                                ("announced_at__isnull", False), ("announced_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="pledge_announced_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("announced_at__isnull", True),
                                ("usd__isnull", True),
                                ("usd_rate__isnull", True),
                                ("usd_rate_on__isnull", True),
                            ),
                            models.Q(
                                ("announced_at__isnull", False),
                                ("usd__isnull", False),
                                ("usd_rate__isnull", False),
                                ("usd_rate_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pledge_valued_at_a_rate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("announced_at__isnull", True), ("pledged_on__isnull", True)),
                            models.Q(
                                ("announced_at__isnull", False), ("pledged_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="pledge_value_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cleared_at__isnull", True), ("cleared_by_id__isnull", True)),
                            models.Q(
                                ("cleared_at__isnull", False), ("cleared_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="pledge_cleared_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("clauses_approved_at__isnull", True),
                                ("clauses_approved_by_id__isnull", True),
                            ),
                            models.Q(
                                ("clauses_approved_at__isnull", False),
                                ("clauses_approved_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pledge_clauses_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("condition_met_at__isnull", True),
                                ("condition_met_by_id__isnull", True),
                            ),
                            models.Q(
                                ("condition_met_at__isnull", False),
                                ("condition_met_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pledge_condition_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by_id__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="pledge_signed_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_by_id__isnull", True), ("agreed_at__isnull", True)),
                            models.Q(
                                ("accepted_by_id__isnull", False), ("agreed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="pledge_accepted_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed_at__isnull", True),
                                ("agreed_rate__isnull", True),
                                ("agreed_usd__isnull", True),
                            ),
                            models.Q(
                                ("agreed_at__isnull", False),
                                ("agreed_rate__isnull", False),
                                ("agreed_usd__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pledge_agreed_at_a_rate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by_id__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="pledge_closed_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_at__isnull", False),
                            ("state__in", ["draft", "withdrawn", "declined"]),
                            _connector="OR",
                        ),
                        name="pledge_announced_before_anything",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("agreed", "partly_received", "received", "closed")),
                                _negated=True,
                            ),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("agreed", "partly_received", "received", "closed")),
                                _negated=True,
                            ),
                            ("condition", ""),
                            ("condition_met_at__isnull", False),
                            _connector="OR",
                        ),
                        name="pledge_agreed_condition_is_met",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ("cleared", "agreed", "partly_received", "received", "closed"),
                                ),
                                _negated=True,
                            ),
                            ("clauses_standard", True),
                            ("clauses_approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="pledge_agreed_clauses_are_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("agreed", "partly_received", "received", "closed")),
                                _negated=True,
                            ),
                            models.Q(("report_schedule", []), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_agreed_has_reports",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="pledge_amount_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="pledge_currency_is_three_capitals",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("psc_rate__gte", 0), ("psc_rate__lte", 1)),
                        name="pledge_psc_rate_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="pledge_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("earmark_category__in", ["1", "2", "3", "4"])),
                        name="pledge_earmark_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("local_resources", False), ("request__isnull", False), _connector="OR"
                        ),
                        name="pledge_local_resources_have_a_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clauses_standard", True),
                            models.Q(("clauses", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pledge_clauses_are_written",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="amount"),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "milestone",
                    models.TextField(blank=True, verbose_name="what must be shown first"),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="donors.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "instalment",
                "verbose_name_plural": "instalments",
                "ordering": ["pledge", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pledge", "number"), name="one_instalment_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="instalment_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "local_resources",
                    models.BooleanField(default=False, verbose_name="local resources"),
                ),
                (
                    "donor_kind",
                    models.CharField(
                        choices=[
                            ("state", "Member State or observer"),
                            ("igo", "Intergovernmental organisation"),
                            ("un_entity", "United Nations entity"),
                            ("foundation", "Foundation"),
                            ("private", "Private sector entity"),
                            ("ngo", "Non-governmental organisation"),
                            ("academic", "Academic institution"),
                            ("unodc", "UNODC"),
                        ],
                        max_length=20,
                        verbose_name="kind of donor",
                    ),
                ),
                (
                    "relationship_owner_id",
                    models.UUIDField(null=True, verbose_name="relationship owner"),
                ),
                ("agreed_at", models.DateTimeField(verbose_name="agreed")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(null=True, verbose_name="last day")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "amount",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="amount"),
                ),
                (
                    "usd",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="US dollars when agreed"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=8, max_digits=20, verbose_name="rate when agreed"
                    ),
                ),
                ("rate_on", models.DateField(verbose_name="date of the rate")),
                (
                    "psc_rate",
                    models.DecimalField(
                        decimal_places=6, max_digits=7, verbose_name="rate of support cost"
                    ),
                ),
                (
                    "countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), default=list, size=None
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), default=list, size=None
                    ),
                ),
                (
                    "assistance_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "components",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "received",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="received",
                    ),
                ),
                (
                    "received_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="received in US dollars",
                    ),
                ),
                (
                    "unapplied",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="unapplied",
                    ),
                ),
                (
                    "unapplied_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="unapplied in US dollars",
                    ),
                ),
                (
                    "bank_charges",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="bank charges",
                    ),
                ),
                (
                    "certified",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="certified",
                    ),
                ),
                (
                    "released",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="released",
                    ),
                ),
                (
                    "closed",
                    models.DecimalField(
                        decimal_places=3, default=Decimal(0), max_digits=20, verbose_name="closed"
                    ),
                ),
                (
                    "reversed",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="reversed",
                    ),
                ),
                (
                    "refunded",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="refunded",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="donor",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.request",
                        verbose_name="request",
                    ),
                ),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contribution",
                        to="donors.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "verbose_name_plural": "contributions",
                "ordering": ["-agreed_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["organisation", "-agreed_at"], name="contribution_of_donor"
                    ),
                    models.Index(fields=["-agreed_at", "id"], name="contribution_newest"),
                    models.Index(fields=["request"], name="contribution_for_request"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "certified__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("received"), "-", models.F("unapplied")
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
                            )
                        ),
                        name="allotted_within_cash_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bank_charges__gte", 0),
                            ("certified__gte", 0),
                            ("closed__gte", 0),
                            ("received__gte", 0),
                            ("refunded__gte", 0),
                            ("released__gte", 0),
                            ("reversed__gte", 0),
                            ("unapplied__gte", 0),
                        ),
                        name="no_cash_below_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "received__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("amount"), "+", models.F("unapplied")
                                ),
                            )
                        ),
                        name="excess_cash_is_unapplied",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unapplied__lte", models.F("received"))),
                        name="unapplied_cash_was_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reversed__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("released"), "+", models.F("closed")
                                ),
                            )
                        ),
                        name="reversed_money_was_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            ("psc_rate__gte", 0),
                            ("psc_rate__lte", 1),
                            ("rate__gt", 0),
                            ("usd__gte", 0),
                        ),
                        name="an_agreement_has_an_amount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="an_agreement_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("donor_kind", "unodc"), _negated=True),
                        name="contributions_are_extrabudgetary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=donors.models.files.place_of, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                ("added_at", models.DateTimeField(editable=False, verbose_name="added at")),
                ("added_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement",
                        to="donors.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "agreement",
                "verbose_name_plural": "agreements",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                        name="agreement_is_sealed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AcceptanceChecklist",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "purpose_consistent",
                    models.BooleanField(verbose_name="purpose consistent with the mandate"),
                ),
                ("no_added_liability", models.BooleanField(verbose_name="no added liability")),
                (
                    "no_regular_budget_cost",
                    models.BooleanField(verbose_name="no cost to the regular budget"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("answered_at", models.DateTimeField(editable=False)),
                ("answered_by_id", models.UUIDField(editable=False)),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklist",
                        to="donors.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance checklist",
                "verbose_name_plural": "acceptance checklists",
            },
        ),
        migrations.CreateModel(
            name="PledgeLetter",
            fields=[
                (
                    "file",
                    models.FileField(
                        max_length=200, upload_to=donors.models.files.place_of, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                ("added_at", models.DateTimeField(editable=False, verbose_name="added at")),
                ("added_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dated_on", models.DateField(verbose_name="dated")),
                (
                    "pledge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="donors.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                        name="pledgeletter_is_sealed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PscWaiver",
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
                            ("asked", "Asked"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("relationship_owner_id", models.UUIDField(editable=False, null=True)),
                ("rate", models.DecimalField(decimal_places=6, max_digits=7, verbose_name="rate")),
                ("clause", models.CharField(max_length=200, verbose_name="clause that allows it")),
                ("justification", models.TextField(verbose_name="reason")),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("decided_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="psc_waivers",
                        to="donors.pledge",
                    ),
                ),
            ],
            options={
                "verbose_name": "waiver of the programme support rate",
                "verbose_name_plural": "waivers of the programme support rate",
                "ordering": ["-created_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("pledge",),
                        name="one_open_waiver_per_pledge",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gte", 0), ("rate__lte", 1)),
                        name="waived_rate_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clause", ""), _negated=True),
                            models.Q(("justification", ""), _negated=True),
                        ),
                        name="waiver_is_explained",
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
                        name="waiver_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "asked"),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="waiver_decided_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                    "applied",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="applied"),
                ),
                (
                    "unapplied",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="unapplied"),
                ),
                (
                    "bank_charges",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="bank charges"
                    ),
                ),
                (
                    "usd",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="US dollars"),
                ),
                (
                    "usd_applied",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="US dollars applied"
                    ),
                ),
                ("rate", models.DecimalField(decimal_places=8, max_digits=20, verbose_name="rate")),
                ("rate_on", models.DateField(verbose_name="date of the rate")),
                ("rate_source", models.CharField(max_length=50, verbose_name="source of the rate")),
                ("entered_by_id", models.UUIDField(verbose_name="entered by")),
                (
                    "relationship_owner_id",
                    models.UUIDField(null=True, verbose_name="relationship owner then"),
                ),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="donors.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["-value_on", "pk"],
                "indexes": [
                    models.Index(
                        fields=["contribution", "-value_on"], name="receipt_of_contribution"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Upper("bank_reference"),
                        name="one_receipt_per_bank_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("applied"), "+", models.F("unapplied")
                                ),
                            )
                        ),
                        name="a_receipt_is_applied_or_unapplied",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gt", 0),
                            ("applied__gte", 0),
                            ("bank_charges__gte", 0),
                            ("rate__gt", 0),
                            ("unapplied__gte", 0),
                            ("usd__gte", models.F("usd_applied")),
                            ("usd_applied__gte", 0),
                        ),
                        name="a_receipt_brings_money",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relationship_owner_id__isnull", True),
                            models.Q(
                                ("entered_by_id", models.F("relationship_owner_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="the_relationship_owner_enters_no_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportObligation",
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
                            ("due", "Due"),
                            ("submitted", "Submitted"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned"),
                        ],
                        default="due",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=30, unique=True, verbose_name="reference"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("narrative", "Narrative report"),
                            ("financial", "Financial report"),
                            ("final", "Final report"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=200,
                        upload_to=donors.models.files.place_of,
                        verbose_name="report",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="file name")),
                (
                    "sha256",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="SHA-256"
                    ),
                ),
                ("submitted_at", models.DateTimeField(editable=False, null=True)),
                ("submitted_by_id", models.UUIDField(editable=False, null=True)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("accepted_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="donor",
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="donors.pledge",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.request",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "report obligation",
                "verbose_name_plural": "report obligations",
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(fields=["organisation", "due_on", "id"], name="report_by_donor"),
                    models.Index(fields=["request"], name="report_by_request"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pledge", "number"), name="one_report_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("due", "returned")),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="report_accepted_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_by_id__isnull", True),
                            models.Q(
                                ("accepted_by_id", models.F("submitted_by_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="report_accepted_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allotment",
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
                            ("proposed", "Proposed"),
                            ("certified", "Certified"),
                            ("released", "Released"),
                            ("closed", "Closed"),
                            ("reversed", "Reversed"),
                            ("rejected", "Rejected"),
                        ],
                        default="proposed",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="reference"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "psc_rate",
                    models.DecimalField(
                        decimal_places=6, max_digits=7, verbose_name="rate of support cost"
                    ),
                ),
                (
                    "gross",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="gross"),
                ),
                (
                    "programmable",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="programmable"
                    ),
                ),
                (
                    "psc",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="programme support cost"
                    ),
                ),
                (
                    "reversed",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="reversed",
                    ),
                ),
                (
                    "reversed_programmable",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="reversed, programmable part",
                    ),
                ),
                (
                    "usd_gross",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="US dollars, gross",
                    ),
                ),
                (
                    "usd_programmable",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="US dollars, programmable part",
                    ),
                ),
                (
                    "usd_reversed",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="US dollars reversed, gross",
                    ),
                ),
                (
                    "usd_reversed_programmable",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="US dollars reversed, programmable part",
                    ),
                ),
                (
                    "obligated",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="obligated",
                    ),
                ),
                (
                    "spent",
                    models.DecimalField(
                        decimal_places=3, default=Decimal(0), max_digits=20, verbose_name="spent"
                    ),
                ),
                (
                    "psc_spent",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="support cost booked",
                    ),
                ),
                ("proposed_by_id", models.UUIDField(verbose_name="proposed by")),
                ("certified_by_id", models.UUIDField(null=True, verbose_name="certified by")),
                ("certified_at", models.DateTimeField(null=True, verbose_name="certified at")),
                ("released_by_id", models.UUIDField(null=True, verbose_name="released by")),
                ("released_at", models.DateTimeField(null=True, verbose_name="released at")),
                (
                    "reversal_amount",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=20,
                        null=True,
                        verbose_name="reversal certified",
                    ),
                ),
                (
                    "reversal_certified_by_id",
                    models.UUIDField(null=True, verbose_name="reversal certified by"),
                ),
                ("reversed_by_id", models.UUIDField(null=True, verbose_name="reversed by")),
                ("closed_by_id", models.UUIDField(null=True, verbose_name="closed by")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.component",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="donor",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.request",
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allotments",
                        to="donors.contribution",
                    ),
                ),
            ],
            options={
                "verbose_name": "allotment",
                "verbose_name_plural": "allotments",
                "ordering": ["-created_at", "pk"],
                "indexes": [
                    models.Index(fields=["organisation", "-created_at"], name="allotment_of_donor"),
                    models.Index(fields=["request", "component"], name="allotment_to_component"),
                    models.Index(fields=["-created_at", "id"], name="allotment_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("programmable"), "+", models.F("psc")
                                ),
                            ),
                            ("gross__gt", 0),
                            ("psc__gte", 0),
                        ),
                        name="allotment_parts_add_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reversed__gte", 0),
                            ("reversed__lte", models.F("gross")),
                            ("reversed_programmable__gte", 0),
                            ("reversed_programmable__lte", models.F("programmable")),
                            ("usd_programmable__lte", models.F("usd_gross")),
                            ("usd_reversed__lte", models.F("usd_gross")),
                        ),
                        name="allotment_reversed_within_gross",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("obligated__gte", 0),
                            (
                                "obligated__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("programmable"), "-", models.F("reversed_programmable")
                                ),
                            ),
                        ),
                        name="obligations_within_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("spent__gte", 0), ("spent__lte", models.F("obligated"))
                        ),
                        name="expenditures_within_obligations",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("psc_spent__gte", 0),
                            (
                                "psc_spent__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("psc"), "-", models.F("reversed")
                                    ),
                                    "+",
                                    models.F("reversed_programmable"),
                                ),
                            ),
                        ),
                        name="support_cost_within_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("proposed_by_id__isnull", True),
                                ("certified_by_id__isnull", True),
                                models.Q(
                                    ("proposed_by_id", models.F("certified_by_id")), _negated=True
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("proposed_by_id__isnull", True),
                                ("released_by_id__isnull", True),
                                models.Q(
                                    ("proposed_by_id", models.F("released_by_id")), _negated=True
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("certified_by_id__isnull", True),
                                ("released_by_id__isnull", True),
                                models.Q(
                                    ("certified_by_id", models.F("released_by_id")), _negated=True
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="an_allotment_takes_three_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("certified_by_id__isnull", True),
                                ("reversed_by_id__isnull", True),
                                models.Q(
                                    ("certified_by_id", models.F("reversed_by_id")), _negated=True
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("reversal_certified_by_id__isnull", True),
                                ("released_by_id__isnull", True),
                                models.Q(
                                    ("reversal_certified_by_id", models.F("released_by_id")),
                                    _negated=True,
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                ("reversal_certified_by_id__isnull", True),
                                ("reversed_by_id__isnull", True),
                                models.Q(
                                    ("reversal_certified_by_id", models.F("reversed_by_id")),
                                    _negated=True,
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="whoever_certifies_never_approves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "rejected"]),
                            models.Q(
                                ("certified_at__isnull", False), ("certified_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="reserved_money_is_certified",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("obligated", 0),
                                ("state__in", ["proposed", "rejected", "certified"]),
                            ),
                            models.Q(
                                ("released_at__isnull", False),
                                ("released_by_id__isnull", False),
                                ("state__in", ["released", "closed", "reversed"]),
                            ),
                            _connector="OR",
                        ),
                        name="spendable_money_is_released",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reversal_amount__isnull", True),
                            models.Q(
                                ("reversal_amount__gt", 0),
                                ("reversal_certified_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_reversal_has_an_amount",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueDiligence",
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
                            ("pending", "Pending"),
                            ("cleared", "Cleared"),
                            ("conditional", "Cleared with conditions"),
                            ("refused", "Refused"),
                            ("expired", "Expired"),
                        ],
                        default="pending",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        editable=False, max_length=20, unique=True, verbose_name="reference"
                    ),
                ),
                ("relationship_owner_id", models.UUIDField(editable=False)),
                ("assessor_id", models.UUIDField(editable=False, null=True)),
                ("findings", models.TextField(blank=True, verbose_name="findings")),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                (
                    "valid_until",
                    models.DateField(blank=True, null=True, verbose_name="valid until"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided at"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="donor",
                    ),
                ),
            ],
            options={
                "verbose_name": "due diligence",
                "verbose_name_plural": "due diligence",
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["organisation", "-decided_at"], name="examination_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("organisation",),
                        name="one_open_examination_per_donor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessor_id__isnull", True),
                            models.Q(
                                ("assessor_id", models.F("relationship_owner_id")), _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="examination_by_another_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "pending"),
                            models.Q(
                                ("assessor_id__isnull", False),
                                ("decided_at__isnull", False),
                                models.Q(("findings", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="examination_decided_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("cleared", "conditional")), _negated=True),
                            ("valid_until__isnull", False),
                            _connector="OR",
                        ),
                        name="clearance_has_a_last_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "conditional"), _negated=True),
                            models.Q(("conditions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="conditions_are_written",
                    ),
                ],
            },
        ),
    ]
