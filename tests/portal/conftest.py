"""A person at the portal, and one of everything there is to look at."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.entering import let_in
from tests.world import World

# Every step of every case: `make proofs` asks for it; one of each kind is in every run.
collect_ignore = [] if os.environ.get("TARA_PROOFS") else ["test_forged_steps.py"]

Enter = Callable[..., Client]


@pytest.fixture
def enter(world: World) -> Enter:
    """Return a call that signs a person of the world in and returns their browser."""

    def sign_in(name: str = "", *, language: str = "en", **options: Any) -> Client:
        client = Client(raise_request_exception=False, **options)
        if name:
            let_in(client, world.user(name))
        client.cookies["django_language"] = language
        return client

    return sign_in
