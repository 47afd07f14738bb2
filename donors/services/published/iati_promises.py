"""Make promises of activities: what came in, added up per giver, with the cash that belongs to it.

Within one activity the incoming commitments of one giver in one currency are one promise, its
incoming payments the cash of that promise; an incoming pledge is a promise of its own. What was
paid where nothing was committed is taken for the commitment. Outgoing money belongs to others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from donors.services.published import iati, shapes
from donors.services.published.iati import Activity, Transaction
from donors.services.published.iati_givers import giver_of
from donors.services.published.problems import Problem, RecordSkipped
from donors.services.published.shapes import Cash, Giver, Part, Promise, Read, Stage, Worth

SOURCE: Final = "iati"
D_PORTAL: Final = "https://d-portal.org/ctrack.html#view=act&aid={}"


def read_files(paths: Sequence[Path], *, today: date) -> Read:
    """Return the promises of all files, each activity once; FileRefused as the reader says."""
    read = Read()
    seen: set[str] = set()
    for path in paths:
        for activity in iati.read_file(path):
            read.records += 1
            key = f"{path.name}:{read.records}"
            promises, problems = promises_of(activity, seen=seen, today=today)
            read.promises += promises
            read.problems += problems
            if not promises:
                read.skipped.add(key)
            elif any(each.effect == "repaired" for each in problems):
                read.repaired.add(activity.identifier)
    return read


def promises_of(
    activity: Activity, *, seen: set[str], today: date
) -> tuple[list[Promise], list[Problem]]:
    """Return what one activity promises, and every remark; ``seen`` are the identifiers so far."""
    plan = _Plan(activity, today)
    try:
        plan.check(seen)
        seen.add(activity.identifier)
        plan.sort()
        promises = plan.promises()
    except RecordSkipped as skip:
        return [], [*plan.problems, skip.problem]
    return promises, plan.problems


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One incoming transaction that can be used, and under which identity."""

    transaction: Transaction
    identifier: str
    giver: Giver
    worth: Worth
    on: date

    @property
    def digest(self) -> str:
        """Return the fingerprint by which a change is noticed."""
        return iati.content_of(self.transaction)


@dataclass
class Group:
    """What one giver committed and paid in one currency."""

    committed: list[Incoming] = field(default_factory=list)
    paid: list[Incoming] = field(default_factory=list)


class _Plan:
    """One activity in the reading."""

    def __init__(self, activity: Activity, today: date) -> None:
        self.activity, self.today = activity, today
        self.problems = list(activity.problems)
        self.pledges: list[Incoming] = []
        self.groups: dict[tuple[str, str], Group] = {}

    def _remark(self, code: str, line: int = 0, **values: Any) -> Problem:
        return Problem(
            code=code,
            line=line or self.activity.line,
            file=self.activity.file,
            record=self.activity.identifier,
            values=values,
        )

    def check(self, seen: set[str]) -> None:
        """Leave out an activity without an identity, seen before, or of the old standard."""
        if not self.activity.identifier:
            raise RecordSkipped(self._remark("record_unnamed"))
        if self.activity.identifier in seen:
            raise RecordSkipped(self._remark("record_repeated"))
        letters = any(each.kind in iati.LETTERS for each in self.activity.transactions)
        if self.activity.version.startswith("1.") or letters:
            version = self.activity.version or "1.0x"
            raise RecordSkipped(self._remark("iati_letter_code", version=version))

    def sort(self) -> None:
        """Put every usable incoming transaction where it belongs; remark the others."""
        identities = iati.identities(self.activity)
        for transaction, identifier in zip(self.activity.transactions, identities, strict=True):
            try:
                self._place(transaction, identifier)
            except RecordSkipped as skip:
                self.problems.append(skip.problem)

    def _place(self, transaction: Transaction, identifier: str) -> None:
        incoming = self._usable(transaction, identifier)
        if incoming is None:
            return
        if transaction.kind == iati.INCOMING_PLEDGE:
            self.pledges.append(incoming)
            return
        key = (incoming.giver.name.casefold(), incoming.worth.money.currency)
        group = self.groups.setdefault(key, Group())
        committed = transaction.kind == iati.INCOMING_COMMITMENT
        (group.committed if committed else group.paid).append(incoming)

    def _usable(self, transaction: Transaction, identifier: str) -> Incoming | None:
        """Return an incoming transaction, None for an outgoing one, or raise why it is left out."""
        line = transaction.line
        if transaction.kind not in iati.INCOMING:
            if transaction.kind in iati.TYPES:
                return None
            said = "type_unknown" if transaction.kind else "type_missing"
            raise RecordSkipped(self._remark(said, line, kind=transaction.kind))
        return Incoming(
            transaction=transaction,
            identifier=identifier,
            worth=self._worth(transaction),
            on=self._day(transaction),
            giver=self._giver(transaction),
        )

    def _worth(self, transaction: Transaction) -> Worth:
        line, value = transaction.line, transaction.value
        if value is None:
            raise RecordSkipped(self._remark("amount_unusable", line))
        money = shapes.money(value, transaction.currency)
        if money is None:
            currency = transaction.currency or "?"
            raise RecordSkipped(self._remark("currency_unknown", line, currency=currency))
        if money.is_zero:
            raise RecordSkipped(self._remark("amount_nothing", line))
        if money.is_negative and transaction.kind != iati.INCOMING_COMMITMENT:
            raise RecordSkipped(self._remark("amount_negative", line))
        if money.amount != value:
            self.problems.append(self._remark("amount_rounded", line))
        return Worth(money=money, usd=money.amount if money.currency == "USD" else None)

    def _day(self, transaction: Transaction) -> date:
        if transaction.day is None:
            raise RecordSkipped(self._remark("date_unusable", transaction.line))
        if transaction.day > self.today:
            raise RecordSkipped(self._remark("date_in_future", transaction.line))
        return transaction.day

    def _giver(self, transaction: Transaction) -> Giver:
        def repaired(code: str) -> None:
            self.problems.append(self._remark(code, transaction.line))

        giver = giver_of(self.activity, transaction, repaired)
        if giver is None:
            raise RecordSkipped(self._remark("donor_unnamed", transaction.line))
        return giver

    def promises(self) -> list[Promise]:
        """Return the promises, or raise that there are none."""
        found = [self._pledge(each) for each in self.pledges]
        for group in self.groups.values():
            try:
                found.append(self._contribution(group))
            except RecordSkipped as skip:
                self.problems.append(skip.problem)
        if not found:
            raise RecordSkipped(self._remark("no_promises"))
        return found

    def _pledge(self, pledge: Incoming) -> Promise:
        return self._promise(Stage.PLEDGE, pledge, (_part(pledge),), ())

    def _contribution(self, group: Group) -> Promise:
        """Add up what one giver committed; what was paid stands for it where nothing was."""
        said = group.committed or group.paid
        first = said[0]
        total = sum((each.worth.money.amount for each in said), Decimal(0))
        if total <= 0:
            raise RecordSkipped(self._remark("amount_negative", first.transaction.line))
        if not group.committed:
            self.problems.append(self._remark("commitment_implied", first.transaction.line))
        if any(each.worth.money.is_negative for each in said):
            self.problems.append(self._remark("corrections_netted", first.transaction.line))
        parts = tuple(_part(each) for each in group.committed)
        return self._promise(
            Stage.COMMITMENT, first, parts, tuple(_cash(each) for each in group.paid)
        )

    def _promise(
        self,
        stage: Stage,
        first: Incoming,
        parts: tuple[Part, ...],
        cash: tuple[Cash, ...],
    ) -> Promise:
        activity, currency = self.activity, first.worth.money.currency
        return Promise(
            source=SOURCE,
            identifier=activity.identifier,
            group=f"{activity.identifier}|{stage}|{first.giver.name.casefold()}|{currency}",
            stage=stage,
            file=activity.file,
            line=first.transaction.line,
            title=(activity.title or activity.identifier)[:200],
            description=first.transaction.description or "\n\n".join(activity.texts),
            giver=first.giver,
            receiver=(activity.reporter.name or activity.reporter.ref)[:300],
            on=first.on,
            url=D_PORTAL.format(activity.identifier),
            earmark=activity.earmark,
            parts=parts,
            cash=cash,
        )


def _part(said: Incoming) -> Part:
    return Part(
        identifier=said.identifier,
        line=said.transaction.line,
        worth=said.worth,
        digest=said.digest,
    )


def _cash(paid: Incoming) -> Cash:
    return Cash(
        identifier=paid.identifier,
        line=paid.transaction.line,
        on=paid.on,
        worth=paid.worth,
        digest=paid.digest,
    )
