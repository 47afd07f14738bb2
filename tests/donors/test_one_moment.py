"""``verify_ledger`` lays many queries side by side: all of them read the books of one moment."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from typing import Final

import pytest
from django.core.management import call_command
from django.db import InternalError, connection

from common.money import Money
from tests.factories.adjustments import drift
from tests.factories.pledges import Promise, promise_at
from tests.laboratory import CommittedDatabase
from tests.meanwhile import meanwhile
from tests.world import make_world
from workflows.actors import SYSTEM
from workflows.principal import reading_one_moment

BETWEEN: Final = 'SELECT "donors_journal"."text"'
"""The books of receipts are read; the receipts are read next."""


@pytest.fixture
def promise(committed_db: CommittedDatabase) -> Promise:
    """A promise that is agreed, of which some cash is here."""
    promise = promise_at(make_world(), "agreed", money=Money.of(1_000, "USD"))
    promise.receive(Decimal(100))
    return promise


def test_a_receipt_that_comes_during_the_proof_is_no_difference(
    promise: Promise, committed_db: CommittedDatabase
) -> None:
    said = StringIO()

    with meanwhile(committed_db, lambda: promise.receive(Decimal(200)), after=BETWEEN) as came:
        call_command("verify_ledger", "--json", stdout=said)

    assert len(came) == 1
    assert json.loads(said.getvalue())["differences"] == []
    assert drift() == []


def test_read_moment_by_moment_the_same_receipt_is_told_as_a_difference(
    promise: Promise, committed_db: CommittedDatabase
) -> None:
    with meanwhile(committed_db, lambda: promise.receive(Decimal(200)), after=BETWEEN):
        found = {one.what for one in drift()}

    assert found == {"receipt"}
    assert drift() == []


def test_a_proof_cannot_write(promise: Promise) -> None:
    with (
        pytest.raises(InternalError, match="read-only transaction"),
        reading_one_moment(SYSTEM),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM workflows_outboxmessage")
