"""Whose move it is, read from the life cycles themselves: which roles have a normal step ahead."""

from __future__ import annotations

from functools import cache
from typing import Any

from accounts.roles import ROLES
from workflows.actors import SYSTEM_ROLE
from workflows.registry import machine, machines

COURTS = ("staff", "state", "donor")
"""Scopes in the order in which a queue shows them."""

ALSO = frozenset(
    {
        ("assessment", "validate_report"),
        ("circulation", "object"),
        ("delivery", "accept_output"),
        ("delivery", "agree_plan"),
        ("pledge", "sign"),
        ("pledge", "record_receipt"),
        ("request", "send_back"),
    }
)
"""Steps that somebody waits for although they keep the state or must be explained."""

WRITERS = {
    ("request", "draft"): "ms_drafter",
    ("pledge", "draft"): "donor_rep",
    ("pledge", "cleared"): "cofinancing_officer",
    ("delivery", "formulation"): "programme_officer",
}
"""Who must write before the next step can be taken: the text, the agreement, the work plan."""


def is_ahead(key: str, name: str, move: Any) -> bool:
    """Tell whether a move is a normal step ahead.

    A step that must be explained (decline, suspend, reject, ...) is an exception, and a step that
    keeps the state is an aside: neither makes a case wait for anybody, but for those in ``ALSO``.
    """
    return (key, name) in ALSO or (move.target is not None and not move.needs_reason)


@cache
def roles_ahead(key: str) -> dict[str, frozenset[str]]:
    """Return, for each state of a machine, the roles that have a normal step from there."""
    found: dict[str, set[str]] = {}
    for name, by_source in machine(key).moves.items():
        for source, move in by_source.items():
            if is_ahead(key, name, move):
                found.setdefault(source, set()).update(set(move.policy.roles) - {SYSTEM_ROLE})
    for (of, state), role in WRITERS.items():
        if of == key:
            found.setdefault(state, set()).add(role)
    return {state: frozenset(roles) for state, roles in found.items() if roles}


def states_for(key: str, roles: frozenset[str]) -> list[str]:
    """Return the states of a machine in which any of the roles has a normal step."""
    return [state for state, ahead in roles_ahead(key).items() if ahead & roles]


def states_of_court(key: str, court: str) -> list[str]:
    """Return the states of a machine in which somebody of a scope has a normal step."""
    return states_for(key, frozenset(code for code, role in ROLES.items() if role.scope == court))


def keys() -> tuple[str, ...]:
    """Return the keys of all machines."""
    return tuple(known.key for known in machines())
