"""What instalments say was paid of them: cash settles a schedule in its order (DOMAIN 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from donors.choices.promises import AmendmentState
from donors.lifecycle.stages import NOTHING
from donors.models import Amendment, Instalment
from donors.services.replaying.books import A, Books, K
from donors.services.replaying.difference import Difference, compared


def schedules() -> Iterator[Difference]:
    """Spread what the ledger says was settled over each agreed schedule, and compare."""
    books = Books.by("contribution__pledge_id", (A.RECEIVABLE,))
    newest = _newest()
    rows: defaultdict[UUID, list[Instalment]] = defaultdict(list)
    agreed = Instalment.objects.standing().filter(pledge__contribution__published_from="")
    for one in agreed.order_by("pledge_id", "due_on", "number"):
        rows[one.pledge_id].append(one)
    for pledge_id, schedule in rows.items():
        left = books.of(pledge_id, (A.RECEIVABLE,), (K.RECEIVE, K.APPLY))
        yield from _spread(schedule, left, newest=newest.get(pledge_id))


def _spread(
    schedule: list[Instalment], left: Decimal, *, newest: int | None
) -> Iterator[Difference]:
    """Pay first what an amendment left standing: it was cut to what was paid of it."""
    former = [one for one in schedule if newest is not None and one.number < newest]
    for one in [*former, *(one for one in schedule if one not in former)]:
        part = max(min(one.amount, left), NOTHING)
        left -= part
        yield from compared("instalment", one.pk, {"settled": (one.settled, part)})


def _newest() -> dict[UUID, int]:
    """Return, by pledge, the number of the first payment its last amendment put in place."""
    accepted = Amendment.objects.filter(state=AmendmentState.ACCEPTED).order_by("number")
    coming = {
        one.pledge_id: len({**one.before, **one.changes}["instalments"])
        for one in accepted
        if one.changes.keys() & {"amount", "instalments"}
    }
    numbers = Instalment.objects.filter(pledge_id__in=coming).order_by("number")
    last = dict(numbers.values_list("pledge_id", "number"))
    return {pledge: last[pledge] - count + 1 for pledge, count in coming.items()}
