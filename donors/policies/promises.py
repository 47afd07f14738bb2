"""Who may act on promises: the donor on its own, UNODC's officers by their role."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from workflows.actors import Actor
from workflows.moves import Policy


def of_this_donor(subject: Any, actor: Actor) -> bool:
    """Tell whether the actor speaks for the donor the subject belongs to."""
    return actor.sees("donor") and subject.organisation_id == actor.organisation_id


def of_this_donor_or_on_its_letter(subject: Any, actor: Actor) -> bool:
    """Tell whether the actor speaks for this donor, or writes down what its letter says."""
    return (actor.has("cofinancing_officer") and subject.on_letter) or of_this_donor(subject, actor)


BY_ITS_AUTHORITY: Final = Policy(
    roles=("donor_authority",),
    binds=of_this_donor,
    sentence=_("Only this donor's own authority can do this."),
)
BY_ITS_AUTHORITY_OR_ON_A_LETTER: Final = Policy(
    roles=("donor_authority", "cofinancing_officer"),
    binds=of_this_donor_or_on_its_letter,
    sentence=_("Only this donor's authority, or UNODC on a letter of it, can do this."),
)
BY_ITS_BEGINNER: Final = Policy(
    roles=("donor_rep", "cofinancing_officer"),
    binds=of_this_donor_or_on_its_letter,
    sentence=_("A pledge is begun by its donor's representative, or by UNODC on a letter."),
)
BY_ITS_DRAFTER: Final = Policy(
    roles=("donor_rep", "donor_authority", "cofinancing_officer"),
    binds=of_this_donor_or_on_its_letter,
    sentence=_("Only this donor, or UNODC on a letter of it, can write this."),
)
BY_THIS_DONOR: Final = Policy(
    roles=("donor_rep", "donor_authority"),
    binds=of_this_donor,
    sentence=_("Only this donor can write this."),
)
BY_EITHER_DRAFTER: Final = Policy(
    roles=("cofinancing_officer", "donor_rep", "donor_authority"),
    binds=lambda subject, actor: actor.has("cofinancing_officer") or of_this_donor(subject, actor),
    sentence=_("Only a co-financing officer or this donor can write this."),
)
BY_EITHER_SIDE: Final = Policy(
    roles=("cofinancing_officer", "donor_authority"),
    binds=lambda subject, actor: actor.has("cofinancing_officer") or of_this_donor(subject, actor),
    sentence=_("Only a co-financing officer or this donor's authority can do this."),
)
BY_COFINANCING: Final = Policy(
    roles=("cofinancing_officer",), sentence=_("Only a co-financing officer can do this.")
)
BY_DUE_DILIGENCE: Final = Policy(
    roles=("due_diligence_officer",), sentence=_("Only a due diligence officer can do this.")
)
BY_LEGAL: Final = Policy(roles=("legal_officer",), sentence=_("Only a legal officer can do this."))
BY_CERTIFYING: Final = Policy(
    roles=("certifying_officer",), sentence=_("Only a certifying officer can do this.")
)
BY_APPROVING: Final = Policy(
    roles=("approving_officer",), sentence=_("Only an approving officer can do this.")
)
BY_TREASURY: Final = Policy(
    roles=("treasury_officer",), sentence=_("Only a treasury officer can do this.")
)
BY_PROGRAMME: Final = Policy(
    roles=("programme_officer",), sentence=_("Only a programme officer can do this.")
)
BY_PROGRAMME_OR_CHIEF: Final = Policy(
    roles=("programme_officer", "section_chief"),
    sentence=_("Only a programme officer or a section chief can do this."),
)
BY_PROGRAMME_OR_COFINANCING: Final = Policy(
    roles=("programme_officer", "cofinancing_officer"),
    sentence=_("Only a programme officer or a co-financing officer can do this."),
)
