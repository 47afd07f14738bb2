"""Read pages of flows of OCHA's Financial Tracking Service by its own rule of counting.

A flow counts where it comes in to the place asked for, belongs to it alone, and is paid, committed
or pledged (DOMAIN 2.10); anything else would be counted twice. Amounts in US dollars are the
publisher's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

from common.money import Money
from donors.services.published import shapes
from donors.services.published.files import MOST_RECORDS, content_of
from donors.services.published.json_pages import Page, read_page
from donors.services.published.problems import FileRefused, Problem, RecordSkipped
from donors.services.published.shapes import Cash, Giver, Part, Promise, Read, Stage, Worth

SOURCE: Final = "fts"
FLOW_PAGE: Final = "https://fts.unocha.org/flows/{}"
LICENCE: Final = "CC BY-IGO 3.0"
FUNDING: Final = ("paid", "commitment")
STATUSES: Final = (*FUNDING, "pledge")
GOVERNMENT: Final = ", Government of"
KINDS: Final[Mapping[str, str]] = {
    "Government": "state",
    "Inter-governmental": "igo",
    "Pooled fund": "igo",
    "UN agency": "un_entity",
    "NGO": "ngo",
    "Red Cross/Red Crescent": "ngo",
    "Private organization/foundation": "foundation",
}
EARMARKS: Final[Mapping[str, str]] = {
    "unearmarked": "1",
    "softly earmarked": "2",
    "earmarked": "3",
    "tightly earmarked": "4",
}


@dataclass
class FtsRead(Read):
    """What a set of pages says, with the two totals of its flows."""

    funding: Decimal = Decimal(0)
    pledges: Decimal = Decimal(0)
    sets: dict[tuple[str, ...], PageSet] = field(default_factory=dict)


@dataclass
class PageSet:
    """The pages of one search: what its publisher says of it, and what was found in them."""

    file: str
    funding: Decimal | None
    wanted: Decimal | None
    present: int = 0
    total: Decimal = Decimal(0)


def read_files(paths: Sequence[Path], *, today: date) -> FtsRead:
    """Return the promises of all pages, each flow once.

    Raises:
        FileRefused: one of them is not such a page; nothing of any is taken then.
    """
    read = FtsRead()
    seen: set[str] = set()
    for path in paths:
        page = _page(path)
        group = _set_of(page, path.name, read)
        for line, raw in page.flows or []:
            read.records += 1
            if read.records > MOST_RECORDS:
                raise FileRefused("file_too_long", file=path.name, line=line, limit=MOST_RECORDS)
            _take(raw, line=line, file=path.name, read=read, group=group, seen=seen, today=today)
    for group in read.sets.values():
        _compare(group, read)
    return read


def _page(path: Path) -> Page:
    content = content_of(path)
    try:
        page = read_page(content.decode("utf-8-sig"))
    except RecursionError:
        raise FileRefused("file_too_deep", file=path.name) from None
    except ValueError as trouble:
        said = str(trouble)[:200]
        raise FileRefused("file_malformed", file=path.name, trouble=said) from trouble
    if page.flows is None:
        raise FileRefused("not_fts", file=path.name, line=1)
    return page


def _set_of(page: Page, file: str, read: FtsRead) -> PageSet:
    """Return the search a page belongs to: its pages repeat the same totals."""
    incoming, meta = (_table(page.beside.get(name)) for name in ("data.incoming", "meta"))
    key = tuple(
        str(each)
        for each in (incoming.get("fundingTotal"), incoming.get("pledgeTotal"), meta.get("count"))
    )
    funding, wanted = shapes.number(incoming.get("fundingTotal")), shapes.number(meta.get("count"))
    return read.sets.setdefault(key, PageSet(file=file, funding=funding, wanted=wanted))


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _compare(group: PageSet, read: FtsRead) -> None:
    """Remark pages that are missing; only a whole set is compared with its publisher's total."""
    if group.wanted is not None and group.present < group.wanted:
        values = {"wanted": group.wanted, "present": group.present}
        read.problems.append(Problem(code="pages_missing", line=1, file=group.file, values=values))
    elif group.funding is not None and group.funding != group.total:
        values = {"published": group.funding, "ours": group.total}
        read.problems.append(Problem(code="totals_differ", line=1, file=group.file, values=values))


def _take(
    raw: object,
    *,
    line: int,
    file: str,
    read: FtsRead,
    group: PageSet,
    seen: set[str],
    today: date,
) -> None:
    """Read one flow, count it, and keep its promise or the reason why there is none."""
    key = f"{file}:{read.records}"
    try:
        flow = _Flow(raw if isinstance(raw, dict) else {}, line=line, file=file)
        if flow.identifier in seen:
            raise flow.skipped("record_repeated")
        seen.add(flow.identifier)
        group.present += 1
        flow.check_counts()
        _count(flow, read, group)
        read.promises.append(flow.promise(today))
    except RecordSkipped as skip:
        read.problems.append(skip.problem)
        read.skipped.add(key)
        return
    if flow.problems:
        read.problems += flow.problems
        read.repaired.add(flow.identifier)


def _count(flow: _Flow, read: FtsRead, group: PageSet) -> None:
    usd = flow.usd()
    if flow.status in FUNDING:
        read.funding += usd
        group.total += usd
    else:
        read.pledges += usd


class _Flow:
    """One flow in the reading; ``problems`` are the repairs made on the way."""

    def __init__(self, raw: Mapping[str, Any], *, line: int, file: str) -> None:
        self.raw, self.line, self.file = raw, line, file
        self.problems: list[Problem] = []
        named = raw.get("id")
        self.identifier = shapes.clean(str(named), limit=60) if isinstance(named, str | int) else ""
        self.status = shapes.clean(raw.get("status")).lower()
        if not raw:
            raise self.skipped("record_malformed")
        if not self.identifier:
            raise self.skipped("record_unnamed")

    def _remark(self, code: str, **values: Any) -> Problem:
        return Problem(
            code=code, line=self.line, file=self.file, record=self.identifier, values=values
        )

    def skipped(self, code: str, **values: Any) -> RecordSkipped:
        """Return the reason why the flow is left out."""
        return RecordSkipped(self._remark(code, **values))

    def repaired(self, code: str, **values: Any) -> None:
        """Keep what was mended."""
        self.problems.append(self._remark(code, **values))

    def check_counts(self) -> None:
        """Leave out what OCHA does not count."""
        if self.raw.get("boundary") != "incoming":
            raise self.skipped("flow_not_incoming")
        if self.raw.get("onBoundary") != "single":
            raise self.skipped("flow_shared")
        if self.status not in STATUSES:
            raise self.skipped("status_unknown")

    def usd(self) -> Decimal:
        """Return the publisher's US dollars."""
        found = shapes.number(self.raw.get("amountUSD"))
        if found is None:
            raise self.skipped("amount_unusable")
        return found

    def promise(self, today: date) -> Promise:
        """Return what the flow promises, paid at once where it is paid."""
        worth, on = self._worth(), self._day(today)
        said = shapes.digest(self.status, worth, on, *self._names("sourceObjects"))
        paid = Cash(identifier=self.identifier, line=self.line, on=on, worth=worth, digest=said)
        part = Part(identifier=self.identifier, line=self.line, worth=worth, digest=said)
        told = self._text(self.raw.get("description"))
        return Promise(
            source=SOURCE,
            identifier=self.identifier,
            group=self.identifier,
            stage=Stage.PLEDGE if self.status == "pledge" else Stage.COMMITMENT,
            file=self.file,
            line=self.line,
            title=told[:200] or f"FTS {self.identifier}",
            description=told,
            giver=self._giver(),
            receiver="; ".join(self._names("destinationObjects"))[:300],
            on=on,
            url=FLOW_PAGE.format(self.identifier),
            earmark=self._earmark(),
            parts=() if self.status == "paid" else (part,),
            cash=(paid,) if self.status == "paid" else (),
        )

    def _worth(self) -> Worth:
        usd = self.usd().quantize(Decimal("0.01"), ROUND_HALF_UP)
        if usd <= 0:
            raise self.skipped("amount_negative" if usd < 0 else "amount_nothing")
        dollars = Worth(money=Money(usd, "USD"), usd=usd)
        amount = shapes.number(self.raw.get("originalAmount"))
        currency = shapes.clean(self.raw.get("originalCurrency")).upper()
        if amount is None and not currency:
            return dollars
        original = shapes.money(amount, currency) if amount is not None and amount > 0 else None
        if original is None or original.is_zero:
            self.repaired("original_incomplete")
            return dollars
        if original.amount != amount:
            self.repaired("amount_rounded")
        self._check_rate(original, usd)
        return Worth(money=original, usd=usd)

    def _check_rate(self, original: Money, usd: Decimal) -> None:
        """Remark a rate that does not lead from the original amount to the dollars."""
        rate = shapes.number(self.raw.get("exchangeRate"))
        if rate is None or rate <= 0:
            return
        if abs(original.amount / rate - usd) > max(Decimal(1), usd / 100):
            self.repaired("rate_contradicts")

    def _day(self, today: date) -> date:
        for name in ("date", "decisionDate", "firstReportedDate"):
            found = shapes.day(self.raw.get(name))
            if found is None:
                continue
            if found > today:
                raise self.skipped("date_in_future")
            if name != "date":
                self.repaired("date_replaced")
            return found
        raise self.skipped("date_unusable")

    def _text(self, raw: object) -> str:
        text = shapes.clean(raw)
        mended = shapes.mended(text)
        if mended != text:
            self.repaired("text_mended")
        return mended

    def _organisations(self, side: str) -> list[Mapping[str, Any]]:
        found = _rows(self.raw.get(side))
        return [each for each in found if each.get("type") == "Organization"]

    def _names(self, side: str) -> list[str]:
        return [shapes.clean(each.get("name")) for each in self._organisations(side)]

    def _giver(self) -> Giver:
        givers = self._organisations("sourceObjects")
        name = self._text(givers[0].get("name"))[:200] if len(givers) == 1 else ""
        if not name:
            raise self.skipped("donor_unnamed")
        types = givers[0].get("organizationTypes")
        first = shapes.clean(types[0]) if isinstance(types, list) and types else ""
        kind = KINDS.get(first, "")
        if not kind:
            self.repaired("donor_kind_assumed")
        country = name.removesuffix(GOVERNMENT) if kind == "state" else ""
        ref = shapes.clean(str(givers[0].get("id") or ""), limit=60)
        return Giver(name=name, ref=ref, kind=kind, country=country)

    def _earmark(self) -> str:
        told = self.raw.get("grandBargainEarmarkingType")
        first = told[0] if isinstance(told, list) and told else told
        return EARMARKS.get(first, "") if isinstance(first, str) else ""
