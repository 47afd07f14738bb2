"""What the database keeps by itself: frozen parts, duties, states with events, and sight."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection

from ta_requests.models import (
    AssessedArea,
    Assessment,
    Assessor,
    Component,
    ComponentItem,
    PriorityScore,
    PriorityWeights,
    StateValidation,
)
from ta_requests.services import state_validation
from tests.factories.assessments import BEDS, TRAINING, assess
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused_by_database
from tests.world import BEGINNING, World
from workflows.actors import NOBODY, PUBLIC
from workflows.principal import speaking_as

PARTS = (AssessedArea, PriorityScore, Component, ComponentItem, StateValidation)


@pytest.fixture
def case(world: World):
    return request_at(world, "needs_assessment")


@pytest.fixture
def final(world: World, case):
    return assess(world, case, proposals=[TRAINING, BEDS])


CHANGES: list[tuple[Any, dict[str, Any], str]] = [
    (Assessment, {"needs": "Other."}, "assessment_frozen"),
    (Assessment, {"version": 99}, "assessment_frozen"),
    (Assessor, {"has_conflict": True}, "assessment_frozen"),
    (AssessedArea, {"score": 4}, "assessment_frozen"),
    (PriorityScore, {"total": 99}, "assessment_frozen"),
    (Component, {"net": 1, "gross": 1, "psc": 0}, "component_frozen"),
    (Component, {"status": "proposed"}, "component_frozen"),
    (Component, {"status": "retired"}, "component_frozen"),
    (ComponentItem, {"quantity": 1}, "component_frozen"),
]


def test_nothing_of_a_final_assessment_is_changed(world, final):
    for model, change, constraint in CHANGES:
        with world.as_("system"), refused_by_database(constraint):
            model.objects.update(**change)


REMOVALS = [
    (Assessment, "assessment_frozen"),
    (Assessor, "assessment_frozen"),
    (AssessedArea, "assessment_frozen"),
    (PriorityScore, "assessment_frozen"),
    (Component, "component_frozen"),
    (ComponentItem, "component_frozen"),
]


def test_nothing_of_a_final_assessment_is_removed(world, final):
    for model, constraint in REMOVALS:
        table = model._meta.db_table
        with world.as_("system"), refused_by_database(constraint), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of ours


@pytest.mark.parametrize("state", ["state_validation", "final"])
def test_nothing_is_added_once_the_state_has_the_report(world, case, state):
    report = assess(world, case, state, proposals=[TRAINING, BEDS])
    with world.as_("system"):
        area: Any = AssessedArea.objects.filter(assessment=report).first()
        component: Any = Component.objects.filter(assessment=report).last()
        parts: list[tuple[Any, str]] = [
            (component.items.get(), "component_frozen"),
            (component, "component_frozen"),
            (area, "assessment_frozen"),
        ]
        for part, constraint in parts:
            part.pk = None
            with refused_by_database(constraint):
                part.save(force_insert=True)
        second = world["assessor.2"].person_id
        with refused_by_database("assessment_frozen"):
            Assessor.objects.create(assessment=report, person_id=second, assigned_at=BEGINNING)


def test_a_component_of_another_request_is_no_part_of_a_report(world, case):
    other = request_at(world, "needs_assessment")
    report = assess(world, case, "draft_report")
    with world.as_("system"):
        component = Component.objects.get(assessment=report)
        component.pk, component.number, component.request_id = None, 9, other.pk
        with refused_by_database("component_frozen"):
            component.save(force_insert=True)


def test_words_of_the_state_and_weights_are_never_changed(world, final):
    with world.as_("system"):
        for model, change in ((StateValidation, {"text": "x"}), (PriorityWeights, {"source": ""})):
            with pytest.raises(DatabaseError, match="permission denied"), speaking_as(NOBODY):
                model.objects.update(**change)


def test_a_state_is_not_written_without_an_event(world, case):
    report = assess(world, case, "draft_report")
    with world.as_("system"), refused_by_database("guard_state"):
        Assessment.objects.filter(pk=report.pk).update(state="final")
    with world.as_("system"), refused_by_database("moved_with_event"):
        Assessment.objects.filter(pk=report.pk).update(state="cancelled", version=99)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_knows_that_authors_do_not_decide(world, case):
    report = assess(world, case, "draft_report")
    author = world["assessor"].person_id

    for column in ("sent_by_id", "finalised_by_id"):
        with world.as_("system"), refused_by_database("an_assessor_does_not_decide"):
            Assessment.objects.filter(pk=report.pk).update(**{column: author})


def test_one_living_assessment_per_request_and_weights_of_a_hundred(world, case):
    report = assess(world, case, "in_progress")
    with world.as_("system"):
        report.pk, report.number, report.reference = None, 2, "TA-X"
        with refused_by_database("guard_state"):
            report.save(force_insert=True)
        weights = PriorityWeights.objects.get()
        weights.version, weights.severity = 2, 26
        with refused_by_database("weights_add_up_to_a_hundred"):
            weights.save(force_insert=True)


def test_the_weights_in_force_are_the_newest_of_the_day(world):
    with world.as_("administrator"):
        weights = PriorityWeights.objects.get()
        weights.version, weights.severity, weights.gender = 2, 20, 15
        weights.valid_from = BEGINNING.date()
        weights.save(force_insert=True)
        assert PriorityWeights.objects.in_force(BEGINNING.date()).version == 2
        before = BEGINNING.date().replace(year=2025)
        assert PriorityWeights.objects.in_force(before).version == 1


SEES_NOTHING = (
    "other_state.ms_authority",
    "state.donor_rep",
    "donor.donor_rep",
    "administrator",
)


def counts(world: World, name: str) -> dict[str, tuple[int, int]]:
    """Return per model what the view shows and what the database would show without it."""
    actor = world[name]
    with world.as_(name):
        return {
            model.__name__: (model.objects.visible_to(actor).count(), model.objects.count())
            for model in (Assessment, Assessor, *PARTS)
        }


def test_strangers_and_donors_see_nothing_of_an_assessment(world, final):
    for name in SEES_NOTHING:
        assert set(counts(world, name).values()) == {(0, 0)}


def test_a_state_sees_its_report_from_the_day_it_is_sent_and_never_declarations(world, case):
    report = assess(world, case, "draft_report")
    assert set(counts(world, "state.ms_drafter").values()) == {(0, 0)}

    with world.as_("section_chief"):
        state_validation.send_to_state(pk=report.pk, actor=world["section_chief"], now=BEGINNING)

    seen = counts(world, "state.ms_drafter")
    assert seen["Assessment"] == (1, 1)
    assert seen["AssessedArea"] == (13, 13)
    assert seen["Component"] == (1, 1)
    assert seen["Assessor"] == (0, 0)


def test_staff_and_auditors_see_all_and_nobody_sees_nothing(world, final):
    for name in ("programme_officer", "auditor"):
        assert counts(world, name)["Assessor"] == (1, 1)
        assert counts(world, name)["ComponentItem"] == (1, 1)
    for actor in (NOBODY, PUBLIC):
        with speaking_as(actor):
            for model in (Assessment, Assessor, *PARTS):
                assert model.objects.visible_to(actor).count() == model.objects.count() == 0


def test_donors_see_the_frozen_components_of_a_circulated_request(world):
    request_at(world, "funded", proposals=[TRAINING, BEDS])

    for name in ("donor.donor_rep", "foundation.donor_authority"):
        seen = counts(world, name)
        assert seen["Component"] == (2, 2)
        assert seen["ComponentItem"] == (1, 1)
        assert seen["Assessment"] == seen["AssessedArea"] == seen["PriorityScore"] == (0, 0)


@pytest.mark.parametrize("name", ["auditor", "state.ms_authority", "donor.donor_rep"])
def test_who_may_only_read_cannot_write(world, name):
    request_at(world, "funded")

    with world.as_(name):
        component: Any = Component.objects.first()
        component.pk, component.number, component.net = None, 7, Decimal(1)
        with pytest.raises(DatabaseError, match=r"row-level security|frozen"):
            component.save(force_insert=True)
