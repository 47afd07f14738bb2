"""The fixed words of delivery."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryState(models.TextChoices):
    """Where the delivery of a funded request stands."""

    FORMULATION = "formulation", _("Formulation")
    APPROVED = "approved", _("Work plan approved")
    IMPLEMENTATION = "implementation", _("Implementation")
    SUSPENDED = "suspended", _("Suspended")
    OPERATIONALLY_CLOSED = "operationally_closed", _("Operationally closed")
    FINANCIALLY_CLOSED = "financially_closed", _("Financially closed")
    CANCELLED = "cancelled", _("Cancelled")


IATI_STATUS: Final[dict[str, int]] = {
    DeliveryState.FORMULATION: 1,
    DeliveryState.APPROVED: 1,
    DeliveryState.IMPLEMENTATION: 2,
    DeliveryState.OPERATIONALLY_CLOSED: 3,
    DeliveryState.FINANCIALLY_CLOSED: 4,
    DeliveryState.CANCELLED: 5,
    DeliveryState.SUSPENDED: 6,
}
"""The IATI 2.03 activity status of each state."""

LIVE: Final = (
    DeliveryState.FORMULATION,
    DeliveryState.APPROVED,
    DeliveryState.IMPLEMENTATION,
    DeliveryState.SUSPENDED,
)
"""The states of work not yet ended."""


class OutputStatus(models.TextChoices):
    """How far the State and UNODC agree that an output was delivered."""

    PLANNED = "planned", pgettext_lazy("output", "Planned")
    NOTICED = "noticed", _("With the State for acceptance")
    CONTESTED = "contested", _("Contested by the State")
    ACCEPTED = "accepted", _("Accepted by the State")
    ACCEPTED_BY_SILENCE = "accepted_by_silence", _("Accepted: the State kept silent")
    WAIVED = "waived", _("Waived")


UNSETTLED: Final = (OutputStatus.PLANNED, OutputStatus.NOTICED, OutputStatus.CONTESTED)
"""Outputs that stand in the way of completion."""


class MilestoneState(models.TextChoices):
    """Where a milestone stands."""

    PLANNED = "planned", pgettext_lazy("milestone", "Planned")
    EVIDENCE = "evidence", _("Evidence given")
    ACCEPTED = "accepted", _("Accepted")


class ItemState(models.TextChoices):
    """Where a material item is."""

    ORDERED = "ordered", _("Ordered")
    SHIPPED = "shipped", _("Shipped")
    CUSTOMS = "customs", _("In customs")
    PARTLY_HANDED_OVER = "partly_handed_over", _("Partly handed over")
    HANDED_OVER = "handed_over", _("Handed over")
    LOST = "lost", _("Lost")


class Sex(models.TextChoices):
    """The sex an indicator value counts; people are only ever counted (no personal data)."""

    ALL = "all", _("All")
    FEMALE = "female", _("Women and girls")
    MALE = "male", _("Men and boys")


class AgeBand(models.TextChoices):
    """The ages an indicator value counts."""

    ALL = "all", _("All ages")
    CHILDREN = "children", _("Under 18")
    YOUTH = "youth", _("18 to 24")
    ADULTS = "adults", _("25 and over")
