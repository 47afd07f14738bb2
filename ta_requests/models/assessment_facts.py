"""What the guards of an assessment may know, counted under its lock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reference.services.parameters import count_of
from reference.services.working_days import deadline_after
from ta_requests.choices.assessment import Area, AssessmentState
from ta_requests.lifecycle.assessment import AssessmentFacts
from ta_requests.models.assessment import Assessment
from ta_requests.models.assessment_parts import Assessor, PriorityScore
from ta_requests.models.component import Component
from workflows.actors import Actor

SILENCE = "silence_working_days"


def silence_deadline(now: datetime) -> datetime:
    """Return when silence becomes agreement: 20 working days after the notice."""
    return deadline_after(now, working_days=count_of(SILENCE))


def assessment_facts(
    subject: Assessment, /, *, actor: Actor, now: datetime, given: Mapping[str, Any]
) -> AssessmentFacts:
    """Return the facts of one assessment."""
    people = list(Assessor.objects.filter(assessment=subject))
    team = [person for person in people if person.relieved_at is None]
    leaving = subject.state == AssessmentState.DRAFT_REPORT
    return AssessmentFacts(
        actor=actor,
        now=now,
        given=given,
        team_ids=frozenset(person.person_id for person in team),
        author_ids=frozenset(person.person_id for person in people),
        undeclared=sum(person.has_conflict is None for person in team),
        conflicted=sum(person.has_conflict is True for person in team),
        areas_missing=len(Area) - subject.areas.count(),
        has_score=PriorityScore.objects.filter(assessment=subject).exists(),
        components=Component.objects.filter(assessment=subject).count(),
        silence_due_at=silence_deadline(now) if leaving else None,
    )
