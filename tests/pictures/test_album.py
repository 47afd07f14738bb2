"""The catalogue leads somewhere, and the album is whole, small and wholly in its index."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.urls import resolve

from accounts.roles import ROLES
from config.services.places import ROOT
from config.training.roster import PLACES, staff
from tests.pictures import album
from tests.pictures.catalogue import PICTURES, Cases, Picture

SOME = UUID(int=1)
CASES = Cases(draft=SOME, under_way=SOME, need=SOME, pledge=SOME, fingerprint="0" * 64)
LINKED = re.compile(r"\]\(([^)]+\.webp)\)")
MOST_BYTES = 4_000_000
LEAST_BYTES = 1_000
"""A picture with fewer shows an empty page."""


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_every_address_of_the_catalogue_is_a_page(picture: Picture) -> None:
    path, _, _query = picture.address(CASES).partition("?")

    assert resolve(path).func is not None


def test_everybody_in_the_catalogue_takes_part_in_the_training() -> None:
    missions = {f"{place.key}.{role}" for place in PLACES for role in place.roles}
    known = {"", "administrator", *(name for name, _role in staff()), *missions}

    assert {picture.who for picture in PICTURES} <= known
    assert {picture.who.split(".")[-1] for picture in PICTURES if picture.who} <= set(ROLES)


def test_no_two_pictures_share_a_name() -> None:
    assert len({picture.name for picture in PICTURES}) == len(PICTURES)


def test_the_index_names_every_picture_and_no_other() -> None:
    kept = {file.name for file in album.FOLDER.iterdir()} - {album.INDEX}
    text = (album.FOLDER / album.INDEX).read_text()

    assert text == album.index(), "make screenshots"
    assert set(LINKED.findall(text)) == kept


def test_the_album_is_small_and_no_picture_is_empty() -> None:
    sizes = [file.stat().st_size for file in album.FOLDER.glob("*.webp")]

    assert sum(sizes) <= MOST_BYTES
    assert min(sizes) >= LEAST_BYTES


def test_the_readme_shows_pictures_that_there_are() -> None:
    shown = re.findall(r"docs/screenshots/([\w.-]+\.webp)", (ROOT / "README.md").read_text())

    assert len(shown) == 4
    assert all((album.FOLDER / name).exists() for name in shown)


def test_what_left_the_catalogue_leaves_the_album(tmp_path):
    known = album.Print("front", "phone", "en", b"webp")
    gone = album.Print("of-yesterday", "phone", "en", b"webp")
    size = album.keep([known, gone], tmp_path)

    album.close(tmp_path)

    assert size == 2 * len(b"webp")
    assert {file.name for file in tmp_path.iterdir()} == {known.file, album.INDEX}
