"""Papers for the training: small, valid PDF files that say what they are."""

from __future__ import annotations

from django.core.files.base import ContentFile

from ta_requests.services.documents import Upload

BODY = """%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj
4 0 obj << /Length {length} >> stream
{page}
endstream endobj
trailer << /Root 1 0 R >>
%%EOF
"""


def pdf(title: str) -> bytes:
    """Return a page that says a title (plain letters) and that it is a training paper."""
    page = f"BT /F1 18 Tf 72 760 Td ({title}) Tj 0 -30 Td (For training only.) Tj ET"
    return BODY.format(length=len(page), page=page).encode("ascii")


def scan(title: str) -> Upload:
    """Return a paper as a State sends it."""
    return Upload(name=f"{title.lower().replace(' ', '-')}.pdf", content=pdf(title))


def paper(title: str) -> ContentFile[bytes]:
    """Return a paper as the donors' room takes it."""
    return ContentFile(pdf(title), name=f"{title.lower().replace(' ', '-')}.pdf")
