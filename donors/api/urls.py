"""Addresses of promises and their money under /api/v1/."""

from __future__ import annotations

from django.urls import path

from donors.api import adjustment_views as adjusting
from donors.api import companion_views as companions
from donors.api import ledger_views as ledger
from donors.api import money_views as money
from donors.api import revenue_views as revenue
from donors.api.amendment_views import AmendmentViewSet
from donors.api.criteria_views import CriteriaViewSet
from donors.api.in_kind_views import InKindViewSet
from donors.api.instalment_views import InstalmentViewSet
from donors.api.promise_views import PledgeViewSet
from web.routers import Router

router = Router()
for prefix, viewset in (
    ("pledges", PledgeViewSet),
    ("instalments", InstalmentViewSet),
    ("amendments", AmendmentViewSet),
    ("in-kind-pledges", InKindViewSet),
    ("standing-criteria", CriteriaViewSet),
    ("agreements", companions.AgreementViewSet),
    ("due-diligence", companions.DueDiligenceViewSet),
    ("psc-waivers", companions.WaiverViewSet),
    ("report-obligations", companions.ReportViewSet),
    ("contributions", money.ContributionViewSet),
    ("receipts", money.ReceiptViewSet),
    ("allotments", money.AllotmentViewSet),
    ("adjustments", adjusting.AdjustmentViewSet),
    ("accounting-periods", adjusting.PeriodViewSet),
    ("unidentified-receipts", adjusting.UnidentifiedViewSet),
    ("journals", ledger.JournalViewSet),
    ("journal-lines", ledger.LineViewSet),
    ("balances", ledger.BalanceViewSet),
    ("spending", ledger.SpendingViewSet),
    ("revenue-by-donor", revenue.RevenueByDonorViewSet),
    ("revenue-by-instrument", revenue.RevenueByInstrumentViewSet),
    ("external-references", ledger.ReferenceViewSet),
):
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [
    path("quotes/", companions.QuoteViewSet.as_view({"get": "show"}), name="quotes"),
    *router.urls,
]
