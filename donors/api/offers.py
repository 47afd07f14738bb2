"""What the forms of the staff offer to choose from, where an input is the id of something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from accounts.choices import NEEDS_NO_DUE_DILIGENCE, OrganisationKind
from accounts.models import Organisation
from donors.choices.money import FUNDABLE_REQUESTS
from donors.choices.promises import IN_FORCE
from donors.models import (
    Allotment,
    Amendment,
    Contribution,
    ContributionQuerySet,
    Pledge,
    PledgeQuerySet,
)
from donors.models.agreed_terms import request_after
from reference.models import AssistanceType, Country, Region, Theme
from reference.services.countries import named
from ta_requests.choices.assessment import FundingKind
from ta_requests.models import Component, Milestone, Request
from web.forms import Choices, offer
from workflows.actors import Actor

MOST: Final = 500


def donors(_subject: Any, actor: Actor) -> Choices:
    """Return every organisation that may give, for writing down what its letter says."""
    others = Organisation.objects.visible_to(actor).select_related("country")
    found = others.exclude(kind=OrganisationKind.UNODC)
    return sorted(((str(one.pk), one.display_name) for one in found), key=lambda one: one[1])


def examined_donors(_subject: Any, actor: Actor) -> Choices:
    """Return the organisations whose pledges need an examination."""
    others = Organisation.objects.visible_to(actor).exclude(kind__in=NEEDS_NO_DUE_DILIGENCE)
    return [(str(one.pk), one.display_name) for one in others]


def contributions(_subject: Any, actor: Actor) -> Choices:
    """Return the contributions in force whose cash is with us, each with what of it is free."""
    return _called(_held(actor).order_by("-agreed_at")[:MOST])


def contribution(pk: UUID, actor: Actor) -> Choices:
    """Return the choice of one contribution in force whose cash is with us."""
    return _called(_held(actor).filter(pk=pk))


def _held(actor: Actor) -> ContributionQuerySet:
    held = Contribution.objects.visible_to(actor).ours()
    return held.filter(pledge__state__in=IN_FORCE)


def noted_contributions(_subject: Any, actor: Actor) -> Choices:
    """Return every contribution another system may know by a number."""
    return _called(Contribution.objects.visible_to(actor).order_by("-agreed_at")[:MOST])


def noted_contribution(pk: UUID, actor: Actor) -> Choices:
    """Return the choice of one contribution another system may know by a number."""
    return _called(Contribution.objects.visible_to(actor).filter(pk=pk))


def _called(found: ContributionQuerySet) -> Choices:
    rows = found.select_related("pledge", "organisation__country")
    return [
        (str(one.pk), f"{one.reference} · {one.organisation.display_name} · {one.available}")
        for one in rows
    ]


def allotments(_subject: Any, actor: Actor) -> Choices:
    """Return the newest allotments, each with its contribution."""
    rows = Allotment.objects.visible_to(actor).select_related("contribution__pledge")
    found = rows.order_by("-created_at")[:MOST]
    return [(str(one.pk), f"{one.reference} · {one.contribution.reference}") for one in found]


def pledges_in_force(_subject: Any, actor: Actor) -> Choices:
    """Return the agreements that may be amended, and that cash may be for."""
    return _by_donor(_in_force(actor).order_by("-agreed_at")[:MOST])


def pledge_in_force(pk: UUID, actor: Actor) -> Choices:
    """Return the choice of one agreement that may be amended."""
    return _by_donor(_in_force(actor).filter(pk=pk))


def _in_force(actor: Actor) -> PledgeQuerySet:
    return Pledge.objects.visible_to(actor).ours().filter(state__in=IN_FORCE)


def _by_donor(found: PledgeQuerySet) -> Choices:
    rows = found.select_related("organisation__country")
    return [(str(one.pk), f"{one.reference} · {one.organisation.display_name}") for one in rows]


def fundable(subject: Any, actor: Actor) -> Choices:
    """Return the requests that take money, and the one that stands there whether it does or not."""
    known = Request.objects.visible_to(actor)
    shown = known.filter(state__in=FUNDABLE_REQUESTS, circulated_at__isnull=False)
    found = list(shown.order_by("-circulated_at").values_list(*NAMED)[:MOST])
    aim = _aim_of(subject)
    if aim is not None and aim not in {pk for pk, *_named in found}:
        found += known.filter(pk=aim).values_list(*NAMED)
    return [(str(pk), f"{reference} {title}") for pk, reference, title in found]


NAMED: Final = ("pk", "reference", "title")


def _aim_of(subject: Any) -> UUID | None:
    """Return the request a pledge is for, or will be once its amendment takes effect."""
    if isinstance(subject, Amendment):
        return request_after(subject.pledge, subject.changes)
    return subject.request_id if isinstance(subject, Pledge) else None


def wanting(_subject: Any, actor: Actor) -> Choices:
    """Return the components paid in cash of requests that take money."""
    standing = Component.objects.visible_to(actor).standing()
    found = standing.filter(
        funding_kind=FundingKind.CASH, request__state__in=FUNDABLE_REQUESTS
    ).select_related("request")
    rows = found.order_by("-request__circulated_at", "phase", "number")[:MOST]
    return [(str(one.pk), f"{one.request.reference} · {_costed(one)}") for one in rows]


def components(subject: Any, actor: Actor) -> Choices:
    """Return the components of the request a pledge is for, and those that stand there already."""
    if not isinstance(subject, Pledge | Amendment):
        return []
    wanted = Q(request_id=_aim_of(subject)) | Q(pk__in=_named_in(subject))
    found = Component.objects.visible_to(actor).standing().filter(wanted).order_by("number")
    return [(str(one.pk), _costed(one)) for one in found]


def _named_in(subject: Pledge | Amendment) -> Any:
    if isinstance(subject, Amendment):
        return subject.changes.get("components", [])
    return subject.components.values("pk")


def _costed(component: Component) -> str:
    return f"{component.number}. {component.title} ({component.gross_money})"


def milestones(subject: Any, actor: Actor) -> Choices:
    """Return the milestones of the delivery an allotment pays for."""
    rows = Milestone.objects.visible_to(actor).filter(delivery__request_id=subject.request_id)
    return [(str(one.pk), str(one)) for one in rows]


def themes(_subject: Any, _actor: Actor) -> Choices:
    """Return every theme."""
    return [(one.code, f"{one.code} {one.title}") for one in Theme.objects.all()]


def assistance_types(_subject: Any, _actor: Actor) -> Choices:
    """Return every type of assistance."""
    return [(one.code, one.title) for one in AssistanceType.objects.all()]


def countries(_subject: Any, _actor: Actor) -> Choices:
    """Return every country, by its name."""
    return named(Country.objects.all())


def regions(_subject: Any, _actor: Actor) -> Choices:
    """Return every region."""
    return [(one.code, one.name) for one in Region.objects.all()]


PURPOSE: Final[dict[str, Callable[[Any, Actor], Choices]]] = {
    "request": fundable,
    "components": components,
    "countries": countries,
    "regions": regions,
    "themes": themes,
    "assistance_types": assistance_types,
}


def declare() -> None:
    """Make the choices known; called when the room is ready."""
    for entry in ("from_letter", "redraft", "amend", "rewrite_amendment"):
        for field, find in PURPOSE.items():
            offer(entry, field, find)
    offer("from_letter", "organisation", donors)
    offer("examine", "organisation", examined_donors)
    offer("adjust", "contribution", contributions, named=contribution)
    offer("adjust", "target", contributions, named=contribution)
    offer("note_reference", "contribution", noted_contributions, named=noted_contribution)
    offer("note_reference", "allotment", allotments)
    offer("propose", "contribution", contributions, named=contribution)
    offer("propose", "component", wanting)
    offer("amend", "pledge", pledges_in_force, named=pledge_in_force)
    offer("unidentified_receipt", "pledge", pledges_in_force)
    offer("allotment", "milestone", milestones)
