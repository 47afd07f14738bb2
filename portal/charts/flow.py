"""A flow through columns (Sankey): a node per name, a band per stream between neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from portal.charts.bars import Label, Rect
from portal.charts.drawing import Paper, number, shortened

WIDTH: Final = 720
NODE: Final = 12
GAP: Final = 26
TALL: Final = 340
LONGEST_LABEL: Final = 34
COLOURS: Final = 6


@dataclass(frozen=True)
class Band:
    """One band between two nodes, as the path of an SVG, in the colour of its beginning."""

    path: str
    series: int


@dataclass(frozen=True)
class Flow:
    """A drawing of a flow, ready for the template."""

    width: int
    height: int
    rects: list[Rect]
    bands: list[Band]
    labels: list[Label]


@dataclass
class _Node:
    """One name in one column while the drawing is laid out."""

    name: str
    column: int
    size: Decimal
    series: int
    top: float = 0
    height: float = 0
    arrived: float = 0
    left: float = 0


def flow(rows: Sequence[tuple[tuple[str, ...], Decimal]]) -> Flow | None:
    """Draw rows of (a name per column, how much); None where nothing flows."""
    whole = sum((size for _, size in rows), Decimal(0))
    if not whole:
        return None
    columns = _columns(rows)
    most = max(len(column) for column in columns)
    height = TALL + GAP * most
    scale = TALL / float(whole)
    for column in columns:
        _stack(column, scale)
    paper = Paper(WIDTH)
    nodes = {(node.column, node.name): node for column in columns for node in column}
    return Flow(
        width=WIDTH,
        height=height,
        rects=[_rect(paper, node, len(columns)) for node in nodes.values()],
        bands=_bands(paper, rows, nodes, scale=scale, columns=len(columns)),
        labels=[_label(paper, node, len(columns)) for node in nodes.values()],
    )


def _columns(rows: Sequence[tuple[tuple[str, ...], Decimal]]) -> list[list[_Node]]:
    sizes: list[dict[str, Decimal]] = [defaultdict(Decimal) for _ in rows[0][0]]
    for names, size in rows:
        for column, name in enumerate(names):
            sizes[column][name] += size
    return [
        [
            _Node(name, at, size, series=place % COLOURS + 1)
            for place, (name, size) in enumerate(
                sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
            )
        ]
        for at, found in enumerate(sizes)
    ]


def _stack(column: list[_Node], scale: float) -> None:
    y = float(GAP) - 6
    for node in column:
        node.top, node.height = y, max(float(node.size) * scale, 2)
        y += node.height + GAP


def _place(column: int, columns: int) -> float:
    return column * (WIDTH - NODE) / (columns - 1)


def _rect(paper: Paper, node: _Node, columns: int) -> Rect:
    x = paper.x(_place(node.column, columns), NODE)
    return Rect(number(x), number(node.top), number(NODE), number(node.height), node.series)


def _label(paper: Paper, node: _Node, columns: int) -> Label:
    last = node.column == columns - 1
    x = paper.x(_place(node.column, columns) + (NODE if last else 0))
    return Label(number(x), number(node.top - 6), shortened(node.name, LONGEST_LABEL), end=last)


def _bands(
    paper: Paper,
    rows: Sequence[tuple[tuple[str, ...], Decimal]],
    nodes: dict[tuple[int, str], _Node],
    *,
    scale: float,
    columns: int,
) -> list[Band]:
    """Draw the streams between each column and the next, stacked in the order of their ends."""
    bands: list[Band] = []
    for column in range(columns - 1):
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for names, size in rows:
            sums[names[column], names[column + 1]] += size
        pairs = [
            (nodes[column, start], nodes[column + 1, end], float(size) * scale)
            for (start, end), size in sums.items()
        ]
        for start, end, thick in sorted(pairs, key=lambda one: (one[0].top, one[1].top)):
            bands.append(_band(paper, start, end, thick, columns))
    return bands


def _band(paper: Paper, start: _Node, end: _Node, thick: float, columns: int) -> Band:
    a = paper.x(_place(start.column, columns) + NODE)
    b = paper.x(_place(end.column, columns))
    middle = (a + b) / 2
    y, z = start.top + start.left, end.top + end.arrived
    start.left += thick
    end.arrived += thick
    there = f"M{a:.1f},{y:.1f}C{middle:.1f},{y:.1f} {middle:.1f},{z:.1f} {b:.1f},{z:.1f}"
    back = (
        f"L{b:.1f},{z + thick:.1f}C{middle:.1f},{z + thick:.1f} "
        f"{middle:.1f},{y + thick:.1f} {a:.1f},{y + thick:.1f}Z"
    )
    return Band(there + back, start.series)
