"""What every publisher's record is read into before it is taken in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from common.errors import DomainError
from common.money import Money
from donors.services.published.problems import Problem

DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].{0,30}|Z)?")
NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
SPACE: Final = re.compile(r"\s+")
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LONGEST_TEXT: Final = 20_000
MOST_DIGITS: Final = 60


class Stage(StrEnum):
    """How far money had come when it was published: the three totals, never mixed."""

    PLEDGE = "pledge"
    COMMITMENT = "commitment"


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who gives, as far as the publisher says: a name, perhaps a code, a kind and a country.

    ``kind`` is one of accounts' kinds of organisation, or empty where nothing was said;
    ``country`` is a name or a code of two letters to look a government up by.
    """

    name: str
    ref: str = ""
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Worth:
    """An amount and, where the publisher gives them, its own US dollars."""

    money: Money
    usd: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Cash:
    """One published payment, under the identity by which it is recognised again."""

    identifier: str
    line: int
    on: date
    worth: Worth
    digest: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One published record that went into a promise without being cash; it may be below nothing."""

    identifier: str
    line: int
    worth: Worth
    digest: str


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One promise as published: its parts add up to its worth; where it has none, its cash does.

    ``identifier`` names the record it was read from, ``group`` what later cash belongs to.
    """

    source: str
    identifier: str
    group: str
    stage: Stage
    file: str
    line: int
    title: str
    description: str
    giver: Giver
    receiver: str
    on: date
    url: str = ""
    earmark: str = ""
    parts: tuple[Part, ...] = ()
    cash: tuple[Cash, ...] = ()

    @property
    def records(self) -> tuple[Part | Cash, ...]:
        """Return every published record of it."""
        return (*self.parts, *self.cash)


@dataclass
class Read:
    """What reading a set of files gave: records, promises to take in, and remarks."""

    records: int = 0
    promises: list[Promise] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    repaired: set[str] = field(default_factory=set)


def clean(text: object, *, limit: int = LONGEST_TEXT) -> str:
    """Return a text on one line without control characters, cut at ``limit``; else nothing."""
    if not isinstance(text, str):
        return ""
    return SPACE.sub(" ", UNPRINTABLE.sub("", text[: 2 * limit])).strip()[:limit]


def mended(text: str) -> str:
    """Return a text that was encoded twice ("Ã©") as it was meant; others as they are."""
    if not any(mark in text for mark in ("Ã", "Â", "â€", "Ð", "Ñ", "Ø", "Ù")):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def number(text: object) -> Decimal | None:
    """Return a finite number of tame size; None for anything else, "1e999" and NaN included."""
    if isinstance(text, bool) or not isinstance(text, str | int | Decimal):
        return None
    plain = str(text) if isinstance(text, int | Decimal) else text.strip()
    if len(plain) > MOST_DIGITS or not NUMBER.fullmatch(plain):
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing such through
        return None
    return found if not found or -30 < found.adjusted() < 16 else _vanishing(found)


def _vanishing(value: Decimal) -> Decimal | None:
    return Decimal(0) if value.adjusted() < 0 else None


def day(text: object) -> date | None:
    """Return the day of an ISO date or moment; None for anything else."""
    found = DAY.fullmatch(clean(text, limit=60))
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def money(amount: Decimal, currency: str) -> Money | None:
    """Return an amount rounded to its currency's decimals; None for no currency of ours."""
    try:
        return Money.rounded(amount, currency)
    except DomainError:
        return None


def digest(*parts: object) -> str:
    """Return a fingerprint of what a record says."""
    told = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
