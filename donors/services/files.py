"""Take a paper in: look at what it is, not at what it is called, and seal it with its sha256."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, Reason, Sentence

LARGEST: Final = 20 * 1024 * 1024
BEGINNINGS: Final = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
LONGEST_NAME: Final = 200


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A file that may be kept."""

    file: File[bytes]
    name: str
    sha256: str
    size: int


def _refused(code: str, sentence: Sentence) -> Invalid:
    return Invalid(reasons=[Reason(code, sentence, "file")])


def seal(upload: File[bytes]) -> Sealed:
    """Return the file with its digest.

    Raises:
        Invalid: it is empty, larger than 20 MB, or neither PDF, PNG nor JPEG by its content.
    """
    size = upload.size or 0
    if not 0 < size <= LARGEST:
        raise _refused("file_size", _("A file must not be empty, nor larger than 20 MB."))
    upload.seek(0)
    kind = _kind(upload.read(16))
    upload.seek(0)
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = PurePath((upload.name or "").replace("\0", "")).name[-LONGEST_NAME:] or f"paper.{kind}"
    upload.name = f"paper.{kind}"
    return Sealed(file=upload, name=name, sha256=digest.hexdigest(), size=size)


def _kind(beginning: bytes) -> str:
    for kind, magic in BEGINNINGS.items():
        if beginning.startswith(magic):
            return kind
    raise _refused("file_kind", _("Give a PDF, PNG or JPEG file."))
