"""Work out the terms: rate, dates, clauses, reports, checklist, agreement and instalments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypedDict
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotFound, Reason, Sentence
from common.money import Money
from donors.choices.promises import OPEN_TO_PAPERS, OPEN_TO_TERMS, ReportKind
from donors.machines.instalment import INSTALMENT
from donors.models import AcceptanceChecklist, Agreement, Instalment, Pledge
from donors.policies.promises import BY_COFINANCING
from donors.services.editing import open_pledge, person_of
from donors.services.files import seal
from workflows import engine
from workflows.actors import Actor

MOST_REPORTS: Final = 100
RATE_STEP: Final = Decimal("0.000001")


class PlannedReport(TypedDict):
    """One line of the report schedule."""

    kind: str
    due_on: date


class Terms(TypedDict, total=False):
    """The terms under negotiation."""

    psc_rate: Decimal
    starts_on: date | None
    ends_on: date | None
    clauses_standard: bool
    clauses: str


def _invalid(code: str, sentence: Sentence, field: str) -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, field)])


def set_terms(*, pk: UUID, terms: Terms, actor: Actor, version: int | None = None) -> Pledge:
    """Write down the terms; approval of clauses is lost when the clauses change.

    Raises:
        Invalid: a rate outside 0 to 1, an end before the start, clauses announced but not written.
    """
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=OPEN_TO_TERMS
        )
        before = (pledge.clauses_standard, pledge.clauses)
        for field, value in terms.items():
            setattr(pledge, field, value)
        _check_terms(pledge)
        if (pledge.clauses_standard, pledge.clauses) != before:
            pledge.clauses_approved_at = pledge.clauses_approved_by_id = None
        pledge.save()
    return pledge


def check_rate(rate: Decimal, *, field: str) -> None:
    """Refuse a rate that is no share, or finer than one in a million."""
    if not rate.is_finite() or not 0 <= rate <= 1 or rate != rate.quantize(RATE_STEP):
        sentence = _("A rate lies between 0 and 1 and has at most six decimals.")
        raise _invalid("rate_out_of_range", sentence, field)


def _check_terms(pledge: Pledge) -> None:
    check_rate(pledge.psc_rate, field="psc_rate")
    if pledge.starts_on and pledge.ends_on and pledge.ends_on < pledge.starts_on:
        raise _invalid("ends_before_start", _("The last day is before the first."), "ends_on")
    if not pledge.clauses_standard and not pledge.clauses.strip():
        raise _invalid("clauses_missing", _("Write the clauses that are not standard."), "clauses")


def schedule_reports(
    *, pk: UUID, reports: list[PlannedReport], actor: Actor, version: int | None = None
) -> Pledge:
    """Lay down which reports the donor receives and when; they are owed once it is agreed."""
    if len(reports) > MOST_REPORTS or any(line["kind"] not in ReportKind for line in reports):
        sentence = _("Give at most 100 reports, each of a known kind.")
        raise _invalid("report_schedule_invalid", sentence, "report_schedule")
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=OPEN_TO_PAPERS
        )
        pledge.report_schedule = [
            {"kind": str(line["kind"]), "due_on": line["due_on"].isoformat()}
            for line in sorted(reports, key=lambda line: line["due_on"])
        ]
        pledge.save()
    return pledge


def answer_checklist(
    *,
    pk: UUID,
    purpose_consistent: bool,
    no_added_liability: bool,
    no_regular_budget_cost: bool,
    note: str = "",
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Pledge:
    """Answer the points of regulation 3.12; whoever answers does not clear the pledge."""
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=OPEN_TO_TERMS
        )
        pledge.save()
        AcceptanceChecklist.objects.update_or_create(
            pledge=pledge,
            defaults={
                "purpose_consistent": purpose_consistent,
                "no_added_liability": no_added_liability,
                "no_regular_budget_cost": no_regular_budget_cost,
                "note": note,
                "answered_at": now,
                "answered_by_id": person_of(actor),
            },
        )
    return pledge


def attach_agreement(
    *, pk: UUID, upload: File[bytes], actor: Actor, now: datetime, version: int | None = None
) -> Pledge:
    """Keep the file both sides sign, sealed with its sha256; another replaces it until signed."""
    sealed = seal(upload)
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=OPEN_TO_PAPERS
        )
        pledge.save()
        Agreement.objects.update_or_create(
            pledge=pledge,
            defaults={
                "file": sealed.file,
                "name": sealed.name,
                "sha256": sealed.sha256,
                "size": sealed.size,
                "added_at": now,
                "added_by_id": actor.person_id,
            },
        )
    return pledge


def add_instalment(
    *,
    pk: UUID,
    amount: Decimal,
    due_on: date,
    milestone: str = "",
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Instalment:
    """Add a payment to the schedule of pledge ``pk``, in its currency."""
    with transaction.atomic():
        pledge = open_pledge(
            pk=pk, actor=actor, version=version, by=BY_COFINANCING, stages=OPEN_TO_PAPERS
        )
        pledge.save()
        last: int = pledge.instalments.aggregate(last=Max("number"))["last"] or 0
        planned = Instalment(
            pledge=pledge,
            number=last + 1,
            amount=_positive(amount, pledge.currency),
            due_on=due_on,
            milestone=milestone.strip(),
        )
        role = BY_COFINANCING.role_of(actor)
        added: Instalment = engine.create(INSTALMENT, planned, actor=actor, now=now, role=role)
    return added


def change_instalment(
    *,
    pk: UUID,
    amount: Decimal | None = None,
    due_on: date | None = None,
    milestone: str | None = None,
    actor: Actor,
    version: int | None = None,
) -> Instalment:
    """Change instalment ``pk`` before the donor signs; its pledge's version grows with its own."""
    with transaction.atomic():
        instalment = _opened(pk, actor=actor, version=version)
        if amount is not None:
            instalment.amount = _positive(amount, instalment.pledge.currency)
        if due_on is not None:
            instalment.due_on = due_on
        if milestone is not None:
            instalment.milestone = milestone.strip()
        instalment.save()
    return instalment


def remove_instalment(*, pk: UUID, actor: Actor, version: int | None = None) -> Pledge:
    """Take instalment ``pk`` off the schedule and return its pledge."""
    with transaction.atomic():
        instalment = _opened(pk, actor=actor, version=version)
        instalment.delete()
    return instalment.pledge


def _opened(pk: UUID, *, actor: Actor, version: int | None) -> Instalment:
    """Return an instalment of a pledge opened for the edit; the pledge is locked first."""
    seen = Instalment.objects.visible_to(actor).filter(pk=pk)
    pledge_id = seen.values_list("pledge_id", flat=True).first()
    if pledge_id is None:
        raise NotFound
    pledge = open_pledge(
        pk=pledge_id, actor=actor, version=None, by=BY_COFINANCING, stages=OPEN_TO_PAPERS
    )
    instalment: Instalment = engine.edit(
        INSTALMENT, pk=pk, actor=actor, version=version, allowed=None
    )
    pledge.save()
    instalment.pledge = pledge
    return instalment


def _positive(amount: Decimal, currency: str) -> Decimal:
    money = Money(amount, currency)
    if not money.is_positive:
        raise _invalid("amount_missing", _("Give an amount above nothing."), "amount")
    return money.amount
