"""Queries put into SQL once in the life of a process, and asked with other values ever after.

Django writes the SQL of a query anew each time, which takes longer than the database needs for a
row found by its key. What every request asks first, and what the locks of money ask, is worth it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

Made = TypeVar("Made", bound=Model)

BLANKS: Final[dict[type, Callable[[int], Any]]] = {
    UUID: lambda number: UUID(int=2**128 - number),
    str: lambda number: f"\x7fblank {number}\x7f",
    datetime: lambda number: datetime(9999, 1, number, tzinfo=UTC),
}
"""Values that nobody asks for, to be found again among the parameters."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A parameter that is given with each question."""

    name: str


class Written:
    """A query of ``values_list`` whose shape does not depend on what is asked.

    ``build`` takes a value for each of ``kinds`` (name -> UUID, str or datetime) and returns the
    query. Converters of the fields are applied, as by a QuerySet.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        """Note the query; it is written when it is first asked."""
        self.build, self.kinds = build, kinds

    def __call__(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values; one query."""
        sql, parameters, compiler, converters = self.statement
        with connection.cursor() as cursor:
            cursor.execute(sql, self.filled(parameters, given))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [*map(tuple, compiler.apply_converters(rows, converters))] if converters else rows

    @staticmethod
    def filled(parameters: list[Any], given: dict[str, Any]) -> list[Any]:
        """Return the parameters with what was given in the place of their blanks."""
        return [given[one.name] if isinstance(one, Blank) else one for one in parameters]

    @cached_property
    def statement(self) -> tuple[str, list[Any], Any, Any]:
        """Return SQL, parameters with their blanks, and what turns a row into Python.

        Raises:
            ValueError: a value was written into the query otherwise than as a parameter.
        """
        blanks = {
            name: BLANKS[kind](number)
            for number, (name, kind) in enumerate(self.kinds.items(), start=1)
        }
        compiler: Any = self.build(**blanks).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        marked = [_marked(one, blanks) for one in parameters]
        if {one.name for one in marked if isinstance(one, Blank)} != blanks.keys():
            message = f"not every value is a parameter of: {sql}"
            raise ValueError(message)
        fields = [chosen[0] for chosen in compiler.select[: compiler.col_count]]
        return sql, marked, compiler, compiler.get_converters(fields)


def _marked(parameter: Any, blanks: dict[str, Any]) -> Any:
    name = next((name for name, value in blanks.items() if value == parameter), None)
    return parameter if name is None else Blank(name)


def columns(model: type[Model], *, through: str = "") -> list[str]:
    """Name all columns of a model for ``values_list``, as they are reached ``through`` others."""
    return [f"{through}{field.attname}" for field in model._meta.concrete_fields]


def made(model: type[Made], values: Sequence[Any], *, only: Sequence[str] = ()) -> Made:
    """Return the object whose ``columns`` (or these alone) were read, as a QuerySet would."""
    given = dict(zip(only or columns(model), values, strict=True))
    names = [name for name in columns(model) if name in given]  # Django expects its own order
    return model.from_db(DEFAULT_DB_ALIAS, names, [given[name] for name in names])
