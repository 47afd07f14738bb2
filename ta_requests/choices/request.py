"""The fixed words of a request, its consent, its documents and its circulation."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    INFO_REQUESTED = "info_requested", _("Information requested")
    LAPSED = "lapsed", _("Lapsed")
    DECLINED = "declined", _("Declined")
    REFERRED = "referred", _("Referred")
    NEEDS_ASSESSMENT = "needs_assessment", _("Needs assessment")
    ASSESSED = "assessed", _("Assessed")
    FUNDING_SOUGHT = "funding_sought", _("Funding sought")
    FUNDED = "funded", _("Funded")
    IN_DELIVERY = "in_delivery", _("In delivery")
    SUSPENDED = "suspended", _("Suspended")
    TERMINATED = "terminated", _("Terminated")
    COMPLETED = "completed", _("Completed")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


EDITABLE: Final = (RequestState.DRAFT, RequestState.INFO_REQUESTED)
"""The states in which what is asked may be rewritten."""

UNSUBMITTED: Final = (RequestState.DRAFT, RequestState.WITHDRAWN)
"""The only states a request never submitted may be in."""

UNACKNOWLEDGED: Final = (*UNSUBMITTED, RequestState.SUBMITTED, RequestState.RETURNED)
"""The only states a request never acknowledged may be in."""

SHOWABLE: Final = (
    RequestState.FUNDING_SOUGHT,
    RequestState.LAPSED,
    RequestState.FUNDED,
    RequestState.IN_DELIVERY,
    RequestState.SUSPENDED,
    RequestState.TERMINATED,
    RequestState.COMPLETED,
    RequestState.CLOSED,
)
"""The states in which a circulated request may be on show to donors."""

DELIVERED: Final = (
    RequestState.IN_DELIVERY,
    RequestState.SUSPENDED,
    RequestState.TERMINATED,
    RequestState.COMPLETED,
)
"""The states that only a request with released cash reaches (OP11, invariant 9)."""

ENDED: Final = (
    RequestState.DECLINED,
    RequestState.REFERRED,
    RequestState.WITHDRAWN,
    RequestState.CLOSED,
)
"""The states nothing leads out of."""

WITHDRAWABLE: Final = (
    RequestState.DRAFT,
    RequestState.SUBMITTED,
    RequestState.RETURNED,
    RequestState.ACKNOWLEDGED,
    RequestState.INFO_REQUESTED,
    RequestState.LAPSED,
    RequestState.NEEDS_ASSESSMENT,
    RequestState.ASSESSED,
    RequestState.FUNDING_SOUGHT,
    RequestState.FUNDED,
)
"""draft..funded, in which the State may still take its request back."""


class Court(models.TextChoices):
    """Whose move it is."""

    STATE = "state", _("The State")
    UNODC = "unodc", _("UNODC")
    DONORS = "donors", _("Donors")
    NOBODY = "nobody", _("Nobody")


STATE_MOVES: Final = (
    RequestState.DRAFT,
    RequestState.RETURNED,
    RequestState.INFO_REQUESTED,
)
UNODC_MOVES: Final = (
    RequestState.SUBMITTED,
    RequestState.ACKNOWLEDGED,
    RequestState.NEEDS_ASSESSMENT,
    RequestState.ASSESSED,
    RequestState.FUNDED,
    RequestState.IN_DELIVERY,
    RequestState.SUSPENDED,
    RequestState.COMPLETED,
    RequestState.TERMINATED,
)


def court_of(state: str, *, circulated: bool) -> Court:
    """Return whose move it is; the database keeps the same in a generated column."""
    if state in STATE_MOVES:
        return Court.STATE
    if state in UNODC_MOVES:
        return Court.UNODC
    if state == RequestState.FUNDING_SOUGHT:
        return Court.DONORS if circulated else Court.STATE
    return Court.NOBODY


class ConsentClass(models.TextChoices):
    """Who may see a circulated request."""

    SECRETARIAT = "secretariat", _("The Secretariat only")
    NAMED_DONORS = "named_donors", _("The donors named")
    ALL_DONORS = "all_donors", _("All donors")
    PUBLIC = "public", _("The public")


class Channel(models.TextChoices):
    """How the request reached us."""

    ONLINE = "online", _("Filed by the mission")
    PAPER = "paper", _("Transcribed from a paper note")


class DocumentKind(models.TextChoices):
    """What a document is."""

    NOTE_VERBALE = "note_verbale", _("Note verbale")
    PAPER_NOTE = "paper_note", _("Scan of a paper note")
    SUPPORTING = "supporting", _("Supporting document")
    WORK_PLAN = "work_plan", _("Work plan")
    SETTLEMENT_PLAN = "settlement_plan", _("Settlement plan")
    REFUND_PLAN = "refund_plan", _("Refund plan")


class ReturnGrounds(models.TextChoices):
    """Why a submission goes back."""

    NOT_AUTHENTIC = "not_authentic", _("Its authenticity could not be confirmed")
    NOT_COMPLETE = "not_complete", _("It is not complete")


class DeclineCode(models.TextChoices):
    """Why a request is declined."""

    OUTSIDE_MANDATE = "outside_mandate", _("Outside the mandate of the resolution")
    DUPLICATE = "duplicate", _("Already asked for in another request")
    PROVIDED_ELSEWHERE = "provided_elsewhere", _("Already provided by another actor")
    NOT_FEASIBLE = "not_feasible", _("Not feasible under present conditions")
    STANDARDS = "standards", _("Not consistent with United Nations standards and norms")
    OTHER = "other", _("Other")


class Occasion(models.TextChoices):
    """Why a version was frozen."""

    SUBMISSION = "submission", _("Submission")
    REPLY = "reply", _("Reply to a request for information")


class CompletionBasis(models.TextChoices):
    """On what ground the outputs count as accepted."""

    ACCEPTED = "accepted", _("Every output was accepted by the State")
    SILENCE = "silence", _("The State kept silent for 20 working days after notice")
    WAIVED = "waived", _("Acceptance was waived by the section chief")


class CirculationState(models.TextChoices):
    """Where a circulation stands."""

    NOTICED = "noticed", _("Noticed to the State")
    CIRCULATED = "circulated", _("Circulated to donors")
    OBJECTED = "objected", _("Objected to by the State")
    ENDED = "ended", _("Ended")


OPEN_CIRCULATION: Final = (CirculationState.NOTICED, CirculationState.CIRCULATED)
