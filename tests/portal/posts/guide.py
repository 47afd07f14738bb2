"""What a newcomer sends on a guided walk, and who walks which."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from portal.guide.scenes import Newcomer
from portal.guide.walks import WALKS
from tests.portal.posts.form import Form, Make
from tests.world import BEGINNING, World

WALKERS: Final = {
    "donor": "donor.donor_rep",
    "casework": "programme_officer",
    "assessment": "assessor",
    "relations": "cofinancing_officer",
    "finance": "certifying_officer",
    "delivery": "section_chief",
    "audit": "auditor",
    "people": "administrator",
}


def walked(key: str) -> Make:
    """Return the first scene of a walk, as somebody of its office answers it."""

    def form(world: World) -> Form:
        who, scene = WALKERS[key], WALKS[key].scenes[0]
        with world.as_(who):
            choices = scene.shown(Newcomer(world[who], BEGINNING)).choices
        (right,) = [one.name for one in choices if one.is_right]
        return Form(
            url=reverse("portal:learn", args=[key]),
            who=who,
            values={"scene": scene.name, "choice": right},
            wrong="state.ms_authority",
            is_open=True,
        )

    return form


FORMS: Final[dict[str, Make]] = {f"/learn/{key}/": walked(key) for key in WALKERS}
