"""The allotment as the engine knows it, and the facts its guards ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from common.clock import day_of
from common.money import Money
from donors.choices.money import FUNDABLE_REQUESTS, OBLIGABLE_REQUESTS, AllotmentState
from donors.choices.promises import PledgeState
from donors.lifecycle import balances
from donors.lifecycle.allotment_guards import AllotmentFacts
from donors.lifecycle.earmark import Target, outside
from donors.models import Allotment, Contribution
from reference.models import Theme
from reference.services.countries import regions_of
from ta_requests.choices.assessment import ComponentStatus, FundingKind
from ta_requests.models import Component, Request
from workflows.actors import Actor
from workflows.principal import reading_everything
from workflows.registry import Machine

OF_CONTRIBUTION = (
    *(field.attname for field in Contribution._meta.concrete_fields),
    "pledge__state",
)
OF_COMPONENT = (
    "assistance_type_id",
    "funding_kind",
    "status",
    "request__state",
    "request__circulated_at",
    "request__consent_class",
    "request__country_id",
    "request__organisation_id",
    "theme__parent__parent_id",
)
"""What the facts of an allotment are made of; a request and a pledge are wide rows."""

IN_FORCE = (PledgeState.AGREED, PledgeState.PARTLY_RECEIVED, PledgeState.RECEIVED)


def allotment_facts(
    subject: Allotment, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> AllotmentFacts:
    """Read what the service that holds contribution and request did not hand over.

    A donor that may see its allotment may not see the request behind it, which is read all the
    same.
    """
    with reading_everything():
        return _facts(subject, actor=actor, now=now, given=given)


def _facts(
    subject: Allotment, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> AllotmentFacts:
    contribution, component = _contribution_of(subject), _component_of(subject)
    known = _local(contribution, component.request) or _shown(contribution, component.request)
    target = target_of(component, in_regions=bool(contribution.regions))
    return facts_from(
        subject,
        contribution,
        component,
        target=target,
        known=known,
        facts={"actor": actor, "now": now, "given": given},
    )


def _contribution_of(subject: Allotment) -> Contribution:
    """Return the contribution: as it is held, or anew."""
    if Allotment._meta.get_field("contribution").is_cached(subject):
        return subject.contribution
    return with_state(Contribution.objects.all()).get(pk=subject.contribution_id)


def with_state(contributions: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Read with contributions the state of their pledge, and nothing else of it."""
    return contributions.select_related("pledge").only(*OF_CONTRIBUTION)


def _component_of(subject: Allotment) -> Component:
    """Return the component with its request and theme: as ``for_facts`` brought it, or anew."""
    if Allotment._meta.get_field("component").is_cached(subject):
        return subject.component
    return for_facts(Component.objects.all()).get(pk=subject.component_id)


def for_facts(components: QuerySet[Component]) -> QuerySet[Component]:
    """Read with components what the facts of an allotment need of them."""
    return components.select_related("request", "theme__parent").only(*OF_COMPONENT)


def facts_from(
    subject: Allotment,
    contribution: Contribution,
    component: Component,
    *,
    target: Target,
    known: bool,
    facts: Mapping[str, Any],
) -> AllotmentFacts:
    """Return the facts of an allotment from what was read; ``known`` to its donor is the request.

    ``facts`` are the actor, the moment and the inputs.
    """
    request = component.request
    usd = dollars_of(subject, contribution)
    return AllotmentFacts(
        **facts,
        agreed=contribution.state in IN_FORCE,
        published=bool(contribution.published_from),
        extrabudgetary=contribution.donor_kind != "unodc",
        in_dates=_in_dates(contribution, day_of(facts["now"])),
        request_takes_money=request.state in FUNDABLE_REQUESTS,
        request_takes_obligations=request.state in OBLIGABLE_REQUESTS,
        circulated_or_local=request.circulated_at is not None or _local(contribution, request),
        known_to_donor=known,
        component_stands=_stands(component, subject),
        available=contribution.available.amount,
        outside=outside(contribution.earmark, target),
        relationship_owner_id=contribution.relationship_owner_id,
        usd_gross=usd[0],
        usd_programmable=usd[1],
    )


def target_of(component: Component, *, in_regions: bool = True) -> Target:
    """Return where money for a component goes, with all that it is part of.

    Regions take two statements: money tied to none need not ask.
    """
    country: str = component.request.country_id
    return Target(
        country=country,
        regions=regions_of(country) if in_regions else frozenset(),
        themes=_with_wholes(component.theme),
        assistance_type=component.assistance_type_id,
        request=component.request_id,
        component=component.pk,
    )


def _with_wholes(theme: Theme) -> frozenset[str]:
    """Return a theme's code with those it is part of."""
    codes = {theme.code}
    whole = theme.parent
    while whole is not None:
        codes.add(whole.code)
        whole = whole.parent
    return frozenset(codes)


def dollars_of(subject: Allotment, contribution: Contribution) -> tuple[Decimal, Decimal]:
    """Return gross and programmable dollars at the average of the receipts; nothing without any."""
    cash, usd = contribution.usable, contribution.usable_usd
    if cash == 0:
        return Decimal(0), Decimal(0)
    gross = balances.average(subject.money, cash=cash, usd=usd)
    net = balances.average(Money(subject.programmable, subject.currency), cash=cash, usd=usd)
    return gross.amount, min(net, gross).amount


def _in_dates(contribution: Contribution, today: date) -> bool:
    return contribution.starts_on <= today and (
        contribution.ends_on is None or today <= contribution.ends_on
    )


def _local(contribution: Contribution, request: Request) -> bool:
    """Tell whether the requesting State pays for its own request (DOMAIN 2.4)."""
    return contribution.organisation_id == request.organisation_id


def donor_of(organisation_id: UUID) -> Actor:
    """Return a donor as far as sight goes."""
    return Actor(organisation_id=organisation_id, scopes=frozenset({"donor"}))


def _shown(contribution: Contribution, request: Request) -> bool:
    """Tell whether the request's consent lets this donor know of it.

    Only of a request shown to some donors need the database be asked whom.
    """
    if request.shown_to_all_donors:
        return True
    donor = donor_of(contribution.organisation_id)
    return Request.objects.visible_to(donor).filter(pk=request.pk).exists()


def _stands(component: Component, subject: Allotment) -> bool:
    return (
        component.request_id == subject.request_id
        and component.status == ComponentStatus.FROZEN
        and component.funding_kind == FundingKind.CASH
    )


def _parties(subject: Allotment) -> Sequence[UUID]:
    """Let the donor read the trail of its own money."""
    return [subject.organisation_id]


ALLOTMENT = Machine(
    key="allotment",
    model=Allotment,
    initial=AllotmentState.PROPOSED.value,
    facts=allotment_facts,
    parties=_parties,
)
