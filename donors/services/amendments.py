"""Write an amendment down, have it signed, and let it take effect."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed, NotFound, Reason, Refused, Sentence, StateMoved
from common.money import Money
from donors.choices.promises import IN_FORCE, AmendmentState, ReportKind
from donors.lifecycle.amendment import OPEN
from donors.lifecycle.published import check_ours
from donors.machines.amendment import AMENDMENT
from donors.machines.pledge import PLEDGE
from donors.models import Amendment, Contribution, Pledge
from donors.models.agreed_terms import request_after, terms_of
from donors.policies.promises import BY_COFINANCING, BY_EITHER_DRAFTER
from donors.services.amending import take_effect
from donors.services.contributions import lock_contributions
from donors.services.files import seal
from donors.services.purposes import CODES, codes_for, components_for, request_for
from donors.services.steps import step
from donors.services.terms import MOST_REPORTS, PlannedReport
from workflows import engine
from workflows.actors import Actor
from workflows.engine import Act

MOST_INSTALMENTS: Final = 100
PLAIN: Final = ("title", "description", "earmark_category", "earmark_modality")


class PlannedInstalment(TypedDict, total=False):
    """One payment still to come."""

    amount: Decimal
    due_on: date
    milestone: str


class Changes(TypedDict, total=False):
    """The terms that change; ``instalments`` and ``report_schedule`` replace what is to come."""

    amount: Decimal
    ends_on: date
    title: str
    description: str
    earmark_category: str
    earmark_modality: str
    request: UUID | None
    components: list[UUID]
    countries: list[str]
    regions: list[str]
    themes: list[str]
    assistance_types: list[str]
    report_schedule: list[PlannedReport]
    instalments: list[PlannedInstalment]


def _invalid(code: str, sentence: Sentence, field: str) -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, field)])


def draft(*, pk: UUID, motive: str, changes: Changes, actor: Actor, now: datetime) -> Amendment:
    """Write the next amendment of pledge ``pk``, as the co-financing officer or its donor.

    Raises:
        NotFound, NotAllowed, StateMoved (not in force), Refused (one is open, or it was
            published elsewhere), Invalid.
    """
    with transaction.atomic():
        pledge: Pledge = engine.lock(PLEDGE, pk=pk, actor=actor)
        if not BY_EITHER_DRAFTER(pledge, actor):
            raise NotAllowed(BY_EITHER_DRAFTER.sentence)
        if pledge.state not in IN_FORCE:
            raise StateMoved(data={"state": pledge.state, "allowed_from": sorted(IN_FORCE)})
        check_ours(pledge)
        if pledge.amendments.filter(state__in=OPEN).exists():
            sentence = _("Another amendment of this agreement is open.")
            raise Refused(reasons=[Reason("amendment_open", sentence)])
        last: int = pledge.amendments.aggregate(last=Max("number"))["last"] or 0
        written = Amendment(
            pledge=pledge,
            organisation_id=pledge.organisation_id,
            relationship_owner_id=pledge.relationship_owner_id,
            number=last + 1,
            reference=f"{pledge.reference}-A{last + 1}",
            asked_by_donor=not actor.has(*BY_COFINANCING.roles),
            motive=_explained(motive),
            changes=_written(pledge, changes, request_id=pledge.request_id),
        )
        role = BY_EITHER_DRAFTER.role_of(actor)
        drafted: Amendment = engine.create(AMENDMENT, written, actor=actor, now=now, role=role)
    return drafted


def redraft(
    *,
    pk: UUID,
    changes: Changes,
    motive: str | None = None,
    shown: Collection[str] | None = None,
    actor: Actor,
    version: int | None = None,
) -> Amendment:
    """Write a draft anew: ``changes`` replace those it had.

    A form names the terms it has shown: of the others the draft says what it said before, and a
    term the draft empties stays emptied where the form was left empty.
    """
    with transaction.atomic():
        amendment = _opened(pk, actor=actor, version=version)
        left = _left(amendment, changes, shown)
        request_id = request_after(amendment.pledge, left)
        amendment.changes = left | _written(amendment.pledge, changes, request_id=request_id)
        if motive is not None:
            amendment.motive = _explained(motive)
        amendment.save()
    return amendment


def _left(amendment: Amendment, changes: Changes, shown: Collection[str] | None) -> dict[str, Any]:
    """Return what a draft goes on saying although nothing of it was sent."""
    if shown is None:
        return {}
    return {
        name: value
        for name, value in amendment.changes.items()
        if name not in changes and (name not in shown or not value)
    }


def attach(*, pk: UUID, upload: File[bytes], actor: Actor, version: int | None = None) -> Amendment:
    """Keep the file both sides sign; another replaces it until it is offered."""
    sealed = seal(upload)
    with transaction.atomic():
        amendment = _opened(pk, actor=actor, version=version)
        amendment.file, amendment.name = sealed.file, sealed.name
        amendment.sha256 = sealed.sha256
        amendment.save()
    return amendment


def _opened(pk: UUID, *, actor: Actor, version: int | None) -> Amendment:
    """Return a draft locked for an edit: UNODC's, or the donor's where it asked."""
    amendment: Amendment = engine.edit(AMENDMENT, pk=pk, actor=actor, version=version, allowed=None)
    if not BY_EITHER_DRAFTER(amendment, actor):
        raise NotAllowed(BY_EITHER_DRAFTER.sentence)
    if amendment.state != AmendmentState.DRAFT:
        raise StateMoved(data={"state": amendment.state, "allowed_from": [AmendmentState.DRAFT]})
    return amendment


def terms_before(amendment: Amendment) -> dict[str, Any]:
    """Return the terms it was offered on; of a draft, those in force."""
    return amendment.before or terms_of(amendment.pledge)


def _explained(motive: str) -> str:
    if not motive.strip():
        raise _invalid("motive_missing", _("Say why the terms change."), "motive")
    return motive.strip()


def _written(pledge: Pledge, changes: Changes, *, request_id: UUID | None) -> dict[str, Any]:
    """Return the changes as they are kept: texts, days and codes, each looked up.

    ``request_id`` is the request it is for unless ``changes`` name another.

    Raises:
        Invalid: an amount, code, request, report or payment that cannot be.
    """
    kept: dict[str, Any] = {name: changes[name] for name in PLAIN if name in changes}
    if "amount" in changes:
        kept["amount"] = _amount(changes["amount"], pledge.currency, "amount")
    if "ends_on" in changes:
        kept["ends_on"] = changes["ends_on"].isoformat()
    if "instalments" in changes:
        kept["instalments"] = _payments(changes["instalments"], pledge.currency)
    if "report_schedule" in changes:
        kept["report_schedule"] = _reports(changes["report_schedule"])
    return kept | _purpose(pledge.organisation_id, changes, request_id=request_id)


def _purpose(donor: UUID, changes: Changes, *, request_id: UUID | None) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if "request" in changes:
        wanted = changes["request"]
        request_id = request_for(donor, wanted).pk if wanted else None
        kept["request"] = str(request_id) if request_id else None
    if "components" in changes:
        found = components_for(donor, changes["components"], request_id=request_id)
        kept["components"] = sorted(str(component.pk) for component in found)
    for field in CODES:
        if field in changes:
            codes = codes_for(field, changes[field])  # type: ignore[literal-required]
            kept[field] = sorted(row.pk for row in codes)
    return kept


def _payments(payments: list[PlannedInstalment], currency: str) -> list[dict[str, str]]:
    if len(payments) > MOST_INSTALMENTS:
        raise _invalid("too_many_instalments", _("Give at most 100 instalments."), "instalments")
    return [
        {
            "amount": _amount(one["amount"], currency, "instalments"),
            "due_on": one["due_on"].isoformat(),
            "milestone": one.get("milestone", "").strip(),
        }
        for one in sorted(payments, key=lambda one: one["due_on"])
    ]


def _reports(reports: list[PlannedReport]) -> list[dict[str, str]]:
    if len(reports) > MOST_REPORTS or any(line["kind"] not in ReportKind for line in reports):
        sentence = _("Give at most 100 reports, each of a known kind.")
        raise _invalid("report_schedule_invalid", sentence, "report_schedule")
    return [
        {"kind": str(line["kind"]), "due_on": line["due_on"].isoformat()}
        for line in sorted(reports, key=lambda line: line["due_on"])
    ]


def _amount(amount: Decimal, currency: str, field: str) -> str:
    money = Money(amount, currency)
    if not money.is_positive:
        raise _invalid("amount_missing", _("Give an amount above nothing."), field)
    return f"{money.amount:.3f}"


def _seal_the_file(act: Act) -> None:
    act.data.update(sha256=act.subject.sha256, number=act.subject.number)


offer: Final = step(AMENDMENT, "offer", after=_seal_the_file)
sign: Final = step(AMENDMENT, "sign", after=_seal_the_file)
take_back: Final = step(AMENDMENT, "take_back")
withdraw: Final = step(AMENDMENT, "withdraw")


def _bind(act: Act) -> None:
    _seal_the_file(act)
    take_effect(act)


_accept: Final = step(AMENDMENT, "accept", after=_bind)


def accept(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Amendment:
    """Accept a signed amendment; the contribution is locked before anything is looked at."""
    with transaction.atomic():
        seen = Amendment.objects.visible_to(actor).filter(pk=pk)
        pledge_id = seen.values_list("pledge_id", flat=True).first()
        if pledge_id is None:
            raise NotFound
        cash = Contribution.objects.filter(pledge_id=pledge_id)
        lock_contributions(list(cash.values_list("pk", flat=True)))
        accepted: Amendment = _accept(pk=pk, actor=actor, now=now, version=version, reason=reason)
    return accepted
