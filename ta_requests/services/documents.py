"""Take in files: of a kind we know, not too large, kept privately and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from ta_requests.choices.request import EDITABLE, ENDED, DocumentKind
from ta_requests.machines import REQUEST
from ta_requests.models import Document, Request
from ta_requests.policies.request import ATTACHERS, AUTHORS
from ta_requests.services.file_inspection import media_type_of, name_of
from ta_requests.services.following import open_for_edit, wrong
from workflows.actors import Actor
from workflows.moves import Requirement

OF_THE_FILING: Final = (DocumentKind.NOTE_VERBALE, DocumentKind.PAPER_NOTE)
"""Kinds that belong to what is filed: attached only while it may be rewritten."""

LIVING = Requirement(
    lambda request: request.state not in ENDED, _("The file of this request is closed."), "ended"
)
REWRITABLE = Requirement(
    lambda request: request.state in EDITABLE,
    _("What was filed can no longer be changed."),
    "not_editable",
)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as received: its name at the sender's, and its bytes."""

    name: str
    content: bytes


def attach(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    kind: str,
    upload: Upload,
    version: int | None = None,
) -> Document:
    """Attach a file to a request; its State and the officers of its case may.

    Raises:
        NotFound, Stale, NotAllowed, Refused (``ended``, ``not_editable``), Invalid.
    """
    filing = kind in OF_THE_FILING
    with transaction.atomic():
        request: Request = open_for_edit(
            REQUEST,
            pk=pk,
            actor=actor,
            now=now,
            version=version,
            by=AUTHORS if filing else ATTACHERS,
            allowed=REWRITABLE if filing else LIVING,
        )
        document = store(request, kind=kind, upload=upload, actor=actor, now=now)
        request.save()
    return document


def store(request: Request, *, kind: str, upload: Upload, actor: Actor, now: datetime) -> Document:
    """Check a file and keep it under a name of ours; the caller has locked the request.

    Raises:
        Invalid: ``unknown_kind``, or what ``media_type_of`` says of the file.
    """
    if kind not in DocumentKind.values:
        raise wrong("unknown_kind", _("There is no such kind of document."), "kind")
    name = name_of(upload.name)
    document = Document(
        request=request,
        kind=kind,
        name=name,
        media_type=media_type_of(name, upload.content),
        size=len(upload.content),
        sha256=sha256(upload.content).hexdigest(),
        attached_at=now,
        attached_by_id=actor.person_id,
    )
    document.file.save("", ContentFile(upload.content), save=False)
    document.save(force_insert=True)
    return document


def detach(
    *, pk: UUID, document_id: UUID, actor: Actor, now: datetime, version: int | None = None
) -> Request:
    """Remove a file that no frozen version names, while the request may be rewritten.

    Raises:
        NotFound, Stale, NotAllowed, Refused (``not_editable``, ``document_filed``).
    """
    with transaction.atomic():
        request: Request = open_for_edit(
            REQUEST, pk=pk, actor=actor, now=now, version=version, by=AUTHORS, allowed=REWRITABLE
        )
        document = Document.objects.filter(request=request, pk=document_id).first()
        if document is None:
            raise NotFound
        if request.versions.filter(content__documents__contains=[{"id": str(document.pk)}]):
            raise wrong("document_filed", _("This document was filed and stays."), "document_id")
        document.delete()
        request.save()
        transaction.on_commit(lambda: document.file.delete(save=False))
    return request
