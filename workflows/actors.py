"""Who acts: a person in one capacity, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

SYSTEM_ROLE = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One person acting for one organisation with the roles in force at this moment.

    ``scopes`` decide what the database shows (state, donor, staff, auditor, administrator, system,
    public); ``roles`` decide what may be done. An actor without scopes sees nothing.
    """

    person_id: UUID | None = None
    organisation_id: UUID | None = None
    country_code: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)
    language: str = "en"

    def has(self, *roles: str) -> bool:
        """Tell whether the actor holds any of the roles."""
        return not self.roles.isdisjoint(roles)

    def sees(self, *scopes: str) -> bool:
        """Tell whether the actor looks through any of the scopes."""
        return not self.scopes.isdisjoint(scopes)

    @property
    def reads_all_cases(self) -> bool:
        """Tell whether every case is open to the actor (staff, auditors, the system)."""
        return self.sees("staff", "auditor", "system")


SYSTEM = Actor(roles=frozenset({SYSTEM_ROLE}), scopes=frozenset({"system"}))
NOBODY = Actor()
PUBLIC = Actor(scopes=frozenset({"public"}))
