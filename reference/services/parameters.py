"""The values our rules work with: an administrator's, or those we ship."""

from __future__ import annotations

from decimal import Decimal

from reference.models.office import Parameter, ParameterKind
from reference.seeds.parameters import PARAMETERS

SHIPPED = {row.code: row for row in PARAMETERS}


def rate_of(code: str) -> Decimal:
    """Return a share such as ``psc_rate`` (0.13); KeyError for a code nobody ships."""
    return Decimal(_value(code, ParameterKind.RATE))


def count_of(code: str) -> int:
    """Return a number of days or months such as ``silence_working_days`` (20)."""
    return int(_value(code, ParameterKind.COUNT))


def _value(code: str, kind: ParameterKind) -> str:
    shipped = SHIPPED[code]
    if shipped.kind != kind:
        raise KeyError(code)
    edited = Parameter.objects.filter(code=code, kind=kind).values_list("value", flat=True).first()
    return shipped.value if edited is None else edited
