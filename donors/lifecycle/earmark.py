"""What a donor tied its money to, and what an allotment would spend it on (DOMAIN 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Earmark:
    """The constraint set of a contribution; an empty member constrains nothing."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    assistance_types: frozenset[str] = frozenset()
    request: UUID | None = None
    components: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where money is to go; ``regions`` and ``themes`` come with all that they are part of."""

    country: str
    regions: frozenset[str]
    themes: frozenset[str]
    assistance_type: str
    request: UUID
    component: UUID


def outside(earmark: Earmark, target: Target) -> frozenset[str]:
    """Return the names of the constraints the target does not meet; none when it may be funded.

    A country lies in a region with everything the region contains, and a theme counts with its
    parts: the target names all it belongs to, one in common is enough.
    """
    met = {
        "countries": not earmark.countries or target.country in earmark.countries,
        "regions": not earmark.regions or bool(earmark.regions & target.regions),
        "themes": not earmark.themes or bool(earmark.themes & target.themes),
        "assistance_types": (
            not earmark.assistance_types or target.assistance_type in earmark.assistance_types
        ),
        "request": earmark.request is None or earmark.request == target.request,
        "component": not earmark.components or target.component in earmark.components,
    }
    return frozenset(name for name, holds in met.items() if not holds)
