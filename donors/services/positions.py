"""Tell each request how it stands with money: three totals, never mixed, never counted twice.

Pledged is what is announced and not agreed; committed is what is signed; received is the cash of
it. A promise made for one request counts there in full. Money tied to no single request counts,
as committed and received, where it is allotted and no further. All in US dollars as booked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import OuterRef, Subquery, Sum, prefetch_related_objects
from django.db.models.functions import Coalesce

from common.money import Money, parts_of_gross
from common.written import Written, columns, made
from donors.lifecycle.balances import USD
from donors.models import Contribution, InKindPledge, Pledge, ReportObligation
from donors.services.allotted import Allotted, allotted_to
from ta_requests.choices.assessment import ComponentStatus, FundingKind
from ta_requests.models import Component, ComponentItem, FundingPosition
from ta_requests.ports import ComponentPosition, Position
from ta_requests.services import funding
from workflows.actors import SYSTEM, Actor
from workflows.principal import briefly_as, reading_everything

NOTHING = Decimal(0)
NEEDED = ("id", "phase", "net", "funding_kind", "status")
"""What of a component its position depends on."""

PROMISED = ("id", "usd", "request_id")
"""What of a pledge that is announced counts."""

# Asked in every act that moves money, of the one request it is for.
ANNOUNCED = Written(
    lambda *, request: (
        Pledge.objects.announced().for_request(request).order_by().values_list(*PROMISED)
    ),
    request=UUID,
)
SIGNED = Written(
    lambda *, request: (
        Contribution.objects.filter(request_id=request)
        .order_by()
        .values_list(*columns(Contribution))
    ),
    request=UUID,
)
PARTS = Written(
    lambda *, request: Component.objects.of_request(request).order_by().values_list(*NEEDED),
    request=UUID,
)
REPORTS_OPEN = Written(
    lambda *, request: (
        ReportObligation.objects.open_for_request(request).order_by().values_list("pk")[:1]
    ),
    request=UUID,
)


def requests_of(promise: Pledge | Contribution) -> list[UUID]:
    """Return the request a promise was made for: named, or the only one its components are of."""
    if promise.request_id is not None:
        return [promise.request_id]
    wanted = promise.components
    ids = wanted if isinstance(wanted, list) else list(wanted.values_list("pk", flat=True))
    found = set(Component.objects.filter(pk__in=ids).values_list("request_id", flat=True))
    return list(found) if len(found) == 1 else []


def lock(request_ids: Iterable[UUID]) -> None:
    """Lock requests by id ascending; the contributions are held already."""
    for request_id in sorted(request_ids):
        funding.lock_request(request_id)


def push(request_ids: Iterable[UUID], now: datetime, *, caused_by: Actor = SYSTEM) -> None:
    """Count anew and hand each request its position, as the system; it follows by itself."""
    with briefly_as(SYSTEM):
        for request_id in sorted(set(request_ids)):
            funding.update_position(
                request_id=request_id,
                now=now,
                position=position_of(request_id),
                caused_by=caused_by,
            )


def tell_of_proposal(request_id: UUID, now: datetime, *, caused_by: Actor) -> None:
    """Say that an allotment is open, once: a proposal moves no figure."""
    with reading_everything():
        known = FundingPosition.objects.filter(request_id=request_id, allotments_open=True)
        if known.exists():
            return
    push([request_id], now, caused_by=caused_by)


@dataclass(slots=True)
class Sums:
    """Dollars in the making, for a request or for one of its components."""

    pledged: Decimal = NOTHING
    committed: Decimal = NOTHING
    received: Decimal = NOTHING
    released: Decimal = NOTHING
    released_net: Decimal = NOTHING
    obligations: Decimal = NOTHING
    expenditure: Decimal = NOTHING


@dataclass(slots=True)
class Count:
    """The sums of one request and, where money names one, of each component."""

    whole: Sums = field(default_factory=Sums)
    parts: defaultdict[UUID, Sums] = field(default_factory=lambda: defaultdict(Sums))

    def add(self, component: UUID | None, **dollars: Decimal) -> None:
        """Add to the request and to the component, if one is named."""
        rows = [self.whole] if component is None else [self.whole, self.parts[component]]
        for row in rows:
            for name, amount in dollars.items():
                setattr(row, name, getattr(row, name) + amount)

    def add_to_component(self, component: UUID, **dollars: Decimal) -> None:
        """Add to the component alone: the request counted this money with its promise."""
        row = self.parts[component]
        for name, amount in dollars.items():
            setattr(row, name, getattr(row, name) + amount)


def position_of(request_id: UUID) -> Position:
    """Return where a request stands; the speaker must see all (the system does)."""
    count = Count()
    _count_pledges(count, request_id)
    signed = [made(Contribution, row) for row in SIGNED(request=request_id)]
    named = _count_contributions(count, signed)
    allotted = allotted_to(request_id)
    for one in allotted:
        _count_allotted(count, one, named)
    components = [made(Component, row, only=NEEDED) for row in PARTS(request=request_id)]
    whole = count.whole
    return Position(
        pledged_usd=whole.pledged,
        committed_usd=whole.committed,
        received_usd=whole.received,
        released_usd=whole.released,
        open_obligations_usd=whole.obligations,
        expenditure_usd=whole.expenditure,
        components=_parts(count, components),
        allotments_open=any(one.open for one in allotted),
        reports_open=bool(REPORTS_OPEN(request=request_id)),
        local_resources_cover_phase_1=_covered_by_own_resources(components, signed),
    )


def _every_part(count: Count, components: Sequence[Component]) -> dict[UUID, Sums]:
    """Name every component in force, those without money too."""
    return {one.pk: Sums() for one in components if _stands(one)} | count.parts


def _parts(count: Count, components: Sequence[Component]) -> dict[UUID, ComponentPosition]:
    covered = _given_in_kind(components)
    every = _every_part(count, components)
    return {pk: _part(sums, in_kind=pk in covered) for pk, sums in every.items()}


def _stands(component: Component) -> bool:
    return component.status == ComponentStatus.FROZEN


def _given_in_kind(components: Sequence[Component]) -> set[UUID]:
    """Return the components of whose every item line the goods have come (DOMAIN 3)."""
    in_kind = [one.pk for one in components if one.funding_kind == FundingKind.IN_KIND]
    if not in_kind:
        return set()
    came = (
        InKindPledge.objects.filter(item=OuterRef("pk"))
        .order_by()
        .values("item")
        .annotate(sum=Sum("delivered_quantity"))
        .values("sum")
    )
    lines = ComponentItem.objects.filter(component__in=in_kind).annotate(
        came=Coalesce(Subquery(came), NOTHING)
    )
    whole: dict[UUID, bool] = {}
    for component_id, needed, has_come in lines.values_list("component_id", "quantity", "came"):
        whole[component_id] = whole.get(component_id, True) and has_come >= needed
    return {component_id for component_id, is_whole in whole.items() if is_whole}


def _part(sums: Sums, *, in_kind: bool) -> ComponentPosition:
    return ComponentPosition(
        released_net_usd=sums.released_net,
        in_kind_covered=in_kind,
        pledged_usd=sums.pledged,
        committed_usd=sums.committed,
        received_usd=sums.received,
    )


def _count_pledges(count: Count, request_id: UUID) -> None:
    announced = [made(Pledge, row, only=PROMISED) for row in ANNOUNCED(request=request_id)]
    prefetch_related_objects(announced, "components")
    for pledge in announced:
        if requests_of(pledge) == [request_id]:
            components = [component.pk for component in pledge.components.all()]
            count.add(_only(components), pledged=pledge.usd or NOTHING)


def _count_contributions(count: Count, signed: Sequence[Contribution]) -> dict[UUID, bool]:
    """Count what was signed for this request; say for each whether it names one component."""
    named = {}
    for contribution in signed:
        component = _only(contribution.components)
        named[contribution.pk] = component is not None
        count.add(
            component,
            committed=contribution.usd - contribution.written_down_usd,
            received=contribution.usable_usd - contribution.refunded_usd,
        )
    return named


def _count_allotted(count: Count, one: Allotted, named: dict[UUID, bool]) -> None:
    """Count allotments: as a share of the promise they are from, and as money at work.

    Released and obligated money counts net, expenditure with its support cost, as booked.
    """
    if not one.reserving:
        return
    share_of_promise = {"committed": one.reserved, "received": one.reserved}
    if one.contribution_id not in named:
        count.add(one.component_id, **share_of_promise)
    elif not named[one.contribution_id]:
        count.add_to_component(one.component_id, **share_of_promise)
    count.add(
        one.component_id,
        released=one.released,
        released_net=one.released_net,
        obligations=one.obligated - one.spent,
        expenditure=one.spent + one.psc_spent,
    )


def _only(ids: list[UUID]) -> UUID | None:
    return ids[0] if len(ids) == 1 else None


def _covered_by_own_resources(
    components: Sequence[Component], signed: Sequence[Contribution]
) -> bool:
    """Tell whether what the State itself signed for covers phase 1, net of support cost."""
    phase_one = [one for one in components if _stands(one) and one.phase == 1]
    needed = [one.net for one in phase_one if one.funding_kind == FundingKind.CASH]
    own = [one for one in signed if one.local_resources]
    given = sum(
        (parts_of_gross(Money(one.usd, USD), one.psc_rate).programmable.amount for one in own),
        NOTHING,
    )
    return bool(needed) and given >= sum(needed, NOTHING)
