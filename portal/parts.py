"""Read the parts of a file together with the file: one statement, whatever the number of parts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Subquery


@dataclass(frozen=True)
class Part:
    """One kind of row that belongs to a file: where from, which columns, in which order.

    ``to`` is the column that names the file. ``labels`` are further paths shown as text.
    """

    queryset: models.QuerySet[Any]
    to: str
    fields: tuple[str, ...]
    order: tuple[str, ...]

    def subquery(self) -> Rows:
        """Return the rows as JSON objects, each column under its path."""
        rows = self.queryset.filter(**{self.to: OuterRef("pk")}).order_by(*self.order)
        return Rows(rows.values_list(*self.fields), self.fields)

    def revived(self, rows: Iterable[Mapping[str, Any]] | None) -> list[SimpleNamespace]:
        """Return the rows with the types of their columns, and the labels of their choices."""
        return [self._revived(row) for row in rows or ()]

    def _revived(self, row: Mapping[str, Any]) -> SimpleNamespace:
        values: dict[str, Any] = {}
        for name in self.fields:
            field = field_at(self.queryset.model, name)
            value = _typed(field, row[name])
            values[name] = value
            if field.choices:
                values[f"{name}_label"] = str(dict(field.flatchoices).get(value, value or ""))
        return SimpleNamespace(**values)


class Exact(json.JSONDecoder):
    """Reads numbers so that no cent is lost."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "parse_float": Decimal})


class Rows(Subquery):
    """Rows as an array of JSON objects; the columns are named once, outside, which costs least."""

    template = "ARRAY(SELECT to_jsonb(part) FROM (%(subquery)s) part(%(columns)s))"

    def __init__(self, rows: models.QuerySet[Any], names: Iterable[str]) -> None:
        columns = ", ".join(f'"{name}"' for name in names)
        kind = ArrayField(models.JSONField(decoder=Exact))
        super().__init__(rows, output_field=kind, columns=columns)


def field_at(model: type[models.Model], path: str) -> models.Field[Any, Any]:
    """Return the column at the end of a path such as ``theme__title_en``."""
    *steps, last = path.split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model
        if not isinstance(related, type):
            raise TypeError(path)
        model = related
    found = model._meta.get_field(last)
    if not isinstance(found, models.Field):
        raise TypeError(path)
    return found


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    return field.to_python(value)


def with_parts(queryset: models.QuerySet[Any], parts: Mapping[str, Part]) -> models.QuerySet[Any]:
    """Return the files with their parts, to be revived after reading."""
    subqueries = {f"_{name}": part.subquery() for name, part in parts.items()}
    annotated: models.QuerySet[Any] = queryset.annotate(**subqueries)
    return annotated


def revive(found: Any, parts: Mapping[str, Part]) -> dict[str, list[SimpleNamespace]]:
    """Return the parts of one file by name."""
    return {name: part.revived(getattr(found, f"_{name}")) for name, part in parts.items()}
