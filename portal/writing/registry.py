"""Which writings each kind of case has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from common.errors import NotFound
from portal.writing import amendments, assessments, deliveries, promises
from portal.writing.kinds import Writing
from workflows.actors import Actor

WRITINGS: dict[str, tuple[Writing, ...]] = {
    "assessment": assessments.WRITINGS,
    "delivery": deliveries.WRITINGS,
    "pledge": (*promises.OF_PLEDGES, amendments.ASK),
    "amendment": amendments.OF_AMENDMENTS,
    "report_obligation": promises.OF_REPORTS,
}

ROWS: dict[tuple[str, str], tuple[str, ...]] = {
    ("assessment", "components"): ("change_component", "remove_component"),
    ("delivery", "outputs"): ("change_output", "add_indicator", "remove_output"),
    ("delivery", "indicators"): ("record_value",),
    ("pledge", "instalments"): ("change_instalment", "remove_instalment"),
}
"""The writings about one row of a table of a sheet."""


@dataclass(frozen=True)
class Way:
    """A way to a form: its words and its address."""

    title: str
    url: str


def writing_of(key: str, name: str) -> Writing:
    """Return one writing.

    Raises:
        NotFound: this kind of case has none of that name.
    """
    found = next((one for one in WRITINGS.get(key, ()) if one.name == name), None)
    if found is None:
        raise NotFound
    return found


def address_of(key: str, pk: UUID, name: str, part: Any = "") -> str:
    """Return the path of a form."""
    if part:
        return reverse("portal:write_part", args=[key, pk, name, part])
    return reverse("portal:write", args=[key, pk, name])


def ways_of(key: str, subject: Any, actor: Actor) -> list[Way]:
    """Return the forms about the case itself that are open to a person now."""
    return [
        Way(str(one.title), address_of(key, subject.pk, one.name))
        for one in WRITINGS.get(key, ())
        if not one.of_part and one.offered(subject, actor)
    ]


def ways_of_row(key: str, table: str, subject: Any, part: Any, actor: Actor) -> list[Way]:
    """Return the forms about one row of a table that are open to a person now."""
    names = ROWS.get((key, table), ())
    found = [writing_of(key, name) for name in names]
    return [
        Way(str(one.title), address_of(key, subject.pk, one.name, part))
        for one in found
        if one.offered(subject, actor)
    ]
