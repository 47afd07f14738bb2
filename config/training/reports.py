"""Reports owed to donors: attached, submitted, and what the donor says to them."""

from __future__ import annotations

from config.training import papers
from config.training.money import Gift
from config.training.requests import RequestStory
from donors.machines.promises import REPORT_OBLIGATION
from donors.services import reporting

OFFICER = "programme_officer"


def answer(
    story: RequestStory, gift: Gift, verb: str | None, *, upto: int | None = None, reason: str = ""
) -> None:
    """Submit the first reports owed for a gift; have the donor answer, unless it has not yet."""
    for report in gift.reports_owed()[:upto]:
        story.later(2)
        let, now = story.cast.let, story.now
        let(OFFICER, reporting.attach_report, pk=report.pk, upload=papers.paper("Report"))
        let(OFFICER, REPORT_OBLIGATION.verbs["submit"], pk=report.pk, now=now)
        if verb is not None:
            answering = REPORT_OBLIGATION.verbs[verb]
            let(gift.authority, answering, pk=report.pk, now=now, reason=reason)
