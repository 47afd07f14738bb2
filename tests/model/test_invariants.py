"""Which test proves which invariant of the domain: a table that names only tests that exist.

The crowd (``tests/model/test_crowd.py``) lives 200 histories of fifty acts in memory and again, the
most telling of them, in PostgreSQL: what it looks at has a function by its number, in
``tests/model/invariants.py`` or ``tests/model/proofs.py``. What it cannot show alone is shown
where it belongs.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from config.services.places import ROOT
from ta_requests.lifecycle import request_guards as guards
from ta_requests.machines import REQUEST
from tests.model import invariants, proofs

CROWD: Final = "tests/model/test_crowd.py::test_no_order_of_acts_by_anyone_breaks_the_books"
STORM: Final = "tests/chaos/test_storm.py::test_no_cent_is_allotted_twice_lost_or_beyond_the_cash"
HERE: Final = "tests/model/test_invariants.py"
RACES: Final = "tests/races/test_allotments.py"
RATES: Final = "tests/donors/test_rates_move_nothing.py"
ALLOTTED: Final = "tests/donors/test_allotted.py"
OUTBOX: Final = "tests/workflows/test_outbox.py"
EXPORT: Final = "tests/reporting/test_iati_export.py"
WRITING: Final = "tests/reporting/test_iati_writing.py"
VERSIONS: Final = "tests/ta_requests/test_request_versions.py"

PROOFS: Final[dict[int, tuple[str, tuple[str, ...]]]] = {
    1: (
        "pledges never change a funded figure",
        (CROWD, "tests/donors/test_positions.py::test_pledges_never_change_a_funded_figure"),
    ),
    2: (
        "the cap holds after every act in every order",
        (
            CROWD,
            f"{RACES}::test_with_the_check_alone_the_database_refuses_what_the_code_forgot",
        ),
    ),
    3: ("no pair of duties on one object is done by one person", (CROWD,)),
    4: ("every balance equals the replay of the ledger", (CROWD,)),
    5: (
        "booked dollars stay put when a rate is loaded",
        (
            CROWD,
            f"{RATES}::test_rates_of_later_and_of_past_days_change_no_row_of_money",
        ),
    ),
    6: (
        "parts add to the whole for exponents 0, 2 and 3",
        (
            CROWD,
            "tests/donors/test_allotted.py::test_the_dollars_of_a_part_are_the_same_in_both_places",
        ),
    ),
    7: (
        "concurrent allotments from one contribution cannot overdraw",
        (
            f"{RACES}::test_thirty_two_clients_over_asking_one_contribution_get_no_cent_too_much",
            STORM,
        ),
    ),
    8: (
        "a frozen snapshot never changes",
        (
            CROWD,
            f"{VERSIONS}::test_whatever_is_rewritten_later_the_first_version_stays",
            f"{VERSIONS}::test_the_database_refuses_every_change",
        ),
    ),
    9: (
        "no path to delivery without released extrabudgetary cash",
        (CROWD, f"{HERE}::test_every_path_to_delivery_passes_released_cash"),
    ),
    10: (
        "no donor learns of another's unpublished pledge, nor of a request without consent",
        (
            CROWD,
            "tests/matrix/test_routes.py::test_nothing_of_others_is_told",
            "tests/matrix/test_one_wall.py::test_the_database_alone_keeps_everything_in",
        ),
    ),
    11: ("a refused transition changes nothing", (CROWD,)),
    12: (
        "exported IATI is valid against the schema and breaks no rule of its ruleset",
        (
            CROWD,
            f"{WRITING}::test_whatever_is_written_is_valid",
            f"{EXPORT}::test_every_kind_of_transaction_is_told_as_booked",
            f"{EXPORT}::test_a_broken_file_is_found_out",
        ),
    ),
    13: (
        "repeating any job or POST moves no money twice",
        (
            CROWD,
            "tests/web/test_idempotency.py::test_7b_of_many_at_the_same_moment_exactly_one_acts",
            "tests/matrix/test_idempotency.py::test_on_every_operation",
            f"{OUTBOX}::test_two_workers_with_the_same_message_deliver_it_once",
            STORM,
        ),
    ),
}


def test_the_table_is_of_all_thirteen() -> None:
    assert sorted(PROOFS) == list(range(1, 14))


@pytest.mark.parametrize("number", sorted(PROOFS))
def test_every_proof_named_is_a_test(number: int) -> None:
    for proof in PROOFS[number][1]:
        file, name = proof.split("::")
        tree = ast.parse((Path(ROOT) / file).read_text())
        assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}, proof


def test_the_crowd_looks_at_all_but_what_takes_many_at_once() -> None:
    names = [*vars(invariants), *vars(proofs)]
    looked_at = {int(name.split("_")[1]) for name in names if name.startswith("check_")}

    assert looked_at == {number for number, (_what, found) in PROOFS.items() if CROWD in found}
    assert PROOFS.keys() - looked_at == {7}


def test_every_path_to_delivery_passes_released_cash() -> None:
    """Invariant 9 in the machine itself: without ``fund`` delivery is out of reach."""
    steps = {
        (source, move.target or source, name)
        for name, ways in REQUEST.moves.items()
        for source, move in ways.items()
    }

    assert "in_delivery" in _reached(steps)
    assert "in_delivery" not in _reached({step for step in steps if step[2] != "fund"})
    assert guards.COVERED in REQUEST.declared("fund")["funding_sought"].requires
    assert guards.CASH_RELEASED in REQUEST.declared("start_delivery")["funded"].requires


def _reached(steps: set[tuple[str, str, str]]) -> set[str]:
    reached, found = {"draft"}, set[str]()
    while reached != found:
        found = set(reached)
        reached |= {target for source, target, _name in steps if source in found}
    return reached
