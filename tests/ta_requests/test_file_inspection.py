"""Honest files come in; what is not what its name says, or carries a program, stays out."""

from __future__ import annotations

import io
import zipfile

import pytest

from common.errors import Invalid
from ta_requests.services.file_inspection import media_type_of, name_of

PNG, JPEG = b"\x89PNG\r\n\x1a\n....", b"\xff\xd8\xff\xe0...."
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def office(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return packed.getvalue()


DOCX = office(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
XLSX = office(**{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "<s/>"})
GOOD = {
    "note.pdf": b"%PDF-1.7 a note",
    "NOTE.PDF": b"%PDF-1.4 /JSON is a word like another",
    "scan.png": PNG,
    "scan.jpg": JPEG,
    "scan.JPEG": JPEG,
    "annex.docx": DOCX,
    "list.xlsx": XLSX,
    "annex.odt": office(mimetype=ODT, **{"content.xml": "<c/>"}),
    "list.ods": office(mimetype=ODS, **{"content.xml": "<c/>"}),
    "\u0645\u0630\u0643\u0631\u0629.pdf": b"%PDF-1.7",
}
BAD = {
    "": (b"%PDF-", "file_type"),
    "a.pdf": (b"", "file_empty"),
    "a.exe": (b"%PDF-", "file_type"),
    "a.pdf.exe": (b"%PDF-", "file_type"),
    "a.html": (b"<script>", "file_type"),
    "a.svg": (b"<svg/>", "file_type"),
    "a.docm": (DOCX, "file_type"),
    "a.zip": (DOCX, "file_type"),
    "program.pdf": (b"MZ an executable", "file_type"),
    "late.pdf": (b"<html>%PDF-", "file_type"),
    "page.png": (b"<html>", "file_type"),
    "script.pdf": (b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>", "file_program"),
    "start.pdf": (b"%PDF-1.7 << /S /Launch /F (cmd.exe) >>", "file_program"),
    "inside.pdf": (b"%PDF-1.7 /Names << /EmbeddedFiles 1 0 R >>", "file_program"),
    "cut.docx": (DOCX[:-30], "file_damaged"),
    "zip.docx": (office(**{"a.txt": "not a document"}), "file_damaged"),
    "sheet.docx": (XLSX, "file_damaged"),
    "text.ods": (office(mimetype=ODT), "file_damaged"),
    "odd.odt": (office(mimetype=b"\xff\xfe"), "file_damaged"),
    "none.odt": (office(**{"content.xml": "<c/>"}), "file_damaged"),
    "macro.docx": (
        office(**{"word/document.xml": "<d/>", "word/vbaProject.bin": "x"}),
        "file_program",
    ),
    "active.xlsx": (
        office(**{"xl/workbook.xml": "<w/>", "xl/activeX/a.bin": "x"}),
        "file_program",
    ),
    "old.xlsx": (
        office(**{"xl/workbook.xml": "<w/>", "xl/macrosheets/s.xml": "x"}),
        "file_program",
    ),
    "carries.docx": (
        office(**{"word/document.xml": "<d/>", "word/embeddings/o.bin": "x"}),
        "file_program",
    ),
    "basic.odt": (office(mimetype=ODT, **{"Basic/Standard/M.xml": "x"}), "file_program"),
    "python.ods": (office(mimetype=ODS, **{"Scripts/python/a.py": "x"}), "file_program"),
    "bomb.docx": (office(**{"word/document.xml": b"0" * 30_000_000}), "file_damaged"),
    "crowd.docx": (
        office(**{"word/document.xml": "", **{f"p{n}": "" for n in range(3_001)}}),
        "file_damaged",
    ),
    "huge.pdf": (b"%PDF-" + b"0" * 20 * 1024 * 1024, "file_too_large"),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_file_is_taken(name):
    assert media_type_of(name, GOOD[name])


@pytest.mark.parametrize("name", BAD)
def test_a_hostile_file_stays_out(name):
    content, code = BAD[name]

    with pytest.raises(Invalid) as refusal:
        media_type_of(name, content)

    assert [reason.code for reason in refusal.value.reasons] == [code]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\notes\\../a note.PDF", "a note.PDF"),
        ("../../etc/passwd", "passwd"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("a\0\r\nb.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_loses_its_folders_and_its_tricks(sent, kept):
    assert name_of(sent) == kept
