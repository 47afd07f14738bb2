"""What each move asks for, declared by the rooms and used by the API and by forms alike."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from workflows.actors import SYSTEM_ROLE
from workflows.registry import Machine

LONGEST_REASON = 4_000

_inputs: dict[tuple[str, str], type[Inputs]] = {}


class Inputs(serializers.Serializer[Any]):
    """The base of every input: a member nobody knows is refused, not ignored."""

    default_error_messages = {"unknown_field": _("There is no such field here.")}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Return the checked values."""
        if isinstance(data, Mapping):
            writable = {name for name, known in self.fields.items() if not known.read_only}
            unknown = sorted(str(name) for name in data if name not in writable)
            if unknown:
                sentence = str(self.error_messages["unknown_field"])
                raise serializers.ValidationError(
                    {name: [serializers.ErrorDetail(sentence, "unknown_field")] for name in unknown}
                )
        return cast("dict[str, Any]", super().to_internal_value(data))


def register(machine_key: str, by_move: Mapping[str, type[Inputs]]) -> None:
    """Declare what the moves of a machine ask for; their names are the verbs' arguments."""
    for name, kind in by_move.items():
        _inputs[machine_key, name] = kind


def inputs_of(machine: Machine, name: str) -> type[Inputs]:
    """Return the input of one move: what was declared, and ``reason``.

    Whether the reason is required is for the engine to say, after it looked at the roles.
    """
    return _with_reason(machine.key, name, _must_explain(machine, name))


def _must_explain(machine: Machine, name: str) -> bool:
    return any(move.needs_reason for move in machine.declared(name).values())


@functools.cache
def _with_reason(key: str, name: str, must_explain: bool) -> type[Inputs]:
    words = _("Why. This step must be explained.") if must_explain else _("Why, if there is more.")
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_REASON,
        help_text=words,
        label=_("Reason"),
        style={"base_template": "textarea.html"},
    )
    title = "".join(part.capitalize() for part in f"{key}_{name}".split("_"))
    base = _inputs.get((key, name), Inputs)
    return type(f"{title}Input", (base,), {"reason": reason, "__doc__": base.__doc__})


def personal_moves(machine: Machine) -> list[str]:
    """Return the names of the moves that a person may take (the system's own are left out)."""
    return [
        name
        for name, by_source in machine.moves.items()
        if any(set(move.policy.roles) != {SYSTEM_ROLE} for move in by_source.values())
    ]
