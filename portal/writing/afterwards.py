"""Where a form leads once it is taken: back to the case, or on to the next area to score."""

from __future__ import annotations

from typing import Any

from portal.addresses import page_of
from portal.writing.kinds import Writing
from portal.writing.registry import address_of
from ta_requests.choices.assessment import Area


def next_of(key: str, subject: Any, writing: Writing, part: str) -> str:
    """Return the address to go on to."""
    if writing.name != "score_area":
        return page_of(key, subject.pk)
    done = set(subject.areas.values_list("area", flat=True))
    places = list(Area.values)
    here = places.index(part)
    rest = [area for area in (*places[here + 1 :], *places[:here]) if area not in done]
    return address_of(key, subject.pk, writing.name, rest[0]) if rest else page_of(key, subject.pk)
