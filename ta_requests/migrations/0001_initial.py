import uuid
from decimal import Decimal

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import ta_requests.models.request_parts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_walls"),
        ("accounts", "__first__"),
        ("reference", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
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
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("acknowledged", "Acknowledged"),
                            ("info_requested", "Information requested"),
                            ("lapsed", "Lapsed"),
                            ("declined", "Declined"),
                            ("referred", "Referred"),
                            ("needs_assessment", "Needs assessment"),
                            ("assessed", "Assessed"),
                            ("funding_sought", "Funding sought"),
                            ("funded", "Funded"),
                            ("in_delivery", "In delivery"),
                            ("suspended", "Suspended"),
                            ("terminated", "Terminated"),
                            ("completed", "Completed"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=20, null=True, unique=True, verbose_name="reference"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "Filed by the mission"),
                            ("paper", "Transcribed from a paper note"),
                        ],
                        default="online",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "Arabic"),
                            ("zh-hans", "Chinese"),
                            ("en", "English"),
                            ("fr", "French"),
                            ("ru", "Russian"),
                            ("es", "Spanish"),
                        ],
                        default="en",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("needs", models.TextField(blank=True, verbose_name="needs")),
                ("priorities", models.TextField(blank=True, verbose_name="priorities")),
                ("challenges", models.TextField(blank=True, verbose_name="challenges")),
                ("restrictions", models.TextField(blank=True, verbose_name="restrictions")),
                (
                    "domestic_law_note",
                    models.TextField(blank=True, verbose_name="domestic legislation"),
                ),
                ("gender_note", models.TextField(blank=True, verbose_name="gender perspective")),
                ("culture_note", models.TextField(blank=True, verbose_name="cultural diversity")),
                (
                    "safeguards_note",
                    models.TextField(
                        blank=True,
                        verbose_name="safety of society, rights of victims and offenders",
                    ),
                ),
                (
                    "other_type_text",
                    models.CharField(blank=True, max_length=300, verbose_name="other assistance"),
                ),
                (
                    "consent_class",
                    models.CharField(
                        choices=[
                            ("secretariat", "The Secretariat only"),
                            ("named_donors", "The donors named"),
                            ("all_donors", "All donors"),
                            ("public", "The public"),
                        ],
                        default="secretariat",
                        editable=False,
                        max_length=20,
                        verbose_name="who may see it",
                    ),
                ),
                (
                    "circulated_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="on show since"),
                ),
                (
                    "note_verbale_text",
                    models.TextField(
                        blank=True, editable=False, verbose_name="generated note verbale"
                    ),
                ),
                ("countersigned_at", models.DateTimeField(editable=False, null=True)),
                ("countersigned_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="submitted"),
                ),
                ("submitted_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "returned_grounds",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_authentic", "Its authenticity could not be confirmed"),
                            ("not_complete", "It is not complete"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "acknowledged_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="acknowledged"),
                ),
                ("acknowledged_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "information_due_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answer due"),
                ),
                ("lapse_warned_at", models.DateTimeField(editable=False, null=True)),
                (
                    "lapsed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="lapsed"),
                ),
                (
                    "lapsed_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("acknowledged", "Acknowledged"),
                            ("info_requested", "Information requested"),
                            ("lapsed", "Lapsed"),
                            ("declined", "Declined"),
                            ("referred", "Referred"),
                            ("needs_assessment", "Needs assessment"),
                            ("assessed", "Assessed"),
                            ("funding_sought", "Funding sought"),
                            ("funded", "Funded"),
                            ("in_delivery", "In delivery"),
                            ("suspended", "Suspended"),
                            ("terminated", "Terminated"),
                            ("completed", "Completed"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decline_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outside_mandate", "Outside the mandate of the resolution"),
                            ("duplicate", "Already asked for in another request"),
                            ("provided_elsewhere", "Already provided by another actor"),
                            ("not_feasible", "Not feasible under present conditions"),
                            ("standards", "Not consistent with United Nations standards and norms"),
                            ("other", "Other"),
                        ],
                        editable=False,
                        max_length=30,
                        verbose_name="why declined",
                    ),
                ),
                (
                    "referral_provider",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="other provider"
                    ),
                ),
                ("referral_consented_at", models.DateTimeField(editable=False, null=True)),
                ("referral_consented_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "assessed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="assessed"),
                ),
                (
                    "priority_score",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=5,
                        null=True,
                        verbose_name="priority score",
                    ),
                ),
                (
                    "funding_sought_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="funding sought"),
                ),
                (
                    "review_due_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="review due"),
                ),
                ("still_needed_asked_at", models.DateTimeField(editable=False, null=True)),
                (
                    "funded_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="funded"),
                ),
                (
                    "delivery_started_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="delivery began"),
                ),
                (
                    "cash_at_start_usd",
                    models.DecimalField(decimal_places=3, editable=False, max_digits=20, null=True),
                ),
                (
                    "terminated_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="terminated"),
                ),
                ("state_told_on", models.DateField(editable=False, null=True)),
                (
                    "settlement_plan",
                    models.TextField(blank=True, editable=False, verbose_name="settlement plan"),
                ),
                (
                    "completed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="completed"),
                ),
                (
                    "completion_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Every output was accepted by the State"),
                            ("silence", "The State kept silent for 20 working days after notice"),
                            ("waived", "Acceptance was waived by the section chief"),
                        ],
                        editable=False,
                        max_length=20,
                    ),
                ),
                (
                    "follow_up_on",
                    models.DateField(editable=False, null=True, verbose_name="follow-up due on"),
                ),
                (
                    "closed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="withdrawn"),
                ),
                (
                    "refund_plan",
                    models.TextField(blank=True, editable=False, verbose_name="refund plan"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated")),
                (
                    "court",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                state__in=("draft", "returned", "info_requested"),
                                then=models.Value("state"),
                            ),
                            models.When(
                                state__in=(
                                    "submitted",
                                    "acknowledged",
                                    "needs_assessment",
                                    "assessed",
                                    "funded",
                                    "in_delivery",
                                    "suspended",
                                    "completed",
                                    "terminated",
                                ),
                                then=models.Value("unodc"),
                            ),
                            models.When(
                                circulated_at__isnull=False,
                                state="funding_sought",
                                then=models.Value("donors"),
                            ),
                            models.When(state="funding_sought", then=models.Value("state")),
                            default=models.Value("nobody"),
                        ),
                        output_field=models.CharField(
                            choices=[
                                ("state", "The State"),
                                ("unodc", "UNODC"),
                                ("donors", "Donors"),
                                ("nobody", "Nobody"),
                            ],
                            max_length=10,
                            verbose_name="whose move it is",
                        ),
                    ),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "reference",
                            "title",
                            "needs",
                            "priorities",
                            "challenges",
                            "restrictions",
                            config="simple",
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "assistance_types",
                    models.ManyToManyField(
                        related_name="+",
                        to="reference.assistancetype",
                        verbose_name="types of assistance",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.country",
                    ),
                ),
                (
                    "instruments",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="reference.instrument",
                        verbose_name="instruments",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        related_name="+", to="reference.theme", verbose_name="themes"
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ["-updated_at", "id"],
                "indexes": [
                    models.Index(fields=["-updated_at", "id"], name="request_by_update"),
                    models.Index(
                        fields=["organisation", "-updated_at", "id"], name="request_of_state"
                    ),
                    models.Index(fields=["state", "-updated_at", "id"], name="request_by_state"),
                    models.Index(
                        fields=["country", "-updated_at", "id"], name="request_of_country"
                    ),
                    models.Index(
                        condition=models.Q(("circulated_at__isnull", False)),
                        fields=["-updated_at", "id"],
                        name="request_on_show",
                    ),
                    models.Index(
                        condition=models.Q(("information_due_at__isnull", False)),
                        fields=["information_due_at"],
                        name="request_to_answer",
                    ),
                    models.Index(
                        condition=models.Q(("state", "funding_sought")),
                        fields=["review_due_at"],
                        name="request_to_review",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="request_words"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "returned",
                                    "acknowledged",
                                    "info_requested",
                                    "lapsed",
                                    "declined",
                                    "referred",
                                    "needs_assessment",
                                    "assessed",
                                    "funding_sought",
                                    "funded",
                                    "in_delivery",
                                    "suspended",
                                    "terminated",
                                    "completed",
                                    "closed",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="a_request_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="a_request_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reference__isnull", True), ("submitted_at__isnull", True)),
                            models.Q(("reference__isnull", False), ("submitted_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_submitted_request_has_a_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by_id__isnull", True)
                            ),
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_submission_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "withdrawn")),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="past_draft_is_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("countersigned_at__isnull", True),
                                ("countersigned_by_id__isnull", True),
                            ),
                            models.Q(
                                ("countersigned_at__isnull", False),
                                ("countersigned_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_countersign_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_at__isnull", True),
                            models.Q(("note_verbale_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_countersign_has_a_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", True),
                                ("acknowledged_by_id__isnull", True),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_acknowledgement_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "withdrawn", "submitted", "returned")),
                            ("acknowledged_at__isnull", False),
                            _connector="OR",
                        ),
                        name="past_submitted_is_acknowledged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("returned_grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_return_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "info_requested"), _negated=True),
                            ("information_due_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_question_has_a_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lapsed_at__isnull", False),
                                ("state", "lapsed"),
                                ("lapsed_from__in", ["info_requested", "funding_sought"]),
                            ),
                            models.Q(
                                models.Q(("state", "lapsed"), _negated=True),
                                ("lapsed_at__isnull", True),
                                ("lapsed_from", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_lapse_knows_where_from",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(
                                models.Q(("decline_code", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decline_has_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "referred"), _negated=True),
                            models.Q(
                                models.Q(("referral_provider", ""), _negated=True),
                                ("referral_consented_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_referral_has_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("referral_consented_at__isnull", True),
                                ("referral_consented_by_id__isnull", True),
                            ),
                            models.Q(
                                ("referral_consented_at__isnull", False),
                                ("referral_consented_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_referral_consent_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "assessed",
                                        "funding_sought",
                                        "funded",
                                        "in_delivery",
                                        "suspended",
                                        "terminated",
                                        "completed",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("assessed_at__isnull", False), ("priority_score__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="assessed_has_a_score",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "funding_sought"), _negated=True),
                            models.Q(
                                ("funding_sought_at__isnull", False),
                                ("review_due_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="seeking_funds_has_a_review_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("circulated_at__isnull", True),
                            (
                                "state__in",
                                (
                                    "funding_sought",
                                    "lapsed",
                                    "funded",
                                    "in_delivery",
                                    "suspended",
                                    "terminated",
                                    "completed",
                                    "closed",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="shown_only_while_seeking_or_after",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "funded",
                                        "in_delivery",
                                        "suspended",
                                        "terminated",
                                        "completed",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("circulated_at__isnull", False), ("funded_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="funded_was_circulated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "in_delivery",
                                        "suspended",
                                        "terminated",
                                        "completed",
                                        "closed",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("cash_at_start_usd__gt", 0), ("delivery_started_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="nothing_is_delivered_without_cash",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("terminated_at__isnull", True),
                                models.Q(("state", "terminated"), _negated=True),
                            ),
                            models.Q(
                                ("state_told_on__isnull", False),
                                ("terminated_at__isnull", False),
                                models.Q(("settlement_plan", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_termination_is_settled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("completed_at__isnull", True),
                                models.Q(("state", "completed"), _negated=True),
                            ),
                            models.Q(
                                ("completed_at__isnull", False),
                                ("follow_up_on__isnull", False),
                                models.Q(("completion_basis", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_completion_has_a_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True),
                                models.Q(("state", "closed"), _negated=True),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(
                                    ("completed_at__isnull", False),
                                    ("terminated_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="closed_was_completed_or_terminated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                            models.Q(
                                models.Q(("state", "withdrawn"), _negated=True),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_withdrawal_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("unit", models.CharField(max_length=60, verbose_name="unit")),
                (
                    "baseline",
                    models.DecimalField(decimal_places=4, max_digits=16, verbose_name="baseline"),
                ),
                (
                    "target",
                    models.DecimalField(decimal_places=4, max_digits=16, verbose_name="target"),
                ),
            ],
            options={
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="NamedDonor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assessment",
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
                            ("planned", "Planned"),
                            ("in_progress", "In progress"),
                            ("draft_report", "Draft report"),
                            ("state_validation", "With the State for validation"),
                            ("returned", "Returned by the State"),
                            ("final", "Final"),
                            ("cancelled", "Cancelled"),
                            ("superseded", "Superseded"),
                        ],
                        default="planned",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "reference",
                    models.CharField(max_length=40, unique=True, verbose_name="reference"),
                ),
                ("needs", models.TextField(blank=True, verbose_name="needs")),
                ("priorities", models.TextField(blank=True, verbose_name="priorities")),
                ("challenges", models.TextField(blank=True, verbose_name="challenges")),
                ("restrictions", models.TextField(blank=True, verbose_name="restrictions")),
                (
                    "proposed_activities",
                    models.TextField(blank=True, verbose_name="proposed activities"),
                ),
                ("risks", models.TextField(blank=True, verbose_name="risks")),
                ("gender_note", models.TextField(blank=True, verbose_name="gender perspective")),
                ("culture_note", models.TextField(blank=True, verbose_name="cultural diversity")),
                ("drafted_at", models.DateTimeField(editable=False, null=True)),
                ("drafted_by_id", models.UUIDField(editable=False, null=True)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("sent_by_id", models.UUIDField(editable=False, null=True)),
                ("silence_due_at", models.DateTimeField(editable=False, null=True)),
                ("silence_noted_at", models.DateTimeField(editable=False, null=True)),
                ("validated_at", models.DateTimeField(editable=False, null=True)),
                ("validated_by_id", models.UUIDField(editable=False, null=True)),
                ("finalised_at", models.DateTimeField(editable=False, null=True)),
                ("finalised_by_id", models.UUIDField(editable=False, null=True)),
                ("final_by_silence", models.BooleanField(default=False, editable=False)),
                (
                    "priority_override",
                    models.DecimalField(
                        decimal_places=2,
                        editable=False,
                        max_digits=5,
                        null=True,
                        verbose_name="priority by override",
                    ),
                ),
                ("priority_override_reason", models.TextField(blank=True, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "needs assessment",
                "verbose_name_plural": "needs assessments",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("silence_noted_at__isnull", True), ("state", "state_validation")
                        ),
                        fields=["silence_due_at"],
                        name="assessment_silence",
                    ),
                    models.Index(fields=["organisation"], name="assessment_of_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "number"), name="assessment_numbers_of_a_request"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["cancelled", "superseded"]), _negated=True
                        ),
                        fields=("request",),
                        name="one_living_assessment_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_by_id__isnull", True),
                            models.Q(("sent_by_id", models.F("drafted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="the_author_does_not_send_the_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finalised_by_id__isnull", True),
                            models.Q(("finalised_by_id", models.F("drafted_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="the_author_does_not_finalise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "state_validation"), _negated=True),
                            models.Q(("sent_at__isnull", False), ("silence_due_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="validation_has_a_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["final", "superseded"]), _negated=True),
                            models.Q(
                                ("finalised_at__isnull", False),
                                ("finalised_by_id__isnull", False),
                                models.Q(
                                    ("validated_at__isnull", False),
                                    ("final_by_silence", True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="final_was_validated_or_silent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("priority_override__isnull", True),
                                ("priority_override_reason", ""),
                            ),
                            models.Q(
                                ("priority_override__gte", 0),
                                ("priority_override__lte", 100),
                                models.Q(("priority_override_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_priority_override_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Component",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("phase", models.PositiveSmallIntegerField(default=1, verbose_name="phase")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=2, default=1, max_digits=12, verbose_name="quantity"
                    ),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="unit")),
                (
                    "funding_kind",
                    models.CharField(
                        choices=[("cash", "In cash"), ("in_kind", "In kind")],
                        default="cash",
                        max_length=10,
                        verbose_name="in cash or in kind",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        default="USD", editable=False, max_length=3, verbose_name="currency"
                    ),
                ),
                ("net", models.DecimalField(decimal_places=3, max_digits=20, verbose_name="net")),
                (
                    "psc_rate",
                    models.DecimalField(
                        decimal_places=6, max_digits=7, verbose_name="rate of support cost"
                    ),
                ),
                (
                    "psc",
                    models.DecimalField(
                        decimal_places=3, max_digits=20, verbose_name="programme support cost"
                    ),
                ),
                (
                    "gross",
                    models.DecimalField(decimal_places=3, max_digits=20, verbose_name="gross"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("frozen", "Frozen by the final assessment"),
                            ("retired", "Replaced by a later assessment"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="ta_requests.assessment",
                    ),
                ),
                (
                    "assistance_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.assistancetype",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.theme",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="components",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "component",
                "verbose_name_plural": "components",
                "ordering": ["phase", "number"],
                "indexes": [
                    models.Index(fields=["request", "status"], name="component_of_request")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "number"), name="component_numbers_of_an_assessment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net"), "+", models.F("psc")
                                ),
                            )
                        ),
                        name="parts_add_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net__gt", 0),
                            ("number__gte", 1),
                            ("phase__gte", 1),
                            ("psc__gte", 0),
                            ("quantity__gt", 0),
                        ),
                        name="a_component_has_a_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("psc_rate__gte", 0), ("psc_rate__lte", 1)),
                        name="a_component_rate_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency", "USD")), name="components_are_in_usd"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComponentItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="line")),
                ("description", models.CharField(max_length=300, verbose_name="description")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity"),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="unit")),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="ta_requests.component",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("component", "position"), name="item_lines_of_a_component"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="an_item_line_has_a_quantity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                            ("formulation", "Formulation"),
                            ("approved", "Work plan approved"),
                            ("implementation", "Implementation"),
                            ("suspended", "Suspended"),
                            ("operationally_closed", "Operationally closed"),
                            ("financially_closed", "Financially closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="formulation",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "reference",
                    models.CharField(max_length=40, unique=True, verbose_name="reference"),
                ),
                ("plan", models.TextField(blank=True, verbose_name="work plan")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="first day")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("planned_by_id", models.UUIDField(editable=False, null=True)),
                ("agreed_at", models.DateTimeField(editable=False, null=True)),
                ("agreed_by_id", models.UUIDField(editable=False, null=True)),
                ("approved_at", models.DateTimeField(editable=False, null=True)),
                ("approved_by_id", models.UUIDField(editable=False, null=True)),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "follow_up_on",
                    models.DateField(editable=False, null=True, verbose_name="follow-up due on"),
                ),
                ("follow_up_reminded_at", models.DateTimeField(editable=False, null=True)),
                ("followed_up_at", models.DateTimeField(editable=False, null=True)),
                ("followed_up_by_id", models.UUIDField(editable=False, null=True)),
                ("follow_up_findings", models.TextField(blank=True, editable=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(fields=["organisation"], name="delivery_of_state"),
                    models.Index(
                        condition=models.Q(
                            ("follow_up_reminded_at__isnull", True),
                            ("followed_up_at__isnull", True),
                        ),
                        fields=["follow_up_on"],
                        name="delivery_follow_up",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "number"), name="delivery_numbers_of_a_request"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("request",),
                        name="one_delivery_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by_id__isnull", True),
                            models.Q(("approved_by_id", models.F("planned_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="the_planner_does_not_approve",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["formulation", "cancelled"]),
                            models.Q(("agreed_at__isnull", False), ("approved_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_approved_plan_is_agreed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_on__isnull", True), ("starts_on__isnull", True)),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="a_plan_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["operationally_closed", "financially_closed"]),
                                _negated=True,
                            ),
                            models.Q(("ended_at__isnull", False), ("follow_up_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_ended_delivery_has_a_follow_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("followed_up_at__isnull", True),
                            models.Q(("follow_up_findings", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_follow_up_has_findings",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField(verbose_name="rating")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("person_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="ta_requests.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating__gte", 1), ("rating__lte", 5)),
                        name="feedback_goes_from_1_to_5",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingPosition",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="position",
                        serialize=False,
                        to="ta_requests.request",
                    ),
                ),
                (
                    "pledged_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="pledged",
                    ),
                ),
                (
                    "committed_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="committed",
                    ),
                ),
                (
                    "received_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="received",
                    ),
                ),
                (
                    "released_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="released",
                    ),
                ),
                (
                    "open_obligations_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="open obligations",
                    ),
                ),
                (
                    "expenditure_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="expenditure",
                    ),
                ),
                ("allotments_open", models.BooleanField(default=False)),
                ("reports_open", models.BooleanField(default=False)),
                ("local_resources_cover_phase_1", models.BooleanField(default=False)),
                ("as_of", models.DateTimeField()),
            ],
            options={
                "verbose_name": "funding position",
                "verbose_name_plural": "funding positions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_usd__gte", 0),
                            ("open_obligations_usd__gte", 0),
                            ("pledged_usd__gte", 0),
                            ("received_usd__gte", 0),
                            ("released_usd__gte", 0),
                        ),
                        name="no_total_is_below_nothing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                            ("note_verbale", "Note verbale"),
                            ("paper_note", "Scan of a paper note"),
                            ("supporting", "Supporting document"),
                            ("work_plan", "Work plan"),
                            ("settlement_plan", "Settlement plan"),
                            ("refund_plan", "Refund plan"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=ta_requests.models.request_parts.place_of,
                        verbose_name="file",
                    ),
                ),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64)),
                ("attached_at", models.DateTimeField()),
                ("attached_by_id", models.UUIDField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["attached_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                        name="a_document_has_a_digest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clarification",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("question", models.TextField(verbose_name="question")),
                ("asked_at", models.DateTimeField()),
                ("asked_by_id", models.UUIDField(null=True)),
                ("due_at", models.DateTimeField(verbose_name="answer due")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "clarification",
                "verbose_name_plural": "clarifications",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "number"), name="questions_of_a_request"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), ("dropped_at__isnull", True)
                        ),
                        fields=("request",),
                        name="one_open_question_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("question", ""), _negated=True),
                        name="a_question_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by_id__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by_id__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_has_words_and_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("dropped_at__isnull", True),
                            _connector="OR",
                        ),
                        name="an_answer_is_not_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Circulation",
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
                            ("noticed", "Noticed to the State"),
                            ("circulated", "Circulated to donors"),
                            ("objected", "Objected to by the State"),
                            ("ended", "Ended"),
                        ],
                        default="noticed",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "consent_class",
                    models.CharField(
                        choices=[
                            ("secretariat", "The Secretariat only"),
                            ("named_donors", "The donors named"),
                            ("all_donors", "All donors"),
                            ("public", "The public"),
                        ],
                        max_length=20,
                        verbose_name="who may see it",
                    ),
                ),
                ("deadline_at", models.DateTimeField(verbose_name="objections until")),
                (
                    "circulated_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="circulated"),
                ),
                (
                    "objected_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="objected"),
                ),
                ("objected_by_id", models.UUIDField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="ended")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circulations",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "circulation",
                "verbose_name_plural": "circulations",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "noticed")),
                        fields=["deadline_at"],
                        name="circulation_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "number"), name="circulations_of_a_request"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("noticed", "circulated"))),
                        fields=("request",),
                        name="one_open_circulation_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "circulated"), _negated=True),
                            models.Q(
                                ("circulated_at__gte", models.F("deadline_at")),
                                ("circulated_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="circulated_after_the_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "objected"), _negated=True),
                            models.Q(
                                ("objected_at__isnull", False), ("objected_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_objection_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_ended_circulation_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorValue",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(verbose_name="as of")),
                (
                    "sex",
                    models.CharField(
                        choices=[
                            ("all", "All"),
                            ("female", "Women and girls"),
                            ("male", "Men and boys"),
                        ],
                        default="all",
                        max_length=10,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        choices=[
                            ("all", "All ages"),
                            ("children", "Under 18"),
                            ("youth", "18 to 24"),
                            ("adults", "25 and over"),
                        ],
                        default="all",
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=16, verbose_name="value"),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.UUIDField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="values",
                        to="ta_requests.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="MaterialItem",
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
                            ("ordered", "Ordered"),
                            ("shipped", "Shipped"),
                            ("customs", "In customs"),
                            ("partly_handed_over", "Partly handed over"),
                            ("handed_over", "Handed over"),
                            ("lost", "Lost"),
                        ],
                        default="ordered",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "reference",
                    models.CharField(max_length=40, unique=True, verbose_name="reference"),
                ),
                ("description", models.CharField(max_length=300, verbose_name="description")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity"),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="unit")),
                ("shipped_at", models.DateTimeField(editable=False, null=True)),
                ("customs_at", models.DateTimeField(editable=False, null=True)),
                (
                    "presented_quantity",
                    models.DecimalField(
                        decimal_places=2, default=Decimal(0), editable=False, max_digits=12
                    ),
                ),
                ("presented_at", models.DateTimeField(editable=False, null=True)),
                ("presented_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "certificate_number",
                    models.CharField(blank=True, max_length=60, verbose_name="certificate"),
                ),
                (
                    "handed_quantity",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(0),
                        editable=False,
                        max_digits=12,
                        verbose_name="handed over",
                    ),
                ),
                ("signed_at", models.DateTimeField(editable=False, null=True)),
                ("signed_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "lost_quantity",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(0),
                        editable=False,
                        max_digits=12,
                        verbose_name="lost",
                    ),
                ),
                ("lost_at", models.DateTimeField(editable=False, null=True)),
                ("lost_by_id", models.UUIDField(editable=False, null=True)),
                ("written_off_at", models.DateTimeField(editable=False, null=True)),
                ("written_off_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "certificate_document",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.document",
                    ),
                ),
                (
                    "component",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.component",
                    ),
                ),
                (
                    "component_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.componentitem",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="material_items",
                        to="ta_requests.delivery",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="ta_requests.materialitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "material item",
                "verbose_name_plural": "material items",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "number"), name="material_item_numbers"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_quantity__gte", 0),
                            ("lost_quantity__gte", 0),
                            ("presented_quantity__gte", 0),
                            ("quantity__gt", 0),
                            (
                                "quantity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("handed_quantity"), "+", models.F("lost_quantity")
                                ),
                            ),
                            (
                                "quantity__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("handed_quantity"), "+", models.F("presented_quantity")
                                ),
                            ),
                        ),
                        name="no_more_goods_than_were_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("handed_quantity", models.F("quantity")),
                                ("state", "handed_over"),
                                ("signed_by_id__isnull", False),
                            ),
                            models.Q(
                                ("handed_quantity__gt", 0),
                                ("state", "partly_handed_over"),
                                ("handed_quantity__lt", models.F("quantity")),
                                ("signed_by_id__isnull", False),
                            ),
                            models.Q(
                                (
                                    "quantity",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("handed_quantity"), "+", models.F("lost_quantity")
                                    ),
                                ),
                                ("state", "lost"),
                                ("lost_by_id__isnull", False),
                            ),
                            models.Q(
                                ("handed_quantity", 0),
                                ("state__in", ["ordered", "shipped", "customs"]),
                            ),
                            _connector="OR",
                        ),
                        name="handover_fits_the_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("written_off_by_id__isnull", True),
                            models.Q(("written_off_by_id", models.F("lost_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="the_reporter_does_not_write_off",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="request",
            name="named_donors",
            field=models.ManyToManyField(
                related_name="+",
                through="ta_requests.NamedDonor",
                to="accounts.organisation",
                verbose_name="named donors",
            ),
        ),
        migrations.AddField(
            model_name="nameddonor",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="namings",
                to="ta_requests.request",
            ),
        ),
        migrations.CreateModel(
            name="Output",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("noticed", "With the State for acceptance"),
                            ("contested", "Contested by the State"),
                            ("accepted", "Accepted by the State"),
                            ("accepted_by_silence", "Accepted: the State kept silent"),
                            ("waived", "Waived"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("noticed_at", models.DateTimeField(editable=False, null=True)),
                ("silence_due_at", models.DateTimeField(editable=False, null=True)),
                ("settled_at", models.DateTimeField(editable=False, null=True)),
                ("settled_by_id", models.UUIDField(editable=False, null=True)),
                ("note", models.TextField(blank=True, editable=False, verbose_name="note")),
                (
                    "component",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.component",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outputs",
                        to="ta_requests.delivery",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "noticed")),
                        fields=["silence_due_at"],
                        name="output_silence",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "number"), name="output_numbers"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ["noticed", "accepted", "accepted_by_silence"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("noticed_at__isnull", False), ("silence_due_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_output_is_noticed_before_it_is_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("status__in", ["planned", "noticed", "contested"]),
                            ),
                            models.Q(
                                ("settled_at__isnull", False), ("status", "accepted_by_silence")
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by_id__isnull", False),
                                ("status__in", ["accepted", "waived"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_output_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["waived", "contested"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_waiver_or_contest_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                            ("planned", "Planned"),
                            ("evidence", "Evidence given"),
                            ("accepted", "Accepted"),
                        ],
                        default="planned",
                        max_length=50,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "reference",
                    models.CharField(max_length=40, unique=True, verbose_name="reference"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("evidence", models.TextField(blank=True, editable=False, verbose_name="evidence")),
                ("evidence_at", models.DateTimeField(editable=False, null=True)),
                ("evidence_by_id", models.UUIDField(editable=False, null=True)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                ("accepted_by_id", models.UUIDField(editable=False, null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="ta_requests.delivery",
                    ),
                ),
                (
                    "evidence_document",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "output",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="ta_requests.output",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["due_on", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "number"), name="milestone_numbers"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "planned"),
                            models.Q(
                                models.Q(("evidence", ""), _negated=True),
                                ("evidence_at__isnull", False),
                                ("evidence_by_id__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_given_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("state", "accepted"),
                                ("accepted_by_id__isnull", False),
                                models.Q(
                                    ("accepted_by_id", models.F("evidence_by_id")), _negated=True
                                ),
                            ),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("accepted_at__isnull", True),
                                ("accepted_by_id__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="the_provider_does_not_accept",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="indicator",
            name="output",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicators",
                to="ta_requests.output",
            ),
        ),
        migrations.CreateModel(
            name="PriorityWeights",
            fields=[
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="version"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("severity", models.PositiveSmallIntegerField(verbose_name="Severity of the need")),
                (
                    "alignment",
                    models.PositiveSmallIntegerField(verbose_name="Alignment with the resolution"),
                ),
                ("ownership", models.PositiveSmallIntegerField(verbose_name="National ownership")),
                ("feasibility", models.PositiveSmallIntegerField(verbose_name="Feasibility")),
                (
                    "country_situation",
                    models.PositiveSmallIntegerField(
                        verbose_name="Country situation (LDC, LLDC, SIDS)"
                    ),
                ),
                (
                    "gender",
                    models.PositiveSmallIntegerField(verbose_name="Gender and vulnerable groups"),
                ),
                (
                    "regional_balance",
                    models.PositiveSmallIntegerField(verbose_name="Regional balance"),
                ),
                ("source", models.TextField(verbose_name="source")),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "severity",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.Value(100),
                                                        "-",
                                                        models.F("alignment"),
                                                    ),
                                                    "-",
                                                    models.F("ownership"),
                                                ),
                                                "-",
                                                models.F("feasibility"),
                                            ),
                                            "-",
                                            models.F("country_situation"),
                                        ),
                                        "-",
                                        models.F("gender"),
                                    ),
                                    "-",
                                    models.F("regional_balance"),
                                ),
                            )
                        ),
                        name="weights_add_up_to_a_hundred",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityScore",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("severity", models.PositiveSmallIntegerField(verbose_name="Severity of the need")),
                (
                    "alignment",
                    models.PositiveSmallIntegerField(verbose_name="Alignment with the resolution"),
                ),
                ("ownership", models.PositiveSmallIntegerField(verbose_name="National ownership")),
                ("feasibility", models.PositiveSmallIntegerField(verbose_name="Feasibility")),
                (
                    "country_situation",
                    models.PositiveSmallIntegerField(
                        verbose_name="Country situation (LDC, LLDC, SIDS)"
                    ),
                ),
                (
                    "gender",
                    models.PositiveSmallIntegerField(verbose_name="Gender and vulnerable groups"),
                ),
                (
                    "regional_balance",
                    models.PositiveSmallIntegerField(verbose_name="Regional balance"),
                ),
                ("justification", models.TextField(verbose_name="justification")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="priority score"
                    ),
                ),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_score",
                        to="ta_requests.assessment",
                    ),
                ),
                (
                    "weights",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ta_requests.priorityweights",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("alignment__lte", 4),
                            ("country_situation__lte", 4),
                            ("feasibility__lte", 4),
                            ("gender__lte", 4),
                            ("ownership__lte", 4),
                            ("regional_balance__lte", 4),
                            ("severity__lte", 4),
                        ),
                        name="ratings_go_from_0_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("total__gte", 0), ("total__lte", 100)),
                        name="a_score_is_of_a_hundred",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestedItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="line")),
                ("description", models.CharField(max_length=300, verbose_name="description")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="quantity"),
                ),
                ("unit", models.CharField(max_length=60, verbose_name="unit")),
                ("purpose", models.CharField(blank=True, max_length=300, verbose_name="purpose")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "requested item",
                "verbose_name_plural": "requested items",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "position"), name="item_lines_of_a_request"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0),
                            models.Q(("description", ""), _negated=True),
                            models.Q(("unit", ""), _negated=True),
                        ),
                        name="a_requested_item_is_counted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("submission", "Submission"),
                            ("reply", "Reply to a request for information"),
                        ],
                        max_length=20,
                        verbose_name="occasion",
                    ),
                ),
                ("content", models.JSONField()),
                ("country_status", models.JSONField()),
                ("difference", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("frozen_at", models.DateTimeField()),
                ("frozen_by_id", models.UUIDField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "number"), name="versions_of_a_request"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StateValidation",
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
                            ("comment", "Comment"),
                            ("validated", "Validated"),
                            ("returned", "Returned"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("person_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_validations",
                        to="ta_requests.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "validated"),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_remark_has_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "court",
                    models.CharField(
                        choices=[
                            ("state", "The State"),
                            ("unodc", "UNODC"),
                            ("donors", "Donors"),
                            ("nobody", "Nobody"),
                        ],
                        max_length=10,
                        verbose_name="whose move",
                    ),
                ),
                ("counts", models.BooleanField(default=True)),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "working_days",
                    models.PositiveIntegerField(default=0, verbose_name="working days"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "number"), name="turns_of_a_request"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("request",),
                        name="one_turn_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("began_at")),
                            _connector="OR",
                        ),
                        name="a_turn_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("working_days", 0),
                            models.Q(("counts", True), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_pause_does_not_count",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssessedArea",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("policing", "Policing and first contact"),
                            ("prosecution", "Prosecution and diversion"),
                            ("courts", "Courts and sentencing"),
                            ("legal_aid", "Legal aid and defence"),
                            ("pretrial_detention", "Pre-trial detention"),
                            ("prisons", "Prison conditions and management"),
                            ("prison_programmes", "Education, training and treatment in prison"),
                            ("health", "Health care, mental health and drug dependence"),
                            ("non_custodial", "Non-custodial measures, probation and parole"),
                            ("reintegration", "Reintegration in the community"),
                            ("children", "Children in contact with the law"),
                            ("victims", "Victims, witnesses and restorative justice"),
                            ("information", "Criminal-justice data and research"),
                        ],
                        max_length=30,
                        verbose_name="area",
                    ),
                ),
                (
                    "score",
                    models.PositiveSmallIntegerField(
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="score",
                    ),
                ),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                (
                    "not_applicable_because",
                    models.TextField(blank=True, verbose_name="why it does not apply"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="ta_requests.assessment",
                    ),
                ),
            ],
            options={
                "ordering": ["area"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "area"), name="an_area_is_scored_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("not_applicable_because", ""),
                                ("score__gte", 0),
                                ("score__lte", 4),
                                models.Q(("evidence", ""), _negated=True),
                            ),
                            models.Q(
                                ("evidence", ""),
                                ("score__isnull", True),
                                models.Q(("not_applicable_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_area_has_evidence_or_does_not_apply",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_lead", models.BooleanField(default=False, verbose_name="lead assessor")),
                ("assigned_at", models.DateTimeField()),
                ("declared_at", models.DateTimeField(null=True)),
                (
                    "has_conflict",
                    models.BooleanField(null=True, verbose_name="conflict of interest"),
                ),
                ("statement", models.TextField(blank=True, verbose_name="statement")),
                ("relieved_at", models.DateTimeField(null=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessors",
                        to="ta_requests.assessment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["assigned_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("relieved_at__isnull", True)),
                        fields=("assessment", "person"),
                        name="an_assessor_serves_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_lead", True), ("relieved_at__isnull", True)),
                        fields=("assessment",),
                        name="one_lead_assessor",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declared_at__isnull", True), ("has_conflict__isnull", True)),
                            models.Q(
                                ("declared_at__isnull", False), ("has_conflict__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_declaration_says_yes_or_no",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComponentFunding",
            fields=[
                (
                    "component",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="funding",
                        serialize=False,
                        to="ta_requests.component",
                    ),
                ),
                (
                    "released_net_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="released, programmable",
                    ),
                ),
                ("in_kind_covered", models.BooleanField(default=False)),
                (
                    "pledged_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="pledged",
                    ),
                ),
                (
                    "committed_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="committed",
                    ),
                ),
                (
                    "received_usd",
                    models.DecimalField(
                        decimal_places=3,
                        default=Decimal(0),
                        max_digits=20,
                        verbose_name="received",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="component_fundings",
                        to="ta_requests.request",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("released_net_usd__gte", 0)),
                        name="nothing_less_than_nothing_is_released",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="nameddonor",
            constraint=models.UniqueConstraint(
                fields=("organisation", "request"), name="a_donor_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("output", "title"), name="indicators_of_an_output"
            ),
        ),
    ]
