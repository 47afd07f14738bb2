"""The components of an assessment: what is proposed, and what it would cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from common.money import Money, gross_of
from reference.models import AssistanceType, Theme
from reference.models.themes import MATERIAL_SUPPORT
from reference.services.parameters import rate_of
from ta_requests.choices.assessment import FundingKind
from ta_requests.models import Assessment, Component, ComponentItem
from ta_requests.services.assessment_areas import open_report
from ta_requests.services.following import lock_request_of, required, wrong
from workflows.actors import Actor

LARGEST_QUANTITY = Decimal(10) ** 9


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """One line of goods: what, how much, in what unit."""

    description: str
    quantity: Decimal
    unit: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """All there is to say about a component; ``net`` is in USD, support cost is added by rule."""

    theme: str
    assistance_type: str
    title: str
    net: Money
    quantity: Decimal = Decimal(1)
    unit: str
    phase: int = 1
    funding_kind: str = FundingKind.CASH.value
    items: Sequence[ItemLine] = ()


def add_component(
    *, pk: UUID, actor: Actor, now: datetime, proposal: Proposal, version: int | None = None
) -> Component:
    """Add a component to the report ``pk``."""
    fields = _fields(proposal)
    with transaction.atomic():
        # A component points at its request: that row is locked first, as everywhere.
        lock_request_of(Assessment, pk)
        report = open_report(pk=pk, actor=actor, now=now, version=version)
        report.save()
        last = report.components.aggregate(last=Max("number"))["last"] or 0
        component = Component.objects.create(
            assessment=report, request_id=report.request_id, number=last + 1, **fields
        )
        _write_lines(component, proposal.items)
    return component


def change_component(
    *,
    component_id: UUID,
    actor: Actor,
    now: datetime,
    proposal: Proposal,
    version: int | None = None,
) -> Component:
    """Write a component anew."""
    fields = _fields(proposal)
    with transaction.atomic():
        component = _component(component_id, actor=actor, now=now, version=version)
        for name, value in fields.items():
            setattr(component, name, value)
        component.save()
        component.items.all().delete()
        _write_lines(component, proposal.items)
    return component


def remove_component(
    *, component_id: UUID, actor: Actor, now: datetime, version: int | None = None
) -> Assessment:
    """Take a component out of the report."""
    with transaction.atomic():
        component = _component(component_id, actor=actor, now=now, version=version)
        component.items.all().delete()
        component.delete()
    return component.assessment


def _component(
    component_id: UUID, *, actor: Actor, now: datetime, version: int | None
) -> Component:
    found = Component.objects.visible_to(actor).filter(pk=component_id)
    owner = found.values_list("assessment_id", flat=True).first()
    if owner is None:
        raise NotFound
    report = open_report(pk=owner, actor=actor, now=now, version=version)
    report.save()
    component = found.first()
    if component is None:  # removed by another of the team while we waited for the lock
        raise NotFound
    component.assessment = report
    return component


def _fields(proposal: Proposal) -> dict[str, Any]:
    """Check what can be checked before the lock, and work out the parts of the budget."""
    if not Theme.objects.filter(pk=proposal.theme).exists():
        raise wrong("theme_unknown", _("There is no such theme."), "theme")
    if not AssistanceType.objects.filter(pk=proposal.assistance_type).exists():
        raise wrong("type_unknown", _("There is no such type of assistance."), "assistance_type")
    if proposal.net.currency != "USD" or not proposal.net.is_positive:
        raise wrong("net_not_positive", _("A component needs a budget in USD."), "net")
    if not 1 <= proposal.phase <= 99:
        raise wrong("phase_out_of_range", _("Phases go from 1 to 99."), "phase")
    if proposal.funding_kind not in FundingKind.values:
        raise wrong("funding_kind_unknown", _("Say: in cash or in kind."), "funding_kind")
    in_kind = proposal.funding_kind == FundingKind.IN_KIND
    goods = in_kind or proposal.assistance_type == MATERIAL_SUPPORT
    if goods and not proposal.items:
        raise wrong("items_missing", _("Goods need at least one item line."), "items")
    # Goods given in kind bring no cash, so no support cost is taken from them.
    rate = Decimal(0) if in_kind else rate_of("psc_rate")
    return {
        "theme_id": proposal.theme,
        "assistance_type_id": proposal.assistance_type,
        "title": required(proposal.title, field="title", sentence=_("A component needs a title.")),
        "quantity": sensible(proposal.quantity),
        "unit": proposal.unit.strip(),
        "phase": proposal.phase,
        "funding_kind": FundingKind(proposal.funding_kind),
        **budget(proposal.net, rate=rate),
    }


def budget(net: Money, *, rate: Decimal) -> dict[str, Decimal]:
    """Return the parts of a budget that has ``net`` left after support cost; they add up."""
    parts = gross_of(net, rate)
    return {
        "net": parts.programmable.amount,
        "psc_rate": rate,
        "psc": parts.psc.amount,
        "gross": parts.gross.amount,
    }


def sensible(quantity: Decimal) -> Decimal:
    """Return a quantity above nothing with at most two decimals.

    Raises:
        Invalid.
    """
    if not (quantity.is_finite() and 0 < quantity <= LARGEST_QUANTITY):
        raise wrong("quantity_out_of_range", _("The quantity must be above nothing."), "quantity")
    if quantity != round(quantity, 2):
        raise wrong("quantity_too_precise", _("Quantities have at most two decimals."), "quantity")
    return quantity


def _write_lines(component: Component, items: Sequence[ItemLine]) -> None:
    ComponentItem.objects.bulk_create(
        ComponentItem(
            component=component,
            position=position,
            description=required(
                line.description, field="items", sentence=_("An item line needs a description.")
            ),
            quantity=sensible(line.quantity),
            unit=line.unit.strip(),
        )
        for position, line in enumerate(items, start=1)
    )
