"""States, steps and roles in the words people read, for every page made from a machine."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.roles import ROLES
from workflows.actors import SYSTEM_ROLE
from workflows.registry import Machine

EXCEPTIONAL = frozenset({"withdrawn", "declined", "terminated", "rejected", "refused", "cancelled"})
"""Ends that nobody hopes for: steps towards them are offered quietly."""


def label_of(model: type[Any], state: str | None) -> str:
    """Return the label of one state of a model; of nothing, nothing."""
    if not state:
        return ""
    labels = dict(model._meta.get_field("state").flatchoices)
    return str(labels.get(state) or state.replace("_", " ").capitalize())


def step_title(machine: Machine, name: str, source: str = "") -> str:
    """Return what a step is called to people."""
    if name == "create":
        return _("Created")
    declared = machine.moves.get(name, {})
    move = declared.get(source) or next(iter(declared.values()), None)
    return str(move.title) if move else name.replace("_", " ").capitalize()


def role_name(code: str) -> str:
    """Return the name of a role; the service itself has one too."""
    if code == SYSTEM_ROLE:
        return _("the service itself")
    return str(ROLES[code].name) if code in ROLES else code


def role_names(codes: tuple[str, ...]) -> str:
    """Return the names of roles in one line."""
    return _(", ").join(role_name(code) for code in codes)
