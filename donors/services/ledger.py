"""The one way into the ledger: an act's journal, posted in the transaction of its event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import connection

from donors.choices.ledger import Account, JournalKind
from donors.lifecycle.stages import Sum
from donors.models import Contribution, Journal, JournalLine
from workflows.actors import Actor
from workflows.engine import Act

AVERAGE: Final = "average"
"""The source of a rate that is the average of what was booked before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Units of a currency for one US dollar, since when and by whom."""

    units: Decimal
    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line to be: a debit above nothing or a credit below, with its dollars."""

    account: Account
    amount: Decimal
    usd: Decimal
    currency: str
    contribution_id: UUID | None = None
    allotment_id: UUID | None = None
    component_id: UUID | None = None
    request_id: UUID | None = None
    rate: Rate | None = None

    def __bool__(self) -> bool:
        return bool(self.amount or self.usd)


class About(TypedDict, total=False):
    """What a journal may name besides its subject: the money it is of, a text, a warning."""

    contribution_id: UUID
    allotment_id: UUID
    text: str
    warning: dict[str, Any] | None


def entry(account: Account, moved: Sum, *, of: Contribution, rate: Rate | None = None) -> Entry:
    """Return the line of a contribution: ``moved`` is above nothing for a debit."""
    return Entry(
        account=account,
        amount=moved.amount,
        usd=moved.usd,
        currency=of.currency,
        contribution_id=of.pk,
        rate=rate,
    )


def post(
    *,
    kind: JournalKind,
    subject_type: str,
    subject_id: UUID,
    entries: Sequence[Entry],
    value_on: date,
    actor: Actor,
    now: datetime,
    seq: int | None = None,
    **about: Unpack[About],
) -> UUID:
    """Post one journal for the subject's next event (or its event ``seq``); return its key.

    Entries of nothing are left out; none at all make a journal by which nothing moves. The
    database checks, at commit, that the lines add up and that the event is there.

    The value date stays what it is, and so do rates; where its month is closed, the journal is
    booked in the first month after it that is open.

    Raises:
        ValueError: the entries do not add up in some currency or in US dollars.
    """
    kept = [one for one in entries if one]
    _check(kept)
    journal = Journal(
        id=uuid4(),
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        event_seq=seq or 0,
        value_on=value_on,
        actor_id=actor.person_id,
        lines_count=len(kept),
        effective_at=now,
        **about,
    )
    _write(journal, kept)
    return journal.pk


def post_act(
    act: Act,
    *,
    kind: JournalKind,
    entries: Sequence[Entry],
    value_on: date,
    **about: Unpack[About],
) -> UUID:
    """Post the journal of an act in the making; its event will name the journal."""
    pk = post(
        kind=kind,
        subject_type=act.machine.key,
        subject_id=act.subject.pk,
        entries=entries,
        value_on=value_on,
        actor=act.actor,
        now=act.now,
        **about,
    )
    act.data["journal"] = pk
    return pk


def _check(entries: Sequence[Entry]) -> None:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in entries:
        sums[one.currency] += one.amount
        sums["in US dollars"] += one.usd
    wrong = {currency: total for currency, total in sums.items() if total}
    if wrong:
        message = f"the journal does not add up: {wrong}"
        raise ValueError(message)


MARKS: Final = {
    "event_seq": "coalesce(nullif(%s, 0),"
    " (SELECT count + 1 FROM workflows_trailhead WHERE subject_id = %s))",
    "period": "donors_open_month(%s)",
}
"""What is inserted for a column that the database fills in."""

LINE: Final = (
    "account", "contribution_id", "allotment_id", "component_id", "request_id", "currency",
    "amount", "usd", "rate", "rate_on", "rate_source", "journal_id",
)  # fmt: skip


def _write(journal: Journal, entries: Sequence[Entry]) -> None:
    """Insert journal and lines in one round trip; the head of the trail says which event is next.

    ``at`` is left to the database's clock, and the month to be booked in to what it knows of
    closed ones.
    """
    fields = [field for field in Journal._meta.concrete_fields if field.name != "at"]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(MARKS.get(field.column or "", "%s") for field in fields)
    values: list[Any] = []
    for field in fields:
        if field.column == "event_seq":
            values += [journal.event_seq, journal.subject_id]
        elif field.column == "period":
            values.append(journal.value_on)
        else:
            values.append(field.get_db_prep_save(getattr(journal, field.attname), connection))
    statement = f"INSERT INTO donors_journal ({columns}) VALUES ({marks})"  # noqa: S608 - columns
    if entries:
        rows = ", ".join([f"({', '.join(['%s'] * len(LINE))})"] * len(entries))
        statement = (
            f"WITH journal AS ({statement})"  # noqa: S608 - our own columns
            f" INSERT INTO {JournalLine._meta.db_table} ({', '.join(LINE)}) VALUES {rows}"
        )
        for one in entries:
            values += _values_of(one, journal)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _values_of(one: Entry, journal: Journal) -> list[Any]:
    rate = one.rate or _implied(one, journal.value_on)
    return [
        one.account.value,
        one.contribution_id,
        one.allotment_id,
        one.component_id,
        one.request_id,
        one.currency,
        one.amount,
        one.usd,
        rate.units if rate else None,
        rate.on if rate else None,
        rate.source if rate else "",
        journal.pk,
    ]


def _implied(one: Entry, on: date) -> Rate | None:
    """Return the average rate at which a line carries on what was booked before."""
    if not one.amount or not one.usd:
        return None
    units = (one.amount / one.usd).copy_abs().quantize(Decimal("1E-8"))
    return Rate(units=units, on=on, source=AVERAGE) if units else None
