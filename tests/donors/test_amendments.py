"""Agreed terms change by a numbered, signed and accepted amendment, and by nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from common.errors import Invalid, NotAllowed, NotFound, Refused, StateMoved
from common.money import Money
from donors.choices.ledger import Account, JournalKind
from donors.models import (
    AccountBalance,
    Amendment,
    Contribution,
    Instalment,
    Journal,
    Pledge,
    ReportObligation,
)
from donors.models.agreed_terms import differences
from donors.services import agreeing, amendments
from tests.donors.test_promise_api import V1, upload
from tests.factories.adjustments import adjust
from tests.factories.allotments import SHOWN, Share, circulated, components_of, contribution_of
from tests.factories.amendments import amendment_at
from tests.factories.pledges import Promise, paper, promise_at
from tests.http import Api
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM, Actor
from workflows.models import Event
from workflows.principal import speaking_as

DAY = BEGINNING.date()
HALF, WHOLE = 565_000, 1_130_000


def pay(*amounts: int, milestone: str = "") -> list[dict[str, Any]]:
    """Return payments still to come, a month apart."""
    return [
        {
            "amount": Decimal(amount),
            "due_on": DAY + timedelta(days=30 * number),
            "milestone": milestone,
        }
        for number, amount in enumerate(amounts, start=1)
    ]


def schedule(promise: Promise) -> list[tuple[int, str]]:
    with speaking_as(SYSTEM):
        rows = Instalment.objects.filter(pledge_id=promise.pk).order_by("number")
        return [(int(one.amount), one.state) for one in rows]


def owed(contribution: Contribution) -> tuple[Decimal, Decimal]:
    with speaking_as(SYSTEM):
        row = AccountBalance.objects.get(account=Account.RECEIVABLE, contribution=contribution)
        return row.amount, row.usd


@pytest.fixture
def agreed(world: World) -> Promise:
    return promise_at(world, "agreed")


GROWN: list[tuple[str, int, list[int], str, list[tuple[int, str]]]] = [
    (
        "agreed",
        2_000_000,
        [1_500_000, 500_000],
        "agreed",
        [
            (HALF, "cancelled"),
            (HALF, "cancelled"),
            (1_500_000, "claimable"),
            (500_000, "claimable"),
        ],
    ),
    ("agreed", 800_000, [800_000], "agreed", [(HALF, "cancelled")] * 2 + [(800_000, "claimable")]),
    (
        "partly_received",
        1_000_000,
        [435_000],
        "partly_received",
        [(HALF, "paid"), (HALF, "cancelled"), (435_000, "claimable")],
    ),
    ("partly_received", HALF, [], "received", [(HALF, "paid"), (HALF, "cancelled")]),
    (
        "received",
        1_500_000,
        [370_000],
        "partly_received",
        [(HALF, "paid"), (HALF, "paid"), (370_000, "claimable")],
    ),
]


@pytest.mark.parametrize(("state", "amount", "coming", "after", "expected"), GROWN)
def test_the_amount_follows_everywhere(
    world: World,
    state: str,
    amount: int,
    coming: list[int],
    after: str,
    expected: list[tuple[int, str]],
) -> None:
    promise = promise_at(world, state)
    amendment_at(promise, amount=Decimal(amount), instalments=pay(*coming))

    cash = contribution_of(promise.pledge)
    assert (promise.pledge.amount, promise.pledge.state) == (amount, after)
    assert (cash.amount, cash.usd) == (amount, amount)
    assert schedule(promise) == expected
    assert owed(cash) == (amount - cash.settled, amount - cash.settled)


def test_what_is_added_counts_at_the_rate_of_the_day_and_what_is_booked_stays(
    world: World,
) -> None:
    promise = promise_at(world, "agreed", money=Money.of("1000000", "EUR"))
    before = contribution_of(promise.pledge)
    amendment_at(promise, amount=Decimal(1_500_000), instalments=pay(1_500_000))
    more = contribution_of(promise.pledge)
    amendment_at(promise, amount=Decimal(750_000), instalments=pay(750_000))
    less = contribution_of(promise.pledge)

    assert (more.rate, more.agreed_at) == (before.rate, before.agreed_at)
    assert more.usd == pytest.approx(before.usd * Decimal("1.5"), abs=Decimal("0.01"))
    assert less.usd == pytest.approx(more.usd / 2, abs=Decimal("0.01"))
    assert owed(less) == (less.amount, less.usd)


def test_it_posts_one_journal_and_leaves_one_event_on_the_pledge(agreed: Promise) -> None:
    accepted = amendment_at(agreed, amount=Decimal(2_000_000), instalments=pay(2_000_000))

    with speaking_as(SYSTEM):
        journal = Journal.objects.get(subject_id=accepted.pk)
        last = list(Event.objects.of(agreed.pk))[-1]
    assert journal.kind == JournalKind.AMEND
    assert (last.name, last.data["amendment"]) == ("amend", accepted.reference)


def test_a_payment_begun_keeps_what_was_paid_of_it(agreed: Promise) -> None:
    agreed.receive(Decimal(100_000))
    amendment_at(agreed, instalments=pay(1_030_000))

    assert schedule(agreed) == [
        (100_000, "paid"),
        (HALF, "cancelled"),
        (1_030_000, "claimable"),
    ]


def test_previous_terms_stay_readable_in_words(agreed: Promise) -> None:
    first = amendment_at(
        agreed,
        amount=Decimal(2_000_000),
        instalments=pay(2_000_000, milestone="The hall stands."),
        ends_on=DAY + timedelta(days=900),
        themes=["T1", "T2c"],
        earmark_category="2",
        report_schedule=[{"kind": "final", "due_on": date(2029, 1, 31)}],
        title="Workshops, and a hall",
        description="More of it.",
    )
    second = amendment_at(agreed, title="Workshops again")

    told = {one.field: one for one in differences(first.before, first.changes, currency="USD")}
    assert [first.number, second.number] == [1, 2]
    assert (told["amount"].before, told["amount"].after) == (
        str(Money.of("1130000", "USD")),
        str(Money.of("2000000", "USD")),
    )
    assert told["themes"].before == "T2c"
    assert told["themes"].after == "T1, T2c"
    assert told["description"].before == "nothing"
    assert "(The hall stands.)" in told["instalments"].after
    assert told["report_schedule"].after == "Final report, 2029-01-31"
    assert told["earmark_category"].after == "Softly earmarked"
    assert second.before["amount"] == "2000000.000"
    assert agreed.pledge.title == "Workshops again"
    with speaking_as(SYSTEM):
        assert contribution_of(agreed.pledge).themes == ["T1", "T2c"]


def test_reports_not_yet_submitted_are_replaced(agreed: Promise) -> None:
    amendment_at(agreed, report_schedule=[{"kind": "financial", "due_on": date(2028, 1, 31)}])

    with speaking_as(SYSTEM):
        rows = ReportObligation.objects.filter(pledge_id=agreed.pk).order_by("number")
        assert [one.state for one in rows] == ["replaced", "replaced", "due"]
        assert rows[2].reference.endswith("-R3")


def test_a_request_may_become_the_purpose(world: World, agreed: Promise) -> None:
    request = circulated(world)
    component = components_of(request)[0]
    agreed.now = BEGINNING + timedelta(days=10)
    amendment_at(agreed, themes=[], request=request.pk, components=[component.pk])

    cash = contribution_of(agreed.pledge)
    assert (cash.request_id, cash.components, cash.themes) == (request.pk, [component.pk], [])
    amendment_at(agreed, request=None, components=[], themes=["T1"])
    assert contribution_of(agreed.pledge).request_id is None


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("agreed", {"title": "Workshops for life after release"}, "nothing_amended"),
    (
        "partly_received",
        {"amount": Decimal(HALF - 1), "instalments": []},
        "amount_below_received",
    ),
    ("agreed", {"amount": Decimal(2_000_000)}, "instalments_do_not_add_up"),
    ("agreed", {"instalments": pay(1)}, "instalments_do_not_add_up"),
    ("agreed", {"ends_on": DAY - timedelta(days=1)}, "ends_in_the_past"),
    ("agreed", {"report_schedule": []}, "report_schedule_missing"),
    ("agreed", {"earmark_category": "1"}, "unearmarked_but_tied"),
    ("agreed", {"themes": []}, "unearmarked_but_tied"),
]


@pytest.mark.parametrize(("state", "changes", "code"), REFUSED)
def test_unsound_terms_are_not_offered(
    world: World, state: str, changes: dict[str, Any], code: str
) -> None:
    promise = promise_at(world, state)

    with pytest.raises(Refused) as refusal:
        amendment_at(promise, "offered", **changes)

    assert code in [reason.code for reason in refusal.value.reasons]


def test_cash_that_comes_between_signature_and_acceptance_is_not_passed_over(
    agreed: Promise,
) -> None:
    signed = amendment_at(agreed, "signed", amount=Decimal(500_000), instalments=pay(500_000))
    agreed.receive(Decimal(HALF))

    with pytest.raises(Refused) as refusal:
        agreed.step("approving_officer", amendments.accept, pk=signed.pk)

    codes = {reason.code for reason in refusal.value.reasons}
    assert codes == {"amount_below_received", "instalments_do_not_add_up"}


def test_allotted_money_is_not_stranded_by_a_new_purpose(world: World) -> None:
    promise = promise_at(world, "received", money=Money.of("113000", "USD"))
    request = circulated(world)
    share = Share(
        world, contribution_of(promise.pledge), components_of(request)[0], Decimal(113_000)
    )
    share.walk_to("released")

    with pytest.raises(Refused) as refusal:
        amendment_at(promise, "offered", themes=["T1"])

    assert refusal.value.stable_code == "allotments_outside"


INVALID: list[tuple[dict[str, Any], str]] = [
    ({"amount": Decimal(0)}, "amount_missing"),
    ({"instalments": pay(0)}, "amount_missing"),
    ({"instalments": pay(*[1] * 101)}, "too_many_instalments"),
    ({"report_schedule": [{"kind": "song", "due_on": DAY}]}, "report_schedule_invalid"),
    ({"themes": ["T99"]}, "purpose_unknown"),
    ({"request": uuid4()}, "purpose_unknown"),
    ({"components": [uuid4()]}, "purpose_unknown"),
]


@pytest.mark.parametrize(("changes", "code"), INVALID)
def test_what_cannot_be_is_not_written(agreed: Promise, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        amendment_at(agreed, "draft", **changes)

    assert refusal.value.stable_code == code


def test_what_a_form_empties_again_stays_emptied(world: World, agreed: Promise) -> None:
    officer = "cofinancing_officer"
    component = components_of(circulated(world))[0]
    draft = amendment_at(agreed, "draft", request=None, countries=[], title="Anew", themes=["T2"])
    shown = ("request", "countries", "components", "title", "themes")

    told = agreed.act(
        officer,
        amendments.redraft,
        pk=draft.pk,
        motive="Told anew.",
        changes={"components": [component.pk]},
        shown=shown,
    )

    assert told.changes == {"request": None, "countries": [], "components": [str(component.pk)]}


def test_components_fit_the_request_a_form_does_not_show(world: World, agreed: Promise) -> None:
    aim, other = circulated(world), components_of(circulated(world))[0]
    draft = amendment_at(agreed, "draft", request=aim.pk)

    with pytest.raises(Invalid) as refusal:
        agreed.act(
            "cofinancing_officer",
            amendments.redraft,
            pk=draft.pk,
            changes={"components": [other.pk]},
            shown=("components",),
        )

    assert refusal.value.reasons[0].code == "component_elsewhere"


def test_a_reason_is_given_and_one_is_open_at_a_time(agreed: Promise) -> None:
    with pytest.raises(Invalid):
        agreed.step("cofinancing_officer", amendments.draft, motive=" ", changes={"title": "x"})
    amendment_at(agreed, "draft")
    with pytest.raises(Refused) as refusal:
        amendment_at(agreed, "draft")
    assert refusal.value.stable_code == "amendment_open"


def test_only_agreements_in_force_are_amended(world: World) -> None:
    with pytest.raises(StateMoved):
        amendment_at(promise_at(world, "cleared"), "draft")


def test_the_donor_asks_and_unodc_offers(agreed: Promise) -> None:
    asked = amendment_at(agreed, "offered", by="donor.donor_rep", title="As we wish")

    assert asked.asked_by_donor
    assert asked.state == "offered"


@pytest.mark.parametrize("name", ["certifying_officer", "auditor"])
def test_others_write_none(agreed: Promise, name: str) -> None:
    with pytest.raises(NotAllowed):
        amendment_at(agreed, "draft", by=name)


@pytest.mark.parametrize("name", ["other_donor.donor_rep", "state.ms_authority"])
def test_strangers_find_none(agreed: Promise, name: str) -> None:
    written = amendment_at(agreed, "draft")

    with pytest.raises(NotFound):
        amendment_at(agreed, "draft", by=name)
    with pytest.raises(NotFound):
        agreed.step(name, amendments.accept, pk=written.pk)


def everything(actor: Actor, *more: str) -> Actor:
    """Return the same person with every role of both sides, as a superuser might be given."""
    roles = {"cofinancing_officer", "approving_officer", "donor_authority"}
    return Actor(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        roles=frozenset(roles),
        scopes=actor.scopes,
    )


@pytest.mark.parametrize(
    ("state", "verb", "name"),
    [
        ("offered", amendments.sign, "donor.donor_authority"),
        ("signed", amendments.accept, "cofinancing_officer"),
        ("signed", amendments.accept, "donor.donor_authority"),
    ],
)
def test_no_two_duties_are_one_persons(agreed: Promise, state: str, verb: Any, name: str) -> None:
    """Whoever wrote it does not sign; writer, signer and relationship owner do not accept."""
    by = "donor.donor_authority" if state == "offered" else "cofinancing_officer"
    written = amendment_at(agreed, state, by=by)
    almighty = everything(agreed.world[name])

    with speaking_as(almighty), pytest.raises(NotAllowed) as refusal:
        verb(pk=written.pk, actor=almighty, now=BEGINNING)

    assert refusal.value.reasons[0].code == "separation_of_duties"


def test_what_is_taken_back_is_written_signed_and_accepted_anew(agreed: Promise) -> None:
    signed = amendment_at(agreed, "signed", title="Wrnog")
    officer = "cofinancing_officer"
    with pytest.raises(StateMoved):
        agreed.act(officer, amendments.redraft, pk=signed.pk, changes={"title": "Right"})
    agreed.step(officer, amendments.take_back, pk=signed.pk, reason="A slip.")
    again = agreed.act(
        officer, amendments.redraft, pk=signed.pk, changes={"title": "Right"}, motive="So."
    )
    with pytest.raises(NotAllowed):
        agreed.act("legal_officer", amendments.redraft, pk=signed.pk, changes={})
    kept = agreed.act(officer, amendments.redraft, pk=signed.pk, changes={"title": "Right"})

    assert (again.state, again.signed_at, kept.motive) == ("draft", None, "So.")


def test_a_withdrawn_amendment_leaves_the_terms(agreed: Promise) -> None:
    signed = amendment_at(agreed, "signed", title="Other")
    agreed.step("donor.donor_authority", amendments.withdraw, pk=signed.pk, reason="No.")

    assert agreed.pledge.title == "Workshops for life after release"
    assert amendment_at(agreed, title="Third").number == 2


def test_an_expired_clearance_stops_the_acceptance(world: World) -> None:
    promise = promise_at(world, "agreed", donor="foundation")
    signed = amendment_at(promise, "signed", ends_on=DAY + timedelta(days=1000))
    promise.now = BEGINNING + timedelta(days=740)

    with pytest.raises(Refused) as refusal:
        promise.step("approving_officer", amendments.accept, pk=signed.pk)

    assert "clearance_not_in_date" in [reason.code for reason in refusal.value.reasons]


def at_once(rows: Any, **columns: Any) -> None:
    with speaking_as(SYSTEM), transaction.atomic():
        rows.update(**columns)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_lets_no_agreed_amount_change_without_one(agreed: Promise) -> None:
    rows = Instalment.objects.filter(pledge_id=agreed.pk, number=1)

    with speaking_as(SYSTEM), transaction.atomic():
        rows.update(amount=HALF + 1)
        with pytest.raises(IntegrityError, match="no amendment"):
            at_once(Pledge.objects.filter(pk=agreed.pk), amount=WHOLE + 1)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("state", "columns", "rule"),
    [
        ("offered", {"changes": {"title": "Mine"}}, "is fixed"),
        ("accepted", {"before": {}}, "is fixed|is_signed"),
        ("signed", {"signed_by_id": None}, "amendment_signed_by_whom"),
        ("draft", {"motive": ""}, "amendment_says_why"),
    ],
)
def test_the_database_keeps_an_amendment_whole(
    agreed: Promise, state: str, columns: dict[str, Any], rule: str
) -> None:
    written = amendment_at(agreed, state)

    with pytest.raises(IntegrityError, match=rule):
        at_once(Amendment.objects.filter(pk=written.pk), **columns)


def test_it_is_written_signed_and_accepted_over_http(agreed: Promise) -> None:
    officer, authority, approver = (
        Api.of(agreed.world, name)
        for name in ("cofinancing_officer", "donor.donor_authority", "approving_officer")
    )
    body = {
        "pledge": str(agreed.pk),
        "motive": "The plan grew.",
        "amount": "2000000.00",
        "instalments": [{"amount": "2000000.00", "due_on": "2026-12-01"}],
    }
    drafted = officer.post(f"{V1}amendments/", body)
    here = drafted.headers["Location"]
    redrafted = officer.patch(here, {**body, "pledge": None}, version=drafted.etag)
    del body["pledge"]
    redrafted = officer.patch(here, {**body, "title": "A hall"}, version=drafted.etag)
    filed = upload(officer, f"{here}file/", version=redrafted.etag)
    offered = officer.post(f"{here}offer/", version=filed.etag)
    signed = authority.post(f"{here}sign/", version=offered.etag)
    accepted = approver.post(f"{here}accept/", version=signed.etag)
    told = authority.get(here).json
    listed = authority.get(f"{V1}amendments/?pledge={agreed.pk}&state=accepted").json["items"]

    assert (drafted.status, accepted.status, accepted.json["state"]) == (201, 200, "accepted")
    assert [one["field"] for one in told["difference"]] == ["amount", "title", "instalments"]
    assert told["before"]["amount"] == "1130000.000"
    assert [row["number"] for row in listed] == [1]
    assert authority.get(f"{here}file/").content == paper().read()
    assert authority.get(f"{V1}pledges/{agreed.pk}/").json["amount"]["amount"] == "2000000.00"


def test_an_agreement_cut_to_what_was_written_down_waits_for_nothing_and_may_close(
    world: World, agreed: Promise
) -> None:
    adjust(world, contribution_of(agreed.pledge), "write_down", amount=Decimal(HALF))

    amendment_at(agreed, amount=Decimal(HALF), instalments=pay(HALF))

    assert agreed.pledge.state == "received"
    agreed.now = SHOWN
    agreed.step("approving_officer", agreeing.close)
    assert agreed.pledge.state == "closed"


def test_an_agreement_that_ended_takes_no_amendment_any_more(world: World, agreed: Promise) -> None:
    signed = amendment_at(agreed, "signed", title="Other")
    cash = contribution_of(agreed.pledge)
    adjust(world, cash, "write_down", amount=cash.amount)
    agreed.now = SHOWN
    agreed.step("approving_officer", agreeing.close)

    with pytest.raises(Refused) as refusal:
        agreed.step("approving_officer", amendments.accept, pk=signed.pk)

    assert [reason.code for reason in refusal.value.reasons] == ["pledge_not_in_force"]
