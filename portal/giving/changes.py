"""How an amendment differs from the terms it changes, with names where the terms keep codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from donors.models import Amendment
from donors.models.agreed_terms import differences
from reference.models import AssistanceType, Country, Region, Theme
from ta_requests.models import Component, Request

Names = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One term: its word, as it was and as it becomes, line by line."""

    label: str
    before: list[str]
    after: list[str]


def difference_of(amendment: Amendment) -> list[Change]:
    """Return the terms that change; the amendment was read for a page, so its facts are known."""
    before = amendment.before or getattr(amendment.facts, "before", {})
    told = differences(before, amendment.changes, currency=amendment.pledge.currency)
    found = []
    for one in told:
        was, becomes = before.get(one.field), amendment.changes.get(one.field)
        if one.field in NAMED:
            names = NAMED[one.field]({*_codes(was), *_codes(becomes)})
            found.append(Change(one.label, _told(was, names), _told(becomes, names)))
        else:
            found.append(
                Change(one.label, _lines(one.field, one.before), _lines(one.field, one.after))
            )
    return found


def _codes(value: Any) -> list[str]:
    if not value:
        return []
    return list(value) if isinstance(value, list) else [value]


def _lines(field: str, told: str) -> list[str]:
    return told.split("; ") if field in LISTED else [told]


def _told(value: Any, names: Names) -> list[str]:
    return [names.get(code, code) for code in _codes(value)] or [_("nothing")]


def _rows(model: Any) -> Callable[[Collection[str]], Names]:
    return lambda codes: {str(one.pk): str(one) for one in model.objects.filter(pk__in=codes)}


def _components(codes: Collection[str]) -> Names:
    found = Component.objects.filter(pk__in=codes).values_list("pk", "number", "title")
    return {str(pk): f"{number}. {title}" for pk, number, title in found}


def _requests(codes: Collection[str]) -> Names:
    found = Request.objects.filter(pk__in=codes).values_list("pk", "reference", "title")
    return {str(pk): f"{reference} {title}" for pk, reference, title in found}


LISTED: Final = ("instalments", "report_schedule")
NAMED: Final[dict[str, Callable[[Collection[str]], Names]]] = {
    "request": _requests,
    "components": _components,
    "countries": _rows(Country),
    "regions": _rows(Region),
    "themes": _rows(Theme),
    "assistance_types": _rows(AssistanceType),
}
"""The terms that are kept as codes, and how to name them (the database shows what one may see)."""
