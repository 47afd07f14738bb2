"""Read published IATI activities as what a request and its promises can say, noting every guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

from lxml import etree

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
OFFICIAL: Final = ("en", "fr", "es", "ru", "ar", "zh")
DAC: Final = "1"
FUNDING, ACCOUNTABLE = "1", "2"
OWN_INCOME, OUTGOING_COMMITMENT, DISBURSEMENT, EXPENDITURE, INCOMING_COMMITMENT = (
    "1",
    "2",
    "3",
    "4",
    "11",
)
COMMITMENTS: Final = (OUTGOING_COMMITMENT, INCOMING_COMMITMENT)
CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One transaction: its kind, day, amount and currency as published, and who gives."""

    kind: str
    day: date
    value: Decimal
    currency: str
    provider: str


@dataclass
class Reading:
    """One activity; ``notes`` are the codes of the assumptions made on the way."""

    identifier: str
    title: str
    text: str
    country: str
    sectors: list[str]
    funders: list[str]
    accountable: str
    lines: list[Line]
    types: dict[str, str | None] = field(default_factory=dict)
    notes: set[str] = field(default_factory=set)

    @property
    def names_a_country(self) -> bool:
        """Tell whether the publisher named a country, be it only among the locations."""
        return bool(self.country)

    @property
    def in_dollars(self) -> bool:
        """Tell whether there are transactions, all of them in US dollars."""
        return bool(self.lines) and all(line.currency == "USD" for line in self.lines)

    def commitments(self) -> list[Line]:
        """Return what was committed, one line per giver; what was paid where nothing is said."""
        found = self._summed(line for line in self.lines if line.kind in COMMITMENTS)
        if found or not self.payments():
            return found
        self.notes.add("commitment_assumed")
        return self.payments()

    def payments(self) -> list[Line]:
        """Return the cash: what the funder disbursed, else what came in."""
        disbursed = [line for line in self.lines if line.kind == DISBURSEMENT]
        came_in = [line for line in self.lines if line.kind == OWN_INCOME]
        if disbursed and came_in:
            self.notes.add("own_income_ignored")
        if any(line.kind == EXPENDITURE for line in self.lines):
            self.notes.add("expenditure_ignored")
        return self._summed(disbursed or came_in)

    def _summed(self, lines: Iterable[Line]) -> list[Line]:
        """Add up the lines of each giver on its last day, rounded to the cent."""
        sums: dict[str, Line] = {}
        seen: set[Line] = set()
        for line in lines:
            if line.value < 0:
                self.notes.add("negative_netted")
            if line in seen:
                self.notes.add("repeated_counted")
            seen.add(line)
            giver = line.provider or next(iter(self.funders), "")
            so_far = sums.get(giver)
            total = line.value + (so_far.value if so_far else 0)
            sums[giver] = Line(line.kind, line.day, total, line.currency, giver)
        return [self._to_the_cent(line) for line in sums.values()]

    def _to_the_cent(self, line: Line) -> Line:
        value = line.value.quantize(CENT, ROUND_HALF_UP)
        if value != line.value:
            self.notes.add("rounded")
        return Line(line.kind, line.day, value, line.currency, line.provider)


def read(path: Path) -> list[Reading]:
    """Return the activities of a file in their order."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.parse(str(path), parser).getroot()
    return [_reading(activity) for activity in root.iter("iati-activity")]


def _reading(activity: Any) -> Reading:
    notes: set[str] = set()
    return Reading(
        identifier=_text(activity, "iati-identifier"),
        title=_told(activity.find("title")),
        text="\n\n".join(_told(part) for part in activity.findall("description")),
        country=_country(activity, notes),
        sectors=_sectors(activity),
        funders=_organisations(activity, FUNDING),
        accountable=next(iter(_organisations(activity, ACCOUNTABLE)), ""),
        lines=list(_lines(activity)),
        types=_types(activity),
        notes=notes,
    )


def _text(element: Any, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _told(element: Any) -> str:
    """Return a narrative in an official language, else the first."""
    if element is None:
        return ""
    narratives = [each for each in element.findall("narrative") if (each.text or "").strip()]
    official = [each for each in narratives if (each.get(LANG) or "en").lower() in OFFICIAL]
    return next((str(each.text).strip() for each in official or narratives), "")


def _country(activity: Any, notes: set[str]) -> str:
    """Return the country by its two letters: named for all, for money, or among the locations."""
    for path in ("recipient-country", "transaction/recipient-country"):
        for named in activity.findall(path):
            return str(named.get("code")).upper()
    for place in activity.findall("location/administrative"):
        notes.add("country_from_location")
        return str(place.get("code")).upper()
    return ""


def _sectors(activity: Any) -> list[str]:
    """Return the sector codes of the DAC list, those of transactions last."""
    found = activity.findall("sector") + activity.findall("transaction/sector")
    return [each.get("code") for each in found if (each.get("vocabulary") or DAC) == DAC]


def _organisations(activity: Any, role: str) -> list[str]:
    named = activity.findall(f"participating-org[@role='{role}']")
    return [_text(each, "narrative") for each in named]


def _types(activity: Any) -> dict[str, str | None]:
    """Return the type of each giver by name; where two have no name, the funder's counts."""
    return {
        _text(each, "narrative"): each.get("type")
        for role in (ACCOUNTABLE, FUNDING)
        for each in activity.findall(f"participating-org[@role='{role}']")
    }


def _lines(activity: Any) -> Iterator[Line]:
    usual = activity.get("default-currency") or ""
    for transaction in activity.findall("transaction"):
        value = transaction.find("value")
        yield Line(
            kind=transaction.find("transaction-type").get("code"),
            day=date.fromisoformat(transaction.find("transaction-date").get("iso-date")),
            value=Decimal(value.text.strip()),
            currency=value.get("currency") or usual,
            provider=_text(transaction, "provider-org/narrative"),
        )
