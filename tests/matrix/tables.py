"""Who visits the routes, how far, and the committed table of what they met there.

``TARA_MATRIX=whole`` lets everybody visit everything; otherwise the pages that treat many roles
alike are visited by some of them. ``WRITE_MATRIX=new`` adds the rows of routes that the table
lacks, ``WRITE_MATRIX=1`` writes again all that is visited (with ``-n 0``; read the difference).
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from accounts.roles import ROLES
from tests.matrix.routes import Route, routes
from tests.matrix.visits import OBJECTS, Cell, Viewer

Cells = Mapping[tuple[str, str, str], Cell]
"""By address, method and object."""

TABLE = Path(__file__).with_name("routes.csv")
WRITES = os.environ.get("WRITE_MATRIX", "")
WHOLE = os.environ.get("TARA_MATRIX") == "whole"
TABLED = ("own", "foreign", "unknown", "own+foreign")
LETTERS = {
    "open": "o",
    "refused": "r",
    "hidden": "h",
    "stranger": "s",
    "method": "m",
    "led": "l",
    "broken": "!",
}
NONE = "."
"""There is no such object for this person."""

STAFF = frozenset({"shared", "state", "donor", "foreign", "people", "registered"})
OPEN = {
    "state": frozenset({"shared", "state", "registered"}),
    "donor": frozenset({"shared", "donor"}),
    "staff": STAFF,
    "auditor": STAFF,
    "administrator": frozenset({"people", "invited", "registered"}),
}
PLACES = {"state": "state.", "donor": "donor."}
VIEWERS = [
    *(
        Viewer(role.code, f"{PLACES.get(role.scope, '')}{role.code}", OPEN[role.scope])
        for role in ROLES.values()
    ),
    Viewer("token_of_ms_authority", "state.ms_authority", OPEN["state"], by_token=True),
    Viewer("token_of_donor_rep", "donor.donor_rep", OPEN["donor"], by_token=True),
    Viewer("nobody", "", frozenset()),
]
IN_THE_ADMIN = {"section_chief", "administrator", "ms_authority"}
"""Who visits the admin in a short run: it knows readers, keepers and others, and no finer roles."""


def visited(viewer: Viewer) -> Iterator[tuple[Route, str]]:
    """Return the routes and methods a viewer tries."""
    place = VIEWERS.index(viewer)
    tabled = {
        (row["route"], row["method"])
        for row in TABLED_AT_FIRST
        if {row["own"][place], row["unknown"][place]} != {NONE}
    }
    for route in routes():
        for method in route.methods:
            if WRITES == "new" and (str(route), method) in tabled:
                continue
            if WHOLE or _in_short(viewer, route, method):
                yield route, method


def _in_short(viewer: Viewer, route: Route, method: str) -> bool:
    if route.template.startswith("/admin/"):
        return viewer.label in IN_THE_ADMIN and (method == "get" or "add" not in route.template)
    return not viewer.by_token or route.template.startswith("/api/")


def objects(viewer: Viewer) -> tuple[str, ...]:
    """Return the objects a viewer names: to staff nothing but letters and keys is foreign."""
    alike = "foreign" in viewer.chapters and viewer.label != "auditor"
    return ("own",) if alike and not WHOLE else OBJECTS


def rows() -> list[dict[str, str]]:
    """Return the committed table: a letter for each viewer, in the order of VIEWERS."""
    return list(csv.DictReader(io.StringIO(TABLE.read_text()))) if TABLE.exists() else []


TABLED_AT_FIRST = rows()
"""What the table says before this run writes to it."""


def differences(cells: Cells, viewer: Viewer) -> dict[Any, tuple[str, str | None]]:
    """Return (found, expected) by cell where the table says otherwise; write it if asked."""
    place = VIEWERS.index(viewer)
    if WRITES:
        _write(cells, place)
    expected = {
        (row["route"], row["method"], kind): row[kind][place] for row in rows() for kind in TABLED
    }
    found = {key: LETTERS[cell.outcome] for key, cell in cells.items() if key[2] in TABLED}
    return {
        key: (letter, expected.get(key))
        for key, letter in found.items()
        if letter != expected.get(key)
    }


def _write(cells: Cells, place: int) -> None:
    before = {(row["route"], row["method"]): row for row in rows()}
    paper = io.StringIO()
    writer = csv.DictWriter(paper, ["route", "method", *TABLED], lineterminator="\n")
    writer.writeheader()
    for route in routes():
        for method in route.methods:
            row = before.get((str(route), method), dict.fromkeys(TABLED, NONE * len(VIEWERS)))
            for kind in TABLED:
                if cell := cells.get((str(route), method, kind)):
                    row[kind] = row[kind][:place] + LETTERS[cell.outcome] + row[kind][place + 1 :]
            writer.writerow({**row, "route": str(route), "method": method})
    TABLE.write_text(paper.getvalue())
