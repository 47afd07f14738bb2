"""What was delivered: the outputs that a State accepted, of requests one may count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from reporting.sight import Sight
from ta_requests.choices.delivery import OutputStatus
from ta_requests.models import Output

ACCEPTED: Final = (OutputStatus.ACCEPTED, OutputStatus.ACCEPTED_BY_SILENCE)


def accepted_outputs(sight: Sight, *, of: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the titles of accepted outputs by request, in the order of the work plan."""
    rows = (
        Output.objects.filter(
            status__in=ACCEPTED, delivery__request__in=sight.requests.filter(pk__in=list(of))
        )
        .order_by("delivery__number", "number")
        .values_list("delivery__request_id", "title")
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for request_id, title in rows:
        found[request_id].append(title)
    return dict(found)
