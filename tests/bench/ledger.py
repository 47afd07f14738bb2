"""What posting costs beside the same SQL, and whether a balance is found as fast in old books."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import connection

from common.money import Money
from donors.choices.ledger import Account, JournalKind
from donors.models import AccountBalance, Contribution
from donors.services import ledger
from donors.services.ledger import Entry
from tests.bench.saying import say
from tests.factories.allotments import SHOWN, contribution
from tests.laboratory import Laboratory, pointed_at
from tests.superuser import above_the_rules
from tests.world import make_world
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

WARM, LOOKS, TURNS = 50, 300, 10
POSTS = 1_000
AGES = (1_000, 1_000_000)

FILL = """
INSERT INTO donors_journalline
    (journal_id, account, contribution_id, currency, amount, usd, rate_source)
SELECT %(journal)s, CASE n %% 2 WHEN 0 THEN 'cash' ELSE 'unallotted' END, %(contribution)s, 'USD',
       CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END, CASE n %% 2 WHEN 0 THEN 1 ELSE -1 END, ''
FROM generate_series(1, %(count)s) n
"""
JOURNAL = """
INSERT INTO donors_journal (id, kind, subject_type, subject_id, event_seq, contribution_id,
    value_on, period, text, lines_count, effective_at)
VALUES (%s, 'spend', 'allotment', %s, 1, %s, '2026-10-11', '2026-10', '', 2, now())
"""
LINES = """
INSERT INTO donors_journalline
    (journal_id, account, contribution_id, currency, amount, usd, rate_source)
VALUES (%(j)s, 'cash', %(c)s, 'USD', 1, 1, ''), (%(j)s, 'disbursed', %(c)s, 'USD', -1, -1, '')
"""


def looks(pk: UUID) -> list[float]:
    """Return the times, in milliseconds, of looking one balance up again and again."""
    tries = []
    with speaking_as(SYSTEM):
        for _look in range(WARM + LOOKS):
            began = time.perf_counter()
            AccountBalance.objects.filter(contribution_id=pk, account="cash").values_list(
                "amount"
            ).first()
            tries.append((time.perf_counter() - began) * 1_000)
    return tries[WARM:]


def aged(laboratory_name: str, cash: Contribution, lines: int) -> None:
    """Let the books of a contribution grow old: so many lines, summed as a trigger would."""
    with above_the_rules(laboratory_name) as owner:
        owner.execute("SET session_replication_role = origin")
        owner.execute("ALTER TABLE donors_journalline DISABLE TRIGGER journal_adds_up")
        journal = owner.execute("SELECT id FROM donors_journal LIMIT 1").fetchone()
        assert journal is not None
        given = {"journal": journal[0], "contribution": cash.pk, "count": lines}
        owner.execute(FILL, given)
        owner.commit()
        owner.execute("ALTER TABLE donors_journalline ENABLE TRIGGER journal_adds_up")
        owner.commit()
        owner.autocommit = True
        owner.execute("VACUUM ANALYZE donors_journalline, donors_accountbalance")


def per_second(post: Callable[[], None]) -> float:
    """Return how often something is done in a second, each time in its own transaction."""
    began = time.perf_counter()
    for _post in range(POSTS):
        post()
    return POSTS / (time.perf_counter() - began)


def by_service(cash: Contribution) -> Callable[[], None]:
    """Return the posting of one journal of two lines, as every act posts it."""
    lines = [
        Entry(
            account=account,
            amount=Decimal(amount),
            usd=Decimal(amount),
            currency="USD",
            contribution_id=cash.pk,
        )
        for account, amount in ((Account.CASH, 1), (Account.DISBURSED, -1))
    ]

    def post() -> None:
        with speaking_as(SYSTEM):
            ledger.post(
                kind=JournalKind.SPEND,
                subject_type="allotment",
                subject_id=uuid4(),
                seq=1,
                value_on=SHOWN.date(),
                actor=SYSTEM,
                now=SHOWN,
                contribution_id=cash.pk,
                entries=lines,
            )

    return post


def by_sql(cash: Contribution) -> Callable[[], None]:
    """Return the same two statements without a service."""

    def post() -> None:
        with speaking_as(SYSTEM), connection.cursor() as cursor:
            pk = uuid4()
            cursor.execute(JOURNAL, [pk, uuid4(), cash.pk])
            cursor.execute(LINES, {"j": pk, "c": cash.pk})

    return post


def grown(laboratory: Laboratory, lines: int) -> tuple[str, Contribution]:
    """Return a database with one contribution whose books are so many lines long."""
    name = laboratory.clone()
    with pointed_at(name):
        cash = contribution(make_world(), Money.of(1_000, "USD"))
        aged(name, cash, lines)
    return name, cash


def measure() -> None:
    """Fill, look up in turns, post, and print the ratios."""
    laboratory = Laboratory(worker="bench")
    books = [grown(laboratory, lines) for lines in AGES]
    found: list[list[float]] = [[], []]
    for _turn in range(TURNS):
        for tries, (name, cash) in zip(found, books, strict=True):
            with pointed_at(name):
                tries += looks(cash.pk)
    young, old = (statistics.median(tries) for tries in found)
    for lines, middle in zip(AGES, (young, old), strict=True):
        say(f"balance look-up, {lines:>9,} lines: p50 {middle:.3f} ms")
    say(f"ratio {old / young:.2f} (bar <= 1.20)")
    _post(*books[0])
    for name, _cash in books:
        laboratory.drop(name)


def _post(name: str, cash: Contribution) -> None:
    with above_the_rules(name) as owner:
        owner.execute("ALTER TABLE donors_journal DISABLE TRIGGER journal_has_event")
        owner.commit()
    with pointed_at(name):
        served, raw = per_second(by_service(cash)), per_second(by_sql(cash))
    say(f"journals per second: service {served:.0f}, the same SQL {raw:.0f}")
    say(f"ratio {served / raw:.2f}")
