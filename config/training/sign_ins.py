"""Who may sign in to the training, with which password, and where: shown on this machine only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.urls import reverse

from config.training.cast import began
from config.training.password import training_password
from config.training.roster import ADMINISTRATORS, PLACES, address, staff
from config.training.second_factor import code_at, training_key, who_has_one
from config.training.seeding import TrainingRefused, check_training_ground
from config.training.this_machine import answers_itself_alone

ASKING: Final = next(place for place in PLACES if place.asks)
GIVING: Final = next(place for place in PLACES if place.gives and not place.asks)


def table() -> Iterator[tuple[str, str]]:
    """Give a role and an address for each role; for one State and one donor.

    Raises:
        TrainingRefused: production, another machine may look, or there is no training here.
    """
    check_training_ground()
    if not answers_itself_alone():
        message = "sign-ins are shown only where the service answers to this machine alone"
        raise TrainingRefused(message)
    if began() is None:
        message = "there is no training here: run seed_demo first"
        raise TrainingRefused(message)
    return _everyone()


def _everyone() -> Iterator[tuple[str, str]]:
    for place in (ASKING, GIVING):
        for role in place.roles:
            yield role, address(f"{place.key}.{role}")
    for name, role in (*staff(), *((name, "administrator") for name in ADMINISTRATORS)):
        yield role, address(name)


def password() -> str:
    """Return the one password of everybody."""
    return training_password()


def code(email: str, *, at: float) -> str:
    """Return the code the second step asks for at a moment in seconds; "" where it asks none."""
    return code_at(training_key(), at) if email in who_has_one() else ""


def key() -> str:
    """Return the key for an authenticator app: one entry serves everyone at UNODC."""
    return training_key()


def others() -> str:
    """Return the words before the role in the addresses of the other organisations."""
    shown = (ASKING, GIVING)
    return ", ".join(place.key for place in PLACES if place not in shown)


def door() -> str:
    """Return the path of the page to sign in on."""
    return reverse(settings.LOGIN_URL)
