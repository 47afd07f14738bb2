"""What States agreed to show to everyone: open needs, delivered results, one request."""

from __future__ import annotations

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Final, cast
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.errors import NotFound
from donors.choices.money import FUNDABLE_REQUESTS
from portal.access import now_of
from portal.giving.needs import need_with_parts, on_show
from portal.pages import page_of
from portal.totals import sums_of
from reporting.iati.export import export
from reporting.results import accepted_outputs
from reporting.sight import published
from ta_requests.services import narrowing
from workflows.actors import PUBLIC
from workflows.principal import speaking_as

DELIVERED: Final = ("completed", "closed")
IN_MEMORY: Final = 5 * 1024 * 1024
"""A larger export waits on the disk while it is sent."""


@require_safe
def open_needs(request: HttpRequest) -> HttpResponse:
    """List the needs that still seek funds, the most recent first, with what they cost."""
    with speaking_as(PUBLIC):
        found = on_show(PUBLIC).filter(state__in=FUNDABLE_REQUESTS).select_related("country")
        rows = narrowing.with_gross(found).order_by("-circulated_at", "id")
        page = page_of(request, rows)
    return render(request, "portal/open_needs.html", {"page": page})


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """List what was delivered and accepted by its State, the most recent first."""
    with published() as sight:
        done = sight.requests.filter(state__in=DELIVERED).select_related("country")
        page = page_of(request, done.order_by("-completed_at", "id"))
        outputs = accepted_outputs(sight, of=[one.pk for one in page.rows])
    return render(request, "portal/results.html", {"page": page, "outputs": outputs})


@require_safe
def published_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one request as its State agreed to show it to everyone."""
    with speaking_as(PUBLIC):
        subject, parts = need_with_parts(pk, actor=PUBLIC)
    with published() as sight:
        outputs = accepted_outputs(sight, of=[pk]).get(pk, [])
    context = {
        "subject": subject,
        "file": {"parts": parts},
        "sums": sums_of(parts["components"]),
        "outputs": outputs,
    }
    return render(request, "portal/published.html", context)


@require_safe
def iati_activities(request: HttpRequest) -> HttpResponseBase:
    """Give what States and donors agreed to publish as activities of the IATI standard 2.03.

    Raises:
        NotFound: nobody has agreed to anything yet; the standard knows no empty file.
    """
    with ExitStack() as held:
        file = cast("IO[bytes]", held.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY)))
        if not export(file, now=now_of(request)):
            raise NotFound
        file.seek(0)
        held.pop_all()  # the answer closes it once it is sent
    return FileResponse(file, filename="iati-activities.xml", content_type="application/xml")
