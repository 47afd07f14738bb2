"""Reference data comes with the product, and what people edited stays edited."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from reference.models import (
    Codelist,
    CodelistEntry,
    Country,
    GroupMembership,
    Holiday,
    Instrument,
    Parameter,
    Theme,
)
from reference.seeds import making
from reference.seeds.facts import FOLDER
from reference.services.loading import Loaded, load_reference_data

NOW = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
PUBLISHED = Path(settings.BASE_DIR).parent / "shared" / "data" / "reference"
published = pytest.mark.skipif(
    not PUBLISHED.exists(), reason="the publishers' files are not at hand"
)


def report_of(name: str) -> Loaded:
    return next(loaded for loaded in load_reference_data(now=NOW) if loaded.table == name)


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_says_so(capsys):
    call_command("load_reference_data")

    said = capsys.readouterr().out
    assert "countries: 0 created, 0 updated, 195 unchanged, 0 kept as edited" in said
    assert "Nothing to do" in said


@pytest.mark.django_db
def test_the_report_can_be_read_by_programs(capsys):
    Instrument.objects.filter(symbol="A/RES/76/182").delete()

    call_command("load_reference_data", "--json")

    report = {row["table"]: row for row in json.loads(capsys.readouterr().out)}
    assert report["instruments"] == {
        "table": "instruments",
        "created": 1,
        "updated": 0,
        "unchanged": 8,
        "kept": 0,
    }


@pytest.mark.django_db
def test_what_is_missing_is_put_in_and_said(capsys):
    Theme.objects.filter(code="T2a").delete()

    call_command("load_reference_data")

    said = capsys.readouterr().out
    assert "themes: 1 created, 0 updated, 13 unchanged" in said
    assert "Nothing to do" not in said


@pytest.mark.django_db
def test_a_decision_of_an_administrator_stays():
    Parameter.objects.filter(code="psc_rate").update(value="0.12")

    assert report_of("parameters").kept == 1
    assert Parameter.objects.get(code="psc_rate").value == "0.12"


@pytest.mark.django_db
def test_a_published_fact_follows_the_release():
    Country.objects.filter(code="CIV").update(name_en="Ivory Coast")

    assert report_of("countries").updated == 1
    assert Country.objects.get(code="CIV").name_en == "Côte d'Ivoire"


@pytest.mark.django_db
def test_a_holiday_taken_away_does_not_come_back_but_a_new_year_comes():
    Holiday.objects.filter(on=date(2026, 10, 26)).delete()
    Holiday.objects.filter(on__year=2027).delete()

    report = report_of("official holidays")

    assert (report.created, report.unchanged, report.kept) == (9, 8, 1)
    assert not Holiday.objects.filter(on=date(2026, 10, 26)).exists()


@pytest.mark.django_db
def test_a_graduation_that_was_moved_stays_moved():
    moved = date(2029, 11, 24)
    GroupMembership.objects.filter(country="BGD", group="LDC").update(
        valid_from=date(1975, 6, 1), valid_to=moved
    )

    assert report_of("memberships of groups").kept == 1
    assert GroupMembership.objects.get(country="BGD", group="LDC").valid_to == moved


@pytest.mark.django_db
def test_the_themes_are_those_of_the_paragraphs():
    themes = Theme.objects.filter(parent=None).values_list("code", "paragraph")

    assert list(themes) == [(f"T{number}", f"OP{number}") for number in range(1, 8)]
    assert list(Theme.objects.filter(parent="T2").values_list("code", flat=True)) == [
        *("T2a", "T2b", "T2c", "T2d")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("codelist", "count"),
    [
        (Codelist.EARMARKING_CATEGORY, 4),
        (Codelist.EARMARKING_MODALITY, 12),
        (Codelist.SECTOR, 29),
        (Codelist.SDG_TARGET, 7),
        (Codelist.FINANCING_INSTRUMENT, 13),
        (Codelist.CONTRIBUTOR_TYPE, 14),
    ],
)
def test_codes_of_others_are_carried(codelist, count):
    assert CodelistEntry.objects.of(codelist).count() == count


@published
def test_our_tables_are_what_the_publishers_say(tmp_path):
    call_command("build_reference_fixtures", PUBLISHED, "--into", tmp_path)

    for name in making.TABLES:
        assert (tmp_path / name).read_text() == (FOLDER / name).read_text(), name


@published
def test_the_lists_of_least_developed_countries_differ_only_where_the_table_is_late():
    marked = {
        row["ISO3166-1-Alpha-3"]
        for row in making._rows(PUBLISHED / "countries" / "country-codes.csv")  # noqa: SLF001
        if row["Least Developed Countries (LDC)"]
    }
    on = "2026-10-01"
    ours = {
        row["country_id"]
        for row in making.memberships(PUBLISHED)
        if row["group_id"] == "LDC"
        and row["valid_from"] <= on
        and (not row["valid_to"] or row["valid_to"] > on)
    }

    assert marked - ours == {"STP"}
    assert ours <= marked


@published
def test_a_state_the_table_does_not_know_stops_the_making(monkeypatch):
    monkeypatch.setitem(making.SPELLINGS, "Norway", "Norge")

    with pytest.raises(ValueError, match="Norge"):
        making.countries(PUBLISHED)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Afghanistan (l')", "Afghanistan"),
        ("Holy See (the) *", "Holy See"),
        ("Bahamas (las)", "Bahamas"),
        ("Iran (République islamique d')", "Iran (République islamique d')"),
        ("Micronesia (Estados Federados de)", "Micronesia (Estados Federados de)"),
    ],
)
def test_articles_and_footnotes_go_qualifiers_stay(name, plain):
    assert making.bare(name) == plain
