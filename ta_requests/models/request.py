"""A State's request for technical assistance."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from reference.models import AssistanceType, Country, Instrument, Theme
from ta_requests.choices.request import (
    DELIVERED,
    SHOWABLE,
    STATE_MOVES,
    UNACKNOWLEDGED,
    UNODC_MOVES,
    UNSUBMITTED,
    Channel,
    CompletionBasis,
    ConsentClass,
    Court,
    DeclineCode,
    RequestState,
    ReturnGrounds,
    court_of,
)
from ta_requests.lifecycle.request import RequestLifecycle
from workflows.actors import Actor
from workflows.models import Subject

FREELY_SHOWN = (ConsentClass.ALL_DONORS, ConsentClass.PUBLIC)
SEARCHED = ("reference", "title", "needs", "priorities", "challenges", "restrictions")
"""What a search looks through: only what everybody who sees the request may read."""


def _pair(moment: str, person: str) -> Q:
    """Return the condition that an act has both its moment and its person, or neither."""
    neither = Q(**{f"{moment}__isnull": True, f"{person}__isnull": True})
    return neither | Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})


def _promise(name: str, condition: Q) -> models.CheckConstraint:
    return models.CheckConstraint(condition=condition, name=name)


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests as one may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see all but what is practised, a State its own, others what consent shows them."""
        if actor.sees("auditor", "system"):
            return self
        if actor.reads_all_cases:
            return self.filter(practice=False)
        seen = Q(pk__in=())
        if actor.organisation_id is not None and actor.sees("state"):
            seen |= Q(organisation_id=actor.organisation_id)
        if actor.organisation_id is not None and actor.sees("donor"):
            naming = NamedDonor.objects.filter(
                request=models.OuterRef("pk"), organisation_id=actor.organisation_id
            )
            named = Q(models.Exists(naming), consent_class=ConsentClass.NAMED_DONORS)
            seen |= Q(circulated_at__isnull=False) & (Q(consent_class__in=FREELY_SHOWN) | named)
        if actor.sees("public"):
            seen |= Q(circulated_at__isnull=False, consent_class=ConsentClass.PUBLIC)
        return self.filter(seen)

    def search(self, text: str) -> Self:
        """Keep those in whose reference, title or sections all the words occur."""
        return self.filter(words=SearchQuery(text, config="simple", search_type="websearch"))


class Request(RequestLifecycle, Subject):
    """What a State asks for: the four sections of OP11 and everything decided about it.

    ``circulated_at`` says since when donors see it: set by a circulation without objection, empty
    again whenever the request leaves. ``court`` and ``words`` are kept by the database.
    """

    reference = models.CharField(_("reference"), max_length=20, unique=True, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.ONLINE)
    practice = models.BooleanField(_("practice"), default=False, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    title = models.CharField(_("title"), max_length=300)
    needs = models.TextField(_("needs"), blank=True)
    priorities = models.TextField(_("priorities"), blank=True)
    challenges = models.TextField(_("challenges"), blank=True)
    restrictions = models.TextField(_("restrictions"), blank=True)
    domestic_law_note = models.TextField(_("domestic legislation"), blank=True)
    gender_note = models.TextField(_("gender perspective"), blank=True)
    culture_note = models.TextField(_("cultural diversity"), blank=True)
    safeguards_note = models.TextField(
        _("safety of society, rights of victims and offenders"), blank=True
    )
    other_type_text = models.CharField(_("other assistance"), max_length=300, blank=True)
    themes: models.ManyToManyField[Theme, Any] = models.ManyToManyField(
        Theme, verbose_name=_("themes"), related_name="+"
    )
    assistance_types: models.ManyToManyField[AssistanceType, Any] = models.ManyToManyField(
        AssistanceType, verbose_name=_("types of assistance"), related_name="+"
    )
    instruments: models.ManyToManyField[Instrument, Any] = models.ManyToManyField(
        Instrument, verbose_name=_("instruments"), related_name="+", blank=True
    )

    consent_class = models.CharField(
        _("who may see it"),
        max_length=20,
        choices=ConsentClass,
        default=ConsentClass.SECRETARIAT,
        editable=False,
    )
    named_donors: models.ManyToManyField[Organisation, Any] = models.ManyToManyField(
        Organisation, through="NamedDonor", related_name="+", verbose_name=_("named donors")
    )
    circulated_at = models.DateTimeField(_("on show since"), null=True, editable=False)

    note_verbale_text = models.TextField(_("generated note verbale"), blank=True, editable=False)
    countersigned_at = models.DateTimeField(null=True, editable=False)
    countersigned_by_id = models.UUIDField(null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by_id = models.UUIDField(null=True, editable=False)
    returned_grounds = models.CharField(
        max_length=20, choices=ReturnGrounds, blank=True, editable=False
    )
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, editable=False)
    acknowledged_by_id = models.UUIDField(null=True, editable=False)
    information_due_at = models.DateTimeField(_("answer due"), null=True, editable=False)
    lapse_warned_at = models.DateTimeField(null=True, editable=False)
    lapsed_at = models.DateTimeField(_("lapsed"), null=True, editable=False)
    lapsed_from = models.CharField(max_length=20, choices=RequestState, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decline_code = models.CharField(
        _("why declined"), max_length=30, choices=DeclineCode, blank=True, editable=False
    )
    referral_provider = models.CharField(
        _("other provider"), max_length=200, blank=True, editable=False
    )
    referral_consented_at = models.DateTimeField(null=True, editable=False)
    referral_consented_by_id = models.UUIDField(null=True, editable=False)
    assessed_at = models.DateTimeField(_("assessed"), null=True, editable=False)
    priority_score = models.DecimalField(
        _("priority score"), max_digits=5, decimal_places=2, null=True, editable=False
    )
    funding_sought_at = models.DateTimeField(_("funding sought"), null=True, editable=False)
    review_due_at = models.DateTimeField(_("review due"), null=True, editable=False)
    still_needed_asked_at = models.DateTimeField(null=True, editable=False)
    funded_at = models.DateTimeField(_("funded"), null=True, editable=False)
    delivery_started_at = models.DateTimeField(_("delivery began"), null=True, editable=False)
    cash_at_start_usd = models.DecimalField(
        max_digits=20, decimal_places=3, null=True, editable=False
    )
    terminated_at = models.DateTimeField(_("terminated"), null=True, editable=False)
    state_told_on = models.DateField(null=True, editable=False)
    settlement_plan = models.TextField(_("settlement plan"), blank=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, editable=False)
    completion_basis = models.CharField(
        max_length=20, choices=CompletionBasis, blank=True, editable=False
    )
    follow_up_on = models.DateField(_("follow-up due on"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    refund_plan = models.TextField(_("refund plan"), blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    court = models.GeneratedField(
        expression=Case(
            When(state__in=STATE_MOVES, then=Value(Court.STATE.value)),
            When(state__in=UNODC_MOVES, then=Value(Court.UNODC.value)),
            When(
                state=RequestState.FUNDING_SOUGHT.value,
                circulated_at__isnull=False,
                then=Value(Court.DONORS.value),
            ),
            When(state=RequestState.FUNDING_SOUGHT.value, then=Value(Court.STATE.value)),
            default=Value(Court.NOBODY.value),
        ),
        output_field=models.CharField(_("whose move it is"), max_length=10, choices=Court),
        db_persist=True,
    )
    words = models.GeneratedField(
        expression=SearchVector(*SEARCHED, config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-updated_at", "id"]
        indexes = [
            models.Index(fields=["-updated_at", "id"], name="request_by_update"),
            models.Index(fields=["organisation", "-updated_at", "id"], name="request_of_state"),
            models.Index(fields=["state", "-updated_at", "id"], name="request_by_state"),
            models.Index(fields=["country", "-updated_at", "id"], name="request_of_country"),
            models.Index(
                fields=["-updated_at", "id"],
                name="request_on_show",
                condition=Q(circulated_at__isnull=False),
            ),
            models.Index(
                fields=["information_due_at"],
                name="request_to_answer",
                condition=Q(information_due_at__isnull=False),
            ),
            models.Index(
                fields=["review_due_at"],
                name="request_to_review",
                condition=Q(state=RequestState.FUNDING_SOUGHT.value),
            ),
            GinIndex(fields=["words"], name="request_words"),
        ]
        constraints = [
            _promise("a_request_state_is_known", Q(state__in=RequestState.values)),
            _promise("a_request_has_a_title", ~Q(title="")),
            _promise(
                "a_submitted_request_has_a_reference",
                Q(submitted_at__isnull=True, reference__isnull=True)
                | Q(submitted_at__isnull=False, reference__isnull=False),
            ),
            _promise(
                "a_practice_is_never_filed",
                Q(practice=False) | Q(state__in=UNSUBMITTED, submitted_at__isnull=True),
            ),
            _promise("a_submission_has_a_name", _pair("submitted_at", "submitted_by_id")),
            _promise(
                "past_draft_is_submitted",
                Q(state__in=UNSUBMITTED) | Q(submitted_at__isnull=False),
            ),
            _promise("a_countersign_has_a_name", _pair("countersigned_at", "countersigned_by_id")),
            _promise(
                "a_countersign_has_a_text",
                Q(countersigned_at__isnull=True) | ~Q(note_verbale_text=""),
            ),
            _promise(
                "an_acknowledgement_has_a_name", _pair("acknowledged_at", "acknowledged_by_id")
            ),
            _promise(
                "past_submitted_is_acknowledged",
                Q(state__in=UNACKNOWLEDGED) | Q(acknowledged_at__isnull=False),
            ),
            _promise("a_return_has_grounds", ~Q(state="returned") | ~Q(returned_grounds="")),
            _promise(
                "a_question_has_a_deadline",
                ~Q(state="info_requested") | Q(information_due_at__isnull=False),
            ),
            _promise(
                "a_lapse_knows_where_from",
                Q(state="lapsed", lapsed_at__isnull=False)
                & Q(lapsed_from__in=["info_requested", "funding_sought"])
                | ~Q(state="lapsed") & Q(lapsed_at__isnull=True, lapsed_from=""),
            ),
            _promise(
                "a_decline_has_a_code",
                ~Q(state="declined") | ~Q(decline_code="") & Q(decided_at__isnull=False),
            ),
            _promise(
                "a_referral_has_consent",
                ~Q(state="referred")
                | ~Q(referral_provider="") & Q(referral_consented_at__isnull=False),
            ),
            _promise(
                "a_referral_consent_has_a_name",
                _pair("referral_consented_at", "referral_consented_by_id"),
            ),
            _promise(
                "assessed_has_a_score",
                ~Q(state__in=["assessed", "funding_sought", "funded", *DELIVERED])
                | Q(assessed_at__isnull=False, priority_score__isnull=False),
            ),
            _promise(
                "seeking_funds_has_a_review_date",
                ~Q(state="funding_sought")
                | Q(funding_sought_at__isnull=False, review_due_at__isnull=False),
            ),
            _promise(
                "shown_only_while_seeking_or_after",
                Q(circulated_at__isnull=True) | Q(state__in=SHOWABLE),
            ),
            _promise(
                "funded_was_circulated",
                ~Q(state__in=["funded", *DELIVERED])
                | Q(funded_at__isnull=False, circulated_at__isnull=False),
            ),
            _promise(
                "nothing_is_delivered_without_cash",
                ~Q(state__in=[*DELIVERED, "closed"])
                | Q(delivery_started_at__isnull=False, cash_at_start_usd__gt=0),
            ),
            _promise(
                "a_termination_is_settled",
                Q(terminated_at__isnull=True) & ~Q(state="terminated")
                | Q(terminated_at__isnull=False, state_told_on__isnull=False)
                & ~Q(settlement_plan=""),
            ),
            _promise(
                "a_completion_has_a_basis",
                Q(completed_at__isnull=True) & ~Q(state="completed")
                | Q(completed_at__isnull=False, follow_up_on__isnull=False)
                & ~Q(completion_basis=""),
            ),
            _promise(
                "closed_was_completed_or_terminated",
                Q(closed_at__isnull=True) & ~Q(state="closed")
                | Q(closed_at__isnull=False)
                & (Q(completed_at__isnull=False) | Q(terminated_at__isnull=False)),
            ),
            _promise(
                "a_withdrawal_has_a_moment",
                Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.title

    @property
    def shown_to_all_donors(self) -> bool:
        """Tell whether every donor sees it, as ``visible_to`` has it; others may be named."""
        return self.circulated_at is not None and self.consent_class in FREELY_SHOWN

    @property
    def whose_move(self) -> Court:
        """Return whose move it is, also before the row is read again."""
        return court_of(self.state, circulated=self.circulated_at is not None)


class NamedDonor(models.Model):
    """One donor to whom the State lets its request be shown."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="namings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "request"], name="a_donor_is_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.organisation_id}"
