"""Goods count by quantity, once they came, against the lines they match; services count nowhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from common.errors import Invalid, NotAllowed, NotFound, Refused
from common.money import Money
from donors.models import InKindPledge, Journal
from donors.services import examination, in_kind
from ta_requests.models import Request
from tests.donors.test_amendments import at_once
from tests.donors.test_clearance_reminder import examined
from tests.donors.test_promise_api import V1
from tests.factories.allotments import SHOWN, position, read
from tests.factories.in_kind import Gift, gift_at, line_of, wanting_books
from tests.http import Api
from tests.ta_requests.refusals import refused_by_database
from tests.world import World
from workflows.actors import SYSTEM, Actor
from workflows.principal import speaking_as

FIRST, SECOND = Decimal(600), Decimal(400)


def state_of(gift: Gift) -> str:
    return str(read(Request, gift.request.pk).state)


def test_a_request_is_funded_by_matched_goods_alone(world: World) -> None:
    gift = gift_at(world)
    assert state_of(gift) == "funding_sought"

    gift.deliver(FIRST, name="confirm_part")
    assert state_of(gift) == "funding_sought"
    gift.deliver(SECOND)

    assert read(InKindPledge, gift.pk).state == "delivered"
    assert state_of(gift) == "funded"


def test_two_donors_cover_a_line_together(world: World) -> None:
    first = gift_at(world, "delivered", quantity=FIRST)
    second = gift_at(world, "agreed", first.request, donor="other_donor", quantity=SECOND)
    assert state_of(first) == "funding_sought"

    second.deliver(SECOND)

    assert state_of(first) == "funded"
    assert position(first.request).committed_usd == 0


def test_services_are_disclosed_only(world: World) -> None:
    gift = gift_at(world, kind="services")
    gift.take("note_services")

    assert state_of(gift) == "funding_sought"
    assert read(InKindPledge, gift.pk).state == "delivered"
    with speaking_as(SYSTEM):
        assert Journal.objects.get(subject_id=gift.pk).lines_count == 0


def test_what_does_not_come_ends_and_leaves_the_line_open(world: World) -> None:
    gift = gift_at(world)
    gift.deliver(FIRST, name="confirm_part")
    gift.take("end", reason="The printer closed.")

    with pytest.raises(Refused):
        gift_at(world, "pledged", gift.request, quantity=SECOND + 1)
    more = gift_at(world, "delivered", gift.request, quantity=SECOND)
    assert state_of(more) == "funded"


def code_of(refusal: pytest.ExceptionInfo[Any]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_a_line_is_not_promised_more_than_it_needs(world: World) -> None:
    request = wanting_books(world)
    late = gift_at(world, "pledged", request, donor="other_donor", quantity=SECOND)
    gift_at(world, "agreed", request)

    with pytest.raises(Refused) as refusal:
        late.take("accept")

    assert code_of(refusal) == ["more_than_needed"]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("report_delivery", {"quantity": Decimal(0), "reason": "x"}, "quantity_out_of_range"),
    ("report_delivery", {"quantity": Decimal(1_001), "reason": "x"}, "quantity_out_of_range"),
    ("confirm", {}, "no_delivery_reported"),
    ("note_services", {}, "not_services"),
    ("return_report", {"reason": "x"}, "no_delivery_reported"),
]


@pytest.mark.parametrize(("name", "given", "code"), REFUSED)
def test_a_delivery_is_refused(world: World, name: str, given: dict[str, Any], code: str) -> None:
    gift = gift_at(world)

    with pytest.raises(Refused) as refusal:
        gift.take(name, **given)

    assert code in code_of(refusal)


def test_a_delivery_is_whole_or_a_part_and_may_be_returned(world: World) -> None:
    gift = gift_at(world)
    gift.take("report_delivery", quantity=FIRST, reason="Waybill.")
    for name, given in (
        ("confirm", {}),
        ("end", {"reason": "x"}),
        ("report_delivery", {"quantity": FIRST, "reason": "x"}),
    ):
        with pytest.raises(Refused):
            gift.take(name, **given)
    gift.take("return_report", reason="Not there.")
    gift.take("report_delivery", quantity=Decimal(1_000), reason="Waybill.")
    with pytest.raises(Refused) as refusal:
        gift.take("confirm_part")

    assert code_of(refusal) == ["delivery_completes"]


def everything(actor: Actor) -> Actor:
    """Return the same person with every role of both sides, as a superuser might be given."""
    roles = {"programme_officer", "section_chief", "approving_officer", "donor_authority"}
    return Actor(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        roles=frozenset(roles),
        scopes=actor.scopes,
    )


@pytest.mark.parametrize(
    ("state", "name", "person"),
    [
        ("pledged", "accept", "donor.donor_rep"),
        ("pledged", "accept", "donor.donor_authority"),
        ("agreed", "confirm", "programme_officer"),
        ("agreed", "return_report", "programme_officer"),
    ],
)
def test_no_two_duties_are_one_persons(world: World, state: str, name: str, person: str) -> None:
    gift = gift_at(world, state)
    if state == "agreed":
        gift.take("report_delivery", quantity=Decimal(1_000), reason="Waybill.")
    world.actors[person] = everything(world[person])

    with pytest.raises(NotAllowed):
        gift.take(name, by=person, reason="Me.")


INVALID: list[tuple[dict[str, Any], str]] = [
    ({"item": uuid4()}, "item_unknown"),
    ({"item": None}, "item_unknown"),
    ({"request": uuid4()}, "purpose_unknown"),
    ({"quantity": Decimal(0)}, "quantity_missing"),
    ({"value": Money.of("0", "USD")}, "amount_missing"),
]


@pytest.mark.parametrize(("given", "code"), INVALID)
def test_what_cannot_be_is_not_written(world: World, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        Gift(world, wanting_books(world)).draft(**given)

    assert refusal.value.stable_code == code


def test_goods_for_a_component_in_cash_match_nothing(world: World) -> None:
    from_cash = Gift(world, wanting_books(world))
    from_cash.draft()
    with speaking_as(SYSTEM):
        InKindPledge.objects.filter(pk=from_cash.pk).update(unit="box")

    with pytest.raises(Refused) as refusal:
        from_cash.take("announce")

    assert "goods_not_matched" in code_of(refusal)


@pytest.mark.parametrize("name", ["cofinancing_officer", "donor.donor_authority"])
def test_only_a_donors_representative_writes_one(world: World, name: str) -> None:
    gift = Gift(world, wanting_books(world))
    world.actors["donor.donor_rep"] = world[name]

    with pytest.raises((NotAllowed, Invalid)):
        gift.draft()


def test_strangers_find_none(world: World) -> None:
    gift = gift_at(world)

    with pytest.raises(NotFound):
        gift.take("confirm", by="other_donor.donor_authority")


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"delivered_quantity": Decimal(1_001)}, "no_more_came_than_was_promised"),
        ({"quantity": Decimal(1_001)}, "line_is_not_overgiven|needs"),
        ({"usd": None}, "agreed_in_kind_is_valued"),
        ({"item": None}, "agreed_goods_match_a_line"),
        ({"reported_quantity": Decimal(1)}, "a_reported_delivery_has_a_reporter"),
        ({"value": Decimal(0)}, "in_kind_has_a_value"),
    ],
)
def test_the_database_keeps_it_honest(world: World, columns: dict[str, Any], rule: str) -> None:
    rows = InKindPledge.objects.filter(pk=gift_at(world).pk)

    with speaking_as(SYSTEM), pytest.raises(IntegrityError, match=rule):
        at_once(rows, **columns)


def test_it_is_promised_and_delivered_over_http(world: World) -> None:
    gift = Gift(world, wanting_books(world))
    rep, authority, approver = (
        Api.of(world, name)
        for name in ("donor.donor_rep", "donor.donor_authority", "approving_officer")
    )
    body = {
        "kind": "goods",
        "title": "Schoolbooks",
        "request": str(gift.request.pk),
        "item": str(line_of(gift.request).pk),
        "quantity": "1000",
        "value": {"amount": "20000.00", "currency": "EUR"},
    }
    drafted = rep.post(f"{V1}in-kind-pledges/", body)
    here = drafted.headers["Location"]
    announced = authority.post(f"{here}announce/", version=drafted.etag)
    accepted = approver.post(f"{here}accept/", version=announced.etag)
    reported = Api.of(world, "programme_officer").post(
        f"{here}report_delivery/", {"quantity": "1000", "reason": "Waybill"}, version=accepted.etag
    )
    assert reported.status == 200, reported.content
    confirmed = Api.of(world, "section_chief").post(f"{here}confirm/", version=reported.etag)
    told = rep.get(here).json
    listed = rep.get(f"{V1}in-kind-pledges/?state=delivered").json["items"]

    assert [one.status for one in (drafted, announced, accepted, reported, confirmed)] == [
        201, 200, 200, 200, 200,
    ]  # fmt: skip
    assert (told["state"], told["delivered_quantity"], told["unit"]) == (
        "delivered",
        "1000.00",
        "piece",
    )
    assert len(listed) == 1
    assert Api.of(world, "other_donor.donor_rep").get(here).status == 404


def test_a_foundation_that_is_not_cleared_promises_nothing_in_force(world: World) -> None:
    gift = Gift(world, wanting_books(world), donor="foundation")
    gift.draft()
    gift.take("announce")

    with pytest.raises(Refused) as refusal:
        gift.take("accept")

    assert "clearance_not_in_date" in code_of(refusal)


def from_a_foundation(world: World) -> Gift:
    """Return what an examined foundation announced."""
    gift = Gift(world, wanting_books(world), donor="foundation")
    gift.draft()
    gift.take("announce")
    examined(world)
    return gift


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("due_diligence_officer", "examiner_may_not_accept"),
        ("cofinancing_officer", "relationship_owner_may_not"),
    ],
)
def test_whoever_examined_the_donor_or_looks_after_it_does_not_accept(
    world: World, person: str, code: str
) -> None:
    gift = from_a_foundation(world)
    both = everything(world[person])
    world.actors[person] = both

    with pytest.raises(NotAllowed) as refusal:
        gift.take("accept", by=person)
    assert code_of(refusal) == [code]
    gift.take("accept")

    kept = read(InKindPledge, gift.pk)
    assert (kept.due_diligence_by_id, kept.relationship_owner_id) == (
        world["due_diligence_officer"].person_id,
        world["cofinancing_officer"].person_id,
    )
    with refused_by_database("in_kind_accepted_by_no_examiner"), speaking_as(SYSTEM):
        InKindPledge.objects.filter(pk=gift.pk).update(accepted_by_id=both.person_id)


@pytest.mark.parametrize("writer", ["foundation.donor_rep", "foundation.donor_authority"])
def test_a_clearance_by_who_wrote_the_pledge_does_not_serve_it(world: World, writer: str) -> None:
    examiner = replace(world["due_diligence_officer"], person_id=world[writer].person_id)
    world.actors["due_diligence_officer"] = examiner
    gift = from_a_foundation(world)

    with pytest.raises(Refused) as refusal:
        gift.take("accept")

    assert code_of(refusal) == ["clearance_not_in_date"]


def test_a_donor_refused_after_a_clearance_gives_nothing_in_kind(world: World) -> None:
    examined(world)
    gift = Gift(world, wanting_books(world), donor="foundation")
    gift.draft()
    gift.take("announce")
    owner, officer = world["cofinancing_officer"], world["due_diligence_officer"]
    donor = world.organisations["foundation"].pk
    with speaking_as(owner):
        pk = examination.open_due_diligence(organisation_id=donor, actor=owner, now=SHOWN).pk
    with speaking_as(officer):
        examination.refuse(pk=pk, actor=officer, now=SHOWN, findings="Not any more.", reason="No.")

    with pytest.raises(Refused) as refusal:
        gift.take("accept")

    assert "clearance_not_in_date" in code_of(refusal)


def test_who_speaks_for_no_organisation_promises_nothing(world: World) -> None:
    request = wanting_books(world)
    worth = Money.of(1, "USD")

    with speaking_as(SYSTEM), pytest.raises(NotAllowed):
        in_kind.draft(
            kind="services", title="x", request=request.pk, value=worth, actor=SYSTEM, now=SHOWN
        )
