"""Read one IATI activity (2.0x) as published: who, where, what for, and every transaction.

Nothing is judged here: a value that cannot be read is left out and remarked, and whoever asks
decides what becomes of the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from donors.services.published import shapes
from donors.services.published.iati_stream import activities_of
from donors.services.published.problems import Problem

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
OFFICIAL: Final = ("en", "fr", "es", "ru", "ar", "zh")
DAC: Final = "1"
EARMARKING: Final = "2"
FUNDING, ACCOUNTABLE = "1", "2"
RECEIPT, INCOMING_COMMITMENT, INCOMING_PLEDGE = "1", "11", "13"
INCOMING: Final = (RECEIPT, INCOMING_COMMITMENT, INCOMING_PLEDGE)
TYPES: Final = frozenset(str(code) for code in range(1, 14))
LETTERS: Final = frozenset({"C", "D", "E", "IF", "IR", "LR", "R", "QP", "QS", "CG"})
A_NAME: Final = re.compile(r"\S+\s+\S+")
VOCABULARIES: Final = frozenset({"", "1", "2", "3", "4"})

Remark = Callable[..., None]


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An organisation as an activity names it; any part may be empty."""

    name: str
    ref: str
    kind: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """One transaction; ``day`` and ``value`` are None where they cannot be read."""

    line: int
    kind: str
    ref: str
    day: date | None
    value: Decimal | None
    currency: str
    provider: Organisation
    description: str


@dataclass(kw_only=True)
class Activity:
    """One activity; ``problems`` are the remarks made while reading it."""

    identifier: str
    file: str
    line: int
    version: str
    title: str
    texts: list[str]
    reporter: Organisation
    organisations: list[Organisation]
    countries: list[str]
    places: list[str]
    sectors: list[str]
    earmark: str
    transactions: list[Transaction]
    problems: list[Problem] = field(default_factory=list)

    def having(self, role: str) -> list[Organisation]:
        """Return the participating organisations of a role."""
        return [each for each in self.organisations if each.role == role]


def read_file(path: Path) -> Iterator[Activity]:
    """Return the activities of a file one by one; FileRefused as ``activities_of`` says."""
    for element in activities_of(path):
        yield read_activity(element, file=path.name)


def read_activity(element: Any, *, file: str = "") -> Activity:
    """Return what one ``iati-activity`` element says."""
    problems: list[Problem] = []
    identifier = text_at(element, "iati-identifier")[:200]
    remark = partial(_remark, problems, file, identifier)
    reporter = element.find("reporting-org")
    return Activity(
        identifier=identifier,
        file=file,
        line=element.sourceline or 0,
        version=_version(element),
        title=_told(element.find("title"), remark),
        texts=[_told(each, remark) for each in element.findall("description")],
        reporter=_organisation(reporter, remark),
        organisations=[
            _organisation(each, remark) for each in element.findall("participating-org")
        ],
        countries=_countries(element),
        places=_codes(element, "location/administrative"),
        sectors=_sectors(element, remark),
        earmark=_earmark(element, remark),
        transactions=list(_transactions(element, remark)),
        problems=problems,
    )


def _remark(
    problems: list[Problem], file: str, record: str, code: str, line: int | None, **values: Any
) -> None:
    """Keep a remark, each kind once for one activity where it is about no transaction."""
    repeated = any(each.code == code and not values for each in problems)
    if not repeated:
        problems.append(Problem(code=code, line=line or 0, file=file, record=record, values=values))


def _version(element: Any) -> str:
    """Return the version the activity itself claims, under whichever namespace a mirror puts it."""
    for name, value in element.attrib.items():
        if name == "version" or str(name).endswith("}version"):
            return shapes.clean(value, limit=20)
    return ""


def text_at(element: Any, path: str) -> str:
    """Return the text of the first element at a path, or nothing."""
    return shapes.clean(element.findtext(path))


def _told(element: Any, remark: Remark) -> str:
    """Return a narrative in an official language, else the first; 1.0x texts stand bare."""
    if element is None:
        return ""
    narratives = [each for each in element.findall("narrative") if _words(each, remark)]
    official = [each for each in narratives if _language(each, remark) in OFFICIAL]
    return next((_words(each, remark) for each in official or narratives), "")


def _words(narrative: Any, remark: Remark) -> str:
    text = shapes.clean("".join(narrative.itertext()))
    mended = shapes.mended(text)
    if mended != text:
        remark("text_mended", narrative.sourceline)
    return mended


def _language(narrative: Any, remark: Remark) -> str:
    code = (narrative.get(LANG) or "en").strip()
    if code != code.lower():
        remark("language_case", narrative.sourceline)
    return code.lower()[:2]


def _organisation(element: Any, remark: Remark) -> Organisation:
    """Return an organisation; a name that stands in ``ref`` is read as the name."""
    if element is None:
        return Organisation(name="", ref="", kind="")
    name = _told(element, remark)[:200] or shapes.clean(element.text)[:200]
    ref = shapes.clean(element.get("ref"))
    if A_NAME.search(ref):
        remark("ref_is_a_name", element.sourceline)
        name, ref = name or ref[:200], ""
    return Organisation(
        name=name,
        ref=ref[:100],
        kind=shapes.clean(element.get("type"))[:10],
        role=shapes.clean(element.get("role"))[:10],
    )


def _codes(element: Any, path: str) -> list[str]:
    return [
        code.upper() for each in element.findall(path) if (code := shapes.clean(each.get("code")))
    ]


def _countries(element: Any) -> list[str]:
    """Return two-letter codes: those of the activity, else those of its transactions."""
    named = _codes(element, "recipient-country")
    return named or _codes(element, "transaction/recipient-country")


def _sectors(element: Any, remark: Remark) -> list[str]:
    """Return the sector codes of the DAC list, those of transactions last."""
    found = element.findall("sector") + element.findall("transaction/sector")
    return [
        code
        for each in found
        if (each.get("vocabulary") or DAC) == DAC and (code := shapes.clean(each.get("code")))
    ]


def _earmark(element: Any, remark: Remark) -> str:
    """Return the earmarking category: only vocabulary 2 of the aid types says it."""
    category = ""
    for each in element.findall("default-aid-type"):
        vocabulary = shapes.clean(each.get("vocabulary"))
        if vocabulary not in VOCABULARIES:
            remark("vocabulary_unknown", each.sourceline)
        elif vocabulary == EARMARKING and each.get("code") in ("1", "2", "3", "4"):
            category = each.get("code")
    return category


def _transactions(element: Any, remark: Remark) -> Iterator[Transaction]:
    usual = shapes.clean(element.get("default-currency")).upper()
    for each in element.findall("transaction"):
        kind, value = each.find("transaction-type"), each.find("value")
        happened = each.find("transaction-date")
        yield Transaction(
            line=each.sourceline or 0,
            kind=_attribute(kind, "code").upper(),
            ref=_attribute(each, "ref"),
            day=_day(happened, value),
            value=None if value is None else shapes.number(value.text),
            currency=_attribute(value, "currency").upper() or usual,
            provider=_organisation(each.find("provider-org"), remark),
            description=_told(each.find("description"), remark),
        )


def _attribute(element: Any, name: str) -> str:
    return "" if element is None else shapes.clean(element.get(name))[:100]


def _day(happened: Any, value: Any) -> date | None:
    """Return the day of the transaction, else the value date."""
    return shapes.day(_attribute(happened, "iso-date")) or shapes.day(
        _attribute(value, "value-date")
    )


def identities(activity: Activity) -> list[str]:
    """Return one identity per transaction, the same whenever the same file is read again.

    The publisher's own ``ref`` where it is given once; else a fingerprint of what the
    transaction says, with its number among equal ones.
    """
    refs = Counter(each.ref for each in activity.transactions)
    seen: Counter[str] = Counter()
    found: list[str] = []
    for each in activity.transactions:
        if each.ref and refs[each.ref] == 1:
            found.append(f"{activity.identifier}#{each.ref}")
            continue
        print_ = content_of(each)[:24]
        seen[print_] += 1
        found.append(f"{activity.identifier}#{print_}.{seen[print_]}")
    return found


def content_of(transaction: Transaction) -> str:
    """Return a fingerprint of what a transaction says about money."""
    giver: Sequence[str] = (transaction.provider.name, transaction.provider.ref)
    return shapes.digest(
        transaction.kind, transaction.day, transaction.value, transaction.currency, *giver
    )
