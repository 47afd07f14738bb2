"""What corrects or moves money outside of allotments, and months that are closed."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AdjustmentKind(models.TextChoices):
    """What an adjustment does once a second person has approved it."""

    WRITE_DOWN = "write_down", _("Write-down of the unpaid part")
    REFUND = "refund", _("Refund")
    APPLICATION = "application", _("Application of unapplied cash")
    REPROGRAMMING = "reprogramming", _("Reprogramming of a balance")
    LEVY = "levy", _("Coordination levy")
    REVALUATION = "revaluation", _("Revaluation of unspent cash")


class AdjustmentState(models.TextChoices):
    """Where an adjustment stands."""

    ENTERED = "entered", _("Entered")
    APPROVED = "approved", pgettext_lazy("adjustment", "Approved")
    REFUSED = "refused", pgettext_lazy("adjustment", "Refused")


class RefundSource(models.TextChoices):
    """From which cash a refund is paid."""

    UNALLOTTED = "unallotted", _("Unallotted cash")
    UNAPPLIED = "unapplied", _("Unapplied cash")


class UnidentifiedState(models.TextChoices):
    """Whether it is known whose cash it is."""

    OPEN = "open", _("Unidentified")
    IDENTIFIED = "identified", _("Identified")


class PeriodState(models.TextChoices):
    """Whether a month still takes postings."""

    CERTIFIED = "certified", _("Certified for closing")
    CLOSED = "closed", pgettext_lazy("accounting month", "Closed")
    REFUSED = "refused", pgettext_lazy("accounting month", "Refused")


class SpendingKind(models.TextChoices):
    """What a row of spending enters."""

    OBLIGATION = "obligation", _("Obligation")
    CANCELLATION = "cancellation", _("Cancellation of an obligation")
    EXPENDITURE = "expenditure", _("Expenditure")


class ReferenceKind(models.TextChoices):
    """Where money is known by another number."""

    GRANT = "grant", _("Grant")
    FUND = "fund", _("Fund")
    WBS = "wbs", _("WBS element")


TWO_CONTRIBUTIONS: Final = (AdjustmentKind.APPLICATION, AdjustmentKind.REPROGRAMMING)
"""Adjustments that may carry money to another contribution of the same donor."""

BY_ITS_DONORS_WORD: Final = TWO_CONTRIBUTIONS
"""Adjustments that need the donor's word on record."""

SETS_ASIDE: Final = (AdjustmentKind.REFUND, AdjustmentKind.LEVY)
"""Adjustments that take their amount out of what may be allotted as soon as they are entered."""
