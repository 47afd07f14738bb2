"""The two commands report in words and as one object, and draw a bar on a terminal alone."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from donors.management.progress import Progress
from tests.donors.published.samples import activity, flow, iati, page, transaction, written
from tests.world import World

pytestmark = pytest.mark.django_db


def run(name: str, *given: Any) -> str:
    told = io.StringIO()
    call_command(name, *given, stdout=told, stderr=io.StringIO())
    return told.getvalue()


def test_one_object_tells_all_of_an_fts_run(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, page(flow("1"), flow("2", status="pledge"), flow("3", status="?")))

    told = json.loads(run("import_fts", path, "--json"))

    problems = told.pop("problems")
    assert told == {
        "dry_run": False,
        "refused": False,
        "records": 3,
        "imported": 2,
        "unchanged": 0,
        "skipped": 1,
        "repaired": 0,
        "funding_total_usd": 1100,
        "pledge_total_usd": 1100,
    }
    assert [(each["code"], each["effect"], each["record"]) for each in problems] == [
        ("status_unknown", "skipped", "3")
    ]
    assert problems[0]["line"] > 5


def test_one_object_tells_all_of_an_iati_run(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, iati(activity(transaction("11"))))

    told = json.loads(run("import_iati", path, "--json", "--dry-run"))

    assert (told["dry_run"], told["imported"]) == (True, 1)
    assert "funding_total_usd" not in told


def test_words_name_the_place_the_effect_and_the_reason(world: World, tmp_path: Path) -> None:
    path = written(tmp_path, page(flow("1"), flow("2", amountUSD=0)), "page.json")

    *_first, problem, figures, totals, rehearsal = run("import_fts", path, "--dry-run").splitlines()

    assert problem.startswith("page.json:")
    assert problem.endswith("skipped: The amount is nothing. [amount_nothing] (2)")
    assert figures == "2 records: imported 1, unchanged 0, skipped 1, repaired 0"
    assert totals == "USD: funding 1,100, pledges 0"
    assert rehearsal == "Rehearsal: nothing was kept."


def test_words_of_a_real_run_say_only_what_there_is_to_say(world: World, tmp_path: Path) -> None:
    flows, activities = page(flow("1")), iati(activity(transaction("11")))

    from_fts = run("import_fts", written(tmp_path, flows)).splitlines()
    from_iati = run("import_iati", written(tmp_path, activities)).splitlines()

    figures = "1 record: imported 1, unchanged 0, skipped 0, repaired 0"
    assert from_fts[-2:] == [figures, "USD: funding 1,100, pledges 0"]
    assert from_iati[-1] == figures


def test_the_old_standard_is_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    told = io.StringIO()
    path = written(tmp_path, iati(activity(transaction("IF")), version="1.05"))

    with pytest.raises(CommandError, match="refused"):
        call_command("import_iati", path, "--json", stdout=told)

    (problem,) = json.loads(told.getvalue())["problems"]
    assert problem["code"] == "iati_version_1"
    assert "only IATI 2.0x is read" in problem["sentence"]


class Terminal(io.StringIO):
    """A stream somebody watches."""

    def write(self, text: str, *, ending: str = "\n") -> int:
        """Take text as Django's streams do."""
        return super().write(text + ending)

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_bar_is_drawn_where_somebody_watches() -> None:
    watched, unwatched = Terminal(), io.StringIO()
    for progress in (Progress(watched), Progress(unwatched)):
        for done in range(1, 1001):
            progress(done, 1000)
        progress.end()

    assert unwatched.getvalue() == ""
    assert watched.getvalue().count("\r") == 100
    assert watched.getvalue().endswith("] 1000 / 1000\n")
