"""Amendments that reach their state by the steps people take."""

from __future__ import annotations

from typing import Any

from donors.models import Amendment
from donors.services import amendments
from tests.factories.pledges import Promise, paper
from tests.stock import told_once

STATES = ("draft", "offered", "signed", "accepted")


@told_once
def amendment_at(
    promise: Promise, state: str = "accepted", *, by: str = "cofinancing_officer", **changes: Any
) -> Amendment:
    """Return an amendment of an agreed pledge that lived its way to ``state``."""
    written: Amendment = promise.step(
        by, amendments.draft, motive="The plan grew.", changes=changes or {"title": "Anew"}
    )
    officer = "cofinancing_officer"
    promise.act(officer, amendments.attach, pk=written.pk, upload=paper("amendment.pdf"))
    steps = (
        (officer, amendments.offer),
        (f"{promise.donor}.donor_authority", amendments.sign),
        ("approving_officer", amendments.accept),
    )
    for name, verb in steps[: STATES.index(state)]:
        written = promise.step(name, verb, pk=written.pk)
    return written
