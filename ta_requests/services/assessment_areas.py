"""What the team writes: the sections of the report, the areas and the priority score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.clock import day_of
from reference.services.countries import statuses_of
from ta_requests.choices.assessment import Area, Criterion
from ta_requests.lifecycle.assessment import SECTIONS
from ta_requests.machines import ASSESSMENT
from ta_requests.models import AssessedArea, Assessment, PriorityScore, PriorityWeights
from ta_requests.models.assessment_parts import HIGHEST
from ta_requests.policies.assessment import TEAM
from ta_requests.services.following import open_for_edit, required, wrong
from workflows.actors import Actor
from workflows.moves import Requirement

WRITABLE = Requirement(
    lambda report: report.is_writable,
    _("The report can be written while it is in progress or a draft."),
    "report_not_writable",
)

RATED = tuple(name for name in Criterion.values if name != Criterion.COUNTRY_SITUATION)
"""The criteria the team rates; the situation of the country follows from its groups."""


def open_report(*, pk: UUID, actor: Actor, now: datetime, version: int | None) -> Assessment:
    """Lock a report for one of its team to write in; its version grows."""
    report: Assessment = open_for_edit(
        ASSESSMENT, pk=pk, actor=actor, now=now, version=version, by=TEAM, allowed=WRITABLE
    )
    return report


def write_report(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    sections: Mapping[str, str],
    version: int | None = None,
) -> Assessment:
    """Write some sections of the report (the names of ``SECTIONS``).

    Raises:
        Invalid: there is no such section.
    """
    unknown = sorted(sections.keys() - SECTIONS.keys())
    if unknown:
        raise wrong("section_unknown", _("There is no such section."), unknown[0])
    with transaction.atomic():
        report = open_report(pk=pk, actor=actor, now=now, version=version)
        for name, text in sections.items():
            setattr(report, name, text)
        report.save()
    return report


def score_area(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    area: str,
    score: int | None = None,
    evidence: str = "",
    not_applicable_because: str = "",
    version: int | None = None,
) -> AssessedArea:
    """Score one area from 0 to 4 with evidence, or say why it does not apply."""
    if area not in Area.values:
        raise wrong("area_unknown", _("There is no such area."), "area")
    if score is None:
        why = _("Give a score, or say why the area does not apply.")
        found = {
            "not_applicable_because": required(
                not_applicable_because, field="not_applicable_because", sentence=why
            ),
            "evidence": "",
        }
    else:
        found = {"evidence": _evidence(score, evidence), "not_applicable_because": ""}
    with transaction.atomic():
        report = open_report(pk=pk, actor=actor, now=now, version=version)
        report.save()
        row: AssessedArea
        row, _created = AssessedArea.objects.update_or_create(
            assessment=report, area=area, defaults={"score": score, **found}
        )
    return row


def _evidence(score: int, evidence: str) -> str:
    if not 0 <= score <= HIGHEST:
        raise wrong("score_out_of_range", _("Scores go from 0 to 4."), "score")
    return required(evidence, field="evidence", sentence=_("A score needs evidence."))


def rate_priority(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    ratings: Mapping[str, int],
    justification: str,
    version: int | None = None,
) -> PriorityScore:
    """Rate the request from 0 to 4 by each of ``RATED``; the weights of the day make the score.

    It ranks, it never decides.
    """
    given = _checked(ratings)
    why = required(
        justification, field="justification", sentence=_("Say what the rating rests on.")
    )
    with transaction.atomic():
        report = open_report(pk=pk, actor=actor, now=now, version=version)
        report.save()
        weights = PriorityWeights.objects.in_force(day_of(now))
        given[Criterion.COUNTRY_SITUATION.value] = country_situation(report, now=now)
        fields: dict[str, Any] = {
            **given,
            "weights": weights,
            "justification": why,
            "total": weights.weigh(given),
        }
        score: PriorityScore
        score, _created = PriorityScore.objects.update_or_create(assessment=report, defaults=fields)
    return score


def _checked(ratings: Mapping[str, int]) -> dict[str, int]:
    for name in RATED:
        if not 0 <= ratings.get(name, -1) <= HIGHEST:
            raise wrong("rating_out_of_range", _("Each criterion is rated from 0 to 4."), name)
    return {name: ratings[name] for name in RATED}


def country_situation(report: Assessment, *, now: datetime) -> int:
    """Return 4 for an LDC, 3 for an LLDC or SIDS, 1 for another developing country, else 0 (OP11).

    As of the day the request was submitted, like its snapshot.
    """
    country: str = report.request.country_id
    groups = statuses_of([country], on=day_of(report.request.submitted_at or now))[country]
    points = {"LDC": HIGHEST, "LLDC": 3, "SIDS": 3, "DEVELOPING": 1}
    return max((points.get(group, 0) for group in groups), default=0)
