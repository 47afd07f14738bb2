"""Read the parts of a file together with the file: one statement, whatever the number of parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, TextField
from django.db.models.functions import Cast, JSONObject


@dataclass(frozen=True)
class Part:
    """One kind of row that belongs to a file: where from, which columns, in which order.

    ``to`` is the column that names the file. ``labels`` are further paths shown as text.
    """

    queryset: models.QuerySet[Any]
    to: str
    fields: tuple[str, ...]
    order: tuple[str, ...]

    def subquery(self) -> ArraySubquery:
        """Return the rows as JSON objects; numbers travel as text so that no cent is lost."""
        columns = {name: Cast(name, TextField()) for name in self.fields}
        rows = self.queryset.filter(**{self.to: OuterRef("pk")}).order_by(*self.order)
        return ArraySubquery(rows.values(_row=JSONObject(**columns)))

    def revived(self, rows: Iterable[Mapping[str, str | None]] | None) -> list[SimpleNamespace]:
        """Return the rows with the types of their columns, and the labels of their choices."""
        return [self._revived(row) for row in rows or ()]

    def _revived(self, row: Mapping[str, str | None]) -> SimpleNamespace:
        values: dict[str, Any] = {}
        for name in self.fields:
            field = field_at(self.queryset.model, name)
            value = _typed(field, row[name])
            values[name] = value
            if field.choices:
                values[f"{name}_label"] = str(dict(field.flatchoices).get(value, value or ""))
        return SimpleNamespace(**values)


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


def _typed(field: models.Field[Any, Any], text: str | None) -> Any:
    if text is None:
        return None
    if isinstance(field, models.BooleanField):
        return text in {"true", "t"}
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(text)
    return field.to_python(text)


def with_parts(queryset: models.QuerySet[Any], parts: Mapping[str, Part]) -> models.QuerySet[Any]:
    """Return the files with their parts, to be revived after reading."""
    subqueries = {f"_{name}": part.subquery() for name, part in parts.items()}
    annotated: models.QuerySet[Any] = queryset.annotate(**subqueries)
    return annotated


def revive(found: Any, parts: Mapping[str, Part]) -> dict[str, list[SimpleNamespace]]:
    """Return the parts of one file by name."""
    return {name: part.revived(getattr(found, f"_{name}")) for name, part in parts.items()}
