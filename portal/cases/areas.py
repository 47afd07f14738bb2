"""The criminal-justice areas of an assessment: scored, set aside, or still to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from portal.writing.registry import address_of, writing_of
from ta_requests.choices.assessment import Area
from workflows.actors import Actor


@dataclass(frozen=True)
class AreaLine:
    """One area as found: its score or why it does not apply, and the form about it ("" if shut)."""

    label: str
    score: int | None
    text: str
    seen: bool
    url: str


def area_lines(subject: Any, found: list[SimpleNamespace], actor: Actor) -> list[AreaLine]:
    """Return all areas in their order."""
    scoring = writing_of("assessment", "score_area")
    is_open = scoring.offered(subject, actor)
    by_area = {row.area: row for row in found}
    return [
        _line(
            area,
            by_area.get(area.value),
            address_of("assessment", subject.pk, scoring.name, area.value) if is_open else "",
        )
        for area in Area
    ]


def _line(area: Area, row: SimpleNamespace | None, url: str) -> AreaLine:
    text = (row.evidence or row.not_applicable_because) if row else ""
    return AreaLine(
        label=str(area.label),
        score=row.score if row else None,
        text=text,
        seen=row is not None,
        url=url,
    )
