"""States and kinds of what a donor promises, and of what is asked before it is agreed."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PledgeState(models.TextChoices):
    """Where a pledge stands (DOMAIN 3; IATI 13 when pledged, 11 when agreed)."""

    DRAFT = "draft", _("Draft")
    PLEDGED = "pledged", pgettext_lazy("pledge", "Pledged")
    DUE_DILIGENCE = "due_diligence", _("In due diligence")
    NEGOTIATION = "negotiation", _("In negotiation")
    CLEARED = "cleared", _("Cleared for signature")
    AGREED = "agreed", pgettext_lazy("pledge", "Agreed")
    PARTLY_RECEIVED = "partly_received", _("Partly received")
    RECEIVED = "received", _("Received")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Refused after due diligence")
    WITHDRAWN = "withdrawn", _("Withdrawn by the donor")
    DECLINED = "declined", _("Declined by UNODC")
    EXPIRED = "expired", _("Expired")


class Publisher(models.TextChoices):
    """Whose published data a promise was read from; empty for our own."""

    FTS = "fts", _("OCHA Financial Tracking Service")
    IATI = "iati", _("International Aid Transparency Initiative")


AS_PUBLISHED: Final = (
    PledgeState.DRAFT,
    PledgeState.PLEDGED,
    PledgeState.AGREED,
    PledgeState.PARTLY_RECEIVED,
    PledgeState.RECEIVED,
)
"""Where a published promise may stand: what its publisher says of it, and nowhere else."""

ANNOUNCED: Final = (
    PledgeState.PLEDGED,
    PledgeState.DUE_DILIGENCE,
    PledgeState.NEGOTIATION,
    PledgeState.CLEARED,
)
"""Announced and not binding: what the first of the three totals counts."""

COMMITTED: Final = (
    PledgeState.AGREED,
    PledgeState.PARTLY_RECEIVED,
    PledgeState.RECEIVED,
    PledgeState.CLOSED,
)
"""Signed by both sides: what the second of the three totals counts."""

AWAITING_CASH: Final = (PledgeState.AGREED, PledgeState.PARTLY_RECEIVED)
"""Agreed, and not all of it has come in."""

OPEN_TO_TERMS: Final = (
    PledgeState.PLEDGED,
    PledgeState.DUE_DILIGENCE,
    PledgeState.NEGOTIATION,
)
"""While the terms of an agreement are being worked out."""

OPEN_TO_PAPERS: Final = (*OPEN_TO_TERMS, PledgeState.CLEARED)
"""While schedule and signed file may still be laid down; closed by the donor's signature."""


IN_FORCE: Final = (PledgeState.AGREED, PledgeState.PARTLY_RECEIVED, PledgeState.RECEIVED)
"""Agreed and not closed: while instalments are claimed and terms are amended."""


class InstalmentState(models.TextChoices):
    """Where a payment stands; overdue is derived from its day."""

    PLANNED = "planned", pgettext_lazy("instalment", "Planned")
    EVIDENCE = "evidence", _("Evidence given")
    CLAIMABLE = "claimable", _("Claimable")
    PAID = "paid", _("Paid")
    CANCELLED = "cancelled", pgettext_lazy("instalment", "Replaced by an amendment")


UNPAID: Final = (InstalmentState.PLANNED, InstalmentState.EVIDENCE, InstalmentState.CLAIMABLE)
"""Payments still to come."""


class DueDiligenceState(models.TextChoices):
    """What is known of a donor that is neither a State nor part of the United Nations."""

    PENDING = "pending", _("Pending")
    CLEARED = "cleared", _("Cleared")
    CONDITIONAL = "conditional", _("Cleared with conditions")
    REFUSED = "refused", pgettext_lazy("due diligence", "Refused")
    EXPIRED = "expired", _("Expired")


class ReportState(models.TextChoices):
    """Where a report owed to a donor stands; overdue is derived from its date."""

    DUE = "due", _("Due")
    SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    REPLACED = "replaced", pgettext_lazy("report", "Replaced by an amendment")


class ConditionBasis(models.TextChoices):
    """What a conditional pledge waits for, where it can be reckoned."""

    SHARE = "share", _("A share of the rest")
    AMOUNT = "amount", _("An amount from others, in US dollars")


class Rest(models.TextChoices):
    """What becomes of the part of a pledge that is not agreed."""

    KEPT = "kept", _("It stays pledged, under its own reference")
    LAPSED = "lapsed", _("It lapses")


class InKindKind(models.TextChoices):
    """What is given instead of money."""

    GOODS = "goods", _("Goods")
    SERVICES = "services", _("Services")


class InKindState(models.TextChoices):
    """Where a pledge in kind stands."""

    DRAFT = "draft", _("Draft")
    PLEDGED = "pledged", pgettext_lazy("pledge", "Pledged")
    AGREED = "agreed", pgettext_lazy("pledge", "Agreed")
    DELIVERED = "delivered", _("Delivered")
    ENDED = "ended", _("Ended without the rest")
    WITHDRAWN = "withdrawn", _("Withdrawn by the donor")
    DECLINED = "declined", _("Declined by UNODC")


class AmendmentState(models.TextChoices):
    """Where a change of agreed terms stands."""

    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Offered for signature")
    SIGNED = "signed", _("Signed by the donor")
    ACCEPTED = "accepted", _("In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "Withdrawn")


class WaiverState(models.TextChoices):
    """Where a question for another programme support rate stands."""

    ASKED = "asked", _("Asked")
    APPROVED = "approved", pgettext_lazy("waiver", "Approved")
    REFUSED = "refused", pgettext_lazy("waiver", "Refused")


class ReportKind(models.TextChoices):
    """What a report owed to a donor tells."""

    NARRATIVE = "narrative", _("Narrative report")
    FINANCIAL = "financial", _("Financial report")
    FINAL = "final", _("Final report")


class Earmark(models.TextChoices):
    """How tightly money is tied (IATI earmarking category)."""

    UNEARMARKED = "1", _("Unearmarked")
    SOFTLY = "2", _("Softly earmarked")
    EARMARKED = "3", _("Earmarked")
    TIGHTLY = "4", _("Tightly earmarked")
