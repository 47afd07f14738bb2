"""Which standing criteria of a donor a need meets, each with the reason (they bind nobody)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need: ``regions``, ``groups`` and ``themes`` come with all that they are part of.

    ``gross`` is what its components in force cost, in US dollars; None before they are costed.
    """

    country: str
    regions: frozenset[str]
    groups: frozenset[str]
    themes: frozenset[str]
    assistance_types: frozenset[str]
    gross: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion held against a need: its name, whether it is met, and the reason."""

    criterion: str
    met: bool
    sentence: Sentence


Holds = Callable[[Any, Need], bool]
RULES: Final[tuple[tuple[str, Holds, Sentence, Sentence], ...]] = (
    (
        "countries",
        lambda asked, need: need.country in asked,
        _("The country is one you named."),
        _("The country is none of those you named."),
    ),
    (
        "regions",
        lambda asked, need: bool(need.regions & set(asked)),
        _("The country lies in a region you named."),
        _("The country lies in none of the regions you named."),
    ),
    (
        "groups",
        lambda asked, need: bool(need.groups & set(asked)),
        _("The country belongs to a group you named."),
        _("The country belongs to none of the groups you named."),
    ),
    (
        "themes",
        lambda asked, need: bool(need.themes & set(asked)),
        _("It is about a theme you named."),
        _("It is about none of the themes you named."),
    ),
    (
        "assistance_types",
        lambda asked, need: bool(need.assistance_types & set(asked)),
        _("It asks for a type of assistance you named."),
        _("It asks for none of the types of assistance you named."),
    ),
    (
        "least_usd",
        lambda asked, need: need.gross is not None and need.gross >= asked,
        _("It costs no less than you said."),
        _("It costs less than you said."),
    ),
    (
        "most_usd",
        lambda asked, need: need.gross is not None and need.gross <= asked,
        _("It costs no more than you said."),
        _("It costs more than you said."),
    ),
)


def findings(criteria: Any, need: Need) -> tuple[Finding, ...]:
    """Return what each criterion that asks for something comes to; none where none does."""
    found = []
    for name, holds, yes, no in RULES:
        asked = getattr(criteria, name)
        if asked in (None, []):
            continue
        met = holds(asked, need)
        found.append(Finding(name, met, yes if met else no))
    return tuple(found)


def matches(found: tuple[Finding, ...]) -> bool:
    """Tell whether every criterion is met, and there is one."""
    return bool(found) and all(one.met for one in found)
