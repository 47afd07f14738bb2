"""An instalment with a milestone is claimed on evidence or a waiver, and cash settles in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from common.errors import NotAllowed, NotFound, Refused, StateMoved
from common.money import Money
from donors.models import Instalment
from donors.services import clocks, instalments
from tests.donors.test_promise_api import V1, upload
from tests.factories.pledges import Promise, paper, promise_at
from tests.http import Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM, Actor
from workflows.models import Event
from workflows.principal import speaking_as

RUNS = "The workshop runs."
HALF = Decimal(565_000)


@pytest.fixture
def agreed(world: World) -> Promise:
    """Return an agreed pledge whose second payment waits for a milestone."""
    return promise_at(world, "agreed", milestone=RUNS)


def story(promise: Promise, number: int = 2) -> list[str]:
    """Return the names of what happened to a payment."""
    with speaking_as(SYSTEM):
        return [event.name for event in Event.objects.of(promise.instalment(number).pk)]


def take(promise: Promise, by: str, verb: Any, **given: Any) -> Instalment:
    given.setdefault("pk", promise.instalment().pk)
    found: Instalment = promise.step(by, verb, **given)
    return found


def test_only_what_waits_for_nothing_is_claimable_once_agreed(agreed: Promise) -> None:
    assert agreed.instalment(1).state == "claimable"
    assert agreed.instalment(2).state == "planned"


def test_evidence_accepted_by_a_second_person_makes_it_claimable(agreed: Promise) -> None:
    agreed.show_milestone()
    taken = take(agreed, "programme_officer.2", instalments.accept_evidence)

    assert taken.state == "claimable"
    assert story(agreed) == ["create", "give_evidence", "accept_evidence"]


def test_evidence_that_does_not_convince_is_given_again(agreed: Promise) -> None:
    agreed.show_milestone()
    take(agreed, "section_chief", instalments.return_evidence, reason="Which workshop?")
    agreed.show_milestone()

    assert agreed.instalment().state == "evidence"


def test_a_waiver_takes_an_asker_and_a_higher_authority(agreed: Promise) -> None:
    take(agreed, "programme_officer", instalments.ask_waiver, reason="The hall burnt down.")
    waived = take(agreed, "approving_officer", instalments.waive, reason="Agreed.")

    assert waived.state == "claimable"
    assert waived.accepted_by_id is None


def test_a_refused_waiver_may_be_asked_for_again(agreed: Promise) -> None:
    for _again in range(2):
        take(agreed, "programme_officer", instalments.ask_waiver, reason="Too late.")
        take(agreed, "approving_officer", instalments.refuse_waiver, reason="No.")

    assert agreed.instalment().state == "planned"


REFUSED: list[tuple[str, Any, str]] = [
    ("programme_officer", instalments.give_evidence, "evidence_not_attached"),
    ("approving_officer", instalments.waive, "no_waiver_asked"),
]


@pytest.mark.parametrize(("by", "verb", "code"), REFUSED)
def test_the_milestone_is_not_passed_without(
    agreed: Promise, by: str, verb: Callable[..., Any], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        take(agreed, by, verb, evidence="It runs.", reason="Why not.")

    assert code in [reason.code for reason in refusal.value.reasons]


def test_an_empty_sentence_is_no_evidence(agreed: Promise) -> None:
    pk = agreed.instalment().pk
    agreed.act("programme_officer", instalments.attach_evidence, pk=pk, upload=paper())

    with pytest.raises(Refused) as refusal:
        take(agreed, "programme_officer", instalments.give_evidence, evidence="  ")

    assert refusal.value.stable_code == "evidence_missing"


def test_a_payment_without_a_milestone_needs_none(agreed: Promise) -> None:
    second = promise_at(agreed.world, "cleared")
    second.lay_down_papers()
    pk = second.instalment(1).pk

    with pytest.raises(Refused) as refusal:
        take(second, "programme_officer", instalments.ask_waiver, pk=pk, reason="Why not.")

    codes = {reason.code for reason in refusal.value.reasons}
    assert codes == {"no_milestone", "pledge_not_in_force"}


def everything(actor: Actor) -> Actor:
    """Return the same person with every role, as a superuser might be given."""
    roles = {"programme_officer", "section_chief", "cofinancing_officer", "approving_officer"}
    return Actor(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        roles=frozenset(roles),
        scopes=actor.scopes,
    )


def test_whoever_gave_the_evidence_judges_it_with_no_role(agreed: Promise) -> None:
    agreed.show_milestone()
    almighty = everything(agreed.world["programme_officer"])
    pk = agreed.instalment().pk

    for verb in (instalments.accept_evidence, instalments.return_evidence):
        with speaking_as(almighty), pytest.raises(NotAllowed) as refusal:
            verb(pk=pk, actor=almighty, now=BEGINNING, reason="I am sure.")
        assert refusal.value.reasons[0].code == "provider_may_not_accept"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("programme_officer", "asker_may_not_decide"),
        ("cofinancing_officer", "relationship_owner_may_not"),
    ],
)
def test_whoever_asked_or_looks_after_the_donor_does_not_waive(
    agreed: Promise, name: str, code: str
) -> None:
    take(agreed, "programme_officer", instalments.ask_waiver, reason="Too late.")
    almighty = everything(agreed.world[name])

    with speaking_as(almighty), pytest.raises(NotAllowed) as refusal:
        instalments.waive(pk=agreed.instalment().pk, actor=almighty, now=BEGINNING, reason="Me.")

    assert code in [reason.code for reason in refusal.value.reasons]


def test_evidence_is_attached_by_programme_officers_before_it_is_given(agreed: Promise) -> None:
    pk = agreed.instalment().pk
    with pytest.raises(NotAllowed):
        agreed.act("cofinancing_officer", instalments.attach_evidence, pk=pk, upload=paper())
    agreed.show_milestone()
    with pytest.raises(StateMoved):
        agreed.act("programme_officer", instalments.attach_evidence, pk=pk, upload=paper())
    with pytest.raises(NotFound):
        take(agreed, "programme_officer", instalments.accept_evidence, pk=uuid4())


SETTLED: list[tuple[list[int], list[tuple[int, str]]]] = [
    ([100_000], [(100_000, "claimable"), (0, "planned")]),
    ([565_000], [(565_000, "paid"), (0, "planned")]),
    ([500_000, 100_000], [(565_000, "paid"), (35_000, "planned")]),
    ([1_130_000], [(565_000, "paid"), (565_000, "planned")]),
    ([1_130_000, 50_000], [(565_000, "paid"), (565_000, "planned")]),
]


@pytest.mark.parametrize(("payments", "expected"), SETTLED)
def test_cash_settles_instalments_in_their_order(
    agreed: Promise, payments: list[int], expected: list[tuple[int, str]]
) -> None:
    for number, amount in enumerate(payments):
        agreed.receive(Decimal(amount), bank=f"B-{number}")

    found = [agreed.instalment(number) for number in (1, 2)]
    assert [(int(one.settled), one.state) for one in found] == expected


def test_cash_sent_before_its_evidence_settles_once_it_is_accepted(agreed: Promise) -> None:
    agreed.receive(HALF * 2)
    agreed.show_milestone()
    paid = take(agreed, "section_chief", instalments.accept_evidence)

    assert paid.state == "paid"
    assert story(agreed)[-2:] == ["accept_evidence", "settle"]


def test_an_overdue_payment_is_flagged_once(agreed: Promise) -> None:
    due = agreed.instalment(1).due_on
    on_the_day = BEGINNING + (due - BEGINNING.date())

    counts = [
        clocks.advance(now=on_the_day + timedelta(days=days))["instalments_overdue"]
        for days in (0, 1, 2, 400)
    ]

    assert counts == [0, 1, 0, 0]
    assert story(agreed, 1) == ["create", "open_claim", "flag_overdue"]


def test_a_gated_payment_is_not_overdue_before_it_may_be_claimed(agreed: Promise) -> None:
    agreed.receive(HALF)

    assert clocks.advance(now=BEGINNING + timedelta(days=700))["instalments_overdue"] == 0


WALLS: list[tuple[dict[str, Any], str]] = [
    ({"settled": Decimal(-1)}, "instalment_is_paid_up_to_its_amount"),
    ({"settled": Decimal(9_999_999)}, "instalment_is_paid_up_to_its_amount"),
    ({"evidence_by_id": uuid4()}, "evidence_of_an_instalment_by_whom"),
    ({"waived_at": BEGINNING, "waived_by_id": uuid4()}, "milestone_waived_by_another"),
    ({"accepted_at": BEGINNING, "accepted_by_id": uuid4()}, "evidence_accepted_by_another"),
]


@pytest.mark.parametrize(("columns", "rule"), WALLS)
def test_the_database_keeps_an_instalment_honest(
    agreed: Promise, columns: dict[str, Any], rule: str
) -> None:
    rows = Instalment.objects.filter(pk=agreed.instalment().pk)

    with speaking_as(SYSTEM), pytest.raises(IntegrityError, match=rule):
        rows.update(**columns)


def test_the_database_lets_no_milestone_be_passed_over(agreed: Promise) -> None:
    """Even a step that is declared: evidence must lie there and be judged by somebody."""
    agreed.show_milestone()
    rows = Instalment.objects.filter(pk=agreed.instalment().pk)

    with speaking_as(SYSTEM), pytest.raises(IntegrityError, match="a_milestone_is_shown"):
        rows.update(state="claimable")


def test_it_is_claimed_over_http(agreed: Promise) -> None:
    first, second = (
        Api.of(agreed.world, name) for name in ("programme_officer", "programme_officer.2")
    )
    here = f"{V1}instalments/{agreed.instalment().pk}/"

    attached = upload(first, f"{here}evidence/", version=agreed.instalment().version)
    given = first.post(f"{here}give_evidence/", {"evidence": "It runs."}, version=attached.etag)
    own = first.post(f"{here}accept_evidence/", version=given.etag)
    taken = second.post(f"{here}accept_evidence/", version=given.etag)
    shown = Api.of(agreed.world, "donor.donor_rep").get(here).json
    listed = second.get(f"{V1}instalments/?state=claimable&pledge={agreed.pk}").json["items"]

    assert (attached.status, given.status, own.status, taken.status) == (200, 200, 403, 200)
    assert (shown["state"], shown["name"]) == ("claimable", "paper.pdf")
    assert Money.from_json(shown["amount"]) == Money(HALF, "USD")
    assert [row["number"] for row in listed] == [1, 2]
    assert first.get(f"{here}evidence/").content == paper().read()
