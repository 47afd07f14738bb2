"""The needs assessment: who may take each step, what must hold, and what follows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from common.errors import Invalid, NotAllowed, NotFound, ReasonRequired, Refused, StateMoved
from ta_requests.choices.assessment import Area
from ta_requests.machines import ASSESSMENT, REQUEST
from ta_requests.models import (
    AssessedArea,
    Assessment,
    Assessor,
    Component,
    PriorityScore,
    StateValidation,
)
from ta_requests.services import assessment, assessment_areas, state_validation
from tests.factories.assessments import (
    RATINGS,
    TRAINING,
    assess,
    living_assessment,
    write_everything,
)
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.available import available
from workflows.engine import perform
from workflows.models import Event
from workflows.principal import speaking_as

NOW = BEGINNING
LATER = NOW + timedelta(days=40)


@pytest.fixture
def case(world: World):
    return request_at(world, "needs_assessment")


def step(world: World, name: str, verb: str, report: Assessment, **given):
    with world.as_(name):
        actor = SYSTEM if name == "system" else world[name]
        given = {"now": NOW, **given}
        return ASSESSMENT.verbs[verb](pk=report.pk, actor=actor, **given)


def events_of(world: World, report: Assessment) -> list[Event]:
    with world.as_("auditor"):
        return list(Event.objects.of(report.pk))


def test_every_move_has_a_verb():
    assert set(ASSESSMENT.verbs) == set(ASSESSMENT.moves)


def test_it_is_opened_with_the_lead_the_chief_named(world, case):
    with world.as_("auditor"):
        report = living_assessment(case.pk)
        lead = Assessor.objects.get(assessment=report)

    assert (report.state, report.reference) == ("planned", f"{case.reference}-A1")
    assert (lead.person_id, lead.is_lead) == (world["assessor"].person_id, True)
    assert str(report) == report.reference
    assert str(lead) == str(lead.person_id)
    assert not report.is_writable
    assert not report.is_final


def test_it_becomes_final_and_its_request_assessed(world, case):
    report = assess(world, case)

    with world.as_("auditor"):
        request = type(case).objects.get(pk=case.pk)
        component = Component.objects.get(assessment=report)
    last = events_of(world, report)[-1]
    assert (report.state, report.is_final, report.final_by_silence) == ("final", True, False)
    assert request.state == "assessed"
    assert component.status == "frozen"
    assert last.name == "finalise"
    assert last.data["by"] == "validation"
    assert last.data["components"][0]["net"] == {"amount": "100000.00", "currency": "USD"}


def test_it_cannot_begin_before_everybody_declared(world, case):
    with world.as_("auditor"):
        report = living_assessment(case.pk)

    with refused(Refused, "declarations_missing"):
        step(world, "assessor", "begin", report)


def test_a_conflict_of_interest_stops_it_until_the_assessor_is_replaced(world, case):
    with world.as_("auditor"):
        report = living_assessment(case.pk)
    first, second = world["assessor"].person_id, world["assessor.2"].person_id
    step(world, "assessor", "declare", report, conflict=True, statement="My former employer.")

    with refused(Refused, "conflict_of_interest"):
        step(world, "assessor", "begin", report)
    with refused(Refused, "lead_missing"):
        step(world, "section_chief", "relieve", report, person_id=first)
    step(world, "section_chief", "assign", report, person_id=second, lead=True)
    step(world, "section_chief", "relieve", report, person_id=first)
    with refused(Refused, "conflict_of_interest"):
        step(world, "section_chief", "assign", report, person_id=first)
    with refused(NotAllowed):
        step(world, "assessor", "begin", report)
    step(world, "assessor.2", "declare", report, conflict=False)
    report = step(world, "assessor.2", "begin", report)

    assert report.state == "in_progress"
    assert [event.data for event in events_of(world, report) if event.name == "declare"] == [
        {"conflict": True},
        {"conflict": False},
    ]


def test_a_late_member_must_declare_before_the_draft(world, case):
    report = assess(world, case, "in_progress")
    write_everything(world, report.pk, NOW, [TRAINING])
    second = world["assessor.2"].person_id
    step(world, "section_chief", "assign", report, person_id=second)

    with refused(Refused, "declarations_missing"):
        step(world, "assessor", "submit_draft", report)
    with refused(Refused, "lead_missing"):
        step(world, "section_chief", "assign", report, person_id=world["assessor"].person_id)


def test_only_assessors_are_named_and_only_members_relieved(world, case):
    with world.as_("auditor"):
        report = living_assessment(case.pk)
    stranger = world["treasury_officer"].person_id

    with refused(Invalid, "not_an_assessor"):
        step(world, "section_chief", "assign", report, person_id=stranger)
    with refused(Invalid, "not_of_the_team"):
        step(world, "section_chief", "relieve", report, person_id=stranger)


def test_the_draft_needs_every_area_scored(world, case):
    report = assess(world, case, "in_progress")
    with world.as_("assessor"):
        for area in Area.values[1:]:
            assessment_areas.score_area(
                pk=report.pk,
                actor=world["assessor"],
                now=NOW,
                area=area,
                not_applicable_because="Not asked for.",
            )

    with refused(Refused, "areas_missing"):
        step(world, "assessor", "submit_draft", report)


def test_the_report_is_sent_only_when_complete(world, case):
    report = assess(world, case, "in_progress")
    with world.as_("assessor"):
        for area in Area.values:
            assessment_areas.score_area(
                pk=report.pk, actor=world["assessor"], now=NOW, area=area, score=0, evidence="Seen."
            )
    step(world, "assessor", "submit_draft", report)

    with refused(
        Refused,
        "needs_missing",
        "priorities_missing",
        "challenges_missing",
        "restrictions_missing",
        "proposed_activities_missing",
        "risks_missing",
        "gender_note_missing",
        "culture_note_missing",
        "score_missing",
        "components_missing",
    ):
        step(world, "section_chief", "send_to_state", report)


def make_chief(world: World, name: str):
    """Return the same person with the chief's role too, as a small office would have it."""
    actor = world[name]
    return type(actor)(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        roles=actor.roles | {"section_chief"},
        scopes=actor.scopes,
    )


@pytest.mark.parametrize(
    ("state", "verb", "given"),
    [
        ("draft_report", "send_to_state", {}),
        ("draft_report", "override_priority", {"total": Decimal(1), "reason": "Because."}),
        ("state_validation", "finalise", {}),
    ],
)
def test_an_author_never_decides_even_as_chief(world, case, state, verb, given):
    report = assess(world, case, state)
    author = make_chief(world, "assessor")

    with speaking_as(author), refused(NotAllowed, "author_may_not_decide"):
        ASSESSMENT.verbs[verb](pk=report.pk, actor=author, now=LATER, **given)


def test_a_relieved_assessor_stays_an_author(world, case):
    report = assess(world, case, "in_progress")
    second = world["assessor.2"].person_id
    step(world, "section_chief", "assign", report, person_id=second)
    step(world, "section_chief", "relieve", report, person_id=second)
    assess(world, case, "draft_report")
    author = make_chief(world, "assessor.2")

    with speaking_as(author), refused(NotAllowed, "author_may_not_decide"):
        state_validation.send_to_state(pk=report.pk, actor=author, now=NOW)


def test_the_state_comments_word_for_word_then_validates_once(world, case):
    report = assess(world, case, "state_validation")
    words = "  Page 3:\n the figure is 1,204.  "
    state = "state.ms_authority"

    step(world, state, "comment", report, text=words)
    step(world, state, "validate_report", report, now=NOW + timedelta(minutes=1))

    with refused(Refused, "already_validated"):
        step(world, state, "validate_report", report)
    with refused(Invalid, "text_missing"):
        step(world, state, "comment", report, text="  ")
    with world.as_(state):
        said = list(StateValidation.objects.visible_to(world[state]).values_list("kind", "text"))
    assert said == [("comment", words), ("validated", "")]


def test_a_returned_report_comes_back_with_a_new_clock(world, case):
    report = assess(world, case, "state_validation")
    state = "state.ms_authority"
    with refused(ReasonRequired):
        step(world, state, "return_report", report)
    report = step(world, state, "return_report", report, reason=" The prison of the north. ")
    assert (report.state, report.silence_due_at) == ("returned", None)
    step(world, "assessor", "resume_work", report)
    step(world, "assessor", "submit_draft", report)
    report = step(world, "section_chief", "send_to_state", report, now=LATER)

    with world.as_("auditor"):
        remark = StateValidation.objects.get(assessment=report)
    assert remark.text == " The prison of the north. "
    assert str(remark).startswith("returned:")
    assert report.silence_due_at > LATER + timedelta(days=27)


def test_silence_is_agreement_only_after_its_days(world, case):
    report = assess(world, case, "state_validation")
    due = report.silence_due_at
    assert due is not None

    with refused(Refused, "not_validated"):
        step(world, "section_chief", "finalise", report)
    assert assessment.advance(due - timedelta(seconds=1)) == 0
    assert assessment.advance(due) == 1
    assert assessment.advance(due) == 0
    report = step(world, "section_chief.2", "finalise", report, now=due)

    assert report.final_by_silence
    events = events_of(world, report)
    assert events[-1].data["by"] == "silence"
    assert [event.name for event in events if event.actor_role == "system"] == ["note_silence"]
    # 20 working days after 1 October 2026, with the Austrian holiday of the 26th.
    assert due.date().isoformat() == "2026-10-30"


def test_silence_is_noted_once_and_not_against_a_validation(world, case):
    report = assess(world, case, "state_validation")
    step(world, "state.ms_authority", "validate_report", report)

    with refused(Refused, "already_validated", "not_silent"):
        step(world, "system", "note_silence", report)
    with refused(Refused, "already_validated"):
        step(world, "system", "note_silence", report, now=LATER)
    assert assessment.advance(LATER) == 0


def test_a_priority_is_overridden_with_a_reason_and_within_a_hundred(world, case):
    report = assess(world, case, "draft_report")
    for total in ("100.01", "-1", "NaN"):
        with refused(Invalid, "total_out_of_range"):
            step(world, "section_chief", "override_priority", report, total=Decimal(total))
    with refused(ReasonRequired):
        step(world, "section_chief", "override_priority", report, total=Decimal(90))
    report = step(
        world, "section_chief", "override_priority", report, total=Decimal(90), reason=" Flood. "
    )
    assess(world, case)

    with world.as_("auditor"):
        request = type(case).objects.get(pk=case.pk)
    assert report.priority_override_reason == "Flood."
    assert request.priority_score == Decimal(90)


def test_the_chief_cancels_and_the_request_is_acknowledged_again(world, case):
    report = assess(world, case, "in_progress")
    report = step(world, "section_chief", "cancel", report, reason="The State asked us to wait.")

    with world.as_("auditor"):
        request = type(case).objects.get(pk=case.pk)
    assert (report.state, request.state) == ("cancelled", "acknowledged")
    with refused(StateMoved):
        step(world, "section_chief", "cancel", report, reason="Again.")


def test_the_request_cancels_its_assessment_too(world, case):
    report = assess(world, case, "draft_report")
    with world.as_("section_chief"):
        REQUEST.verbs["cancel_assessment"](
            pk=case.pk, actor=world["section_chief"], now=NOW, reason="Not now."
        )

    last = events_of(world, report)[-1]
    assert (last.name, last.target, last.actor_role) == ("cancel", "cancelled", "section_chief")


def test_a_withdrawn_request_takes_its_assessment_along(world, case):
    report = assess(world, case, "in_progress")
    with world.as_("state.ms_authority"):
        REQUEST.verbs["withdraw"](
            pk=case.pk, actor=world["state.ms_authority"], now=NOW, reason="No longer needed."
        )

    last = events_of(world, report)[-1]
    assert (last.name, last.actor_role) == ("cancel", "system")
    assert last.data["caused_by"] == str(world["state.ms_authority"].person_id)


def test_a_new_assessment_supersedes_the_final_one(world, case):
    first = assess(world, case)
    with world.as_("section_chief"):
        REQUEST.verbs["reassess"](
            pk=case.pk,
            actor=world["section_chief"],
            now=NOW,
            reason="The needs have changed.",
            lead_assessor_id=world["assessor.2"].person_id,
        )
    second = assess(world, case, lead="assessor.2")

    with world.as_("auditor"):
        first = Assessment.objects.get(pk=first.pk)
        standing = Component.objects.of_request(case.pk).standing().get()
        statuses = set(Component.objects.of_request(case.pk).values_list("status", flat=True))
    assert (first.state, first.is_final) == ("superseded", True)
    assert second.reference.endswith("-A2")
    assert standing.assessment_id == second.pk
    assert statuses == {"frozen", "retired"}


def test_the_lead_must_be_an_assessor_without_a_conflict(world, case):
    with world.as_("auditor"):
        report = living_assessment(case.pk)
    stranger = world["treasury_officer"].person_id
    step(world, "assessor", "declare", report, conflict=True)

    with speaking_as(SYSTEM), refused(Invalid, "not_an_assessor"):
        assessment.open_assessment(request=case, lead_assessor_id=stranger, actor=SYSTEM, now=NOW)
    with speaking_as(SYSTEM), refused(Refused, "conflict_of_interest"):
        assessment.open_assessment(
            request=case, lead_assessor_id=world["assessor"].person_id, actor=SYSTEM, now=NOW
        )


def test_the_team_writes_only_known_sections_and_only_while_it_may(world, case):
    report = assess(world, case, "in_progress")
    actor = world["assessor"]
    with world.as_("assessor"):
        with refused(Invalid, "section_unknown"):
            assessment_areas.write_report(
                pk=report.pk, actor=actor, now=NOW, sections={"weather": "Fine."}
            )
        written = assessment_areas.write_report(
            pk=report.pk, actor=actor, now=NOW, sections={"needs": "Beds."}, version=report.version
        )
    assert (written.needs, written.version) == ("Beds.", report.version + 1)
    with world.as_("assessor.2"), refused(NotAllowed):
        assessment_areas.write_report(
            pk=report.pk, actor=world["assessor.2"], now=NOW, sections={"needs": "No."}
        )
    assess(world, case, "state_validation")
    with world.as_("assessor"), refused(Refused, "report_not_writable"):
        assessment_areas.write_report(
            pk=report.pk, actor=actor, now=NOW, sections={"needs": "More."}
        )


BAD_AREAS: list[tuple[dict[str, Any], str]] = [
    ({"area": "weather", "score": 1, "evidence": "x"}, "area_unknown"),
    ({"area": "courts", "score": 5, "evidence": "x"}, "score_out_of_range"),
    ({"area": "courts", "score": -1, "evidence": "x"}, "score_out_of_range"),
    ({"area": "courts", "score": 1}, "evidence_missing"),
    ({"area": "courts"}, "not_applicable_because_missing"),
]


def test_an_area_is_scored_on_evidence_or_set_aside_with_a_reason(world, case):
    report = assess(world, case, "in_progress")

    for given, code in BAD_AREAS:
        with world.as_("assessor"), refused(Invalid, code):
            assessment_areas.score_area(pk=report.pk, actor=world["assessor"], now=NOW, **given)


def test_an_area_may_be_scored_anew(world, case):
    report = assess(world, case, "in_progress")
    with world.as_("assessor"):
        for given in ({"score": 1, "evidence": "Seen."}, {"not_applicable_because": "None."}):
            area = assessment_areas.score_area(
                pk=report.pk, actor=world["assessor"], now=NOW, area="courts", **given
            )

    assert str(area) == "courts: n/a"
    with world.as_("auditor"):
        assert str(AssessedArea.objects.visible_to(world["auditor"]).get()) == "courts: n/a"


def test_each_criterion_is_rated_from_0_to_4(world, case):
    report = assess(world, case, "in_progress")

    for ratings in ({}, {**RATINGS, "severity": 5}, {**RATINGS, "gender": -1}):
        with world.as_("assessor"), refused(Invalid, "rating_out_of_range"):
            assessment_areas.rate_priority(
                pk=report.pk, actor=world["assessor"], now=NOW, ratings=ratings, justification="x"
            )


def test_the_score_weighs_the_ratings_and_the_situation_of_the_country(world, case):
    report = assess(world, case, "in_progress")
    with world.as_("assessor"):
        score = assessment_areas.rate_priority(
            pk=report.pk, actor=world["assessor"], now=NOW, ratings=RATINGS, justification="Seen."
        )

    # Madagascar is an LDC: 4 of 4 on 15 points, 3 of 4 on the other 85.
    assert score.country_situation == 4
    assert score.total == Decimal("78.75")
    assert str(score) == "78.75"
    with world.as_("auditor"):
        kept = PriorityScore.objects.select_related("weights").get(assessment=report)
        assert str(kept.weights) == "1"
        assert kept.weights.weigh({**RATINGS, "country_situation": 4}) == kept.total


def test_what_is_possible_is_told_with_its_reasons(world, case):
    with world.as_("assessor"):
        report = living_assessment(case.pk)
        offers = {one.name: one for one in available(report, actor=world["assessor"], now=NOW)}

    assert offers["declare"].allowed
    assert [reason.code for reason in offers["begin"].reasons] == ["declarations_missing"]
    assert not offers["finalise"].allowed


def test_a_stranger_finds_no_assessment(world, case):
    report = assess(world, case, "state_validation")

    for name in ("other_state.ms_authority", "donor.donor_rep", "state.donor_rep", "administrator"):
        with world.as_(name), refused(NotFound):
            perform(ASSESSMENT, pk=report.pk, name="comment", actor=world[name], now=NOW)
