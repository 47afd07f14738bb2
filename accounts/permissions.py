"""What the admin site may show and change, answered from roles."""

from __future__ import annotations

from workflows.actors import Actor

PEOPLE_AND_REFERENCE = ("accounts", "reference")


def admin_permission(perm: str, actor: Actor | None, *, superuser: bool) -> bool:
    """Answer one Django permission ("room.verb_model").

    Cases are only ever viewed there: state and money move through the engine alone. People and
    reference data are changed by administrators (DOMAIN 2.7, DESIGN 6).
    """
    room, _, codename = perm.partition(".")
    verb = codename.partition("_")[0]
    if actor is None:
        return superuser and verb == "view"
    if verb == "view":
        if room in PEOPLE_AND_REFERENCE:
            return superuser or actor.sees("staff", "auditor", "administrator")
        return superuser or actor.reads_all_cases
    return room in PEOPLE_AND_REFERENCE and actor.sees("administrator")
