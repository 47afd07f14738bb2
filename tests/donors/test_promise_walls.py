"""The database keeps promises apart and honest even when the code above it is bypassed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from common.errors import NotAllowed
from donors.machines.instalment import INSTALMENT
from donors.models import (
    AcceptanceChecklist,
    Agreement,
    DueDiligence,
    Instalment,
    Pledge,
    PscWaiver,
    ReportObligation,
)
from donors.models.pledge_rules import DUTIES, NEVER_CLOSES, NEVER_THE_WRITER
from donors.services import agreeing, waivers
from tests.factories.pledges import Promise, promise_at
from tests.world import BEGINNING, World
from workflows import engine
from workflows.actors import NOBODY, PUBLIC, SYSTEM, Actor
from workflows.principal import speaking_as

CHILDREN: tuple[type[Model], ...] = (Agreement, Instalment, ReportObligation)
INTERNAL: tuple[type[Model], ...] = (AcceptanceChecklist, DueDiligence, PscWaiver)


@pytest.fixture
def agreed(world: World) -> Promise:
    """Return an agreed pledge of a foundation, with everything that belongs to it."""
    promise = promise_at(world, "negotiation", donor="foundation")
    promise.step(
        "cofinancing_officer",
        waivers.ask_waiver,
        rate=Decimal("0.08"),
        clause="Framework",
        justification="Fixed there.",
    )
    promise.clear()
    promise.sign()
    promise.accept()
    return promise


def seen(kind: type[Model], actor: Actor) -> tuple[int, int]:
    """Return how many rows the database shows, and how many the queryset shows."""
    with speaking_as(actor):
        return (
            kind._default_manager.count(),
            kind._default_manager.visible_to(actor).count(),  # type: ignore[attr-defined]
        )


@pytest.mark.parametrize(
    "name", ["other_donor.donor_authority", "state.ms_authority", "administrator"]
)
@pytest.mark.parametrize("kind", [Pledge, *CHILDREN, *INTERNAL], ids=lambda kind: kind.__name__)
def test_nobody_else_sees(agreed: Promise, world: World, kind: type[Model], name: str) -> None:
    assert seen(kind, world[name]) == (0, 0)


@pytest.mark.parametrize("actor", [NOBODY, PUBLIC], ids=["nobody", "public"])
@pytest.mark.parametrize("kind", [Pledge, *CHILDREN, *INTERNAL], ids=lambda kind: kind.__name__)
def test_nobody_and_the_public_see(agreed: Promise, kind: type[Model], actor: Actor) -> None:
    assert seen(kind, actor) == (0, 0)


@pytest.mark.parametrize("kind", [Pledge, *CHILDREN], ids=lambda kind: kind.__name__)
def test_the_donor_sees_its_own(agreed: Promise, world: World, kind: type[Model]) -> None:
    database, queryset = seen(kind, world["foundation.donor_rep"])

    assert database == queryset > 0


@pytest.mark.parametrize("kind", INTERNAL, ids=lambda kind: kind.__name__)
def test_the_donor_does_not_see_what_is_internal(
    agreed: Promise, world: World, kind: type[Model]
) -> None:
    assert seen(kind, world["foundation.donor_rep"]) == (0, 0)
    assert seen(kind, world["auditor"])[1] > 0


def test_what_a_pledge_is_tied_to_is_seen_with_it(agreed: Promise, world: World) -> None:
    ties = Pledge.themes.through._default_manager

    with world.as_("foundation.donor_rep"):
        assert ties.count() == 1
    with world.as_("other_donor.donor_rep"):
        assert ties.count() == 0


@pytest.mark.parametrize("name", ["auditor", "other_donor.donor_authority"])
def test_who_only_reads_or_sees_nothing_writes_nothing(
    agreed: Promise, world: World, name: str
) -> None:
    with world.as_(name):
        try:
            with transaction.atomic():
                changed = Pledge.objects.filter(pk=agreed.pk).update(title="Mine")
        except DatabaseError:
            changed = 0

    assert changed == 0


def at_once() -> None:
    """Make the deferred checks speak now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def write(pk: Any, **columns: Any) -> None:
    """Write past the engine, as raw SQL would."""
    with speaking_as(SYSTEM), transaction.atomic():
        Pledge.objects.filter(pk=pk).update(**columns)
        at_once()


PAIRS = [
    *[(left, right) for at, left in enumerate(DUTIES) for right in DUTIES[at + 1 :]],
    *[("created_by_id", duty) for duty in NEVER_THE_WRITER],
    *[("closed_by_id", duty) for duty in NEVER_CLOSES],
]


@pytest.mark.parametrize(("left", "right"), PAIRS)
def test_no_two_duties_on_a_pledge_are_one_persons(
    world: World, agreed: Promise, left: str, right: str
) -> None:
    someone = world["section_chief"].person_id
    moments = {"closed_by_id": "closed_at", "clauses_approved_by_id": "clauses_approved_at"}
    columns: dict[str, Any] = {left: someone, right: someone}
    columns |= {moments[name]: BEGINNING for name in (left, right) if name in moments}

    with pytest.raises(IntegrityError, match="pledge_"):
        write(agreed.pk, **columns)


LEGAL = {"clauses_approved_at": BEGINNING, "clauses_approved_by_id": uuid4()}


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"amount": Decimal(1)}, "schedule_adds_up"),
        ({"amount": Decimal(0)}, "pledge_amount_is_positive"),
        ({"currency": "usd"}, "pledge_currency_is_three_capitals"),
        ({"psc_rate": Decimal("1.5")}, "pledge_psc_rate_is_a_share"),
        ({"ends_on": "2020-01-01"}, "pledge_ends_after_it_starts"),
        ({"earmark_category": "9"}, "pledge_earmark_is_known"),
        ({"local_resources": True}, "pledge_local_resources_have_a_request"),
        ({"clauses_standard": False, **LEGAL}, "pledge_clauses_are_written"),
        ({"clauses_standard": False, "clauses": "x"}, "pledge_agreed_clauses_are_approved"),
        ({"condition": "If."}, "pledge_agreed_condition_is_met"),
        ({"signed_at": None, "signed_by_id": None}, "pledge_agreed_is_signed_and_accepted"),
        ({"closed_at": BEGINNING}, "pledge_closed_by_whom"),
        ({"report_schedule": []}, "pledge_agreed_has_reports"),
        ({"usd": None}, "pledge_valued_at_a_rate"),
        ({"state": "closed"}, "guard_state"),
    ],
)
def test_an_agreed_pledge_stays_whole(agreed: Promise, columns: dict[str, Any], rule: str) -> None:
    with pytest.raises(IntegrityError) as refusal:
        write(agreed.pk, **columns)

    assert refusal.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


def test_a_state_never_changes_without_an_event(world: World) -> None:
    promise = promise_at(world, "pledged")

    with pytest.raises(IntegrityError, match="without an event"):
        write(promise.pk, state="negotiation")


def reschedule(pk: Any, act: str) -> None:
    """Change the instalments of a pledge past the engine."""
    rows = Instalment.objects.filter(pledge_id=pk, number=1)
    with speaking_as(SYSTEM), transaction.atomic():
        if act == "change":
            rows.update(amount=Decimal(1))
        elif act == "remove":
            rows.delete()
        else:
            more = Instalment(pledge_id=pk, number=9, amount=Decimal(1), due_on=BEGINNING.date())
            engine.create(INSTALMENT, more, actor=SYSTEM, now=BEGINNING, role="system")
        at_once()


@pytest.mark.parametrize("act", ["change", "remove", "add"])
def test_the_schedule_of_an_agreed_pledge_stays(agreed: Promise, act: str) -> None:
    with pytest.raises(IntegrityError, match="come to"):
        reschedule(agreed.pk, act)


def test_the_schedule_of_a_draft_may_be_anything(world: World) -> None:
    promise = promise_at(world, "cleared")
    promise.lay_down_papers()

    with speaking_as(SYSTEM):
        Instalment.objects.filter(pledge_id=promise.pk).delete()
        at_once()


def every_role(actor: Actor) -> Actor:
    """Return the same person with every role of UNODC, as a superuser might be given."""
    return Actor(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        roles=frozenset(
            {
                "cofinancing_officer",
                "certifying_officer",
                "approving_officer",
                "legal_officer",
                "due_diligence_officer",
                "treasury_officer",
            }
        ),
        scopes=actor.scopes,
    )


@pytest.mark.parametrize("name", ["cofinancing_officer", "due_diligence_officer"])
def test_whoever_took_a_duty_does_not_certify_with_every_role(world: World, name: str) -> None:
    promise = promise_at(world, "negotiation", donor="foundation")
    promise.settle_terms()
    almighty = every_role(world[name])

    with speaking_as(almighty), pytest.raises(NotAllowed):
        agreeing.clear(pk=promise.pk, actor=almighty, now=BEGINNING)


@pytest.mark.parametrize(
    "name", ["cofinancing_officer", "due_diligence_officer", "certifying_officer"]
)
def test_whoever_took_a_duty_does_not_accept_with_every_role(world: World, name: str) -> None:
    promise = promise_at(world, "signed", donor="foundation")
    almighty = every_role(world[name])

    with speaking_as(almighty), pytest.raises(NotAllowed):
        agreeing.accept(pk=promise.pk, actor=almighty, now=BEGINNING)


def test_whoever_answered_the_checklist_does_not_certify(world: World) -> None:
    promise = promise_at(world, "negotiation")
    promise.settle_terms()
    second = every_role(world["cofinancing_officer.2"])
    with speaking_as(SYSTEM):
        AcceptanceChecklist.objects.filter(pledge_id=promise.pk).update(
            answered_by_id=second.person_id
        )

    with speaking_as(second), pytest.raises(NotAllowed) as refusal:
        agreeing.clear(pk=promise.pk, actor=second, now=BEGINNING)

    assert refusal.value.reasons[0].code == "separation_of_duties"
