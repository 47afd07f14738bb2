"""Write a pledge down: by the donor's representative, or by UNODC from a letter."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypedDict
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from common.clock import day_of
from common.errors import Invalid, NotAllowed, Reason, Sentence
from common.money import LARGEST, Money
from donors.choices.promises import ConditionBasis, PledgeState
from donors.machines.pledge import PLEDGE
from donors.models import Pledge, PledgeLetter
from donors.policies.promises import BY_COFINANCING, BY_ITS_BEGINNER, BY_ITS_DRAFTER
from donors.services.editing import open_pledge
from donors.services.files import seal
from donors.services.purposes import request_for, tie
from reference.models import Codelist, CodelistEntry, Currency
from reference.services.parameters import rate_of
from reference.services.references import next_reference
from workflows import engine
from workflows.actors import Actor

PLAIN: Final = (
    "title",
    "description",
    "condition",
    "condition_basis",
    "condition_figure",
    "condition_on",
    "earmark_category",
    "earmark_modality",
)


class PledgeValues(TypedDict, total=False):
    """What a draft says; request and components by id, the other ties by code."""

    title: str
    description: str
    amount: Decimal
    currency: str
    expiry_on: date | None
    condition: str
    condition_basis: str
    condition_figure: Decimal | None
    condition_on: date | None
    earmark_category: str
    earmark_modality: str
    request: UUID | None
    components: list[UUID]
    countries: list[str]
    regions: list[str]
    themes: list[str]
    assistance_types: list[str]


def _invalid(code: str, sentence: Sentence, field: str) -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, field)])


def draft(
    *, values: PledgeValues, actor: Actor, now: datetime, organisation_id: UUID | None = None
) -> Pledge:
    """Write down a pledge of the actor's own organisation, or of another on its letter.

    ``values`` needs title, amount and currency. The support rate starts at the standard one.

    Raises:
        NotAllowed: the actor neither represents the donor nor is a co-financing officer.
        Invalid: an amount, currency, purpose or donor that cannot be.
    """
    donor_id = organisation_id or actor.organisation_id
    if donor_id is None:
        raise NotAllowed(BY_ITS_BEGINNER.sentence)
    pledge = Pledge(
        organisation_id=donor_id,
        on_letter=actor.has("cofinancing_officer"),
        psc_rate=rate_of("psc_rate"),
    )
    if not BY_ITS_BEGINNER(pledge, actor):
        raise NotAllowed(BY_ITS_BEGINNER.sentence)
    _check_donor(pledge.organisation_id)
    with transaction.atomic():
        _write(pledge, values, today=day_of(now))
        pledge.reference = next_reference(prefix="PL", year=now.year)
        role = BY_ITS_BEGINNER.role_of(actor)
        engine.create(PLEDGE, pledge, actor=actor, now=now, role=role)
        tie(pledge, dict(values))
    return pledge


def redraft(
    *, pk: UUID, values: PledgeValues, actor: Actor, now: datetime, version: int | None = None
) -> Pledge:
    """Change what a draft says; once announced it is the donor's word."""
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_ITS_DRAFTER, stages=[PledgeState.DRAFT]
        )
        _write(pledge, values, today=day_of(now))
        pledge.save()
        tie(pledge, dict(values))
    return pledge


def attach_letter(
    *,
    pk: UUID,
    upload: File[bytes],
    dated_on: date,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Pledge:
    """Keep the letter on which UNODC announces a pledge; its date is the value date."""
    if dated_on > day_of(now):
        raise _invalid("letter_in_future", _("A letter cannot be dated in the future."), "dated_on")
    sealed = seal(upload)
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=[PledgeState.DRAFT]
        )
        pledge.save()
        PledgeLetter.objects.update_or_create(
            pledge=pledge,
            defaults={
                "file": sealed.file,
                "name": sealed.name,
                "sha256": sealed.sha256,
                "size": sealed.size,
                "dated_on": dated_on,
                "added_at": now,
                "added_by_id": actor.person_id,
            },
        )
    return pledge


def _check_donor(organisation_id: UUID) -> None:
    donor = Organisation.objects.filter(pk=organisation_id).first()
    if donor is None:
        raise _invalid("donor_unknown", _("There is no such donor."), "organisation")
    if donor.kind == OrganisationKind.UNODC:
        sentence = _("Only extrabudgetary money may be pledged (operative paragraph 11).")
        raise _invalid("not_extrabudgetary", sentence, "organisation")


def _write(pledge: Pledge, values: PledgeValues, *, today: date) -> None:
    for field in PLAIN:
        if field in values:
            setattr(pledge, field, values[field])
    if "amount" in values or "currency" in values:
        _set_money(pledge, values)
    if "expiry_on" in values:
        pledge.expiry_on = values["expiry_on"]
        if pledge.expiry_on is not None and pledge.expiry_on < today:
            raise _invalid("already_expired", _("This day has passed."), "expiry_on")
    if "request" in values:
        wanted = values["request"]
        found = request_for(pledge.organisation_id, wanted) if wanted else None
        pledge.request_id = found.pk if found else None
        pledge.local_resources = (
            found is not None and found.organisation_id == pledge.organisation_id
        )
    _check_condition(pledge)
    _check_modality(pledge)


def _check_condition(pledge: Pledge) -> None:
    """Refuse half a condition: what can be reckoned has words, a figure, a day and a request."""
    figure = pledge.condition_figure
    given = (pledge.condition_basis, figure, pledge.condition_on)
    if not any(given):
        pledge.condition_figure = None
        return
    whole = all(given) and pledge.condition.strip() and pledge.request_id is not None
    most = 1 if pledge.condition_basis == ConditionBasis.SHARE else LARGEST
    if not whole or figure is None or not 0 < figure <= most:
        sentence = _("Give words, a figure, a day and the request others must sign for.")
        raise _invalid("condition_incomplete", sentence, "condition_basis")


def _set_money(pledge: Pledge, values: PledgeValues) -> None:
    currency = values.get("currency", pledge.currency)
    if not Currency.objects.offered().filter(pk=currency).exists():
        raise _invalid(
            "currency_unknown", _("No pledge can be given in this currency."), "currency"
        )
    money = Money(values.get("amount", pledge.amount), currency)
    if not money.is_positive:
        raise _invalid("amount_missing", _("Give an amount above nothing."), "amount")
    pledge.amount, pledge.currency = money.amount, money.currency


def _check_modality(pledge: Pledge) -> None:
    if not pledge.earmark_modality:
        return
    entries = CodelistEntry.objects.of(Codelist.EARMARKING_MODALITY)
    if not entries.filter(code=pledge.earmark_modality, category=pledge.earmark_category).exists():
        sentence = _("This modality does not belong to the earmarking category.")
        raise _invalid("modality_elsewhere", sentence, "earmark_modality")
