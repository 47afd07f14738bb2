"""What a State writes and answers on the pages of its own requests."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from ta_requests.models import Assessment, Circulation, Document, Request
from ta_requests.services import documents
from ta_requests.services.field_saving import read_fields
from tests.factories.assessments import assess
from tests.factories.requests import PDF, ROAD, Story, story_at
from tests.portal.posts.cases import OTHER_STATE, noticed_output, terminated
from tests.portal.posts.form import Form, Make, Paper
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

DRAFTER, AUTHORITY = "state.ms_drafter", "state.ms_authority"
FIELDS: Final = ("title", "language")


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


def section(world: World) -> Form:
    story = story_at(world, "draft")
    return of_request("request_section", story.request, "subject", **_written(story))


def save(world: World) -> Form:
    story = story_at(world, "draft")
    given = _written(story)
    return of_request(
        "request_save", story.request, "subject", status=200, kind=NOTHING_TO_DO, **given
    )


def _written(story: Story) -> dict[str, Any]:
    with speaking_as(SYSTEM):
        standing = read_fields(Request.objects.get(pk=story.pk), FIELDS)
    written = {"title": "Workshops in four prisons", "language": "en"}
    return {
        "values": written | {f"base-{name}": base for name, base in standing.bases.items()},
        "stale": {f"base-{name}": "0" * len(base) for name, base in standing.bases.items()},
        "ends": lambda: filed(story),
    }


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


def objection(world: World) -> Form:
    story = story_at(world, "noticed")
    with speaking_as(SYSTEM):
        notice = Circulation.objects.get(request=story.pk)
    return of_request(
        "request",
        story.request,
        who=AUTHORITY,
        wrong=DRAFTER,
        subject=notice,
        values={"act": f"object-{notice.pk}", "reason": "Not before the elections."},
    )


def report(world: World) -> Form:
    story = story_at(world, "needs_assessment")
    found: Assessment = assess(world, story.request, "state_validation")
    return of_request(
        "request_report",
        story.request,
        who=AUTHORITY,
        wrong=DRAFTER,
        subject=found,
        values={"act": f"return_report-{found.pk}", "reason": "The north is missing."},
    )


def delivery(world: World) -> Form:
    story, found, output = noticed_output(world)
    return of_request(
        "request_delivery",
        story.request,
        who=AUTHORITY,
        wrong=DRAFTER,
        subject=found,
        values={"act": f"accept_output-{found.pk}-{output.pk}", "output_id": str(output.pk)},
        ends=lambda: terminated(story),
    )


FORMS: dict[str, Make] = {
    "/requests/new/": new,
    "/requests/practice/": practice,
    "/requests/{pk}/": objection,
    "/requests/{pk}/consent/": consent,
    "/requests/{pk}/delivery/": delivery,
    "/requests/{pk}/documents/": papers,
    "/requests/{pk}/documents/{document_id}/remove/": remove,
    "/requests/{pk}/edit/subject/": section,
    "/requests/{pk}/edit/subject/save/": save,
    "/requests/{pk}/report/": report,
}
