"""What the allotments to a request add up to: reckoned by the database, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, DecimalField, F, Func, Q, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from common.written import Written
from donors.choices.money import OPEN, RESERVING, SPENDABLE
from donors.models import Allotment

DOLLARS: Final[DecimalField[Any, Any]] = DecimalField(max_digits=20, decimal_places=3)
NOTHING: Final = Value(Decimal(0), output_field=DOLLARS)
SPENT: Final = Q(state__in=SPENDABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    """US dollars, as booked, that one contribution's allotments bring to one component."""

    component_id: UUID
    contribution_id: UUID
    reserved: Decimal
    released: Decimal
    released_net: Decimal
    obligated: Decimal
    spent: Decimal
    psc_spent: Decimal
    reserving: int
    open: int


def dollars(whole: Combinable, *, part: Combinable, of: Combinable) -> Combinable:
    """Return ``lifecycle.stages.dollars`` as SQL: half a cent up, exactly, by whole division."""
    cents = Func(
        Value(Decimal(200)) * whole * part + of,
        NullIf(Value(Decimal(2)) * of, NOTHING),
        function="div",
        output_field=DOLLARS,
    )
    return Coalesce(cents * Value(Decimal("0.01")), NOTHING, output_field=DOLLARS)


def _sum(what: Combinable, among: Q) -> Coalesce:
    return Coalesce(Sum(what, filter=among, output_field=DOLLARS), NOTHING, output_field=DOLLARS)


_net = F("usd_programmable")
_psc = F("usd_gross") - F("usd_programmable")
_kept = F("usd_gross") - F("usd_reversed")
SUMS: Final = {
    "reserved": _sum(_kept, Q(state__in=RESERVING)),
    "released": _sum(_kept, SPENT),
    "released_net": _sum(_net - F("usd_reversed_programmable"), SPENT),
    "obligated": _sum(dollars(_net, part=F("obligated"), of=F("programmable")), SPENT),
    "spent": _sum(dollars(_net, part=F("spent"), of=F("programmable")), SPENT),
    "psc_spent": _sum(dollars(_psc, part=F("psc_spent"), of=F("psc")), SPENT),
    "reserving": Count("pk", filter=Q(state__in=RESERVING)),
    "open": Count("pk", filter=Q(state__in=OPEN)),
}


WHOSE: Final = ("component_id", "contribution_id")
ALLOTTED: Final = Written(
    lambda *, request: (
        Allotment.objects.filter(request_id=request)
        .order_by()
        .values(*WHOSE)
        .annotate(**SUMS)
        .values_list(*WHOSE, *SUMS)
    ),
    request=UUID,
)
"""Asked in every act that moves money."""


def allotted_to(request_id: UUID) -> list[Allotted]:
    """Return the sums of a request by component and contribution; the speaker must see all."""
    rows = ALLOTTED(request=request_id)
    return [Allotted(**dict(zip((*WHOSE, *SUMS), row, strict=True))) for row in rows]
