"""Every amount that is stored is replayed from the ledger, or said to be no balance and why.

Each column is altered where only a superuser can: without triggers, and without the CHECKs that
would have refused it. ``verify_ledger`` then names that column before anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, LiteralString

import psycopg
import pytest
from django.apps import apps
from django.db.models import DecimalField
from psycopg import sql

from common.money import Money
from donors.models import Contribution
from donors.services.receipts import record_receipt
from tests.donors.test_worked_examples import rate
from tests.factories.adjustments import (
    Adjusting,
    adjust,
    drift,
    identified,
    levied,
    unidentified_cash,
)
from tests.factories.allotments import (
    SHOWN,
    circulated,
    components_of,
    contribution,
    contribution_of,
    share_at,
)
from tests.factories.in_kind import gift_at, wanting_books
from tests.factories.pledges import Promise, promise_at
from tests.laboratory import CommittedDatabase
from tests.superuser import above_the_rules
from tests.world import BEGINNING, World, make_world


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What ``verify_ledger`` calls the rows of a table, and its columns that it proves.

    ``where`` chooses the row to alter, in SQL; ``named`` what a column is called otherwise.
    """

    what: str
    columns: str
    where: LiteralString = "true"
    named: Mapping[str, str] | None = None


PROVED: Final[Mapping[str, Proved]] = {
    "JournalLine": Proved(
        what="journal", columns="amount usd", where="currency = 'EUR'", named={"amount": "EUR"}
    ),
    "AccountBalance": Proved(what="balance", columns="amount usd"),
    "Receipt": Proved(
        what="receipt", columns="amount usd applied usd_applied unapplied bank_charges"
    ),
    "UnidentifiedReceipt": Proved(what="unidentified_receipt", columns="amount usd"),
    "SpendingEntry": Proved(what="spending", columns="amount usd psc"),
    "Adjustment": Proved(
        what="adjustment",
        columns="amount usd usd_paid",
        where="kind = 'refund' AND state = 'approved'",
    ),
    "Contribution": Proved(
        what="contribution",
        columns="amount usd received received_usd unapplied unapplied_usd bank_charges certified"
        " released closed reversed refunded refunded_usd refundable levied written_down"
        " written_down_usd unapplied_out applied_in reprogrammed_in reprogrammed_out moved_usd",
    ),
    "Pledge": Proved(what="pledge", columns="amount agreed_usd", where="agreed_usd IS NOT NULL"),
    "Instalment": Proved(what="instalment", columns="settled"),
    "Allotment": Proved(
        what="allotment",
        columns="gross programmable psc reversed reversed_programmable usd_gross usd_programmable"
        " usd_reversed usd_reversed_programmable obligated spent psc_spent",
    ),
    "InKindPledge": Proved(what="in_kind", columns="value usd delivered_quantity"),
    "FundingPosition": Proved(
        what="position",
        columns="pledged_usd committed_usd received_usd released_usd open_obligations_usd"
        " expenditure_usd",
    ),
    "ComponentFunding": Proved(
        what="component", columns="released_net_usd pledged_usd committed_usd received_usd"
    ),
}

TOLD: Final = ("FundingPosition", "ComponentFunding")
"""What requests were told of money; everything else is of this room."""

NOT_A_BALANCE: Final[Mapping[str, str]] = {
    "a rate or a share, by which amounts are reckoned once; each line keeps the rate it had":
        "JournalLine.rate Receipt.rate UnidentifiedReceipt.rate Contribution.rate"
        " Contribution.psc_rate Pledge.psc_rate Pledge.usd_rate Pledge.agreed_rate"
        " InKindPledge.usd_rate Allotment.psc_rate PscWaiver.rate",
    "announced, and announced money is in no account (DOMAIN 2.1)":
        "Pledge.usd Pledge.condition_figure PartialAgreement.whole_amount"
        " PartialAgreement.agreed_amount PartialAgreement.rest_amount PartialAgreement.whole_usd"
        " PartialAgreement.agreed_usd PartialAgreement.rest_usd",
    "a term of the agreement; a trigger keeps the schedule equal to the amount, which is proved":
        "Instalment.amount",
    "asked for and not decided: nothing moves before an approving officer takes it back":
        "Allotment.reversal_amount",
    "a quantity promised or reported, of which nothing is booked before it is confirmed":
        "InKindPledge.quantity InKindPledge.reported_quantity",
    "history as the United Nations published it; it was never in these books":
        "RevenueByDonor.amount_usd RevenueByInstrument.amount_usd",
    "what a donor looks for, not money": "StandingCriteria.least_usd StandingCriteria.most_usd",
}  # fmt: skip


def decimal_columns() -> set[str]:
    """Return every amount stored in this room, and of what requests were told of money."""
    told = [model_of(name) for name in TOLD]
    return {
        f"{model.__name__}.{field.name}"
        for model in [*apps.get_app_config("donors").get_models(), *told]
        for field in model._meta.concrete_fields
        if isinstance(field, DecimalField)
    }


def proved_columns() -> Iterator[tuple[str, str]]:
    for model, proved in PROVED.items():
        for column in proved.columns.split():
            yield model, column


def test_no_amount_is_stored_that_is_neither_proved_nor_excused() -> None:
    proved = {f"{model}.{column}" for model, column in proved_columns()}
    excused = " ".join(NOT_A_BALANCE.values()).split()

    assert proved.isdisjoint(excused)
    assert decimal_columns() == {*proved, *excused}


def receive(promise: Promise, bank: str, amount: int, **given: Any) -> None:
    promise.step(
        "treasury_officer",
        record_receipt,
        bank_reference=bank,
        value_on=SHOWN.date(),
        amount=Decimal(amount),
        **given,
    )


def agreed(world: World, **terms: Any) -> Promise:
    promise = promise_at(world, "agreed", money=Money.of(1_000, "EUR"), **terms)
    promise.now = SHOWN
    return promise


def cash_and_corrections(world: World) -> None:
    """Live through receipts and every kind of adjustment."""
    rate("EUR", "0.80", BEGINNING.date())
    first, second = agreed(world), agreed(world)
    receive(first, "B-1", 400, bank_charges=Decimal(5))
    receive(first, "B-2", 700, bank_charges=Decimal(1))
    receive(second, "B-3", 100)
    unidentified_cash(world, Decimal(600), currency="EUR")
    rate("EUR", "0.90", SHOWN.date())
    identified(world, unidentified_cash(world, Decimal(70), bank_reference="NOBODY-2"))
    cash, other = contribution_of(first.pledge), contribution_of(second.pledge)
    word = {"target_id": other.pk, "donor_word": "Letter of 3 October"}
    adjust(world, cash, "refund", amount=Decimal(50), source="unapplied")
    adjust(world, cash, "refund", amount=Decimal(100), source="unallotted")
    Adjusting(world, cash, "refund").enter(amount=Decimal(30), source="unallotted")
    adjust(world, cash, "application", amount=Decimal(20), **word)
    adjust(world, cash, "reprogramming", amount=Decimal(40), **word)
    adjust(world, cash, "revaluation")
    adjust(world, cash, "revaluation")
    Adjusting(world, cash, "revaluation").enter()
    adjust(world, other, "write_down", amount=Decimal(200))
    tight = promise_at(world, "partly_received", earmark_category="4")
    levied(world, contribution_of(tight.pledge))
    Adjusting(world, contribution_of(tight.pledge), "write_down").enter(amount=Decimal(1))
    beyond = agreed(world)
    receive(beyond, "B-4", 1_100)
    back = Adjusting(world, contribution_of(beyond.pledge), "refund")
    back.enter(amount=Decimal(10), source="unapplied")


def spending_and_goods(world: World) -> Contribution:
    """Live through an allotment of which a part is spent and a part taken back, and a gift."""
    request = circulated(world)
    money = contribution(world, Money.of(113_000, "USD"), request=request.pk)
    share = share_at(
        world, contribution=money, component=components_of(request)[0], gross=Decimal(113_000)
    )
    share.take("obligate", amount=Decimal(50_000))
    share.take("deobligate", amount=Decimal(10_000), reason="Cheaper.")
    share.take("spend", amount=Decimal(20_000))
    share.take("certify_reversal", amount=Decimal(11_300), reason="Not needed.")
    share.take("reduce", reason="Not needed.")
    gift_at(world, "agreed", wanting_books(world)).deliver(Decimal(600), name="confirm_part")
    return money


@pytest.fixture
def superuser(committed_db: CommittedDatabase) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """Give the test books with everything in them, and somebody whom nothing stops."""
    world = make_world()
    spending_and_goods(world)
    cash_and_corrections(world)
    with above_the_rules(committed_db.name) as connection:
        checks = connection.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid > 0"
        ).fetchall()
        for table, name in checks:
            command = "ALTER TABLE {} DROP CONSTRAINT {}"
            connection.execute(sql.SQL(command).format(sql.Identifier(table), sql.Identifier(name)))
        connection.commit()
        yield connection


JOINED: Final = {"JournalLine", "AccountBalance"}
"""Named by their journal, and by what the balance is of."""


def model_of(name: str) -> Any:
    room = "ta_requests" if name in TOLD else "donors"
    return apps.get_model(room, name)


def altered(
    superuser: psycopg.Connection[tuple[Any, ...]], model: str, column: str
) -> Iterator[str]:
    """Alter a column of one row, yield the key of the row, and put it back."""
    meta = model_of(model)._meta
    names = {
        "table": sql.Identifier(meta.db_table),
        "key": sql.Identifier(meta.pk.column),
        "column": sql.Identifier(column),
    }
    find = sql.SQL("SELECT {key}, {column} FROM {table} WHERE {where} ORDER BY 1")
    where = sql.SQL(PROVED[model].where)
    row = superuser.execute(find.format(where=where, **names)).fetchone()
    assert row is not None, model
    change = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s").format(**names)
    superuser.execute(change, [(row[1] or 0) + 1, row[0]])
    superuser.commit()
    yield str(row[0])
    superuser.execute(change, [row[1], row[0]])
    superuser.commit()


def test_every_column_that_is_altered_is_named(
    superuser: psycopg.Connection[tuple[Any, ...]],
) -> None:
    assert drift() == []
    missed = {}
    for model, column in proved_columns():
        proved = PROVED[model]
        for key in altered(superuser, model, column):
            found = drift()
            first = found[0] if found else None
            named = first and (first.what, first.column)
            wanted = proved.what, (proved.named or {}).get(column, column)
            is_row = first and (model in JOINED or key == first.subject)
            if named != wanted or not is_row:
                missed[f"{model}.{column}"] = first

    assert missed == {}
    assert drift() == []


LEGS: Final[Mapping[tuple[str, str, str], set[str]]] = {
    ("identify", "unapplied", "cash"): {
        "unidentified_receipt on cash",
        "unidentified_receipt on unapplied",
    },
    ("spend", "disbursed", "cash"): {
        "allotment disbursed",
        "allotment paid",
        "contribution on cash",
    },
    ("refund", "refundable", "cash"): {
        "contribution refunded",
        "contribution refundable",
        "contribution on refundable",
    },
    ("levy", "levy_due", "levy"): {"contribution on levy_due"},
}
"""By kind of journal, debit and credit: what is named when both legs have grown by as much."""


def grow(superuser: psycopg.Connection[tuple[Any, ...]], legs: Sequence[str], by: int) -> None:
    """Let both legs of the newest journal of a kind grow, so that it adds up as before."""
    kind, debit, credit = legs
    for account, more in ((debit, by), (credit, -by)):
        changed = superuser.execute(
            "UPDATE donors_journalline SET amount = amount + %(more)s, usd = usd + %(more)s"
            " WHERE account = %(account)s AND amount <> 0 AND journal_id ="
            " (SELECT id FROM donors_journal WHERE kind = %(kind)s ORDER BY at DESC LIMIT 1)",
            {"more": more, "account": account, "kind": kind},
        )
        assert changed.rowcount == 1
    superuser.commit()


def test_two_legs_that_are_altered_alike_are_named(
    superuser: psycopg.Connection[tuple[Any, ...]],
) -> None:
    missed = {}
    for legs, wanted in LEGS.items():
        grow(superuser, legs, 1)
        named = {f"{one.what} {one.column}" for one in drift()}
        grow(superuser, legs, -1)
        if not wanted <= named or "journal usd" in named:
            missed[legs] = named

    assert missed == {}
    assert drift() == []


def test_a_revaluation_without_change_is_proved_as_well(
    superuser: psycopg.Connection[tuple[Any, ...]],
) -> None:
    row = superuser.execute(
        "UPDATE donors_adjustment SET usd = usd + 1, usd_paid = usd_paid + 1"
        " WHERE kind = 'revaluation' AND usd = usd_paid RETURNING id::text"
    ).fetchone()
    assert row is not None
    superuser.commit()

    assert [(one.what, one.subject, one.column) for one in drift()] == [
        ("adjustment", row[0], "usd"),
        ("adjustment", row[0], "usd_paid"),
    ]


def test_a_journal_of_spending_without_its_line_is_named(
    superuser: psycopg.Connection[tuple[Any, ...]],
) -> None:
    superuser.execute(
        "DELETE FROM donors_journalline WHERE account = 'obligated' AND journal_id ="
        " (SELECT id FROM donors_journal WHERE kind = 'obligate')"
    )
    superuser.commit()

    named = {f"{one.what} {one.column}: {one.replayed}" for one in drift()}

    assert "spending amount: 0" in named


GONE: Final[Mapping[str, str]] = {
    "Receipt": "receipt row",
    "UnidentifiedReceipt": "unidentified_receipt row",
    "SpendingEntry": "spending amount",
    "Adjustment": "adjustment row",
    "Contribution": "contribution row",
    "Allotment": "allotment row",
    "InKindPledge": "in_kind row",
    "FundingPosition": "position released_usd",
    "ComponentFunding": "component released_net_usd",
}
"""What is named when every row of a table is gone."""


def test_every_row_that_is_gone_is_named(
    superuser: psycopg.Connection[tuple[Any, ...]],
) -> None:
    missed = {}
    for model, wanted in GONE.items():
        table = sql.Identifier(model_of(model)._meta.db_table)
        superuser.execute(sql.SQL("CREATE TEMP TABLE away AS TABLE {}").format(table))
        superuser.execute(sql.SQL("DELETE FROM {}").format(table))
        superuser.commit()
        named = {f"{one.what} {one.column}" for one in drift()}
        superuser.execute(sql.SQL("INSERT INTO {} SELECT * FROM away").format(table))
        superuser.execute("DROP TABLE away")
        superuser.commit()
        if wanted not in named:
            missed[model] = named

    assert missed == {}
    assert drift() == []
