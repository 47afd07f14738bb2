"""The gallery: built once, committed in a database of its own, only looked at afterwards."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.laboratory import Laboratory, pointed_at
from tests.matrix.gallery import Gallery, build
from tests.world import make_world

# Minutes of walking every address: `make proofs` asks for it.
collect_ignore = (
    []
    if os.environ.get("TARA_PROOFS")
    else [
        "test_contract_fuzz.py",
        "test_hostile_bodies.py",
        "test_idempotency.py",
        "test_one_wall.py",
        "test_routes.py",
    ]
)


@dataclass(frozen=True)
class Built:
    """The gallery and the name of its database."""

    gallery: Gallery
    database: str


@pytest.fixture(scope="package")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[Built]:
    """Give the folder its gallery."""
    with django_db_blocker.unblock():
        name = laboratory.clone()
        with pointed_at(name):
            gallery = build(make_world())
        yield Built(gallery, name)
        laboratory.drop(name)


@pytest.fixture
def gallery(built: Built, django_db_blocker: DjangoDbBlocker) -> Iterator[Gallery]:
    """Give a test the gallery; what it does there is undone."""
    logging.disable(logging.ERROR)  # thousands of refusals are no news
    with django_db_blocker.unblock(), pointed_at(built.database), transaction.atomic():
        yield built.gallery
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
