"""The fixed words of a needs assessment."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssessmentState(models.TextChoices):
    """Where a needs assessment stands."""

    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DRAFT_REPORT = "draft_report", _("Draft report")
    STATE_VALIDATION = "state_validation", _("With the State for validation")
    RETURNED = "returned", _("Returned by the State")
    FINAL = "final", _("Final")
    CANCELLED = "cancelled", _("Cancelled")
    SUPERSEDED = "superseded", _("Superseded")


WRITABLE: Final = (AssessmentState.IN_PROGRESS, AssessmentState.DRAFT_REPORT)
"""The states in which the team may write the report."""

OPEN: Final = (
    AssessmentState.PLANNED,
    AssessmentState.IN_PROGRESS,
    AssessmentState.DRAFT_REPORT,
    AssessmentState.STATE_VALIDATION,
    AssessmentState.RETURNED,
)
"""The states of work not yet finished."""


class Area(models.TextChoices):
    """The criminal-justice areas every assessment looks at, or says why it does not."""

    POLICING = "policing", _("Policing and first contact")
    PROSECUTION = "prosecution", _("Prosecution and diversion")
    COURTS = "courts", _("Courts and sentencing")
    LEGAL_AID = "legal_aid", _("Legal aid and defence")
    PRETRIAL_DETENTION = "pretrial_detention", _("Pre-trial detention")
    PRISONS = "prisons", _("Prison conditions and management")
    PRISON_PROGRAMMES = "prison_programmes", _("Education, training and treatment in prison")
    HEALTH = "health", _("Health care, mental health and drug dependence")
    NON_CUSTODIAL = "non_custodial", _("Non-custodial measures, probation and parole")
    REINTEGRATION = "reintegration", _("Reintegration in the community")
    CHILDREN = "children", _("Children in contact with the law")
    VICTIMS = "victims", _("Victims, witnesses and restorative justice")
    INFORMATION = "information", _("Criminal-justice data and research")


class Criterion(models.TextChoices):
    """What the priority score weighs; each is rated from 0 to 4."""

    SEVERITY = "severity", _("Severity of the need")
    ALIGNMENT = "alignment", _("Alignment with the resolution")
    OWNERSHIP = "ownership", _("National ownership")
    FEASIBILITY = "feasibility", _("Feasibility")
    COUNTRY_SITUATION = "country_situation", _("Country situation (LDC, LLDC, SIDS)")
    GENDER = "gender", _("Gender and vulnerable groups")
    REGIONAL_BALANCE = "regional_balance", _("Regional balance")


class FundingKind(models.TextChoices):
    """How a component may be covered."""

    CASH = "cash", _("In cash")
    IN_KIND = "in_kind", _("In kind")


class ComponentStatus(models.TextChoices):
    """Whether a component is still being written, stands, or was replaced."""

    PROPOSED = "proposed", _("Proposed")
    FROZEN = "frozen", _("Frozen by the final assessment")
    RETIRED = "retired", _("Replaced by a later assessment")


class RemarkKind(models.TextChoices):
    """What the State said about a report."""

    COMMENT = "comment", _("Comment")
    VALIDATED = "validated", _("Validated")
    RETURNED = "returned", _("Returned")
