"""Every route x method x role x own, foreign or unknown object: nothing of others is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db.models import Model

from accounts.models import ApiToken, Organisation
from messaging.models import Notice
from tests.matrix.gallery import Gallery
from tests.matrix.routes import LANDMARKS
from tests.matrix.tables import VIEWERS, Cells, differences, objects, visited
from tests.matrix.visits import Cell, Viewer, Visit
from web.models import IdempotencyKey
from workflows.registry import machines

PERSONAL: set[type[Model]] = {ApiToken, Notice, IdempotencyKey}
"""What is its owner's alone, whoever else reads every case."""


def is_foreign(cell: Cell, viewer: Viewer) -> bool:
    """Tell whether what the cell named is closed to the viewer."""
    if "foreign" in viewer.chapters:
        return bool(cell.kinds & PERSONAL)
    opened: set[type[Model]] = set()
    if "people" in viewer.chapters:
        opened = LANDMARKS - PERSONAL
    elif "registered" in viewer.chapters:
        opened = {Organisation}
    return not cell.kinds & opened


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda one: one.label)
def test_nothing_of_others_is_told(gallery: Gallery, viewer: Viewer) -> None:
    visit = Visit(gallery, viewer)

    cells = {
        (str(cell.route), cell.method, cell.object): cell
        for cell in visit.all(visited(viewer), objects(viewer))
    }

    assert [key for key, cell in cells.items() if cell.leaks] == []
    assert [key for key, cell in cells.items() if cell.outcome == "broken"] == []
    assert list(_told_apart(cells, viewer)) == []
    assert differences(cells, viewer) == {}, "run with WRITE_MATRIX=1 and read the difference"


def _told_apart(cells: Cells, viewer: Viewer) -> Iterator[tuple[str, str, str]]:
    """Return where a foreign object is answered otherwise than one that never was."""
    for (route, method, kind), cell in cells.items():
        if "foreign" in kind and is_foreign(cell, viewer):
            unknown = cells[route, method, kind.replace("foreign", "unknown")]
            if cell.remains != unknown.remains:
                yield route, method, kind


def test_of_every_kind_of_case_there_is_an_own_and_a_foreign_one(gallery: Gallery) -> None:
    visit = Visit(gallery, VIEWERS[0])

    for known in machines():
        assert visit.pk(known.model, "own"), known.key
        assert visit.pk(known.model, "foreign"), known.key
