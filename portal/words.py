"""States in words: the label a life cycle gives them, and the tone a page shows them in."""

from __future__ import annotations

from typing import Any

from workflows.registry import Machine

WAITING_FOR_SOMEONE = frozenset(
    {"returned", "info_requested", "noticed", "state_validation", "overdue", "suspended"}
)
GOOD = frozenset(
    {
        "funded", "in_delivery", "completed", "final", "agreed", "received", "partly_received",
        "released", "accepted", "approved", "implementation", "handed_over", "cleared",
    }
)  # fmt: skip
BAD = frozenset({"declined", "refused", "terminated", "objected", "rejected", "lost", "reversed"})
AT_REST = frozenset(
    {"closed", "withdrawn", "lapsed", "cancelled", "superseded", "expired", "referred"}
)


def state_of(subject: Any) -> str:
    """Return the label of a subject's state in the language in force."""
    return label_of(type(subject), subject.state)


def label_of(model: type[Any], state: str | None) -> str:
    """Return the label of one state of a model; of nothing, nothing."""
    if not state:
        return ""
    labels = dict(model._meta.get_field("state").flatchoices)
    return str(labels.get(state) or state.replace("_", " ").capitalize())


def tone_of(subject: Any) -> str:
    """Return attention, good, bad, rest or calm."""
    tones = (
        ("attention", WAITING_FOR_SOMEONE),
        ("good", GOOD),
        ("bad", BAD),
        ("rest", AT_REST),
    )
    return next((tone for tone, states in tones if subject.state in states), "calm")


def step_title(known: Machine, name: str, source: str = "") -> str:
    """Return what a step is called to people."""
    declared = known.moves.get(name, {})
    move = declared.get(source) or next(iter(declared.values()), None)
    return str(move.title) if move else name.replace("_", " ").capitalize()
