"""``verify_ledger`` replays everything and names the first thing that differs."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from common.money import Money
from donors.models import Allotment, Contribution, Journal, JournalLine
from donors.services.proving import differences
from ta_requests.models import FundingPosition
from tests.factories.allotments import circulated, components_of, contribution, share_at
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def books(world: World) -> Contribution:
    """A contribution, half of it released."""
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    share_at(world, contribution=money, component=components_of(request)[0], gross=Decimal(56_500))
    return money


def report(*options: str) -> tuple[str, str]:
    """Return what the command prints, and the sentence it fails with."""
    said = StringIO()
    try:
        call_command("verify_ledger", *options, stdout=said)
    except CommandError as failure:
        return said.getvalue(), str(failure)
    return said.getvalue(), ""


def test_honest_books_verify(books: Contribution) -> None:
    said, failure = report("--json")

    assert failure == ""
    told = json.loads(said)
    assert told["differences"] == []
    assert told["first_difference"] is None
    assert (told["journals"], told["lines"] > told["journals"]) == (6, True)
    assert report()[0].startswith("6 journals, ")


TAMPERED: tuple[tuple[type[Any], dict[str, Any], str], ...] = (
    (Contribution, {"received_usd": Decimal(112_999)}, "contribution {} received_usd"),
    (Contribution, {"levied": Decimal(1)}, "contribution {} levied"),
    (Contribution, {"unapplied_usd": Decimal(5)}, "contribution {} unapplied_usd"),
    (Allotment, {"usd_gross": F("usd_gross") + 1}, "allotment {} usd_gross"),
    (Allotment, {"obligated": Decimal(1)}, "allotment {} obligated"),
    (FundingPosition, {"released_usd": Decimal(1)}, "position {} released_usd"),
    (FundingPosition, {"pledged_usd": Decimal(1)}, "position {} pledged_usd"),
)


@pytest.mark.parametrize(("model", "change", "named"), TAMPERED)
def test_the_first_difference_is_named(
    books: Contribution, model: type[Any], change: dict[str, Any], named: str
) -> None:
    with speaking_as(SYSTEM):
        subject = model._default_manager.get().pk
        model._default_manager.update(**change)

    said, failure = report("--json")

    first = json.loads(said)["first_difference"]
    assert f"{first['what']} {first['subject']} {first['column']}" == named.format(subject)
    assert first["said"] != first["replayed"]
    assert failure.startswith(named.format(subject).rsplit(" ", 1)[0])
    assert "the ledger says" in failure


def test_a_journal_that_does_not_add_up_is_named(books: Contribution) -> None:
    with speaking_as(SYSTEM), transaction.atomic():
        kept = Journal.objects.filter(contribution=books, lines_count__gt=0)[0]
        JournalLine.objects.create(
            journal=kept,
            account="cash",
            contribution=books,
            currency="USD",
            amount=Decimal(3),
            usd=Decimal(4),
        )
        found = [(one.column, one.said) for one in differences() if one.what == "journal"]
        transaction.set_rollback(True)  # the database refuses it by the commit

    assert found == [
        ("USD", "3.000"),
        ("usd", "4.000"),
        ("lines", str(kept.lines_count)),
    ]
