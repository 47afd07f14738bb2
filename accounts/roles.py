"""Every role on one screen: who it is for, what it sees, what it must not be joined with."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import OrganisationKind

EVERY_DONOR = frozenset(OrganisationKind) - {OrganisationKind.UNODC}
STATES = frozenset({OrganisationKind.STATE})
UNODC = frozenset({OrganisationKind.UNODC})


@dataclass(frozen=True)
class Role:
    """A role: code, words, kinds of organisation whose members may hold it, and what it opens."""

    code: str
    name: Promise
    kinds: frozenset[OrganisationKind]
    scope: str


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("ms_drafter", _("Drafter of a Member State"), STATES, "state"),
        Role("ms_authority", _("Authority of a Member State"), STATES, "state"),
        Role("donor_rep", _("Donor representative"), EVERY_DONOR, "donor"),
        Role("donor_authority", _("Donor authority"), EVERY_DONOR, "donor"),
        Role("programme_officer", _("Programme officer"), UNODC, "staff"),
        Role("section_chief", _("Section chief"), UNODC, "staff"),
        Role("assessor", _("Assessor"), UNODC, "staff"),
        Role("cofinancing_officer", _("Co-financing officer"), UNODC, "staff"),
        Role("due_diligence_officer", _("Due diligence officer"), UNODC, "staff"),
        Role("legal_officer", _("Legal officer"), UNODC, "staff"),
        Role("certifying_officer", _("Certifying officer"), UNODC, "staff"),
        Role("approving_officer", _("Approving officer"), UNODC, "staff"),
        Role("treasury_officer", _("Treasury officer"), UNODC, "staff"),
        Role("auditor", _("Auditor"), UNODC, "auditor"),
        Role("administrator", _("Administrator"), UNODC, "administrator"),
    )
}

ALONE = frozenset({"auditor", "administrator"})
"""Roles no one may hold beside any other: one only reads, the other does no case work."""

STAFF_ROLES = frozenset(code for code, role in ROLES.items() if role.scope == "staff")


def scopes_of(roles: frozenset[str]) -> frozenset[str]:
    """Return what a set of roles opens to the eye."""
    return frozenset(ROLES[code].scope for code in roles if code in ROLES)


def may_join(role: str, held: frozenset[str]) -> bool:
    """Tell whether ``role`` may be held beside ``held`` by one person in one organisation."""
    others = held - {role}
    return not others or (role not in ALONE and not (others & ALONE))
