"""The transactions of requests: of public pledges alone, and only what their requests got.

Two consents stand behind each: the State lets everyone see the request, the donor its money. A
promise made for one request is told there in full; of money tied to no single request what was
released to it, and no further. Levies, cash that nobody applied and what others have published are
no money of an activity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from accounts.models import Organisation
from common.clock import day_of
from common.money import Money
from donors.choices.adjustments import AdjustmentKind, AdjustmentState, RefundSource, SpendingKind
from donors.models import Adjustment, Allotment, Contribution, Pledge, Receipt, SpendingEntry
from reporting.iati import codes
from reporting.iati.activity import Movement, Party
from reporting.iati.codes import Transaction

Found = dict[UUID, list[Movement]]
SPENDING: Final = {
    SpendingKind.OBLIGATION: (Transaction.OBLIGATION, 1),
    SpendingKind.CANCELLATION: (Transaction.OBLIGATION, -1),
    SpendingKind.EXPENDITURE: (Transaction.EXPENDITURE, 1),
}
BETWEEN: Final = (AdjustmentKind.APPLICATION, AdjustmentKind.REPROGRAMMING)
DONOR: Final = "organisation__country"


def movements_of(request_ids: Collection[UUID], *, now: datetime) -> Found:
    """Return the transactions of each request that may be told, by day; the system must speak."""
    found: Found = defaultdict(list)
    public = Pledge.objects.public()
    for reader in (_pledges, _agreements, _receipts, _adjustments, _shares, _spending):
        for request_id, movement in reader(request_ids, public):
            if movement.value.amount and movement.on <= now.astimezone(UTC).date():
                found[request_id].append(movement)
    for told in found.values():
        told.sort(key=lambda one: (one.on, one.kind, one.value.currency, one.value.amount))
    return found


Told = Iterator[tuple[UUID, Movement]]


def _pledges(request_ids: Collection[UUID], public: Any) -> Told:
    named = Q(request__in=request_ids) | Q(request=None, components__request__in=request_ids)
    rows = public.filter(named).distinct().select_related(DONOR).prefetch_related("components")
    for pledge in rows:
        request_id = _only_request(pledge)
        if request_id is not None and pledge.pledged_on is not None:
            yield request_id, _given(pledge, Transaction.PLEDGE, pledge.pledged_on, pledge.money)


def _only_request(pledge: Pledge) -> UUID | None:
    """Return the request a pledge is for: named, or the only one its components are of."""
    if pledge.request_id is not None:
        return pledge.request_id
    asked = {one.request_id for one in pledge.components.all()}
    return asked.pop() if len(asked) == 1 else None


def _agreements(request_ids: Collection[UUID], public: Any) -> Told:
    signed = Contribution.objects.filter(request__in=request_ids, pledge__in=public)
    for one in signed.select_related("pledge", f"pledge__{DONOR}"):
        if one.request_id is not None:
            on = day_of(one.agreed_at)
            yield one.request_id, _given(one.pledge, Transaction.COMMITMENT, on, one.money_due)


def _receipts(request_ids: Collection[UUID], public: Any) -> Told:
    rows = Receipt.objects.filter(
        contribution__request__in=request_ids, contribution__pledge__in=public
    )
    for one in rows.select_related(f"contribution__pledge__{DONOR}"):
        pledge, request_id = one.contribution.pledge, one.contribution.request_id
        if request_id is not None:
            value = Money(one.applied, one.currency)
            yield request_id, _given(pledge, Transaction.RECEIPT, one.value_on, value)


def _adjustments(request_ids: Collection[UUID], public: Any) -> Told:
    """Yield what was given back, and what was carried to or from another agreement."""
    mine = Q(contribution__request__in=request_ids) | Q(target__request__in=request_ids)
    rows = Adjustment.objects.filter(
        mine,
        Q(kind=AdjustmentKind.REFUND, source=RefundSource.UNALLOTTED) | Q(kind__in=BETWEEN),
        state=AdjustmentState.APPROVED,
    )
    known = {one.pk: one for one in public.select_related(DONOR).filter(
        Q(contribution__adjustments__in=rows) | Q(pk__in=rows.values("target__pledge"))
    )}  # fmt: skip
    for one in rows.select_related("contribution", "target"):
        for cash, amount in _carried(one):
            pledge = known.get(cash.pledge_id)
            request_id = cash.request_id
            if pledge is not None and request_id is not None and request_id in request_ids:
                value = Money(amount, one.currency)
                yield request_id, _given(pledge, Transaction.RECEIPT, one.value_on, value)


def _carried(one: Adjustment) -> Iterator[tuple[Contribution, Decimal]]:
    """Yield the agreements whose cash an adjustment changed, and by how much."""
    if one.kind != AdjustmentKind.APPLICATION:
        yield one.contribution, -one.amount
    if one.kind in BETWEEN:
        yield one.target or one.contribution, one.amount


def _shares(request_ids: Collection[UUID], public: Any) -> Told:
    """Yield what was released of money that is tied to no single request, as if given for it."""
    elsewhere = Q(contribution__request=None) | ~Q(contribution__request=F("request"))
    rows = Allotment.objects.filter(
        elsewhere,
        request__in=request_ids,
        contribution__pledge__in=public,
        released_at__isnull=False,
    )
    for one in rows.select_related(f"contribution__pledge__{DONOR}"):
        if one.released_at is not None:
            value = Money(one.gross - one.reversed, one.currency)
            for kind in (Transaction.COMMITMENT, Transaction.RECEIPT):
                yield (
                    one.request_id,
                    _given(one.contribution.pledge, kind, day_of(one.released_at), value),
                )


def _spending(request_ids: Collection[UUID], public: Any) -> Told:
    rows = SpendingEntry.objects.filter(
        allotment__request__in=request_ids, contribution__pledge__in=public
    )
    for one in rows.select_related("allotment"):
        kind, sign = SPENDING[SpendingKind(one.kind)]
        value = Money(sign * (one.amount + one.psc), one.currency)
        yield one.allotment.request_id, Movement(kind=kind, on=one.value_on, value=value)


def _given(pledge: Pledge, kind: Transaction, on: Any, value: Money) -> Movement:
    return Movement(
        kind=kind,
        on=on,
        value=value,
        provider=_party(pledge.organisation),
        earmark_category=pledge.earmark_category,
        earmark_modality=pledge.earmark_modality,
    )


def _party(donor: Organisation) -> Party:
    return Party(name=donor.display_name, type=codes.ORGANISATION_TYPE.get(donor.kind, ""))
