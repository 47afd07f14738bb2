"""The documents of a request: attached, handed out, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common.errors import DomainError, NotFound
from portal.access import actor_of, now_of, seen_by
from portal.forms.versions import version_in
from ta_requests.models import Document
from ta_requests.services import documents


@require_POST
@seen_by("state", "staff")
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attach a file."""
    sent = request.FILES.get("file")
    upload = documents.Upload(
        name=sent.name or "" if sent else "", content=sent.read() if sent else b""
    )
    try:
        documents.attach(
            pk=pk,
            actor=actor_of(request),
            now=now_of(request),
            kind=request.POST.get("kind", ""),
            upload=upload,
            version=version_in(request),
        )
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, _told(refusal))
    else:
        messages.success(request, _("The document is attached."))
    return redirect("portal:request", pk=pk)


@require_POST
@seen_by("state", "staff")
def detach(request: HttpRequest, pk: UUID, document_id: UUID) -> HttpResponse:
    """Remove a file that was not filed yet."""
    try:
        documents.detach(
            pk=pk,
            document_id=document_id,
            actor=actor_of(request),
            now=now_of(request),
            version=version_in(request),
        )
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, _told(refusal))
    else:
        messages.success(request, _("The document is removed."))
    return redirect("portal:request", pk=pk)


@require_safe
@seen_by("state", "staff", "auditor")
def download(request: HttpRequest, pk: UUID, document_id: UUID) -> FileResponse:
    """Hand a file out, always as a download, under the type it was checked to be."""
    found = Document.objects.visible_to(actor_of(request)).filter(request_id=pk, pk=document_id)
    document = found.first()
    if document is None:
        raise NotFound
    return FileResponse(
        document.file.open("rb"),
        as_attachment=True,
        filename=document.name,
        content_type=document.media_type,
    )


def _told(refusal: DomainError) -> str:
    sentences = [str(reason.sentence) for reason in refusal.reasons]
    return " ".join(sentences) if sentences else str(refusal)
