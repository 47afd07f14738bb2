"""Pages by signed cursor: stable while rows come and go, and the same cost at any depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.canonical import plain
from common.errors import Reason
from web.refusals import AsOfUnsupported, CursorInvalid, ParameterInvalid

SIGNER: Final = signing.Signer(salt="tara.cursor")
"""Without a time in it: the same page has the same bytes, and so the same entity tag."""
USUAL: Final = 50
MOST: Final = 200
PAGING: Final = frozenset({"cursor", "limit", "fields", "ordering"})
AS_OF: Final = "as_of"

Rows = Sequence[tuple[dict[str, Any], tuple[Any, ...]]]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a list was asked: parameters (those in the cursor, if one came) and where to go on."""

    path: str
    params: QueryDict
    after: tuple[Any, Any] | None

    @property
    def limit(self) -> int:
        """Return how many rows are wanted."""
        text = self.params.get("limit") or str(USUAL)
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST:
            raise _invalid("limit", _("A page has 1 to 200 rows."))
        return int(text)


@dataclass(frozen=True, kw_only=True)
class Order:
    """The one column a list is ordered by (never null); the primary key breaks ties."""

    column: str
    descending: bool

    @property
    def by(self) -> tuple[str, str]:
        """Return what ``order_by`` wants."""
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}pk"


def _invalid(parameter: str, sentence: Any) -> ParameterInvalid:
    return ParameterInvalid(reasons=[Reason("parameter_invalid", sentence, parameter)])


def read_question(
    request: Request, *, known: Iterable[str], as_of_supported: bool = False
) -> Question:
    """Return what is asked.

    Raises:
        ParameterInvalid: a parameter nobody knows. AsOfUnsupported. CursorInvalid: altered, of
        another list, or sent together with other parameters than it was made for.
    """
    given = request.query_params
    if AS_OF in given and not as_of_supported:
        raise AsOfUnsupported
    unknown = sorted(set(given) - set(known) - PAGING - {AS_OF})
    if unknown:
        raise _invalid(unknown[0], _("There is no such parameter here."))
    if "cursor" not in given:
        return Question(path=request.path, params=given, after=None)
    return _go_on(request.path, given)


def _go_on(path: str, given: QueryDict) -> Question:
    try:
        kept = SIGNER.unsign_object(str(given["cursor"]))
    except signing.BadSignature:
        raise CursorInvalid from None
    params = QueryDict(kept["params"])
    others = [name for name in given if name != "cursor"]
    if kept["path"] != path or any(given.getlist(n) != params.getlist(n) for n in others):
        raise CursorInvalid
    return Question(path=path, params=params, after=(kept["value"], kept["pk"]))


def order_of(question: Question, *, allowed: Sequence[str], usual: str) -> Order:
    """Return the order asked for (``ordering=-created_at``), or the usual one."""
    asked = question.params.get("ordering") or usual
    column = asked.removeprefix("-")
    if column not in {*allowed, usual.removeprefix("-")}:
        raise _invalid("ordering", _("This list cannot be put in that order."))
    return Order(column=column, descending=asked.startswith("-"))


def page(
    queryset: QuerySet[Any],
    *,
    question: Question,
    order: Order,
    read: Callable[[QuerySet[Any], tuple[str, ...]], Rows],
) -> dict[str, Any]:
    """Return one page: ``items`` and the address of the ``next``, or null."""
    limit = question.limit
    if question.after is not None:
        queryset = queryset.filter(_beyond(queryset, order, question.after))
    rows = read(queryset.order_by(*order.by)[: limit + 1], (order.column, "pk"))
    items = [row for row, _key in rows[:limit]]
    last = rows[limit - 1][1] if len(rows) > limit else None
    return {"items": items, "next": _next(question, last) if last else None}


def _beyond(queryset: QuerySet[Any], order: Order, after: tuple[Any, Any]) -> Q:
    """Return what comes after (value, pk); the first term lets an index do the work."""
    meta = queryset.model._meta
    column = meta.pk.name if order.column == "pk" else order.column
    try:
        value = meta.get_field(column).to_python(after[0])
        pk = meta.pk.to_python(after[1])
    except ValidationError:
        raise CursorInvalid from None
    way = "lt" if order.descending else "gt"
    further = Q(**{f"{order.column}__{way}": value}) | Q(**{f"pk__{way}": pk})
    return Q(**{f"{order.column}__{way}e": value}) & further


def _next(question: Question, key: tuple[Any, ...]) -> str:
    value, pk = (plain(part) for part in key)
    kept = {
        "path": question.path,
        "params": question.params.urlencode(),
        "value": value,
        "pk": pk,
    }
    return f"{question.path}?{urlencode({'cursor': SIGNER.sign_object(kept)})}"
