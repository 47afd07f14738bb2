"""The values our rules work with, until an administrator changes them."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.translation import gettext_noop as _

OURS: Final = "Decision of this product; replace by the office's own rule and name it here."


class ParameterRow(NamedTuple):
    """A parameter as shipped."""

    code: str
    kind: str
    value: str
    title_en: str
    source: str


PARAMETERS: Final = (
    ParameterRow(
        "psc_rate",
        "rate",
        "0.13",
        _("Programme support cost, as a share of expenditure"),
        "Standard rate; ST/AI/286 as quoted. Any other rate needs a recorded waiver.",
    ),
    ParameterRow(
        "coordination_levy_rate",
        "rate",
        "0.01",
        _("Coordination levy on tightly earmarked contributions that are not local"),
        "General Assembly resolution 72/279 as applied; shown apart from programme support cost.",
    ),
    ParameterRow(
        "implied_rate_tolerance",
        "rate",
        "0.05",
        _("How far a given rate of exchange may be off the table before a warning"),
        OURS,
    ),
    ParameterRow(
        "silence_working_days",
        "count",
        "20",
        _("Working days after notice after which silence is agreement"),
        OURS,
    ),
    ParameterRow(
        "circulation_working_days",
        "count",
        "5",
        _("Working days a State has to object before its needs are circulated"),
        OURS,
    ),
    ParameterRow(
        "information_lapse_days",
        "count",
        "90",
        _("Days without an answer after which a request lapses"),
        OURS,
    ),
    ParameterRow(
        "lapse_warning_days",
        "count",
        "30",
        _("Days before a request lapses on which its State is warned"),
        OURS,
    ),
    ParameterRow(
        "review_months",
        "count",
        "24",
        _("Months of seeking funds after which the State is asked whether it still needs them"),
        OURS,
    ),
    ParameterRow(
        "pledge_reminder_days",
        "count",
        "30",
        _("Days before a pledge expires on which its donor is reminded"),
        OURS,
    ),
    ParameterRow(
        "due_diligence_months",
        "count",
        "24",
        _("Months for which a due diligence clearance is valid unless it says otherwise"),
        OURS,
    ),
    ParameterRow(
        "clearance_reminder_days",
        "count",
        "60",
        _("Days before a due diligence clearance runs out on which the office is reminded"),
        OURS,
    ),
    ParameterRow(
        "follow_up_months",
        "count",
        "12",
        _("Months after completion of the follow-up"),
        OURS,
    ),
    ParameterRow(
        "smallest_public_cell",
        "count",
        "3",
        _("Public figures about fewer requests than this are not shown"),
        OURS,
    ),
)
