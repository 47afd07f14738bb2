"""The part of assessors, and of the chief who judges their report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal.guide import case
from portal.guide.scenes import Newcomer, Scene, Walk, step
from ta_requests.lifecycle.assessment import AssessmentFacts
from ta_requests.models import Assessment


def _at(state: str, *, undeclared: int = 0) -> Any:
    """Return a maker of the assessment in one state, of whose team every assessor is."""

    def made(person: Newcomer) -> tuple[Assessment, AssessmentFacts]:
        team = _team(person)
        texts = dict.fromkeys(("needs", "priorities", "challenges", "restrictions"), case.title())
        more = dict.fromkeys(
            ("proposed_activities", "risks", "gender_note", "culture_note"), case.title()
        )
        validated_at = person.now - timedelta(days=1) if state == "state_validation" else None
        subject = Assessment(state=state, validated_at=validated_at, **texts, **more)
        facts = AssessmentFacts(
            actor=person.actor,
            now=person.now,
            team_ids=team,
            author_ids=team,
            undeclared=undeclared,
            conflicted=0,
            areas_missing=0,
            has_score=True,
            components=len(case.NETS),
        )
        return subject, facts

    return made


def _team(person: Newcomer) -> frozenset[UUID]:
    own = person.actor.person_id
    assesses = person.actor.has("assessor") and own is not None
    return frozenset({own}) if assesses and own else frozenset({case.COLLEAGUE})


ASSESSMENT: Final = Walk(
    key="assessment",
    title=_("Your part in a needs assessment"),
    roles=frozenset({"assessor", "section_chief"}),
    scenes=(
        Scene(
            "declare",
            _("Declare interests"),
            _(
                "Before any work begins, every assessor declares whether there is a conflict of "
                "interest. Look at what is not possible until all have done so."
            ),
            step("assessment", "declare", _at("planned", undeclared=1)),
        ),
        Scene(
            "score",
            _("Finish the draft report"),
            _(
                "Each area has a score from 0 to 4 with its evidence, or the reason why it does "
                "not apply; the components are costed. Hand the draft to the section chief."
            ),
            step(
                "assessment",
                "submit_draft",
                _at("in_progress"),
                lambda _person: {"components": case.components()},
            ),
        ),
        Scene(
            "send",
            _("Send to the State for validation"),
            _(
                "A section chief who wrote none of it reads the report and sends it to the State, "
                "which validates it, comments on it, or returns it."
            ),
            step("assessment", "send_to_state", _at("draft_report")),
        ),
        Scene(
            "finalise",
            _("Make the assessment final"),
            _(
                "The State has validated the report. Once final it never changes: a mistake is "
                "mended by a new assessment, which supersedes it."
            ),
            step("assessment", "finalise", _at("state_validation")),
        ),
    ),
    pages=(("desk_assessment", (), _("Assessment")),),
)
