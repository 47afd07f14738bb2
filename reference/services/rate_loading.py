"""Put published rates into the table: all of a file or nothing, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason
from reference.models.currencies import UN_OPERATIONAL, Currency, ExchangeRate
from reference.services.rate_files import RateLine


@dataclass(frozen=True, slots=True)
class LoadedRates:
    """What loading a file did, or would do."""

    added: int
    unchanged: int
    first_day: str
    last_day: str


def load_rates(
    lines: Sequence[RateLine],
    *,
    now: datetime,
    source: str = UN_OPERATIONAL,
    dry_run: bool = False,
) -> LoadedRates:
    """Add the rates not yet known; a rate in force is never replaced.

    Raises Invalid for a currency we do not know, and for a known currency and day with another
    rate: what was booked at it would no longer be explained.
    """
    _refuse_unknown(lines)
    with transaction.atomic():
        known = _known(lines, source)
        new = [line for line in lines if (line.currency, line.effective_on) not in known]
        _refuse_contradictions(lines, known)
        if not dry_run:
            ExchangeRate.objects.bulk_create(_row(line, source=source, now=now) for line in new)
    days = sorted(line.effective_on.isoformat() for line in lines) or [""]
    return LoadedRates(len(new), len(lines) - len(new), days[0], days[-1])


def _row(line: RateLine, *, source: str, now: datetime) -> ExchangeRate:
    return ExchangeRate(
        currency_id=line.currency,
        effective_on=line.effective_on,
        units_per_usd=line.units_per_usd,
        source=source,
        loaded_at=now,
    )


def _known(lines: Sequence[RateLine], source: str) -> dict[tuple[str, object], object]:
    days = {line.effective_on for line in lines}
    rates = ExchangeRate.objects.filter(source=source, effective_on__in=days)
    return {
        (currency, day): rate
        for currency, day, rate in rates.values_list("currency", "effective_on", "units_per_usd")
    }


def _refuse_unknown(lines: Sequence[RateLine]) -> None:
    codes = {line.currency for line in lines}
    unknown = codes - set(Currency.objects.filter(code__in=codes).values_list("code", flat=True))
    if unknown:
        raise Invalid(
            reasons=[
                Reason("rates_currency", _("The file names currencies we do not know."), "file"),
            ],
            data={"currencies": sorted(unknown)},
        )


def _refuse_contradictions(
    lines: Sequence[RateLine], known: dict[tuple[str, object], object]
) -> None:
    changed = sorted(
        line.currency
        for line in lines
        if known.get((line.currency, line.effective_on), line.units_per_usd) != line.units_per_usd
    )
    if changed:
        raise Invalid(
            reasons=[
                Reason(
                    "rates_contradict",
                    _("The file changes rates that are already in force."),
                    "file",
                ),
            ],
            data={"currencies": changed},
        )
