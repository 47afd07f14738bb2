"""An activity as it is published: values only, so that it can be written without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from common.money import Money
from reporting.iati.codes import DateKind, Status, Transaction

WHOLE = Decimal(100)
STEP = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Narrative:
    """A text and the language it is in (ISO 639-1)."""

    text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Party:
    """An organisation by its name and, where it is known, its type and identifier."""

    name: str
    type: str = ""
    ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One transaction; below nothing where money went back."""

    kind: Transaction
    on: date
    value: Money
    provider: Party | None = None
    earmark_category: str = ""
    earmark_modality: str = ""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One consented request with what donors consented to publish of its money."""

    reference: str
    title: Narrative
    needs: Narrative
    priorities: Narrative | None
    status: Status
    country: str
    dates: Mapping[DateKind, date]
    sectors: Mapping[str, Decimal]
    targets: Sequence[str]
    gender: str
    aid_type: str
    updated_at: datetime
    movements: Sequence[Movement] = field(default=())

    @property
    def funders(self) -> list[Party]:
        """Return who gives, each once, in the order of their names."""
        givers = {one.provider for one in self.movements if one.provider is not None}
        return sorted(givers, key=lambda party: (party.name, party.type))


def hundred(weights: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Return percentages of two decimals that add up to one hundred, by code.

    Weights of one code are added up; what rounding leaves goes to the greatest remainders, and a
    weight above nothing is never told as nothing.
    """
    sums: dict[str, Decimal] = {}
    for code, weight in weights:
        sums[code] = sums.get(code, Decimal(0)) + weight
    whole = sum(sums.values(), Decimal(0))
    steps = int(WHOLE / STEP)
    exact = {code: Fraction(weight) * steps / Fraction(whole) for code, weight in sums.items()}
    told = {code: max(1, int(share)) for code, share in exact.items()}
    left = steps - sum(told.values())
    order = sorted(exact, key=lambda code: (told[code] - exact[code], code))
    for code in order[: max(left, 0)]:
        told[code] += 1
    if left < 0:
        told[max(told, key=lambda code: (told[code], code))] += left
    return {code: told[code] * STEP for code in sorted(told)}
