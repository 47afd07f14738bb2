"""Keep the database's table of permitted steps equal to the declared life cycles."""

from __future__ import annotations

from workflows.models import AllowedMove
from workflows.registry import Machine, machines


def steps_of(machine: Machine) -> set[tuple[str, str, str]]:
    """Return (machine, source, target) of each declared step, with '' -> initial for creation."""
    steps = {(machine.key, "", machine.initial)}
    for by_source in machine.moves.values():
        steps |= {
            (machine.key, move.source, move.target)
            for move in by_source.values()
            if move.target is not None
        }
    return steps


def declared_steps() -> set[tuple[str, str, str]]:
    """Return the steps of every machine known."""
    return {step for machine in machines() for step in steps_of(machine)}


def write_allowed_moves() -> None:
    """Make the table equal to the declaration; run by the owner after each migration."""
    wanted = declared_steps()
    present = {(row.machine, row.source, row.target): row.pk for row in AllowedMove.objects.all()}
    AllowedMove.objects.filter(
        pk__in=[pk for key, pk in present.items() if key not in wanted]
    ).delete()
    AllowedMove.objects.bulk_create(
        AllowedMove(machine=m, source=s, target=t) for m, s, t in sorted(wanted - set(present))
    )
