"""Who may act on money: officers by their role, and the system where one act follows another."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from donors.policies.promises import BY_APPROVING, BY_CERTIFYING, BY_COFINANCING, BY_TREASURY
from workflows.actors import SYSTEM_ROLE
from workflows.moves import Policy

BY_APPROVING_OR_SYSTEM: Final = Policy(
    roles=("approving_officer", SYSTEM_ROLE),
    sentence=_("Only an approving officer can do this."),
)
BY_CERTIFYING_OR_SYSTEM: Final = Policy(
    roles=("certifying_officer", SYSTEM_ROLE),
    sentence=_("Only a certifying officer can do this."),
)

__all__ = [
    "BY_APPROVING",
    "BY_APPROVING_OR_SYSTEM",
    "BY_CERTIFYING",
    "BY_CERTIFYING_OR_SYSTEM",
    "BY_COFINANCING",
    "BY_TREASURY",
]
