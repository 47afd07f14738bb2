"""Parameters, holidays, sectors and references of the office."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.test import RequestFactory
from django.utils import translation

from common.references import is_reference
from reference.models import (
    AssistanceType,
    CodelistEntry,
    ExchangeRate,
    Holiday,
    Instrument,
    Parameter,
    PartnerType,
    SectorTheme,
    Theme,
)
from reference.models.names import translated
from reference.models.themes import MATERIAL_SUPPORT, OTHER
from reference.services.parameters import count_of, rate_of
from reference.services.references import next_reference
from reference.services.sectors import SectorReading, read_sectors
from reference.services.working_days import deadline_after, working_days_spent


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("silence_working_days", 20),
        ("circulation_working_days", 5),
        ("information_lapse_days", 90),
        ("review_months", 24),
    ],
)
def test_the_rules_start_from_the_values_we_ship(code, value):
    assert count_of(code) == value


@pytest.mark.django_db
def test_an_edited_value_is_used_and_a_missing_one_is_ours():
    Parameter.objects.filter(code="psc_rate").update(value="0.07")
    Parameter.objects.filter(code="coordination_levy_rate").delete()

    assert rate_of("psc_rate") == Decimal("0.07")
    assert rate_of("coordination_levy_rate") == Decimal("0.01")
    assert Parameter.objects.get(pk="psc_rate").as_decimal() == Decimal("0.07")


@pytest.mark.parametrize("code", ["nonsense", "silence_working_days"])
def test_asking_for_a_rate_that_is_none_is_a_programming_error(code):
    with pytest.raises(KeyError):
        rate_of(code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("rate", "1.5"),
        ("rate", "13 %"),
        ("rate", "0.13\n"),
        ("rate", ""),
        ("count", "-1"),
        ("count", "2.5"),
        ("word", "1"),
    ],
)
def test_a_value_fits_its_kind(kind, value):
    row = Parameter(code="test", kind=kind, value=value, title_en="Test", source="Test")

    with pytest.raises(ValidationError):
        row.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db
def test_a_fitting_value_is_kept():
    row = Parameter(code="test", kind="rate", value="0.070", title_en="Test", source="Test")

    row.clean()
    row.save()

    assert str(row) == "Test"


@pytest.mark.django_db
def test_deadlines_skip_the_offices_holidays():
    friday = datetime(2026, 10, 23, 9, 0, tzinfo=UTC)

    assert deadline_after(friday, working_days=1) == datetime(2026, 10, 27, 23, 0, tzinfo=UTC)
    assert deadline_after(friday, working_days=1, duty_station="Nairobi") == datetime(
        2026, 10, 26, 23, 0, tzinfo=UTC
    )
    assert working_days_spent(start=friday, end=datetime(2026, 10, 27, 8, 0, tzinfo=UTC)) == 1


@pytest.mark.django_db
def test_no_holiday_is_on_a_weekend():
    days = Holiday.objects.days()

    assert all(day.weekday() < 5 for day in days)
    assert len([day for day in days if day.year == 2026]) == 9
    assert date(2026, 10, 26) in days


@pytest.mark.django_db
def test_sectors_are_read_as_themes_with_a_reason():
    prisons, police, fire, unknown = read_sectors(["15137", "15132", "15133", "00000", "15137"])

    assert (prisons.theme, police.theme, fire.theme) == ("T2", "T7", None)
    assert all(reading.note for reading in (prisons, police, fire))
    assert unknown == SectorReading("00000", None, "")


@pytest.mark.django_db
def test_the_types_of_assistance_are_ten():
    codes = list(AssistanceType.objects.values_list("code", flat=True))

    assert len(codes) == 10
    assert MATERIAL_SUPPORT in codes
    assert codes[-1] == OTHER


@pytest.mark.django_db
def test_titles_are_shown_as_stored_until_a_catalogue_has_them():
    theme = Theme.objects.get(pk="T2c")

    with translation.override("fr"):
        assert theme.title
        assert theme.help_text
    assert translated("") == ""
    assert Theme(code="X").help_text == ""


@pytest.mark.django_db
def test_rows_are_called_by_their_names():
    with translation.override("en"):
        assert str(Theme.objects.get(pk="T1")).startswith("T1 Comprehensive")
        assert str(Instrument.objects.get(symbol="A/RES/45/110")).startswith("A/RES/45/110 Un")
        assert str(AssistanceType.objects.get(pk=OTHER)) == "Other assistance"
        assert str(PartnerType.objects.get(pk="local_government")) == "Local government"
        assert str(SectorTheme.objects.get(pk="15133")) == "15133 -"
        assert str(CodelistEntry.objects.get(code="15137")) == "15137 Prisons"
        assert str(Holiday.objects.get(on=date(2026, 1, 1))) == "2026-01-01 New Year's Day"


@pytest.mark.django_db
def test_references_are_unique_and_do_not_count_aloud():
    references = [next_reference(prefix="TA", year=2031) for _ in range(30)]

    assert len(set(references)) == 30
    assert all(is_reference(reference) for reference in references)
    assert references != sorted(references)
    assert next_reference(prefix="PL", year=2031).startswith("PL-2031-")


def test_competing_acts_never_get_one_reference(committed_db):
    def ten() -> list[str]:
        given = []
        for _ in range(10):
            with transaction.atomic():
                given.append(next_reference(prefix="TA", year=2032))
        return given

    outcomes = committed_db.together(*[ten] * 6)

    assert len({reference for given in outcomes for reference in given}) == 60


def test_an_act_takes_its_reference_while_another_has_not_ended(committed_db):
    with transaction.atomic():
        mine = next_reference(prefix="TA", year=2033)  # begins the year
    with transaction.atomic():
        held = next_reference(prefix="TA", year=2033)
        (other,) = committed_db.together(lambda: next_reference(prefix="TA", year=2033))

    assert len({mine, held, other}) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("series", "year"), [("ta", 2031), ("T'A", 2031), ("TA", 1)])
def test_only_series_have_references(series, year):
    with pytest.raises(DataError), transaction.atomic():
        next_reference(prefix=series, year=year)


def test_administrators_reach_every_table():
    assert set(apps.get_app_config("reference").get_models()) <= set(admin.site._registry)  # noqa: SLF001


def test_rates_are_looked_at_never_edited():
    page, request = admin.site._registry[ExchangeRate], RequestFactory().get("/")  # noqa: SLF001

    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
