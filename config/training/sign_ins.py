"""Who may sign in to the training, with which password, and where: shown on this machine only."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from config.training.cast import began
from config.training.password import training_password
from config.training.roster import ADMINISTRATORS, PLACES, address, staff
from config.training.seeding import TrainingRefused, check_training_ground

ASKING: Final = next(place for place in PLACES if place.asks)
GIVING: Final = next(place for place in PLACES if place.gives and not place.asks)


def table() -> Iterator[tuple[str, str]]:
    """Give a role and an address for each role; for one State and one donor.

    Raises:
        TrainingRefused: production, another machine may look, or there is no training here.
    """
    check_training_ground()
    if not _loopback(urlsplit(settings.PUBLIC_URL).hostname or ""):
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


def others() -> str:
    """Return the words before the role in the addresses of the other organisations."""
    shown = (ASKING, GIVING)
    return ", ".join(place.key for place in PLACES if place not in shown)


def door() -> str:
    """Return the path of the page to sign in on."""
    return reverse(settings.LOGIN_URL)


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
