"""Take in files: of a kind we know, not too large, kept privately and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
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
from ta_requests.services.following import open_for_edit, wrong
from workflows.actors import Actor
from workflows.moves import Requirement

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one file."""

OFFICE_OPEN: Final = "application/vnd.openxmlformats-officedocument."
TYPES: Final[dict[str, tuple[str, bytes]]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": (f"{OFFICE_OPEN}wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{OFFICE_OPEN}spreadsheetml.sheet", b"PK\x03\x04"),
    ".odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
}
"""What a name may end in, what it is then served as, and how such a file begins."""

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
        Invalid: ``unknown_kind``, ``file_empty``, ``file_too_large`` or ``file_type``.
    """
    if kind not in DocumentKind.values:
        raise wrong("unknown_kind", _("There is no such kind of document."), "kind")
    name = upload.name.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")[-200:]
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


def media_type_of(name: str, content: bytes) -> str:
    """Return what a file is served as, from its name and its first bytes.

    Raises:
        Invalid: empty, too large, or not one of ``TYPES``.
    """
    if not content:
        raise wrong("file_empty", _("The file is empty."), "file")
    if len(content) > LARGEST:
        raise wrong("file_too_large", _("A file may have 20 MB at most."), "file")
    media_type, beginning = TYPES.get(PurePosixPath(name.lower()).suffix, ("", b""))
    if not media_type or not content.startswith(beginning):
        sentence = _("Only PDF, PNG, JPEG, DOCX, XLSX, ODT and ODS files are taken.")
        raise wrong("file_type", sentence, "file")
    return media_type


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
