"""Look into a file before it is kept: it must be what its name says and carry no program."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from typing import Final

from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from ta_requests.services.following import wrong

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one file."""

MOST_PARTS: Final = 3_000
LARGEST_UNPACKED: Final = 200 * 1024 * 1024
MOST_EXPANSION: Final = 200
"""What an honest office file stays under; a bomb does not."""

OFFICE_OPEN: Final = "application/vnd.openxmlformats-officedocument."
ZIP: Final = b"PK\x03\x04"
TYPES: Final[dict[str, tuple[str, bytes, str]]] = {
    ".pdf": ("application/pdf", b"%PDF-", ""),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n", ""),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff", ""),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff", ""),
    ".docx": (f"{OFFICE_OPEN}wordprocessingml.document", ZIP, "word/document.xml"),
    ".xlsx": (f"{OFFICE_OPEN}spreadsheetml.sheet", ZIP, "xl/workbook.xml"),
    ".odt": ("application/vnd.oasis.opendocument.text", ZIP, "mimetype"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", ZIP, "mimetype"),
}
"""What a name may end in, what it is then served as, how it begins, and the part it must have."""

PROGRAM_PARTS: Final = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex|embeddings|basic|scripts|macrosheets)(/|$)",
    re.IGNORECASE,
)
PROGRAM_WORDS: Final = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|EmbeddedFiles?)(?![A-Za-z])")
INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def name_of(sent: str) -> str:
    """Return a file's own name: no folders, no invisible signs that turn its ending around."""
    return INVISIBLE.sub("", sent.replace("\\", "/").rsplit("/", 1)[-1])[-200:]


def media_type_of(name: str, content: bytes) -> str:
    """Return what a file is served as, from its name and what is inside.

    Raises:
        Invalid: ``file_empty``, ``file_too_large``, ``file_type``, ``file_program`` or
            ``file_damaged``.
    """
    if not content:
        raise wrong("file_empty", _("The file is empty."), "file")
    if len(content) > LARGEST:
        raise wrong("file_too_large", _("A file may have 20 MB at most."), "file")
    known = TYPES.get(PurePosixPath(name.lower()).suffix)
    if known is None or not content.startswith(known[1]):
        sentence = _("Only PDF, PNG, JPEG, DOCX, XLSX, ODT and ODS files are taken.")
        raise wrong("file_type", sentence, "file")
    media_type, beginning, part = known
    if beginning == ZIP:
        _look_into(content, media_type, part)
    elif media_type == "application/pdf" and PROGRAM_WORDS.search(content):
        raise _program()
    return media_type


def _look_into(content: bytes, media_type: str, part: str) -> None:
    """Refuse an office file that is another kind, damaged, a bomb, or carries a program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            _check_size(listed, len(content))
            names = {one.filename for one in listed}
            kind = parts.read("mimetype").decode() if part == "mimetype" in names else ""
    except (zipfile.BadZipFile, UnicodeDecodeError, RuntimeError, NotImplementedError, EOFError):
        raise _damaged() from None
    if part not in names or (part == "mimetype" and kind.strip() != media_type):
        raise _damaged()
    if any(PROGRAM_PARTS.search(name) for name in names):
        raise _program()


def _check_size(listed: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(one.file_size for one in listed)
    if len(listed) > MOST_PARTS or unpacked > min(LARGEST_UNPACKED, packed * MOST_EXPANSION):
        raise _damaged()


def _damaged() -> Invalid:
    sentence = _("The file is damaged, or is not what its name says.")
    return wrong("file_damaged", sentence, "file")


def _program() -> Invalid:
    sentence = _("The file carries a program (a macro, a script or another file inside).")
    return wrong("file_program", sentence, "file")
