"""A report owed to a donor: due, submitted, accepted or returned; overdue is derived (DOMAIN 3)."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import ReportState
from donors.lifecycle.duties import another_person_than
from donors.policies.promises import BY_ITS_AUTHORITY, BY_PROGRAMME
from workflows.moves import BY_SYSTEM, Requirement, move
from workflows.state_field import StateField

FILE_ATTACHED: Final = Requirement(
    lambda report: bool(report.file), _("Attach the report."), "report_missing", field="file"
)


class ReportLifecycle(models.Model):
    """due -> submitted -> accepted, or returned and submitted again."""

    state = StateField(
        _("state"), default=ReportState.DUE.value, choices=ReportState, protected=True
    )
    facts: Any

    submitted_at: Any
    submitted_by_id: Any
    accepted_at: Any
    accepted_by_id: Any

    class Meta:
        abstract = True

    @move(
        source=["due", "returned"],
        target="submitted",
        by=BY_PROGRAMME,
        requires=[FILE_ATTACHED],
        title=_("Submit to the donor"),
        effect=_("The donor's authority is asked to accept it."),
    )
    def submit(self) -> None:
        """Submit the attached report to the donor."""
        self.submitted_at = self.facts.now
        self.submitted_by_id = self.facts.actor.person_id

    @move(
        source="submitted",
        target="accepted",
        by=BY_ITS_AUTHORITY,
        requires=[another_person_than("submitted_by_id")],
        title=_("Accept the report"),
    )
    def accept(self) -> None:
        """Accept the report as the donor's authority."""
        self.accepted_at = self.facts.now
        self.accepted_by_id = self.facts.actor.person_id

    @move(
        source="submitted",
        target="returned",
        by=BY_ITS_AUTHORITY,
        reason=True,
        title=_("Return the report"),
    )
    def send_back(self) -> None:
        """Return the report with what is missing in it."""

    @move(
        source="due",
        target="replaced",
        by=BY_SYSTEM,
        title=_("Replace by an amendment"),
    )
    def replace(self) -> None:
        """Owe it no more: an amendment put other reports in its place."""
