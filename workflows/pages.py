"""Pages generated from the declared life cycles: what may happen, and who may do it."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.moves import Move
from workflows.registry import Machine, machine, machines

NOTE = "<!-- Generated from the code by `make generate`; do not edit. -->\n"

BEGIN, END = "<!-- lifecycle:begin -->", "<!-- lifecycle:end -->"


def lifecycle_page() -> str:
    """Return docs/lifecycle.md: a diagram and a table for each machine."""
    parts = [NOTE, "# Life cycles\n"]
    for known in machines():
        parts += [f"\n## {known.key}\n", _diagram(known), _table(known)]
    return "\n".join(parts).rstrip() + "\n"


def permissions_page() -> str:
    """Return docs/permissions.md: for each machine, which role may take which step."""
    parts = [NOTE, "# Who may take which step\n"]
    for known in machines():
        parts += [f"\n## {known.key}\n", _grid(known)]
    return "\n".join(parts).rstrip() + "\n"


def with_diagram(text: str, *, key: str) -> str:
    """Return a page with one machine's diagram between its two lifecycle markers."""
    head, begin, rest = text.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    return f"{head}{begin}\n{_diagram(machine(key))}{end}{tail}"


def every_move(known: Machine) -> Iterator[Move]:
    """Yield each declared move of a machine, by source and name."""
    moves = [move for by_source in known.moves.values() for move in by_source.values()]
    yield from sorted(moves, key=lambda move: (move.source, move.name))


def _diagram(known: Machine) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {known.initial}"]
    moves = [move for move in every_move(known) if move.target is not None]
    lines += [f"    {move.source} --> {move.target}: {move.name}" for move in moves]
    sources = {move.source for move in moves}
    ends = sorted({move.target for move in moves if move.target} - sources)
    lines += [f"    {end} --> [*]" for end in ends]
    return "\n".join([*lines, "```", ""])


def _table(known: Machine) -> str:
    lines = ["| from | step | to | by | guard | reason |", "|---|---|---|---|---|---|"]
    for move in every_move(known):
        guards = "<br>".join(f"`{need.code}` {_cell(need.sentence)}" for need in move.requires)
        cells = (
            move.source,
            f"`{move.name}`",
            move.target or move.source,
            ", ".join(move.policy.roles),
            guards,
            "required" if move.needs_reason else "",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _grid(known: Machine) -> str:
    moves = sorted(known.moves)
    roles = sorted({role for move in every_move(known) for role in move.policy.roles})
    lines = ["| step | " + " | ".join(roles) + " |", "|---" * (len(roles) + 1) + "|"]
    for name in moves:
        granting = [set(move.policy.roles) for move in known.moves[name].values()]
        cells = [_mark(role, granting) for role in roles]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _mark(role: str, granting: list[set[str]]) -> str:
    if all(role in roles for roles in granting):
        return "yes"
    return "from some states" if any(role in roles for roles in granting) else ""


def _cell(sentence: object) -> str:
    return str(sentence).replace("|", "\\|").replace("\n", " ")
