"""How a promise that others have published comes in: recorded by the system, decided by nobody."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.errors import Refused
from donors.lifecycle.pledge_guards import Valued
from workflows.moves import BY_SYSTEM, SAME, Requirement, move

PUBLISHED: Final = Requirement(
    lambda pledge: bool(pledge.published_from) and "valued" in pledge.facts.given,
    _("Only what others have published is recorded this way."),
    "not_published",
)
NOT_PUBLISHED: Final = Requirement(
    lambda promise: not promise.published_from,
    _(
        "This was published elsewhere and is kept as it was published. "
        "Record the donor's own word as a new pledge."
    ),
    "published_elsewhere",
)


def check_ours(promise: Any) -> None:
    """Refuse to change a pledge or contribution that others have published (Refused)."""
    if promise.published_from:
        raise Refused(NOT_PUBLISHED.sentence, reasons=[NOT_PUBLISHED.as_reason()])


class PublishedLifecycle(models.Model):
    """draft, then pledged, or agreed and received: as its publisher says (IATI 13, 11 and 1).

    No person stands behind these moves, so none of our duties is claimed to have been done; the
    database lets such a pledge go nowhere else, and lets no allotment touch its money.
    """

    facts: Any
    announced_at: Any
    pledged_on: Any
    usd: Any
    usd_rate: Any
    usd_rate_on: Any
    agreed_at: Any
    agreed_usd: Any
    agreed_rate: Any
    agreed_rate_on: Any

    class Meta:
        abstract = True

    @move(
        source="draft",
        target="pledged",
        by=BY_SYSTEM,
        requires=[PUBLISHED],
        title=_("Record a published pledge"),
        effect=_("Shown as published; counts in none of our totals."),
    )
    def record_published_pledge(self) -> None:
        """Record a pledge that others have published, at the publisher's own worth (IATI 13)."""
        self._as_published()

    @move(
        source="draft",
        target="agreed",
        by=BY_SYSTEM,
        requires=[PUBLISHED],
        title=_("Record a published commitment"),
        effect=_("Shown as published; counts in none of our totals, and can never be allotted."),
    )
    def record_published_commitment(self) -> None:
        """Record a commitment others have published; its contribution is only shown (IATI 11)."""
        worth = self._as_published()
        self.agreed_at = self.facts.now
        self.agreed_usd, self.agreed_rate = worth.usd, worth.rate
        self.agreed_rate_on = worth.rate_on

    @move(
        source="agreed",
        target="partly_received",
        by=BY_SYSTEM,
        requires=[PUBLISHED],
        title=_("Record a published payment"),
    )
    @move(
        source=["partly_received", "received"],
        target=SAME,
        by=BY_SYSTEM,
        requires=[PUBLISHED],
        title=_("Record a published payment"),
    )
    def record_published_receipt(self) -> None:
        """Record a payment that others have published; no bank statement stands behind it."""

    def _as_published(self) -> Valued:
        worth: Valued = self.facts.given["valued"]
        self.announced_at = self.facts.now
        self.pledged_on = worth.value_on
        self.usd, self.usd_rate, self.usd_rate_on = worth.usd, worth.rate, worth.rate_on
        return worth
