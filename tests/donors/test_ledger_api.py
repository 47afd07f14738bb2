"""The books over HTTP: read by those they are of, adjusted by two people, rehearsed first."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from common.money import Money
from donors.models import Adjustment, Contribution, Journal
from tests.factories.adjustments import levied, referenced, unidentified_cash
from tests.factories.allotments import (
    SHOWN,
    Share,
    circulated,
    components_of,
    contribution,
    contribution_of,
    share_at,
)
from tests.factories.pledges import promise_at
from tests.http import Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"
BOOKS = ("journals", "journal-lines", "balances", "spending", "external-references", "adjustments")


@pytest.fixture
def share(world: World) -> Share:
    """Released money with an obligation, a number elsewhere and an adjustment."""
    request = circulated(world)
    money = contribution(world, Money.of(226_000, "USD"), request=request.pk, earmark_category="4")
    share = share_at(
        world,
        "obligated",
        contribution=money,
        component=components_of(request)[0],
        gross=Decimal(113_000),
    )
    referenced(world, money)
    levied(world, money)
    return share


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("treasury_officer", True),
        ("auditor", True),
        ("donor.donor_rep", True),
        ("other_donor.donor_rep", False),
        ("state.ms_authority", False),
        ("administrator", False),
    ],
)
def test_the_books_are_read_by_those_they_are_of(share: Share, who: str, sees: bool) -> None:
    mine, officer = Api.of(share.world, who), Api.of(share.world, "treasury_officer")
    for name in BOOKS:
        listed = mine.get(f"{V1}{name}/")
        assert listed.status == 200, listed.content
        assert bool(listed.json["items"]) is sees, name
        one = officer.get(f"{V1}{name}/").json["items"][0]["id"]
        assert mine.get(f"{V1}{name}/{one}/").status == (200 if sees else 404), name


def test_a_journal_is_told_with_its_lines(share: Share) -> None:
    officer = Api.of(share.world, "auditor")
    found = officer.get(f"{V1}journals/?kind=release&allotment={share.pk}").json["items"]

    told = officer.get(f"{V1}journals/{found[0]['id']}/").json

    accounts = {line["account"]: line["amount"]["amount"] for line in told["lines"]}
    assert accounts == {
        "certified": "113000.00",
        "allotted": "-100000.00",
        "psc": "-13000.00",
    }
    assert officer.get(f"{V1}journals/?warned=true").json["items"] == []


def test_the_statement_of_account_is_of_any_day(share: Share) -> None:
    donor = Api.of(share.world, "donor.donor_rep")
    path = f"{V1}contributions/{share.contribution.pk}/statement/"

    before = donor.get(f"{path}?as_of={BEGINNING.date()}").json
    after = donor.get(f"{path}?as_of={SHOWN.date()}").json

    def standing(told: Any) -> dict[str, str]:
        return {one["account"]: one["amount"]["amount"] for one in told["accounts"]}

    assert standing(before)["unallotted"] == "-223740.00"
    assert standing(before)["levy"] == "-2260.00"
    assert standing(after)["unallotted"] == "-110740.00"
    assert standing(after)["levy"] == "-2260.00"
    assert standing(after)["levy_due"] == "0.00"
    assert donor.get(path).status == 200
    assert donor.get(f"{path}?as_of=yesterday").code == "parameter_invalid"
    foreign = Api.of(share.world, "other_donor.donor_rep")
    assert foreign.get(path).status == 404


def refund(cash: Contribution, **other: Any) -> dict[str, Any]:
    asked = {
        "contribution": str(cash.pk),
        "kind": "refund",
        "amount": "100.00",
        "refunded_from": "unallotted",
        "value_on": "2026-10-05",
        "explanation": "Not needed any more.",
    }
    return asked | other


def test_a_refund_is_rehearsed_entered_and_approved(world: World) -> None:
    cash = contribution(world, Money.of(1_000, "USD"))
    treasury, approver = Api.of(world, "treasury_officer"), Api.of(world, "approving_officer")

    tried = treasury.post(f"{V1}adjustments/?dry_run=true", refund(cash))
    assert (tried.status, tried.json["usd"]) == (200, "100.000")
    with speaking_as(SYSTEM):
        assert not Adjustment.objects.exists()
        assert not Journal.objects.filter(subject_type="adjustment").exists()

    made = treasury.post(f"{V1}adjustments/", refund(cash))
    assert made.status == 201, made.content
    path = f"{V1}adjustments/{made.json['id']}/"
    again = treasury.post(f"{V1}adjustments/", refund(cash))
    assert again.code == "adjustment_pending"
    refused = treasury.post(f"{path}approve/", {}, If_Match=made.etag)
    assert refused.status == 403
    rehearsed = approver.post(f"{path}approve/?dry_run=true", {})
    assert rehearsed.json["preview"]
    done = approver.post(f"{path}approve/", {}, If_Match=made.etag)
    assert (done.status, done.json["state"]) == (200, "approved")


def test_what_may_not_be_entered_is_said(world: World) -> None:
    cash = contribution(world, Money.of(1_000, "USD"))
    treasury = Api.of(world, "treasury_officer")

    assert treasury.post(f"{V1}adjustments/", refund(cash, amount="1001")).code == (
        "above_available"
    )
    unknown = refund(cash) | {"contribution": str(uuid4())}
    assert treasury.post(f"{V1}adjustments/", unknown).status == 404
    donor = Api.of(world, "donor.donor_authority")
    assert donor.post(f"{V1}adjustments/", refund(cash)).status == 403


def test_a_month_is_certified_and_closed(world: World) -> None:
    certifier, approver = Api.of(world, "certifying_officer"), Api.of(world, "approving_officer")
    made = certifier.post(f"{V1}accounting-periods/", {"month": "2025-12"})
    assert made.status == 201, made.content
    path = f"{V1}accounting-periods/{made.json['id']}/close/"

    closed = approver.post(path, {}, If_Match=made.etag)

    assert closed.json["state"] == "closed"
    known = certifier.post(f"{V1}accounting-periods/", {"month": "2025-12"})
    assert known.code == "month_known"
    assert Api.of(world, "donor.donor_rep").get(f"{V1}accounting-periods/").json["items"] == []


def test_unidentified_cash_is_entered_and_placed(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    treasury = Api.of(world, "treasury_officer")
    statement = {
        "bank_reference": "WHO-1",
        "value_on": "2026-10-05",
        "amount": "300",
        "currency": "USD",
    }
    made = treasury.post(f"{V1}unidentified-receipts/", statement)
    assert made.status == 201, made.content

    placed = treasury.post(
        f"{V1}unidentified-receipts/{made.json['id']}/identify/",
        {"pledge": str(promise.pk)},
        If_Match=made.etag,
    )

    assert placed.json["state"] == "identified"
    assert contribution_of(promise.pledge).received == 300
    unidentified_cash(world, Decimal(1))
    listed = Api.of(world, "donor.donor_rep").get(f"{V1}unidentified-receipts/")
    assert listed.json["items"] == []


def test_an_expenditure_says_what_for_and_of_which_milestone(share: Share) -> None:
    treasury = Api.of(share.world, "treasury_officer")
    path = f"{V1}allotments/{share.pk}/spend/"
    asked = {
        "amount": "100.00",
        "description": "Tools for a workshop.",
        "document_reference": "PO-1",
        "value_on": "2026-10-02",
    }

    spent = treasury.post(path, asked, If_Match="*")

    assert spent.status == 200, spent.content
    row = treasury.get(f"{V1}spending/?kind=expenditure").json["items"][0]
    assert (row["description"], row["psc"]["amount"]) == ("Tools for a workshop.", "13.00")
    late = treasury.post(path, asked | {"value_on": "2126-10-02"}, If_Match="*")
    assert late.code == "value_date_in_future"
    foreign = treasury.post(path, asked | {"milestone": str(uuid4())}, If_Match="*")
    assert foreign.code == "milestone_of_another_request"


def test_numbers_of_other_systems_are_noted_once(share: Share) -> None:
    treasury = Api.of(share.world, "treasury_officer")
    path = f"{V1}external-references/"
    asked = {
        "contribution": str(share.contribution.pk),
        "allotment": str(share.pk),
        "kind": "wbs",
        "value": "SB-012345.01",
    }

    assert treasury.post(path, asked).status == 201
    assert treasury.post(path, asked).code == "reference_known"
    assert treasury.post(path, asked | {"value": "<b>"}).code == "reference_not_plain"
    assert treasury.post(path, asked | {"allotment": str(uuid4())}).code == "allotment_of_another"
    assert treasury.post(path, asked | {"contribution": str(uuid4())}).status == 404
    assert Api.of(share.world, "auditor").post(path, asked).status == 403
