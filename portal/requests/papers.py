"""The documents of a request: attached, handed out, removed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.errors import DomainError, NotFound
from portal.access import actor_of, now_of, seen_by
from portal.forms.documents import DocumentForm
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from portal.forms.versions import version_in
from portal.steps import steps_of
from ta_requests.choices.request import EDITABLE, RequestState
from ta_requests.machines import REQUEST
from ta_requests.models import Document, Request
from ta_requests.services import documents, submission
from ta_requests.services.file_inspection import LARGEST
from web.catalogue import status_of


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state", "staff")
def papers(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show the documents of a request and the note verbale it generates; attach a file."""
    actor, now = actor_of(request), now_of(request)
    subject = Request.objects.visible_to(actor).select_related("country").filter(pk=pk).first()
    if subject is None:
        raise NotFound
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentForm(*posted)
    status = 422
    if form.is_bound and form.is_valid():
        before = done_before(request)
        if before is not None:
            return before
        try:
            _attach(request, pk, form)
        except NotFound:
            raise
        except DomainError as refusal:
            status = status_of(refusal)
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The document is attached."))
            return remember(request, redirect("portal:request_papers", pk=pk))
    context = {
        "subject": subject,
        "form": form,
        "key": key_in(request),
        "version": subject.version,
        "documents": list(Document.objects.visible_to(actor).filter(request=subject)),
        "removable": subject.state in EDITABLE,
        "note": submission.note_verbale(subject) if subject.state == RequestState.DRAFT else "",
        "steps": steps_of(subject, known=REQUEST, actor=actor, now=now),
    }
    return render(
        request, "portal/request_papers.html", context, status=status if form.errors else 200
    )


def _attach(request: HttpRequest, pk: UUID, form: DocumentForm) -> None:
    """Attach whatever colleagues wrote meanwhile: a file replaces nothing."""
    sent = form.cleaned_data["file"]
    documents.attach(
        pk=pk,
        actor=actor_of(request),
        now=now_of(request),
        kind=form.cleaned_data["kind"],
        upload=documents.Upload(name=sent.name or "", content=sent.read(LARGEST + 1)),
    )


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
    return redirect("portal:request_papers", pk=pk)


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
