"""Is this really the person? The same work and the same answer, whoever is asked for."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


def person_with(*, email: str, password: str, request: HttpRequest | None = None) -> User | None:
    """Return the active person with this address and password.

    An unknown address costs one password hash too, so time tells nothing.
    """
    with speaking_as(SYSTEM):
        found = ModelBackend().authenticate(request, username=email, password=password)
    return found if isinstance(found, User) else None
