"""What a State writes and answers on the pages of its own requests."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse

from portal.requests.sections import BY_KEY
from ta_requests.models import Document, Request
from ta_requests.services import documents
from ta_requests.services.field_saving import read_fields
from tests.factories.requests import PDF, ROAD, Story, story_at
from tests.portal.posts.cases import OTHER_STATE
from tests.portal.posts.form import Form, Make, Paper
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DRAFTER, AUTHORITY = "state.ms_drafter", "state.ms_authority"


def of_request(name: str, subject: Any, /, *args: Any, **given: Any) -> Form:
    """Return the form of one page of a request."""
    return Form(
        url=reverse(f"portal:{name}", args=[subject.pk, *args]),
        names=str(subject.pk),
        **{"who": DRAFTER, "wrong": "state.donor_authority", "foreign": OTHER_STATE, **given},
    )


def new(world: World) -> Form:
    return Form(
        url=reverse("portal:request_new"),
        who=DRAFTER,
        values={"title": "Another request", "language": "en"},
        wrong=AUTHORITY,
        is_open=True,
    )


def practice(world: World) -> Form:
    return Form(url=reverse("portal:practice"), who=DRAFTER, wrong=AUTHORITY, kind=NOTHING_TO_DO)


NOTHING_TO_DO: Final = frozenset({200})
"""Said by pages that show what stands already when the same is sent once more."""


def filed(story: Story) -> None:
    """Let the State submit what it wrote."""
    ROAD["submitted"](story)


def section(key: str, world: World) -> Form:
    story = story_at(world, "draft")
    return of_request("request_section", story.request, key, **_written(story, key))


def save(key: str, world: World) -> Form:
    given = _written(story := story_at(world, "draft"), key)
    return of_request("request_save", story.request, key, status=200, kind=NOTHING_TO_DO, **given)


def _written(story: Story, key: str) -> dict[str, Any]:
    with speaking_as(SYSTEM):
        standing = read_fields(Request.objects.get(pk=story.pk), BY_KEY[key].fields)
    return {
        "values": WRITTEN[key] | {f"base-{name}": base for name, base in standing.bases.items()},
        "stale": {f"base-{name}": "0" * len(base) for name, base in standing.bases.items()},
        "ends": lambda: filed(story),
    }


WRITTEN: Final[Mapping[str, dict[str, Any]]] = {
    "subject": {"title": "Workshops in four prisons", "language": "en"},
    "needs": {"needs": "Nobody learns to read."},
    "priorities": {"priorities": "Reading first."},
    "challenges": {"challenges": "There are no teachers."},
    "restrictions": {"restrictions": "No work on Sundays."},
    "law": {
        "domestic_law_note": "Section 12.",
        "gender_note": "Women first.",
        "culture_note": "Songs of the coast.",
        "safeguards_note": "Families are heard.",
    },
    "themes": {"themes": ["T3b"]},
    "types": {"assistance_types": ["capacity_building"], "other_type_text": ""},
    "items": {
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-description": "Primer",
        "items-0-quantity": "24",
        "items-0-unit": "piece",
    },
    "instruments": {"instruments": ["A/RES/76/182"]},
}
"""What is written into each section of a draft: other than what stands there."""


def papers(world: World) -> Form:
    story = story_at(world, "draft")
    values = {"kind": "supporting", "file": Paper()}
    return of_request(
        "request_papers",
        story.request,
        values=values,
        ends=lambda: withdrawn(story),
        is_open=True,
    )


def withdrawn(story: Story) -> None:
    """Let the State take its request back."""
    story.act(AUTHORITY, "withdraw", reason="The government changed its plans.")


def remove(world: World) -> Form:
    story = story_at(world, "draft")
    with world.as_(DRAFTER):
        documents.attach(
            pk=story.pk, actor=world[DRAFTER], now=story.now, kind="supporting", upload=PDF
        )
    with speaking_as(SYSTEM):
        kept = Document.objects.get(request=story.pk)
    return of_request(
        "document_remove",
        story.request,
        kept.pk,
        subject=story.request,
        ends=lambda: filed(story),
        kind=frozenset({302}),
    )


def consent(world: World) -> Form:
    story = story_at(world, "submitted")
    return of_request(
        "request_consent",
        story.request,
        who=AUTHORITY,
        wrong=DRAFTER,
        subject=story.request,
        values={"consent_class": "secretariat"},
        ends=lambda: withdrawn(story),
    )


FORMS: dict[str, Make] = {
    "/requests/new/": new,
    "/requests/practice/": practice,
    "/requests/{pk}/consent/": consent,
    "/requests/{pk}/documents/": papers,
    "/requests/{pk}/documents/{document_id}/remove/": remove,
    "/requests/{pk}/edit/subject/": functools.partial(section, "subject"),
    "/requests/{pk}/edit/subject/save/": functools.partial(save, "subject"),
}

FURTHER: dict[str, Make] = {
    f"/requests/{{pk}}/edit/{key}/{tail}": functools.partial(make, key)
    for key in WRITTEN
    if key != "subject"
    for tail, make in (("", section), ("save/", save))
}
"""The sections besides the one that stands for all in the table of routes."""
