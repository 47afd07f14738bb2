"""States are named as the UN names them, and are in a group only while they are."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from reference.models import Country, CountryGroup, GroupMembership, Region, Status
from reference.services.countries import country_named, regions_of, statuses_of

pytestmark = pytest.mark.django_db
LOAD_DAY = date(2026, 10, 1)


def test_there_are_193_member_states_and_two_observers():
    observers = Country.objects.filter(status=Status.OBSERVER)

    assert Country.objects.filter(status=Status.MEMBER).count() == 193
    assert set(observers.values_list("code", flat=True)) == {"VAT", "PSE"}
    assert Country.objects.count() == 195


def test_no_name_keeps_its_article_or_footnote():
    names = [
        country.name_in(language)
        for country in Country.objects.all()
        for language in ("en", "fr", "es", "ru", "ar", "zh")
    ]

    assert all(name == name.strip() and name for name in names)
    assert not [name for name in names if "*" in name or name.endswith(("(the)", "(la)", "(l')"))]


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("CIV", "en", "Côte d'Ivoire"),
        ("TUR", "en", "Türkiye"),
        ("IRN", "en", "Iran (Islamic Republic of)"),
        ("BHS", "es", "Bahamas"),
        ("VNM", "en", "Viet Nam"),
        ("PSE", "fr", "État de Palestine"),
        ("USA", "fr", "États-Unis d'Amérique"),
        ("CHN", "zh-hans", "中国"),
        ("EGY", "ar", "مصر"),
        ("RUS", "ru", "Российская Федерация"),
        ("CZE", "de", "Czechia"),
    ],
)
def test_a_state_is_called_by_its_name(code, language, name):
    with translation.override(language):
        assert Country.objects.get(pk=code).name == name
        assert str(Country.objects.get(pk=code)) == name


def test_without_any_language_the_name_is_english():
    with translation.override(None):
        assert Country.objects.get(pk="FRA").name == "France"


@pytest.mark.parametrize(
    ("code", "on", "statuses"),
    [
        ("MDG", LOAD_DAY, {"LDC", "DEVELOPING"}),
        ("NOR", LOAD_DAY, set()),
        ("BTN", date(2023, 12, 12), {"LDC", "LLDC", "DEVELOPING"}),
        ("BTN", date(2023, 12, 13), {"LLDC", "DEVELOPING"}),
        ("STP", LOAD_DAY, {"SIDS", "DEVELOPING"}),
        ("NPL", date(2026, 11, 23), {"LDC", "LLDC", "DEVELOPING"}),
        ("NPL", date(2026, 11, 24), {"LLDC", "DEVELOPING"}),
        ("SSD", date(2011, 12, 31), {"LLDC", "DEVELOPING"}),
    ],
)
def test_a_group_is_for_a_time(code, on, statuses):
    assert Country.objects.get(pk=code).statuses(on=on) == statuses
    assert statuses_of([code, "XXX"], on=on) == {code: statuses, "XXX": frozenset()}
    assert {
        group.code
        for group in CountryGroup.objects.all()
        if Country.objects.in_group(group.code, on=on).filter(pk=code).exists()
    } == statuses


def test_there_were_44_least_developed_countries_on_1_october_2026():
    assert Country.objects.in_group("LDC", on=LOAD_DAY).count() == 44
    assert Country.objects.in_group("LLDC", on=LOAD_DAY).count() == 32


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (None, None, True),
        (date(2027, 1, 1), None, True),
        (date(1970, 1, 1), date(1971, 11, 18), False),
        (date(1970, 1, 1), date(1971, 11, 19), True),
    ],
)
def test_two_stays_in_a_group_never_overlap(start, end, refused):
    stay = GroupMembership(country_id="AFG", group_id="LDC", valid_from=start, valid_to=end)
    if not refused:
        stay.save()
        return

    with pytest.raises(IntegrityError, match="membership_stays_do_not_overlap"):
        stay.save()


def test_a_stay_ends_after_it_starts():
    day = date(2020, 1, 1)

    with pytest.raises(IntegrityError, match="membership_ends_after_it_starts"):
        GroupMembership.objects.create(
            country_id="NOR", group_id="LDC", valid_from=day, valid_to=day
        )


@pytest.mark.parametrize("changed", [{"name_ar": ""}, {"code": "no", "alpha2": "xx", "m49": "999"}])
def test_the_database_refuses_a_state_without_its_names(changed):
    country = Country.objects.get(pk="NOR")
    for name, value in changed.items():
        setattr(country, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        country.save(force_insert="code" in changed)


def test_a_country_lies_in_its_regions_up_to_the_world():
    assert regions_of("MDG") == {"014", "202", "002", "001"}
    assert regions_of("NOR") == {"154", "150", "001"}
    assert regions_of("XXX") == frozenset()


@pytest.mark.parametrize(("region", "inside"), [("014", 1), ("202", 1), ("002", 1), ("019", 0)])
def test_countries_are_found_in_a_region_at_any_depth(region, inside):
    assert Country.objects.in_region(region).filter(pk="MDG").count() == inside


def test_all_countries_are_in_the_world():
    assert Country.objects.in_region("001").count() == 195


def test_a_region_is_named_in_six_languages():
    africa = Region.objects.get(pk="002")

    assert [africa.name_in(language) for language in ("en", "fr", "es", "ru", "ar", "zh")] == [
        *("Africa", "Afrique", "África", "Африка", "أفريقيا", "非洲")
    ]
    assert str(africa) == "Africa"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jor", "JOR"),
        ("JO", "JOR"),
        ("400", "JOR"),
        (" Jordan ", "JOR"),
        ("la Jordanie", None),
        ("jordanie", "JOR"),
        ("الأردن", "JOR"),
        ("Ivory Coast", None),
        ("", None),
    ],
)
def test_a_country_is_recognised_by_code_or_un_name(text, code):
    found = country_named(text)

    assert (found.pk if found else None) == code


def test_rows_say_what_they_are():
    membership = GroupMembership.objects.get(country="BTN", group="LDC")

    assert str(membership) == "BTN LDC"
    assert str(membership.group) == "Least developed countries"
