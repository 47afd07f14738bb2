"""UNODC's published revenue is kept as published: every year whole, once, negative rows too."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from donors.models import RevenueByDonor, RevenueByInstrument
from tests.donors.published.samples import ABSENT, AT_HAND, SHARED, written
from tests.http import Api
from tests.world import World
from workflows.actors import NOBODY, PUBLIC, SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db
FOLDER = SHARED / "un-ceb"
DONORS = FOLDER / "unodc-revenue-by-donor-2013-2022.csv"
INSTRUMENTS = FOLDER / "unodc-revenue-by-instrument.csv"
V1 = "/api/v1/"
BY_DONOR = (
    "year,donor,category,amount_usd\n"
    "2020,Qatar,Voluntary earmarked,100.50\n"
    "2020,Norway,Voluntary earmarked,40\n"
    "2021,Qatar,Voluntary earmarked,-30.25\n"
)
HEAD = "agency,sub_agency,calendar_year,amount,sub_type_name,rev_type,sub_type\n"
LINE = "UNODC,UNODC,2022,25000,Project specific,Earmarked,R03E\n"


def run(*given: Any) -> Any:
    told = io.StringIO()
    call_command("load_revenue_history", *given, "--json", stdout=told)
    return list(json.loads(told.getvalue()).values())


def sums(path: Path, *by: str, amount: str) -> dict[tuple[str, ...], Decimal]:
    found: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[tuple(row[name] for name in by)] += Decimal(row[amount])
    return dict(found)


def as_text(found: dict[tuple[Any, ...], Decimal]) -> dict[tuple[str, ...], Decimal]:
    return {tuple(str(part) for part in key): total for key, total in found.items()}


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
def test_revenue_by_donor_comes_to_the_files_totals(world: World) -> None:
    (report,) = run(DONORS)

    assert (report["rows"], report["added"], report["negative"]) == (816, 816, 5)
    with speaking_as(SYSTEM):
        assert as_text(RevenueByDonor.objects.totals("year", "category")) == sums(
            DONORS, "year", "category", amount="amount_usd"
        )
        assert as_text(RevenueByDonor.objects.totals("donor")) == sums(
            DONORS, "donor", amount="amount_usd"
        )
        assert RevenueByDonor.objects.filter(amount_usd__lt=0).count() == 5


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
def test_revenue_by_instrument_comes_to_the_files_totals(world: World) -> None:
    (report,) = run(INSTRUMENTS)

    assert (report["rows"], report["added"], report["negative"]) == (749, 749, 73)
    with speaking_as(SYSTEM):
        assert as_text(RevenueByInstrument.objects.totals("year", "instrument")) == sums(
            INSTRUMENTS, "calendar_year", "sub_type", amount="amount"
        )
        assert as_text(RevenueByInstrument.objects.totals("category")) == sums(
            INSTRUMENTS, "rev_type", amount="amount"
        )
        assert RevenueByInstrument.objects.filter(amount_usd__lt=0).count() == 73


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
def test_a_second_run_of_both_adds_nothing(world: World) -> None:
    run(DONORS, INSTRUMENTS)

    again = run(DONORS, INSTRUMENTS)

    assert [(report["added"], report["unchanged"]) for report in again] == [(0, 816), (0, 749)]
    with speaking_as(SYSTEM):
        assert RevenueByDonor.objects.count() == 816
        assert RevenueByInstrument.objects.count() == 749


def test_equal_rows_of_an_instrument_are_different_amounts(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + LINE * 3)

    first, again = run(path)[0], run(path)[0]

    assert (first["added"], again["added"], again["unchanged"]) == (3, 0, 3)
    assert first["total_usd"] == "75000.00"


def test_a_year_that_says_something_else_is_refused_whole(world: World, tmp_path: Path) -> None:
    run(written(tmp_path, BY_DONOR))
    changed = BY_DONOR.replace("-30.25", "-30.26") + "2022,Chad,Other,1\n"

    with pytest.raises(CommandError, match=r"changes years.*2021"):
        run(written(tmp_path, changed))

    with speaking_as(SYSTEM):
        assert not RevenueByDonor.objects.filter(year=2022).exists()


def test_a_newer_year_is_added(world: World, tmp_path: Path) -> None:
    run(written(tmp_path, BY_DONOR))

    (report,) = run(written(tmp_path, BY_DONOR + "2022,Chad,Other,1\n"))

    assert (report["added"], report["unchanged"]) == (1, 3)


def test_all_files_or_none(world: World, tmp_path: Path) -> None:
    good, bad = written(tmp_path, BY_DONOR, "a.csv"), written(tmp_path, "x,y\n1,2\n", "b.csv")

    with pytest.raises(CommandError, match="history_columns"):
        run(good, bad)

    with speaking_as(SYSTEM):
        assert not RevenueByDonor.objects.exists()


def test_a_rehearsal_keeps_nothing_and_words_say_what_would_be(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_revenue_history", written(tmp_path, BY_DONOR), "--dry-run")

    assert "3 rows, 3 added, 0 already known, 1 below nothing, USD 110.25 in all" in (
        capsys.readouterr().out
    )
    with speaking_as(SYSTEM):
        assert not RevenueByDonor.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        (b"\xff\xfe", "file_malformed"),
        (BY_DONOR + '2022,"x', "file_malformed"),
        ("year,donor\n2020,Qatar\n", "history_columns"),
        (BY_DONOR + "20,Chad,Other,1\n", "history_row"),
        (BY_DONOR + "2022,,Other,1\n", "history_row"),
        (BY_DONOR + f"2022,{'x' * 201},Other,1\n", "history_row"),
        (BY_DONOR + "2022,Chad,Other,many\n", "history_row"),
        (BY_DONOR + "2022,Chad,Other,1.005\n", "history_row"),
        (BY_DONOR + "2022,Chad\n", "history_row"),
        (HEAD + LINE.replace("UNODC,U", "UNICEF,U"), "history_row"),
        (HEAD + LINE.replace("R03E", "X"), "history_row"),
    ],
)
def test_what_is_no_such_table_is_refused_with_its_line(
    world: World, tmp_path: Path, content: str | bytes, code: str
) -> None:
    with pytest.raises(CommandError, match=code):
        run(written(tmp_path, content))


def test_history_is_never_changed_and_only_loaded_by_the_system(
    world: World, tmp_path: Path
) -> None:
    run(written(tmp_path, BY_DONOR), written(tmp_path, HEAD + LINE, "i.csv"))

    for model in (RevenueByDonor, RevenueByInstrument):
        with pytest.raises(DatabaseError), speaking_as(SYSTEM):
            model.objects.update(amount_usd=1)
        with speaking_as(SYSTEM):
            one = model.objects.order_by("pk")[0]
        one.pk, one.number = None, 99
        with pytest.raises(DatabaseError, match="row-level"), world.as_("treasury_officer"):
            one.save(force_insert=True)


def test_everyone_who_is_somebody_reads_it(world: World, tmp_path: Path) -> None:
    run(written(tmp_path, BY_DONOR))

    for name in ("donor.donor_rep", "state.ms_drafter", "auditor", "administrator"):
        with world.as_(name):
            assert RevenueByDonor.objects.visible_to(world[name]).count() == 3
    with speaking_as(PUBLIC):
        assert RevenueByDonor.objects.visible_to(PUBLIC).count() == 3
    with speaking_as(NOBODY):
        assert RevenueByDonor.objects.count() == 0
        assert not RevenueByDonor.objects.visible_to(NOBODY).exists()


def test_it_is_filtered_and_summed_over_http(world: World, tmp_path: Path) -> None:
    run(written(tmp_path, BY_DONOR), written(tmp_path, HEAD + LINE * 2, "i.csv"))
    api = Api.of(world, "donor.donor_rep")

    rows = api.get(f"{V1}revenue-by-donor/?donor=qatar&year=2021").json["items"]
    totals = api.get(f"{V1}revenue-by-donor/totals/?year=2020").json["totals"]
    found = api.get(f"{V1}revenue-by-donor/?q=norw").json["items"]
    summed = api.get(f"{V1}revenue-by-instrument/totals/?instrument=r03e").json["totals"]

    assert [row["amount_usd"] for row in rows] == ["-30.25"]
    assert [row["donor"] for row in found] == ["Norway"]
    assert totals == [
        {"year": 2020, "category": "Voluntary earmarked", "total_usd": "140.50"},
    ]
    assert summed == [
        {"year": 2022, "category": "Earmarked", "instrument": "R03E", "total_usd": "50000.00"}
    ]
    one = api.get(f"{V1}revenue-by-donor/{rows[0]['id']}/").json
    assert (one["donor"], one["year"]) == ("Qatar", 2021)
    assert api.get(f"{V1}revenue-by-donor/totals/?colour=red").status == 400


def test_a_row_says_what_it_is(world: World, tmp_path: Path) -> None:
    run(written(tmp_path, BY_DONOR), written(tmp_path, HEAD + LINE, "i.csv"))

    with speaking_as(SYSTEM):
        assert str(RevenueByDonor.objects.order_by("year", "number")[0]) == "2020 Qatar"
        assert str(RevenueByInstrument.objects.get()) == "2022 R03E"
