"""Money over HTTP: recorded, allotted, taken back, each reader with its own sight."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from common.money import Money
from donors.models import Allotment, Contribution
from tests.factories.allotments import (
    Share,
    circulated,
    components_of,
    contribution,
    contribution_of,
    read,
    share_at,
)
from tests.factories.pledges import promise_at
from tests.http import Answer, Api
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
ALLOTMENTS = f"{V1}allotments/"
GROSS = {"amount": "113000.00", "currency": "USD"}


@pytest.fixture
def share(world: World) -> Share:
    """Cash for a circulated request, not yet allotted."""
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    return Share(world, money, components_of(request)[0], Decimal(113_000))


def proposal(share: Share, **other: Any) -> dict[str, Any]:
    asked = {
        "contribution": str(share.contribution.pk),
        "component": str(share.component.pk),
        "gross": str(share.gross),
    }
    return asked | other


def codes(answer: Answer) -> set[str]:
    told = answer.json
    fields = [one["code"] for some in told.get("errors", {}).values() for one in some]
    return {told["code"], *fields, *(reason["code"] for reason in told.get("reasons", []))}


def test_cash_travels_from_the_bank_to_a_component(share: Share) -> None:
    world = share.world
    made = Api.of(world, "cofinancing_officer").post(ALLOTMENTS, proposal(share))
    assert made.status == 201, made.content
    assert (made.json["state"], made.json["gross"]) == ("proposed", GROSS)
    here = made.headers["Location"]
    certified = Api.of(world, "certifying_officer").post(f"{here}certify/", version=made.etag)
    released = Api.of(world, "approving_officer").post(f"{here}release/", version=certified.etag)
    treasury = Api.of(world, "treasury_officer")
    obligated = treasury.post(
        f"{here}obligate/", {"amount": "60000.00"}, version=released.json["version"]
    )
    spent = treasury.post(f"{here}spend/", {"amount": "60000.00"}, version=obligated.etag)

    told = treasury.get(here).json
    assert (spent.status, told["state"]) == (200, "released")
    assert told["psc_spent"] == {"amount": "7800.00", "currency": "USD"}
    assert told["unobligated"] == {"amount": "45200.00", "currency": "USD"}
    assert told["duties"]["proposed"] == str(world["cofinancing_officer"].person_id)
    cash = treasury.get(f"{V1}contributions/{share.contribution.pk}/").json
    assert (cash["released"], cash["available"]["amount"]) == (GROSS, "0.00")
    names = [event["name"] for event in treasury.get(f"{here}events/").json["items"]]
    assert names == ["create", "certify", "release", "obligate", "spend"]


def test_a_receipt_is_recorded_through_its_pledge(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    treasury, here = Api.of(world, "treasury_officer"), f"{V1}pledges/{promise.pk}/record_receipt/"
    statement = {"bank_reference": "B-1", "value_on": "2026-10-01", "amount": "400.00"}
    version = promise.pledge.version

    rehearsed = treasury.post(f"{here}?dry_run=true", statement, version=version)
    told = treasury.post(here, statement, version=version)
    again = treasury.post(here, statement, version=told.etag)

    effects = rehearsed.json["preview"]["effects"]
    assert [one["sentence"] for one in effects if one["kind"] == "money"] == [
        "USD 400.00 is received."
    ]
    assert (told.status, told.json["state"]) == (200, "partly_received")
    assert (again.status, codes(again)) == (422, {"bank_reference_known"})
    receipt = treasury.get(f"{V1}receipts/?contribution={contribution_of(promise.pledge).pk}")
    (row,) = receipt.json["items"]
    assert row["amount"] == {"amount": "400.00", "currency": "USD"}
    assert treasury.get(f"{V1}receipts/{row['id']}/").json["rate_source"] == "un-operational"


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [
        ({"gross": "113000.01"}, 409, "cap_exceeded"),
        ({"gross": "0"}, 422, "amount_missing"),
        ({"gross": "1.001"}, 422, "amount_too_precise"),
        ({"gross": "NaN"}, 422, "invalid"),
        ({"gross": "1e400"}, 422, "invalid"),
        ({"gross": None}, 422, "null"),
        ({"gross": {"amount": "1"}}, 422, "invalid"),
        ({"component": str(uuid4())}, 404, "not_found"),
        ({"contribution": str(uuid4())}, 404, "not_found"),
        ({"contribution": "x"}, 422, "invalid"),
        ({"surprise": 1}, 422, "unknown_field"),
    ],
)
def test_a_proposal_that_cannot_be_says_why(
    share: Share, other: dict[str, Any], status: int, code: str
) -> None:
    answer = Api.of(share.world, "cofinancing_officer").post(ALLOTMENTS, proposal(share, **other))

    assert answer.status == status
    assert code in codes(answer)
    with speaking_as(SYSTEM):
        assert not Allotment.objects.exists()


def test_a_rehearsal_says_which_money_would_move_and_moves_none(share: Share) -> None:
    share.propose()
    here = f"{ALLOTMENTS}{share.pk}/certify/?dry_run=true"

    told = Api.of(share.world, "certifying_officer").post(here, version=1, key=None)

    money = [one for one in told.json["preview"]["effects"] if one["kind"] == "money"]
    assert (told.status, told.json["state"]) == (200, "certified")
    assert [one["sentence"] for one in money] == ["USD 113,000.00 is reserved on the contribution."]
    assert "donor" not in money[0]["data"]
    assert share.allotment.state == "proposed"
    assert read(Contribution, share.contribution.pk).certified == 0


def test_a_rehearsed_withdrawal_tells_the_state_of_no_donor(share: Share) -> None:
    share.walk_to("released")
    request = share.component.request
    here = f"{V1}requests/{request.pk}/withdraw/?dry_run=true"

    told = Api.of(share.world, "state.ms_authority").post(here, {"reason": "Plans changed."})

    assert (told.status, told.json["state"]) == (200, "withdrawn")
    assert [one for one in told.json["preview"]["effects"] if one["kind"] == "money"] == []


def test_repeating_a_step_moves_no_money_twice(share: Share) -> None:
    share.walk_to("released")
    here, treasury = f"{ALLOTMENTS}{share.pk}/obligate/", Api.of(share.world, "treasury_officer")

    first = treasury.post(here, {"amount": "10.00"}, version=3, key="once")
    second = treasury.post(here, {"amount": "10.00"}, version=3, key="once")

    assert (first.status, second.status) == (200, 200)
    assert first.content == second.content
    assert share.allotment.obligated == 10


@pytest.mark.parametrize(
    "name", ["other_donor.donor_authority", "state.ms_authority", "administrator"]
)
def test_foreign_money_answers_like_unknown_money(share: Share, name: str) -> None:
    share.walk_to("released")
    stranger = Api.of(share.world, name)
    with speaking_as(SYSTEM):
        receipt = share.contribution.receipts.first()
    assert receipt is not None

    for path, pk in (
        ("allotments", share.pk),
        ("contributions", share.contribution.pk),
        ("receipts", receipt.pk),
    ):
        foreign, unknown = (stranger.get(f"{V1}{path}/{one}/") for one in (pk, uuid4()))
        assert (foreign.status, foreign.json) == (unknown.status, unknown.json)
        assert foreign.status == 404
        assert stranger.get(f"{V1}{path}/").json["items"] == []
    step = f"{ALLOTMENTS}{share.pk}/certify/"
    assert stranger.post(step, version=1).status == 404


def test_a_donor_reads_its_own_money_without_people(share: Share) -> None:
    share.walk_to("released")
    donor = Api.of(share.world, "donor.donor_rep")

    (row,) = donor.get(ALLOTMENTS).json["items"]
    told = donor.get(f"{ALLOTMENTS}{share.pk}/").json
    trail = donor.get(f"{ALLOTMENTS}{share.pk}/events/").json["items"]

    assert row["request_reference"] == told["request_reference"] is not None
    assert told["duties"] == {}
    assert {event["person"] for event in trail} == {None}
    assert donor.get(f"{ALLOTMENTS}{share.pk}/transitions/").status == 200
    assert donor.post(f"{ALLOTMENTS}{share.pk}/reject/", version=3).status == 403
    assert donor.get(f"{V1}contributions/?state=received").json["items"][0]["pledge"]


def test_a_donor_no_longer_reads_a_request_its_state_narrowed(share: Share) -> None:
    share.walk_to("released")
    with speaking_as(SYSTEM):
        type(share.component.request).objects.update(consent_class="secretariat")
    donor = Api.of(share.world, "donor.donor_rep")

    (row,) = donor.get(ALLOTMENTS).json["items"]

    assert row["request_reference"] is None
    assert donor.get(f"{ALLOTMENTS}{share.pk}/").json["request_reference"] is None
    assert donor.get(f"{ALLOTMENTS}{share.pk}/transitions/").status == 200


def test_lists_cost_the_same_whatever_their_length(
    world: World, django_assert_max_num_queries: Any
) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    component = components_of(request)[0]
    officer = Api.of(world, "cofinancing_officer")
    for _number in range(3):
        share_at(world, "proposed", contribution=money, component=component, gross=Decimal(1_000))

    for path in ("allotments", "contributions", "receipts"):
        # One query reads the list; two of the ten are the savepoint the test itself lives in.
        with django_assert_max_num_queries(10):
            assert officer.get(f"{V1}{path}/").status == 200
