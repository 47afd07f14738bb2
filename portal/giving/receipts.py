"""A receipt as its donor keeps it, and the papers of a pledge to download."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.errors import NotFound
from donors.api.files import handed_out
from donors.models import Agreement, Amendment, Instalment, ReportObligation
from portal.access import actor_of, seen_by
from portal.giving.account import contribution_of, workbook_answer
from portal.office import office
from reporting.workbooks import receipt_workbook


@require_safe
@seen_by("donor", "staff", "auditor")
def receipt(request: HttpRequest, pk: UUID, receipt_id: UUID) -> HttpResponse:
    """Show one receipt of a contribution to print, or hand it out as a workbook."""
    contribution = contribution_of(request, pk)
    found = contribution.receipts.filter(pk=receipt_id).first()
    if found is None:
        raise NotFound
    if request.GET.get("format") == "xlsx":
        book = receipt_workbook(contribution, found)
        return workbook_answer(book, f"{contribution.reference}-{found.value_on.isoformat()}.xlsx")
    context = {
        "contribution": contribution,
        "pledge": contribution.pledge,
        "receipt": found,
        "office": office(),
    }
    return render(request, "portal/giving/receipt.html", context)


def _paper_of(model: Any) -> Any:
    """Return the view that hands out one kind of paper to whoever may see what it belongs to."""

    @require_safe
    @seen_by("donor", "staff", "auditor")
    def paper(request: HttpRequest, pk: UUID) -> FileResponse:
        found = model.objects.visible_to(actor_of(request)).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return handed_out(found)

    return paper


agreement: Final = _paper_of(Agreement)
amendment: Final = _paper_of(Amendment)
evidence: Final = _paper_of(Instalment)
report: Final = _paper_of(ReportObligation)
