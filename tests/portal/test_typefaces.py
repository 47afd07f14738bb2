"""The type of the pages: every sentence of ours has its characters, and nobody fetches in vain."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings
from fontTools.ttLib import TTFont

from portal.typefaces.cuts import cuts, ranges
from portal.typefaces.cutting import SHEET, cut_all

HOUSE = settings.STATICFILES_FINDERS
OF_OTHERS = ["admin", "drf_spectacular_sidecar", "rest_framework"]
"""Files of packages, which take most of the time to compress and say nothing of ours."""


def test_each_file_holds_exactly_the_characters_it_promises():
    for cut in cuts():
        with TTFont(cut_all() / cut.file) as font:
            held = set(font.getBestCmap())

        missing = cut.characters - held
        assert held <= cut.characters, cut.name
        assert len(missing) < len(cut.characters) / 8, (cut.name, ranges(missing))


def test_the_names_of_countries_in_chinese_are_set_in_the_font_of_two_weights():
    by_name = {cut.name: cut for cut in cuts()}

    assert set(map(ord, "马达加斯加中国")) <= by_name["han"].characters
    assert by_name["han"].heaviest == 700


def test_a_page_in_latin_or_cyrillic_letters_fetches_no_type_at_all():
    held = frozenset().union(*(cut.characters for cut in cuts()))

    assert not held & set(map(ord, "Aa09.,;:!?“”—éèñçœÀЖжя"))


@pytest.mark.parametrize(
    ("given", "written"),
    [({1}, "U+1"), ({1, 2, 3, 9}, "U+1-3,U+9"), (set(), "")],
)
def test_ranges_are_written_as_style_sheets_do(given, written):
    assert ranges(given) == written


def test_the_sheet_names_files_that_are_there():
    sheet = finders.find(f"typefaces/{SHEET}")
    named = re.findall(r'url\("([^"]+)"\)', (cut_all() / SHEET).read_text())

    assert sheet == str(cut_all() / SHEET)
    assert len(named) == len(cuts())
    assert all(finders.find(f"typefaces/{name}") for name in named)
    assert finders.find(f"typefaces/{SHEET}", find_all=True) == [sheet]


@pytest.mark.parametrize("path", ["typefaces/", "typefaces/../secrets.json", "typefaces/a/b", "x"])
def test_nothing_else_is_handed_out(path):
    assert not finders.find(path)


def test_collecting_for_production_gives_every_file_a_name_of_its_content(tmp_path):
    whitenoise = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path,
        STORAGES={**settings.STORAGES, "staticfiles": whitenoise},
        STATICFILES_FINDERS=HOUSE,
    ):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=OF_OTHERS)

    sheet = next(tmp_path.glob("typefaces/typefaces.????????????.css")).read_text()
    assert re.search(r'url\("arabic\.\w+\.[0-9a-f]{12}\.woff2"\)', sheet)
    assert list(tmp_path.glob("portal/tokens.????????????.css.gz"))
