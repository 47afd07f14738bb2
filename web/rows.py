"""Lists are read as declared columns by ``.values_list()``, never through serializers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from common.errors import Reason
from web.fields import MoneyField
from web.refusals import ParameterInvalid


class Row(serializers.Serializer[Any]):
    """The columns of a list: declared like a serializer (so the contract shows them), read by SQL.

    A field's ``source`` is a column path ("organisation.name"). A MoneyField with ``amount`` and
    ``currency`` takes two columns. Computed columns are annotated in ``prepare`` and named as
    sources. ``shape`` may finish a row in Python.
    """

    @classmethod
    def prepare(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the queryset with the annotations that columns name."""
        return queryset

    @classmethod
    def shape(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Return the finished row; only the chosen columns are in it."""
        return row


@dataclass(frozen=True)
class Column:
    """One published name, the database columns it is made of, and how."""

    name: str
    sources: tuple[str, ...]
    build: Callable[..., Any] | None = None


def columns_of(rows: type[Row]) -> list[Column]:
    """Return the columns a row declares."""
    columns = []
    for name, declared in rows().fields.items():
        if isinstance(declared, MoneyField):
            sources = tuple(path.replace(".", "__") for path in declared.columns)
            columns.append(Column(name, sources, MoneyField.of_columns))
        else:
            source = (declared.source or name).replace(".", "__")
            build = _text(declared) if isinstance(declared, serializers.DecimalField) else None
            columns.append(Column(name, (source,), build))
    return columns


def _text(declared: serializers.DecimalField) -> Callable[[Decimal | None], Any]:
    """Return what writes an exact number as text; JSON's own numbers would be inexact."""
    return lambda value: None if value is None else declared.to_representation(value)


def chosen(names: Iterable[str], fields: str) -> frozenset[str]:
    """Return the names asked for by ``?fields=a,b`` (all, when nothing is asked).

    Raises:
        ParameterInvalid: one of them does not exist.
    """
    known = frozenset(names)
    asked = frozenset(part.strip() for part in fields.split(",") if part.strip())
    if asked - known:
        sentence = ", ".join(sorted(known))
        raise ParameterInvalid(reasons=[Reason("field_unknown", sentence, "fields")])
    return asked or known


def read(
    queryset: QuerySet[Any], columns: Sequence[Column], *, also: tuple[str, ...]
) -> list[tuple[dict[str, Any], tuple[Any, ...]]]:
    """Return (row, values of ``also``) for every object, in one query."""
    sources = [source for column in columns for source in column.sources]
    plain = all(column.build is None for column in columns)
    names = [column.name for column in columns]
    width = len(sources)
    found = queryset.values_list(*sources, *also)
    if plain:
        return [(dict(zip(names, values[:width], strict=True)), values[width:]) for values in found]
    return [(_built(columns, values), values[width:]) for values in found]


def _built(columns: Sequence[Column], values: tuple[Any, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    at = 0
    for column in columns:
        taken = values[at : at + len(column.sources)]
        row[column.name] = column.build(*taken) if column.build else taken[0]
        at += len(column.sources)
    return row
