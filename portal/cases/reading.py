"""The page of any subject that has no page of its own, and the way to the page of any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.errors import NotFound
from portal.access import actor_of, now_of, signed_in
from portal.addresses import OWN_PAGES, page_of
from portal.answers import page_for_its_state
from portal.cases.areas import AreaLine, area_lines
from portal.cases.guidance import HELP
from portal.cases.sheets import SHEETS, Sheet
from portal.cases.values import Table, Value, facts_of, tables_of, texts_of
from portal.giving.changes import difference_of
from portal.history import story_of
from portal.parts import revive, with_parts
from portal.steps import Steps, steps_of
from portal.writing.registry import Way, ways_of, ways_of_row
from workflows.actors import Actor
from workflows.registry import Machine, machines


@dataclass(frozen=True)
class Case:
    """A subject with everything its sheet shows."""

    subject: Any
    machine: Machine
    facts: list[Value]
    texts: list[Value]
    tables: list[Table]
    rows: dict[str, list[SimpleNamespace]]
    above: str
    steps: Steps
    ways: list[Way]
    areas: list[AreaLine]


def machine_at(key: str) -> Machine:
    """Return a machine by the key in an address.

    Raises:
        NotFound: there is no such machine.
    """
    found = next((known for known in machines() if known.key == key), None)
    if found is None:
        raise NotFound
    return found


def case_of(known: Machine, pk: UUID, *, actor: Actor, now: datetime) -> Case:
    """Return one subject with its steps, its parts and the forms open to a person.

    Raises:
        NotFound: unknown, or not visible to the actor.
    """
    sheet = SHEETS.get(known.key) or Sheet(facts=(), above=None)
    parts = sheet.parts(actor)
    visible = known.model.objects.visible_to(actor)
    if sheet.related:  # naming none would join all
        visible = visible.select_related(*sheet.related)
    subject = next(iter(with_parts(visible.filter(pk=pk).order_by(), parts)), None)
    if subject is None:
        raise NotFound
    steps = steps_of(subject, known=known, actor=actor, now=now)
    rows = revive(subject, parts)

    def forms(table: str, row_id: Any) -> list[Way]:
        return ways_of_row(known.key, table, subject, row_id, actor)

    return Case(
        subject=subject,
        machine=known,
        facts=facts_of(subject, sheet),
        texts=texts_of(subject, sheet),
        rows=rows,
        tables=tables_of(subject, sheet, parts, rows, forms),
        above=page_of(sheet.above[0], getattr(subject, sheet.above[1])) if sheet.above else "",
        steps=steps,
        ways=ways_of(known.key, subject, actor),
        areas=area_lines(subject, rows["areas"], actor) if known.key == "assessment" else [],
    )


@require_safe
@signed_in
def case(request: HttpRequest, key: str, pk: UUID) -> HttpResponse:
    """Show one subject: facts, texts, tables, next steps, and its story."""
    known = machine_at(key)
    if key in OWN_PAGES:
        return redirect(page_of(key, pk))
    actor, now = actor_of(request), now_of(request)
    if not actor.reads_all_cases:
        page = page_for_its_state(key, pk, actor=actor)
        if page:
            return redirect(page)
    found = case_of(known, pk, actor=actor, now=now)
    context = {
        "case": found,
        "subject": found.subject,
        "kind": known.model._meta.verbose_name,
        "help": HELP.get(key, ""),
        "steps": found.steps,
        "story": story_of([pk], actor=actor),
    }
    return render(request, PAGES.get(key, "portal/case.html"), context | _more(key, found.subject))


PAGES: Final = {"amendment": "portal/giving/amendment.html"}


def _more(key: str, subject: Any) -> dict[str, Any]:
    """Return what the page of some kinds of case shows besides its sheet."""
    return {"difference": difference_of(subject)} if key == "amendment" else {}
