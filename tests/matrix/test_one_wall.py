"""Each wall alone keeps everything in; without both, the same visits do tell the secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.db.models import QuerySet
from pytest_django.plugin import DjangoDbBlocker

from accounts.models.user import UserManager
from config.services.roles import OWNER
from tests.laboratory import Laboratory, pointed_at, url_of
from tests.matrix.conftest import Built
from tests.matrix.gallery import Gallery
from tests.matrix.routes import Route
from tests.matrix.tables import VIEWERS, visited
from tests.matrix.test_routes import is_foreign
from tests.matrix.visits import OBJECTS, Cell, Viewer, Visit

VIEWING = [
    one
    for one in VIEWERS
    if one.label in {"ms_authority", "donor_rep", "auditor", "administrator", "nobody"}
]
WITHOUT_RULES = """
DO $$ DECLARE wall record; BEGIN
    FOR wall IN SELECT oid::regclass AS name FROM pg_class
        WHERE relrowsecurity AND relnamespace = 'public'::regnamespace
    LOOP EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', wall.name); END LOOP;
END $$
"""
each_viewer = pytest.mark.parametrize("viewer", VIEWING, ids=lambda one: one.label)
outsiders = pytest.mark.parametrize("viewer", VIEWING[:2], ids=lambda one: one.label)


@pytest.fixture
def unscoped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every ``visible_to`` return everything."""
    for kind in (*_kinds(QuerySet), UserManager):
        if "visible_to" in vars(kind):
            monkeypatch.setattr(kind, "visible_to", lambda self, _actor: self.all())


def _kinds(kind: type[Any]) -> Iterator[type[Any]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


@pytest.fixture
def without_rules(
    built: Built, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[Gallery]:
    """Give a test a copy of the gallery whose tables have no row-level security."""
    with django_db_blocker.unblock():
        name = laboratory.clone(built.database)
        with psycopg.connect(url_of(OWNER, name)) as owner:
            owner.execute(WITHOUT_RULES)
        with pointed_at(name), transaction.atomic():
            yield built.gallery
            transaction.set_rollback(True)
        laboratory.drop(name)


def reading(viewer: Viewer) -> list[tuple[Route, str]]:
    """Return what a viewer looks at: every page and list outside of the admin."""
    return [
        (route, method)
        for route, method in visited(viewer)
        if method == "get" and not route.template.startswith("/admin/")
    ]


def looked(gallery: Gallery, viewer: Viewer) -> dict[tuple[str, str, str], Cell]:
    """Return the cells of one viewer's reading."""
    visit = Visit(gallery, viewer)
    return {
        (str(cell.route), cell.method, cell.object): cell
        for cell in visit.all(reading(viewer), OBJECTS)
    }


def told(cells: dict[tuple[str, str, str], Cell], viewer: Viewer) -> list[tuple[str, str, str]]:
    """Return where a secret was told, or something foreign looked otherwise than nothing."""
    return [
        key
        for key, cell in cells.items()
        if cell.leaks
        or (
            "foreign" in key[2]
            and is_foreign(cell, viewer)
            and cell.remains != cells[(*key[:2], key[2].replace("foreign", "unknown"))].remains
        )
    ]


@each_viewer
@pytest.mark.usefixtures("unscoped")
def test_the_database_alone_keeps_everything_in(gallery: Gallery, viewer: Viewer) -> None:
    assert told(looked(gallery, viewer), viewer) == []


@outsiders
def test_the_code_alone_keeps_everything_in(without_rules: Gallery, viewer: Viewer) -> None:
    assert told(looked(without_rules, viewer), viewer) == []


@pytest.mark.usefixtures("unscoped")
@outsiders
def test_without_both_the_secrets_are_told(without_rules: Gallery, viewer: Viewer) -> None:
    leaking = told(looked(without_rules, viewer), viewer)

    assert len(leaking) > 50
    kinds = {route.split("/")[3] for route, _method, _object in leaking if "/api/v1/" in route}
    assert {"requests", "pledges", "allotments", "assessments", "people", "tokens"} <= kinds
