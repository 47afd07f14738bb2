"""Take in what a set of files says, record by record, and report every remark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, transaction

from accounts.services.published import Countries
from common.clock import day_of
from common.errors import DomainError
from donors.services.published import fts, iati_promises
from donors.services.published.fts import FtsRead
from donors.services.published.problems import FileRefused, Problem, RecordSkipped
from donors.services.published.shapes import Promise, Read
from donors.services.publishing import Origin, Outcome, take_in
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

Step = Callable[[int, int], None]


@dataclass(kw_only=True)
class Report:
    """What an import did, or would do; ``records`` = imported + unchanged + skipped.

    The records of IATI are activities, those of FTS flows; each comes in whole or not at all, and
    ``repaired`` counts those that were not skipped. Totals are US dollars, FTS alone.
    """

    records: int = 0
    imported: int = 0
    unchanged: int = 0
    skipped: int = 0
    repaired: int = 0
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    dry_run: bool = False
    funding: Decimal | None = None
    pledges: Decimal | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, one object for programs."""
        told: dict[str, Any] = {
            "dry_run": self.dry_run,
            "refused": self.refused,
            "records": self.records,
            "imported": self.imported,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "repaired": self.repaired,
        }
        if self.funding is not None and self.pledges is not None:
            told["funding_total_usd"] = _whole_dollars(self.funding)
            told["pledge_total_usd"] = _whole_dollars(self.pledges)
        return told | {"problems": [each.as_dict() for each in self.problems]}


def _whole_dollars(dollars: Decimal) -> int:
    return int(dollars.quantize(Decimal(1), ROUND_HALF_UP))


def _no_step(_done: int, _of: int) -> None:
    pass


def import_fts(
    paths: Sequence[Path],
    *,
    now: datetime,
    dry_run: bool = False,
    step: Step = _no_step,
    licence: str = fts.LICENCE,
) -> Report:
    """Bring in the flows of pages of the Financial Tracking Service (DOMAIN 2.10)."""
    return _bring_in(
        fts.read_files, paths, origin=Origin(licence=licence, now=now), dry_run=dry_run, step=step
    )


def import_iati(
    paths: Sequence[Path],
    *,
    now: datetime,
    dry_run: bool = False,
    step: Step = _no_step,
    licence: str = "",
) -> Report:
    """Bring in what came in to the activities of IATI files (2.0x)."""
    return _bring_in(
        iati_promises.read_files,
        paths,
        origin=Origin(licence=licence, now=now),
        dry_run=dry_run,
        step=step,
    )


def _bring_in(
    reader: Callable[..., Read],
    paths: Sequence[Path],
    *,
    origin: Origin,
    dry_run: bool,
    step: Step,
) -> Report:
    """Read everything first: a file that is refused refuses the run before anything is written."""
    report = Report(dry_run=dry_run)
    try:
        read = reader(paths, today=day_of(origin.now))
    except FileRefused as refusal:
        report.refused = True
        report.problems.append(refusal.problem)
        return report
    report.records, report.problems = read.records, read.problems
    if isinstance(read, FtsRead):
        report.funding, report.pledges = read.funding, read.pledges
    _take_all(read, report, origin=origin, step=step)
    return report


IMPORTED: Final = Outcome.IMPORTED
UNCHANGED: Final = Outcome.UNCHANGED
SKIPPED: Final = "skipped"


def _take_all(read: Read, report: Report, *, origin: Origin, step: Step) -> None:
    """Take every record in, whole or not at all; each counts once."""
    with speaking_as(SYSTEM):
        countries = Countries()
    outcomes: Counter[str] = Counter()
    refused: set[str] = set()
    grouped = groupby(read.promises, key=attrgetter("identifier"))
    records = [list(promises) for _identifier, promises in grouped]
    for done, record in enumerate(records, start=1):
        outcome, problems = _attempt(
            record, origin=origin, countries=countries, dry_run=report.dry_run
        )
        report.problems += problems
        outcomes[outcome] += 1
        if outcome == SKIPPED:
            refused.add(record[0].identifier)
        step(done, len(records))
    report.imported, report.unchanged = outcomes[IMPORTED], outcomes[UNCHANGED]
    report.skipped = report.records - report.imported - report.unchanged
    report.repaired = len(read.repaired - refused)


def _attempt(
    record: Sequence[Promise], *, origin: Origin, countries: Countries, dry_run: bool
) -> tuple[str, list[Problem]]:
    """Take all promises of one record in, in one transaction; a rehearsal takes the same back.

    If one of them cannot be taken in, none is, and the report says which and why.
    """
    problems: list[Problem] = []
    outcome, promise = UNCHANGED, record[0]
    try:
        with speaking_as(SYSTEM):
            for promise in record:
                taken = take_in(promise, origin=origin, countries=countries)
                problems += taken.problems
                outcome = IMPORTED if taken.outcome == IMPORTED else outcome
            if dry_run:
                _take_back()
    except RecordSkipped as skip:
        return SKIPPED, [*problems, skip.problem, *_whole(record)]
    except (DomainError, IntegrityError, DataError) as trouble:
        said = str(trouble).partition("\n")[0]
        refusal = _remark(promise, "record_refused", trouble=said)
        return SKIPPED, [*problems, refusal, *_whole(record)]
    return outcome.value, problems


def _whole(record: Sequence[Promise]) -> list[Problem]:
    """Say of a record of several promises that the others were left out with the one."""
    return [_remark(record[0], "record_left_whole")] if len(record) > 1 else []


def _remark(promise: Promise, code: str, **values: object) -> Problem:
    return Problem(
        code=code,
        line=promise.line,
        file=promise.file,
        record=promise.identifier,
        values=values,
    )


def _take_back() -> None:
    """Let the database check what it would check at the end, then undo everything."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    transaction.set_rollback(True)
