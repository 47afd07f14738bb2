"""A donor lets what it gives be told to everyone, and may take that back."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import ANNOUNCED, COMMITTED
from donors.lifecycle.published import NOT_PUBLISHED
from donors.policies import promises as who
from workflows.moves import SAME, Requirement, move

ANNOUNCED_OR_AGREED: Final = [state.value for state in (*ANNOUNCED, *COMMITTED)]

NOT_YET_PUBLIC: Final = Requirement(
    lambda pledge: pledge.public_since is None,
    _("This donor has already agreed to publication."),
    "already_public",
)
IS_PUBLIC: Final = Requirement(
    lambda pledge: pledge.public_since is not None,
    _("This donor has not agreed to publication."),
    "not_public",
)


class PublicationLifecycle(models.Model):
    """Private until its donor says otherwise: no export names who gave, or how much, without it."""

    facts: Any
    public_since: Any
    public_by_id: Any

    class Meta:
        abstract = True

    @move(
        source=ANNOUNCED_OR_AGREED,
        target=SAME,
        by=who.BY_ITS_AUTHORITY,
        requires=[NOT_PUBLISHED, NOT_YET_PUBLIC],
        title=_("Agree to publication"),
        effect=_(
            "Donor, amounts and dates are published, with requests that everyone may see alone."
        ),
    )
    def publish(self) -> None:
        """Let everyone read who gives, how much and when (IATI 13, 11, 1, 2 and 4)."""
        self.public_since = self.facts.now
        self.public_by_id = self.facts.actor.person_id

    @move(
        source=ANNOUNCED_OR_AGREED,
        target=SAME,
        by=who.BY_ITS_AUTHORITY,
        requires=[IS_PUBLIC],
        title=_("Take publication back"),
        effect=_("The next export leaves it out; copies that others made stay with them."),
    )
    def keep_private(self) -> None:
        """Take the agreement to publication back; what was exported before cannot be called in."""
        self.public_since = None
        self.public_by_id = None
