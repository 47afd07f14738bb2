"""Write-down, refund, application, reprogramming, levy, revaluation: two people, one journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from common.errors import DomainError, Invalid, NotAllowed, NotFound, Refused
from common.money import Money
from donors.models import AccountingPeriod, Adjustment, Contribution, Journal
from donors.services import adjustments, agreeing, periods, unidentified
from donors.services.receipts import record_receipt
from tests.donors.test_amendments import pay
from tests.donors.test_worked_examples import rate
from tests.factories.adjustments import (
    Adjusting,
    adjust,
    books,
    closed_month,
    drift,
    ledger_of,
    levied,
    month_at,
    unidentified_cash,
)
from tests.factories.allotments import SHOWN, contribution, contribution_of, read
from tests.factories.amendments import amendment_at
from tests.factories.pledges import Promise, promise_at
from tests.http import Api
from tests.ta_requests.refusals import refused_by_database
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.available import available
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
TODAY = SHOWN.date()


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal for exactly this reason."""
    with pytest.raises(DomainError) as refusal:
        yield
    assert [reason.code for reason in refusal.value.reasons] == [code]


def cash_of(world: World, amount: int = 1_000, **terms: Any) -> Contribution:
    return contribution(world, Money.of(amount, "USD"), **terms)


def test_a_write_down_ends_what_is_still_owed(world: World) -> None:
    promise = promise_at(world, "partly_received", money=Money.of(1_000, "USD"))
    cash = contribution_of(promise.pledge)

    adjust(world, cash, "write_down", amount=Decimal(500))

    cash = contribution_of(promise.pledge)
    assert (cash.written_down, cash.written_down_usd, cash.due) == (500, 500, 500)
    assert promise.pledge.state == "received"
    assert books(cash) == {"cash": 500, "unallotted": -500}
    assert drift() == []


def test_all_of_an_agreement_that_was_never_paid_may_be_written_down(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))

    adjust(world, contribution_of(promise.pledge), "write_down", amount=Decimal(1_000))

    assert promise.pledge.state == "received"
    assert books(contribution_of(promise.pledge)) == {}
    promise.now = SHOWN
    promise.step("approving_officer", agreeing.close)
    assert promise.pledge.state == "closed"


def test_a_refund_is_set_aside_paid_and_its_exchange_difference_booked(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    cash = contribution(world, Money.of(1_000, "EUR"))
    rate("EUR", "1.00", TODAY)

    refund = Adjusting(world, cash, "refund")
    refund.enter(amount=Decimal(400), source="unallotted", document_reference="R-1")

    assert books(cash) == {"cash": 1_000, "unallotted": -600, "refundable": -400}
    assert read(Contribution, cash.pk).available == Money.of(600, "EUR")
    refund.decide()
    assert ledger_of(cash) == {
        "cash": (600, 850),
        "unallotted": (-600, -750),
        "exchange_difference": (0, -100),
    }
    after = read(Contribution, cash.pk)
    assert (after.refunded, after.refundable, after.refunded_usd) == (400, 0, 500)
    assert (refund.adjustment.usd, refund.adjustment.usd_paid) == (500, 400)
    assert drift() == []


def test_a_refused_refund_is_free_again(world: World) -> None:
    cash = cash_of(world)
    refund = Adjusting(world, cash, "refund")
    refund.enter(amount=Decimal(400), source="unallotted")

    refund.decide("refuse", reason="The donor wants it reprogrammed.")

    assert books(cash) == {"cash": 1_000, "unallotted": -1_000}
    assert read(Contribution, cash.pk).refundable == 0
    assert drift() == []


@pytest.mark.parametrize(("name", "left"), [("approve", 0), ("refuse", 100)])
def test_unapplied_cash_may_be_given_back(world: World, name: str, left: int) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    promise.receive(Decimal(1_100))
    cash = contribution_of(promise.pledge)
    refund = Adjusting(world, cash, "refund")
    refund.enter(amount=Decimal(100), source="unapplied")

    refund.decide(name, reason="As agreed.")

    after = read(Contribution, cash.pk)
    assert (after.unapplied, after.usable, after.available.amount) == (left, 1_000, 1_000)
    assert drift() == []


def test_a_contribution_does_not_close_while_a_refund_waits(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    promise.receive(Decimal(1_000))
    refund = Adjusting(world, contribution_of(promise.pledge), "refund")
    refund.enter(amount=Decimal(1_000), source="unallotted")
    promise.now = SHOWN

    with refused("money_unspent"):
        promise.step("approving_officer", agreeing.close)

    refund.decide()
    promise.step("approving_officer", agreeing.close)
    assert drift() == []


def test_unapplied_cash_pays_another_agreement_by_the_donors_word(world: World) -> None:
    over = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    over.receive(Decimal(1_300))
    owing = promise_at(world, "agreed", money=Money.of(500, "USD"))
    first, second = contribution_of(over.pledge), contribution_of(owing.pledge)

    adjust(
        world,
        first,
        "application",
        amount=Decimal(200),
        target_id=second.pk,
        donor_word="Letter of 3 October",
    )

    first, second = contribution_of(over.pledge), contribution_of(owing.pledge)
    assert (first.unapplied, first.unapplied_out, first.usable) == (100, 200, 1_000)
    assert (second.applied_in, second.settled, second.available.amount) == (200, 200, 200)
    assert owing.pledge.state == "partly_received"
    assert books(second) == {
        "receivable": 300,
        "income": -300,
        "cash": 200,
        "unallotted": -200,
    }
    adjust(
        world,
        first,
        "application",
        amount=Decimal(100),
        target_id=second.pk,
        donor_word="Letter of 3 October",
    )
    assert drift() == []


def test_a_balance_is_reprogrammed_by_the_donors_word(world: World) -> None:
    first, second = cash_of(world), cash_of(world, 500)

    adjust(
        world,
        first,
        "reprogramming",
        amount=Decimal(250),
        target_id=second.pk,
        donor_word="Note verbale 12/2026",
    )

    assert read(Contribution, first.pk).available == Money.of(750, "USD")
    assert read(Contribution, second.pk).available == Money.of(750, "USD")
    assert (books(first), books(second)) == (
        {"cash": 750, "unallotted": -750},
        {"cash": 750, "unallotted": -750},
    )
    assert drift() == []


def test_a_revaluation_moves_dollars_and_nothing_that_was_booked(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    cash = contribution(world, Money.of(1_000, "EUR"))
    rate("EUR", "1.00", TODAY)
    assert ledger_of(cash)["cash"] == (1_000, 1_250)

    adjust(world, cash, "revaluation")

    assert ledger_of(cash) == {
        "cash": (1_000, 1_000),
        "unallotted": (-1_000, -1_250),
        "exchange_difference": (0, 250),
    }
    assert read(Contribution, cash.pk).usable_usd == 1_250
    assert drift() == []


def test_no_revaluation_comes_after_one_of_a_later_day(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    cash = contribution(world, Money.of(100_000, "EUR"))
    first, newest = BEGINNING + timedelta(days=1), BEGINNING + timedelta(days=5)
    rate("EUR", "0.90", newest.date())
    revaluation = Adjusting(world, cash, "revaluation")
    revaluation.enter(value_on=newest.date())

    revaluation.decide()

    assert ledger_of(cash)["cash"] == (100_000, Decimal("111111.11"))
    with refused("revalued_later"):
        Adjusting(world, cash, "revaluation").enter(value_on=first.date())
    adjust(world, cash, "revaluation", value_on=newest.date())
    assert ledger_of(cash)["cash"] == (100_000, Decimal("111111.11"))
    assert drift() == []


def test_cash_of_today_is_not_revalued_at_the_rate_of_a_closed_month(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    promise = promise_at(world, "received", money=Money.of(1_000, "EUR"))
    closed_month(world, "2026-10", now=LATE)

    with refused("period_closed"):
        Adjusting(world, contribution_of(promise.pledge), "revaluation", now=LATE).enter(
            value_on=TODAY
        )
    with refused_by_database("period_is_open"):
        forged_in("2026-11", world, promise, kind="revalue")
    today = Adjusting(world, contribution_of(promise.pledge), "revaluation", now=LATE)
    today.enter()
    today.decide()
    assert drift() == []


@pytest.mark.parametrize(
    ("kind", "wanted", "code"),
    [
        ("write_down", {"amount": Decimal(501)}, "above_available"),
        ("refund", {"amount": Decimal(501), "source": "unallotted"}, "above_available"),
        ("refund", {"amount": Decimal(1), "source": "unapplied"}, "above_available"),
        ("levy", {"amount": Decimal(1)}, "above_owed"),
        (
            "application",
            {"amount": Decimal(501), "donor_word": "Yes."},
            ["above_available", "above_owed"],
        ),
    ],
)
def test_nothing_is_adjusted_that_is_not_there(
    world: World, kind: str, wanted: dict[str, Any], code: Any
) -> None:
    promise = promise_at(world, "partly_received", money=Money.of(1_000, "USD"))
    with pytest.raises(Refused) as refusal:
        Adjusting(world, contribution_of(promise.pledge), kind).enter(**wanted)
    codes = [reason.code for reason in refusal.value.reasons]
    assert codes == ([code] if isinstance(code, str) else code)


@pytest.mark.parametrize(
    ("kind", "wanted", "code"),
    [
        ("refund", {"source": ""}, "refund_source_missing"),
        ("write_down", {"source": "unapplied"}, "refund_source_missing"),
        ("write_down", {"explanation": " "}, "adjustment_unexplained"),
        ("write_down", {"value_on": TODAY + timedelta(days=1)}, "value_date_in_future"),
        ("application", {}, "donor_word_missing"),
        ("reprogramming", {"donor_word": "Yes."}, "target_does_not_fit"),
        ("write_down", {"amount": None}, "amount_missing"),
    ],
)
def test_what_is_entered_must_be_whole(
    world: World, kind: str, wanted: dict[str, Any], code: str
) -> None:
    given = {"amount": Decimal(1)} | wanted
    with pytest.raises(Invalid) as refusal:
        Adjusting(world, cash_of(world), kind).enter(**given)
    assert [reason.code for reason in refusal.value.reasons] == [code]


def test_a_target_is_of_the_same_donor_and_currency(world: World) -> None:
    first, foreign = cash_of(world), cash_of(world, donor="other_donor")
    for kind, target in (("reprogramming", foreign), ("application", foreign)):
        with refused("target_does_not_fit"):
            Adjusting(world, first, kind).enter(
                amount=Decimal(1), target_id=target.pk, donor_word="Yes."
            )
    with refused("target_does_not_fit"):
        Adjusting(world, first, "write_down").enter(amount=Decimal(1), target_id=foreign.pk)


@pytest.mark.parametrize(
    ("kind", "by"),
    [
        ("refund", "certifying_officer"),
        ("write_down", "treasury_officer"),
        ("write_down", "approving_officer"),
        ("refund", "donor.donor_authority"),
    ],
)
def test_each_kind_is_entered_by_its_officer(world: World, kind: str, by: str) -> None:
    with pytest.raises(NotAllowed):
        Adjusting(world, cash_of(world), kind).enter(by, amount=Decimal(1), source="unallotted")


def test_a_contribution_nobody_sees_is_not_adjusted(world: World) -> None:
    with pytest.raises(NotFound):
        Adjusting(world, cash_of(world), "refund").enter(
            "other_donor.donor_authority", amount=Decimal(1), source="unallotted"
        )
    with pytest.raises(NotFound), speaking_as(world["treasury_officer"]):
        adjustments.approve(pk=cash_of(world).pk, actor=world["treasury_officer"], now=SHOWN)


def test_whoever_entered_it_does_not_approve_even_with_every_role(world: World) -> None:
    refund = Adjusting(world, cash_of(world), "refund")
    refund.enter(amount=Decimal(1), source="unallotted")
    author = replace(
        world["treasury_officer"], roles=frozenset({"treasury_officer", "approving_officer"})
    )
    with pytest.raises(NotAllowed), speaking_as(author):
        adjustments.approve(pk=refund.pk, actor=author, now=SHOWN)
    with refused_by_database("an_adjustment_takes_two_people"), speaking_as(author):
        Adjustment.objects.filter(pk=refund.pk).update(decided_by_id=author.person_id)


def test_a_donor_reads_what_was_approved_of_its_own(world: World) -> None:
    refund = Adjusting(world, cash_of(world), "refund")
    refund.enter(amount=Decimal(1), source="unallotted")
    donor = world["donor.donor_rep"]
    with speaking_as(donor):
        assert not Adjustment.objects.exists()
        assert not Adjustment.objects.visible_to(donor).exists()
    refund.decide()
    with speaking_as(donor):
        assert Adjustment.objects.visible_to(donor).get() == Adjustment.objects.get()
    with speaking_as(world["other_donor.donor_rep"]):
        assert not Adjustment.objects.visible_to(world["other_donor.donor_rep"]).exists()
        assert not Adjustment.objects.visible_to(world["state.ms_authority"]).exists()


def test_cash_without_a_reason_waits_unapplied_and_keeps_its_dollars(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "EUR"))
    rate("EUR", "0.80", TODAY)
    pk = unidentified_cash(world, Decimal(600), currency="EUR")
    rate("EUR", "1.00", TODAY)
    treasury = world["treasury_officer"]
    with refused("bank_reference_known"):
        promise.now = SHOWN
        promise.receive(Decimal(600), bank="nobody-1")

    with speaking_as(treasury):
        unidentified.identify(pk=pk, actor=treasury, now=SHOWN, pledge=promise.pk)

    cash = contribution_of(promise.pledge)
    assert (cash.received, cash.received_usd) == (600, 750)
    with speaking_as(treasury):
        kinds = list(Journal.objects.filter(subject_id=pk).values_list("kind", flat=True))
    assert sorted(kinds) == ["identify", "receive_unidentified"]
    assert drift() == []


def test_unidentified_cash_is_entered_and_placed_with_care(world: World) -> None:
    pk = unidentified_cash(world, Decimal(600))
    treasury = world["treasury_officer"]
    other = promise_at(world, "agreed", money=Money.of(1_000, "EUR"))
    with speaking_as(treasury):
        with refused("currency_differs"):
            unidentified.identify(pk=pk, actor=treasury, now=SHOWN, pledge=other.pk)
        for place, pledge in ((pk, pk), (other.pk, other.pk)):
            with pytest.raises(NotFound):
                unidentified.identify(pk=place, actor=treasury, now=SHOWN, pledge=pledge)
    with pytest.raises(NotAllowed), speaking_as(world["certifying_officer"]):
        unidentified.enter_unidentified(
            bank_reference="B",
            value_on=TODAY,
            amount=Decimal(1),
            currency="USD",
            actor=world["certifying_officer"],
            now=SHOWN,
        )


LATE = BEGINNING + timedelta(days=40)


def forged_in(period: str, world: World, promise: Promise, kind: str = "spend") -> None:
    """Post a journal of October by hand."""
    with speaking_as(world["treasury_officer"]), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO donors_journal (id, kind, subject_type, subject_id, event_seq,"
            " value_on, period, text, lines_count, effective_at) VALUES (gen_random_uuid(),"
            " %s, 'pledge', %s, 1, '2026-10-05', %s, '', 0, now())",
            [kind, promise.pk, period],
        )


@pytest.mark.parametrize(
    ("period", "rule"),
    [
        ("2026-09", "period_of_value_date"),
        ("2026-10", "period_is_open"),
        ("2026-12", "period_of_value_date"),
    ],
)
def test_a_closed_month_takes_no_posting_from_anyone(world: World, period: str, rule: str) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    closed_month(world, "2026-10", now=LATE)

    with refused_by_database(rule):
        forged_in(period, world, promise)


def test_a_bank_line_of_a_closed_month_is_booked_in_the_first_open_one(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    promise = promise_at(world, "agreed", money=Money.of(1_000, "EUR"), earmark_category="4")
    later = BEGINNING + timedelta(days=80)
    for month in ("2026-10", "2026-11"):
        closed_month(world, month, now=later)
    rate("EUR", "0.90", later.date())
    promise.now = later

    promise.receive(Decimal(100), on=TODAY)

    cash = contribution_of(promise.pledge)
    with speaking_as(world["auditor"]):
        receipt = cash.receipts.get()
        booked = Journal.objects.get(contribution=cash, kind="receive")
        levy = Journal.objects.get(contribution=cash, kind="ask_levy")
        rates = set(booked.lines.filter(account="cash").values_list("rate", "rate_on"))
    assert (booked.value_on, booked.period) == (TODAY, "2026-12")
    assert (levy.value_on, levy.period) == (TODAY, "2026-12")
    assert (receipt.value_on, receipt.usd) == (TODAY, 125)
    assert rates == {(Decimal("0.8"), BEGINNING.date())}
    assert drift() == []


def test_unidentified_cash_and_refunds_of_a_closed_month_are_booked_late(world: World) -> None:
    cash = cash_of(world)
    closed_month(world, "2026-10", now=LATE)

    waits = unidentified_cash(world, Decimal(600), now=LATE, value_on=TODAY)
    refund = Adjusting(world, cash, "refund", now=LATE)
    refund.enter(amount=Decimal(50), source="unallotted", value_on=TODAY)
    refund.decide()

    with speaking_as(world["auditor"]):
        booked = Journal.objects.filter(subject_id__in=[waits, refund.pk])
        months = set(booked.values_list("value_on", "period"))
    assert months == {(TODAY, "2026-11")}
    assert drift() == []


@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_a_month_is_not_closed_while_adjustments_dated_in_it_wait(world: World, name: str) -> None:
    waiting = Adjusting(world, cash_of(world), "refund")
    waiting.enter(amount=Decimal(50), source="unallotted")
    pk = month_at(world, "2026-10", "certified", now=LATE)
    approver = world["approving_officer"]

    with pytest.raises(Refused) as refusal, speaking_as(approver):
        periods.close(pk=pk, actor=approver, now=LATE)

    (reason,) = refusal.value.reasons
    assert reason.code == "adjustments_wait"
    assert (
        str(reason.sentence)
        == str(refusal.value)
        == (
            "Adjustments dated in this month or before wait for a decision. Decide on them first. "
            f"{waiting.adjustment.reference}"
        )
    )
    with speaking_as(approver):
        offered = available(read(AccountingPeriod, pk), actor=approver, now=LATE)
    told = {one.name: [str(each.sentence) for each in one.reasons] for one in offered}
    assert told["close"] == [str(reason.sentence)]
    path = f"/api/v1/accounting-periods/{pk}/"
    http = Api.of(world, "approving_officer")
    answered = http.post(f"{path}close/", version=http.get(path).etag)
    assert (answered.status, answered.json["reasons"]) == (409, [reason.as_dict()])
    waiting.decide(name, reason="Decided.")
    with speaking_as(approver):
        assert periods.close(pk=pk, actor=approver, now=LATE).state == "closed"


def test_the_database_closes_no_month_in_which_adjustments_wait(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    waiting = Adjusting(world, contribution_of(promise.pledge), "write_down")
    waiting.enter(amount=Decimal(50))
    pk = month_at(world, "2026-10", "certified", now=LATE)

    with refused_by_database("nothing_waits_in_a_closed_month"), speaking_as(SYSTEM):
        AccountingPeriod.objects.filter(pk=pk).update(state="closed")


def test_what_is_dated_in_a_closed_month_keeps_the_month_open_it_is_booked_in(
    world: World,
) -> None:
    promise = promise_at(
        world, "agreed", money=Money.of(1_000, "USD"), earmark_category="4", now=LATE
    )
    closed_month(world, "2026-10", now=LATE)
    promise.receive(Decimal(100), on=TODAY)
    pk = month_at(world, "2026-11", "certified", now=LATE)
    approver, later = world["approving_officer"], BEGINNING + timedelta(days=80)

    with refused("adjustments_wait"), speaking_as(approver):
        periods.close(pk=pk, actor=approver, now=later)
    with refused_by_database("nothing_waits_in_a_closed_month"), speaking_as(SYSTEM):
        AccountingPeriod.objects.filter(pk=pk).update(state="closed")

    levied(world, contribution_of(promise.pledge))
    with speaking_as(approver):
        assert periods.close(pk=pk, actor=approver, now=later).state == "closed"


def test_unidentified_cash_is_placed_after_its_month_was_closed(world: World) -> None:
    pk = unidentified_cash(world, Decimal(600))
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    closed_month(world, "2026-10", now=LATE)
    treasury = world["treasury_officer"]

    with speaking_as(treasury):
        unidentified.identify(pk=pk, actor=treasury, now=LATE, pledge=promise.pk)

    with speaking_as(treasury):
        receipt = contribution_of(promise.pledge).receipts.get()
        booked = Journal.objects.get(contribution__pledge=promise.pk, kind="receive")
    assert (receipt.value_on, booked.value_on) == (TODAY, LATE.date())
    assert drift() == []


def test_a_month_is_closed_by_two_people_once_it_is_over(world: World) -> None:
    certifier = replace(
        world["certifying_officer"], roles=frozenset({"certifying_officer", "approving_officer"})
    )
    with speaking_as(certifier):
        with refused("month_invalid"):
            periods.certify(month="2026-13", actor=certifier, now=LATE)
        month = periods.certify(month="2026-11", actor=certifier, now=LATE)
        with refused("month_known"):
            periods.certify(month="2026-11", actor=certifier, now=LATE)
        with pytest.raises(NotAllowed):
            periods.close(pk=month.pk, actor=certifier, now=LATE)
    with refused("period_not_over"), speaking_as(world["approving_officer"]):
        periods.close(pk=month.pk, actor=world["approving_officer"], now=LATE)
    with speaking_as(world["approving_officer"]):
        periods.refuse(
            pk=month.pk, actor=world["approving_officer"], now=LATE, reason="One is missing."
        )
    with speaking_as(certifier):
        again = periods.certify(month="2026-11", actor=certifier, now=LATE)
    assert str(again) == again.reference == "2026-11"
    with pytest.raises(NotAllowed), speaking_as(world["treasury_officer"]):
        periods.certify(month="2026-12", actor=world["treasury_officer"], now=LATE)
    with pytest.raises(DatabaseError), speaking_as(certifier), transaction.atomic():
        AccountingPeriod.objects.filter(pk=again.pk).update(decided_by_id=certifier.person_id)
    with speaking_as(world["donor.donor_rep"]):
        assert not AccountingPeriod.objects.visible_to(world["donor.donor_rep"]).exists()


def test_a_banks_dollars_far_off_the_table_are_recorded(world: World) -> None:
    rate("EUR", "0.80", BEGINNING.date())
    promise = promise_at(world, "agreed", money=Money.of(1_000, "EUR"))
    for number, (usd, warns) in enumerate(((Decimal(125), False), (Decimal(150), True))):
        promise.step(
            "treasury_officer",
            record_receipt,
            bank_reference=f"B-{number}",
            value_on=BEGINNING.date(),
            amount=Decimal(100),
            usd=usd,
        )
        with speaking_as(world["auditor"]):
            newest = Journal.objects.filter(text=f"B-{number}").get()
        assert bool(newest.warning) is warns
    assert newest.warning == {
        "code": "implied_rate_off",
        "implied": "0.66666667",
        "table": "0.80000000",
        "deviation": "0.16666667",
        "rate_on": "2026-10-01",
    }
    assert contribution_of(promise.pledge).received_usd == 250


def test_a_refused_write_down_moved_nothing(world: World) -> None:
    cash = contribution_of(
        promise_at(world, "partly_received", money=Money.of(1_000, "USD")).pledge
    )
    before = books(cash)
    asked = Adjusting(world, cash, "write_down")
    asked.enter(amount=Decimal(100))

    asked.decide("refuse", reason="The donor will pay after all.")

    assert books(cash) == before
    assert drift() == []


def test_unapplied_cash_pays_what_its_own_agreement_owes_again(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    promise.receive(Decimal(1_100))
    cash = contribution_of(promise.pledge)
    amendment_at(promise, amount=Decimal(1_050), instalments=pay(50))
    cash = contribution_of(promise.pledge)

    adjust(
        world,
        cash,
        "application",
        amount=Decimal(50),
        target_id=cash.pk,
        donor_word="Letter of 3 October",
    )

    after = read(Contribution, cash.pk)
    assert (after.unapplied, after.usable) == (50, 1_050)
    assert drift() == []


def test_a_refund_on_a_day_without_a_rate_is_not_entered(world: World) -> None:
    cash = contribution(world, Money.of(1_000, "EUR"))

    with pytest.raises(DomainError) as refusal:
        Adjusting(world, cash, "refund").enter(
            amount=Decimal(10), source="unallotted", value_on=date(2020, 1, 1)
        )

    assert [reason.code for reason in refusal.value.reasons] == ["rate_missing"]
