"""Promises and the money that came of them."""

from donors.models.adjustment import Adjustment
from donors.models.allotment import Allotment, AllotmentQuerySet
from donors.models.amendment import Amendment, AmendmentQuerySet
from donors.models.contribution import Contribution, ContributionQuerySet
from donors.models.criteria import StandingCriteria, StandingCriteriaQuerySet
from donors.models.due_diligence import DueDiligence, DueDiligenceQuerySet
from donors.models.in_kind import InKindPledge, InKindQuerySet
from donors.models.instalment import Instalment, InstalmentQuerySet
from donors.models.journal import AccountBalance, Journal, JournalLine
from donors.models.partial_agreement import PartialAgreement, PartialAgreementQuerySet
from donors.models.period import AccountingPeriod
from donors.models.pledge import Pledge, PledgeQuerySet
from donors.models.pledge_papers import AcceptanceChecklist, Agreement, PledgeLetter
from donors.models.psc_waiver import PscWaiver, PscWaiverQuerySet
from donors.models.published import PublishedRecord, PublishedRecordQuerySet
from donors.models.receipt import Receipt, ReceiptQuerySet
from donors.models.report_obligation import ReportObligation, ReportObligationQuerySet
from donors.models.revenue import RevenueByDonor, RevenueByInstrument
from donors.models.spending import ExternalReference, SpendingEntry
from donors.models.unidentified import UnidentifiedReceipt

__all__ = [
    "AcceptanceChecklist",
    "AccountBalance",
    "AccountingPeriod",
    "Adjustment",
    "Agreement",
    "Allotment",
    "AllotmentQuerySet",
    "Amendment",
    "AmendmentQuerySet",
    "Contribution",
    "ContributionQuerySet",
    "DueDiligence",
    "DueDiligenceQuerySet",
    "ExternalReference",
    "InKindPledge",
    "InKindQuerySet",
    "Instalment",
    "InstalmentQuerySet",
    "Journal",
    "JournalLine",
    "PartialAgreement",
    "PartialAgreementQuerySet",
    "Pledge",
    "PledgeLetter",
    "PledgeQuerySet",
    "PscWaiver",
    "PscWaiverQuerySet",
    "PublishedRecord",
    "PublishedRecordQuerySet",
    "Receipt",
    "ReceiptQuerySet",
    "ReportObligation",
    "ReportObligationQuerySet",
    "RevenueByDonor",
    "RevenueByInstrument",
    "SpendingEntry",
    "StandingCriteria",
    "StandingCriteriaQuerySet",
    "UnidentifiedReceipt",
]
