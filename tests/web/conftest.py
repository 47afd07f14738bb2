"""Parcels to ask about, and people who ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.toy.machine import pack
from tests.toy.models import Parcel
from tests.world import BEGINNING, World

PARCELS = "/api/v1/parcels/"


@pytest.fixture
def parcel_of(world: World) -> Callable[..., Parcel]:
    """Return a packer: of which organisation, and what is written on the parcel."""

    def make(organisation: str = "state", **fields: Any) -> Parcel:
        fields = {"reference": "P-1", **fields}
        with world.as_("programme_officer"):
            return pack(
                actor=world["programme_officer"],
                now=BEGINNING,
                organisation_id=world.organisations[organisation].pk,
                **fields,
            )

    return make
