"""A counter at which parcels are packed and moved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.toy import machine as toy
from tests.toy.models import Parcel
from tests.world import BEGINNING, World
from workflows import registry
from workflows.actors import NOBODY, SYSTEM


class Counter:
    """Where parcels are packed and moved, each act in its actor's own transaction."""

    nobody = NOBODY

    def __init__(self, world: World) -> None:
        self.world = world

    def pack(self, *, by: str = "programme_officer", **fields: Any) -> Parcel:
        """Make a parcel of the first State."""
        fields.setdefault("organisation_id", self.world.organisations["state"].pk)
        with self.world.as_(by):
            return toy.pack(actor=self.world[by], now=BEGINNING, **fields)

    def act(self, parcel: Parcel, name: str, *, by: str, **given: Any) -> Parcel:
        """Take one step."""
        actor = SYSTEM if by == "system" else self.world[by]
        with self.world.as_(by):
            moved: Parcel = toy.PARCEL.verbs[name](
                pk=parcel.pk, actor=actor, now=BEGINNING, **given
            )
        return moved

    def sent(self, **fields: Any) -> Parcel:
        """Make a parcel and send it off by the real steps."""
        parcel = self.pack(**fields)
        self.act(parcel, "weigh", by="programme_officer", weight=3)
        return self.act(parcel, "send", by="section_chief")


@pytest.fixture
def counter(world: World) -> Counter:
    """Return a counter in the test's own transaction."""
    return Counter(world)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the registry know the toy machine, and no other, for one test."""
    monkeypatch.setattr(registry, "_machines", {toy.PARCEL.key: toy.PARCEL})
