"""Bring the tables up to the facts and defaults we ship, without undoing anybody's edits.

Published facts (names, codes, currencies) follow the release. What an administrator may decide
otherwise (parameters, holidays, groups, titles) is put in where it is missing and then left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from reference import models as reference
from reference.seeds import facts, themes
from reference.seeds.holidays import HOLIDAYS
from reference.seeds.parameters import PARAMETERS
from reference.services.rate_files import read_rates
from reference.services.rate_loading import load_rates

Row = dict[str, Any]
Scope = Callable[[Row], Hashable]


@dataclass(frozen=True, slots=True)
class Table:
    """One table as shipped: what tells its rows apart, and whether edits stay.

    ``scope`` widens what counts as already decided: where any row of the scope exists, a missing
    row of ours was taken away on purpose.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    rows: Iterable[Row]
    edits_stay: bool = False
    scope: Scope | None = None


@dataclass(slots=True)
class Loaded:
    """What happened to one table; ``kept`` rows differ from ours because somebody edited them."""

    table: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0


@dataclass(slots=True)
class _Plan:
    """What will be written to one table."""

    new: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)


def tables() -> list[Table]:
    """Return all we ship, in an order in which every row finds what it refers to."""
    return [
        Table(reference.Region, ("code",), facts.regions()),
        Table(reference.Country, ("code",), facts.countries()),
        Table(reference.CountryGroup, ("code",), themes.GROUPS, edits_stay=True),
        Table(
            reference.GroupMembership,
            ("country_id", "group_id", "valid_from"),
            facts.memberships(),
            edits_stay=True,
            scope=lambda row: (row["country_id"], row["group_id"]),
        ),
        Table(reference.Currency, ("code",), facts.currencies()),
        Table(reference.CodelistEntry, ("codelist", "code"), facts.codelists()),
        Table(reference.Theme, ("code",), themes.THEMES, edits_stay=True),
        Table(reference.SectorTheme, ("sector",), facts.sector_themes(), edits_stay=True),
        Table(reference.AssistanceType, ("code",), themes.ASSISTANCE_TYPES, edits_stay=True),
        Table(reference.PartnerType, ("code",), themes.PARTNER_TYPES, edits_stay=True),
        Table(reference.Instrument, ("symbol",), themes.INSTRUMENTS, edits_stay=True),
        Table(
            reference.Holiday,
            ("duty_station", "on"),
            HOLIDAYS,
            edits_stay=True,
            scope=lambda row: (row["duty_station"], row["on"].year),
        ),
        Table(
            reference.Parameter, ("code",), (row._asdict() for row in PARAMETERS), edits_stay=True
        ),
    ]


@transaction.atomic
def load_reference_data(*, now: datetime) -> list[Loaded]:
    """Load everything we ship; a second run changes nothing and says so."""
    loaded = [_load(table) for table in tables()]
    rates = load_rates(read_rates(facts.rates()), now=now)
    name = str(reference.ExchangeRate._meta.verbose_name_plural)
    return [*loaded, Loaded(name, created=rates.added, unchanged=rates.unchanged)]


def _load(table: Table) -> Loaded:
    loaded, plan = Loaded(str(table.model._meta.verbose_name_plural)), _Plan()
    rows = list(table.rows)
    present = list(table.model._default_manager.all())
    by_key = {tuple(getattr(thing, name) for name in table.key): thing for thing in present}
    decided = _decided(table, present, names=list(rows[0]))
    for row in rows:
        found = by_key.get(tuple(row[name] for name in table.key))
        if found is not None:
            _compare(found, row, table=table, loaded=loaded, plan=plan)
        elif table.scope is not None and table.scope(row) in decided:
            loaded.kept += 1
        else:
            plan.new.append(table.model(**row))
            loaded.created += 1
    table.model._default_manager.bulk_create(plan.new)
    if plan.changed:
        columns = [name for name in rows[0] if name not in table.key]
        table.model._default_manager.bulk_update(plan.changed, columns)
    return loaded


def _decided(table: Table, present: list[models.Model], *, names: list[str]) -> set[Hashable]:
    if table.scope is None:
        return set()
    return {table.scope({name: getattr(thing, name) for name in names}) for thing in present}


def _compare(found: models.Model, row: Row, *, table: Table, loaded: Loaded, plan: _Plan) -> None:
    if all(getattr(found, name) == value for name, value in row.items()):
        loaded.unchanged += 1
    elif table.edits_stay:
        loaded.kept += 1
    else:
        for name, value in row.items():
            setattr(found, name, value)
        plan.changed.append(found)
        loaded.updated += 1
