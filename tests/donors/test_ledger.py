"""The ledger: every act on money posts one journal, every journal adds up, nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.money import Money
from donors.choices.ledger import Account, JournalKind
from donors.models import AccountBalance, Journal, JournalLine
from donors.services import agreeing, ledger
from donors.services.ledger import Entry
from donors.services.receipts import record_receipt
from tests.factories.allotments import (
    Share,
    circulated,
    components_of,
    contribution,
    contribution_of,
    share_at,
)
from tests.factories.assessments import TRAINING
from tests.factories.pledges import promise_at
from tests.ta_requests.refusals import refused_by_database
from tests.world import BEGINNING, World
from workflows.actors import NOBODY, SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
ALL = "donors_journal", "donors_journalline"


@pytest.fixture
def share(world: World) -> Share:
    """Released money: USD 1,130 of 113,000 at 13 per cent."""
    request = circulated(world, proposals=(replace(TRAINING, net=Money.of(1_000, "USD")),))
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    return share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(1_130)
    )


def balances(share: Share) -> dict[str, Decimal]:
    """Return what stands on every account of the contribution."""
    with speaking_as(SYSTEM):
        rows = AccountBalance.objects.filter(contribution=share.contribution).exclude(amount=0)
        return {str(row.account): row.amount for row in rows}


def last(share: Share) -> dict[str, Decimal]:
    """Return the lines of the newest journal of the allotment."""
    with speaking_as(SYSTEM):
        newest = Journal.objects.filter(subject_id=share.pk).latest("event_seq")
        return {str(line.account): line.amount for line in newest.lines.all()}


def test_the_books_of_a_contribution_released_in_part(share: Share) -> None:
    assert balances(share) == {
        "cash": 113_000,
        "unallotted": -111_870,
        "allotted": -1_000,
        "psc": -130,
    }


ACTS: tuple[tuple[str, dict[str, Any], dict[str, int]], ...] = (
    ("obligate", {"amount": Decimal(600)}, {"allotted": 600, "obligated": -600}),
    ("deobligate", {"amount": Decimal(100)}, {"allotted": -100, "obligated": 100}),
    (
        "spend",
        {"amount": Decimal(500)},
        {
            "obligated": 500,
            "spent": -500,
            "psc": 65,
            "psc_earned": -65,
            "disbursed": 565,
            "cash": -565,
        },
    ),
    ("certify_reversal", {"amount": Decimal(565)}, {}),
    ("reduce", {}, {"allotted": 500, "psc": 65, "unallotted": -565}),
    ("close", {}, {}),
)


def test_each_act_on_an_allotment_posts_what_it_moved(share: Share) -> None:
    for name, given, expected in ACTS:
        share.take(name, reason="As planned.", **given)
        assert last(share) == expected, name

    assert balances(share) == {
        "cash": 113_000 - 565,
        "disbursed": 565,
        "unallotted": -113_000 + 565,
        "spent": -500,
        "psc_earned": -65,
    }


def test_a_rejected_allotment_gives_back_what_it_reserved(world: World) -> None:
    request = circulated(world)
    money = contribution(world, Money.of(1_000, "USD"), request=request.pk)
    share = share_at(
        world,
        "certified",
        contribution=money,
        component=components_of(request)[0],
        gross=Decimal(100),
    )
    assert last(share) == {"certified": -100, "unallotted": 100}

    share.take("reject", by="approving_officer", reason="Wrong component.")

    assert last(share) == {"certified": 100, "unallotted": -100}


def test_a_receipt_settles_the_promise_and_shows_charges_and_excess(world: World) -> None:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "USD"))
    promise.step(
        "treasury_officer",
        record_receipt,
        bank_reference="B-1",
        value_on=BEGINNING.date(),
        amount=Decimal(1_100),
        bank_charges=Decimal(5),
    )

    with speaking_as(SYSTEM):
        newest = Journal.objects.latest("event_seq")
        lines = {line.account: line.amount for line in newest.lines.all()}
    assert lines == {
        "cash": 1_100,
        "unallotted": -995,
        "unapplied": -105,
        "receivable": -1_000,
        "income": 995,
        "bank_charges": 5,
    }


def test_every_event_on_money_has_its_journal_and_names_it(share: Share) -> None:
    with speaking_as(SYSTEM):
        told = Event.objects.filter(subject_type="allotment")
        journals = {(one.subject_id, one.event_seq): one for one in Journal.objects.all()}
        for event in told:
            journal = journals[event.subject_id, event.seq]
            assert journal.kind == {"create": "propose"}.get(event.name, event.name)
            if event.name != "create":
                assert event.data["journal"] == str(journal.pk)
        accounted = {journal.event_seq for journal in journals.values()}
        assert accounted
        kinds = set(Journal.objects.values_list("kind", flat=True))
    assert kinds == {"agree", "receive", "propose", "certify", "release"}


def test_a_pledge_closed_posts_its_closing(world: World) -> None:
    request = circulated(world)
    promise = promise_at(world, "received", money=Money.of(113_000, "USD"), request=request.pk)
    money = contribution_of(promise.pledge)
    share = share_at(
        world,
        "closed",
        contribution=money,
        component=components_of(request)[0],
        gross=Decimal(113_000),
    )

    promise.now = share.now
    promise.step("approving_officer", agreeing.close)

    with speaking_as(SYSTEM):
        assert Journal.objects.filter(subject_id=promise.pk, kind="close").count() == 1
    assert balances(share) == {"disbursed": 113_000, "spent": -100_000, "psc_earned": -13_000}


BOOK = {
    "subject_type": "allotment",
    "value_on": BEGINNING.date(),
    "actor": SYSTEM,
    "now": BEGINNING,
}


def test_a_journal_that_does_not_add_up_is_not_even_sent(share: Share) -> None:
    lonely = Entry(account=Account.CASH, amount=Decimal(1), usd=Decimal(1), currency="USD")
    with pytest.raises(ValueError, match="does not add up"):
        ledger.post(kind="spend", subject_id=share.pk, entries=[lonely], **BOOK)  # type: ignore[arg-type]


LINE = (
    "INSERT INTO donors_journalline (journal_id, account, currency, amount, usd, rate_source)"
    " VALUES (%s, 'cash', %s, %s, %s, '')"
)


@pytest.mark.parametrize(
    ("lines", "constraint"),
    [
        ([("USD", 5, 5)], "journal_adds_up"),
        ([("USD", 5, 5), ("EUR", -5, -5)], "journal_adds_up"),
        ([("EUR", 5, 6), ("EUR", -5, -5)], "journal_adds_up"),
        ([("EUR", 5, 6), ("EUR", -5, -6)], "journal_is_complete"),
    ],
)
def test_raw_sql_can_add_no_line_to_a_journal(
    share: Share, lines: list[tuple[str, int, int]], constraint: str
) -> None:
    with speaking_as(SYSTEM):
        journal = Journal.objects.filter(kind="release").get()
    with (
        refused_by_database(constraint),
        speaking_as(SYSTEM),
        connection.cursor() as cursor,
    ):
        for line in lines:
            cursor.execute(LINE, [journal.pk, *line])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_journal_without_its_event_does_not_commit(share: Share) -> None:
    with refused_by_database("journal_has_event"), speaking_as(SYSTEM):
        ledger.post(kind="spend", subject_id=share.pk, entries=[], **BOOK)  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_event_on_money_without_its_journal_does_not_commit(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_write", lambda _journal, _entries: None)
    with refused_by_database("event_has_journal"), transaction.atomic():
        share.take("obligate", amount=Decimal(10))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", ALL)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_nothing_posted_is_removed(share: Share, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError), speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_nothing_posted_is_changed_nor_a_balance_written(share: Share) -> None:
    for model, change in (
        (Journal, {"text": "other"}),
        (JournalLine, {"amount": Decimal(1)}),
        (AccountBalance, {"amount": Decimal(1)}),
    ):
        with pytest.raises(DatabaseError), speaking_as(SYSTEM):
            model._default_manager.update(**change)


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("donor.donor_rep", True),
        ("other_donor.donor_rep", False),
        ("state.ms_authority", False),
        ("administrator", False),
        ("auditor", True),
        ("treasury_officer", True),
    ],
)
def test_donors_read_their_own_books_alone(share: Share, name: str, sees: bool) -> None:
    actor = share.world[name]
    with speaking_as(actor):
        for model in (Journal, JournalLine, AccountBalance):
            assert model._default_manager.exists() is sees
            assert model._default_manager.visible_to(actor).exists() is sees


def test_a_donor_posts_nothing_and_nobody_reads(share: Share) -> None:
    with pytest.raises(DatabaseError), speaking_as(share.world["donor.donor_authority"]):
        ledger.post(kind="spend", subject_id=uuid4(), seq=1, entries=[], **BOOK)  # type: ignore[arg-type]
    with speaking_as(NOBODY):
        assert not Journal.objects.exists()


def test_one_act_is_booked_once(world: World) -> None:
    cash = contribution(world, Money.of(1_000, "USD"))
    with speaking_as(SYSTEM):
        booked = Journal.objects.filter(contribution=cash)[0]
        again: dict[str, Any] = {
            "kind": JournalKind(booked.kind),
            "subject_type": booked.subject_type,
            "subject_id": booked.subject_id,
            "seq": booked.event_seq,
            "value_on": booked.value_on,
            "contribution_id": cash.pk,
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            ledger.post(**again, actor=SYSTEM, now=BEGINNING, text="Again.", entries=[])
