"""The money survives a storm: nothing over-allotted, lost or duplicated, and no drift.

In the suite a breeze of some hundred calls from 8 clients; ``make chaos`` sets TARA_CHAOS_CALLS to
10,000, which 32 clients make. A worker is killed every TARA_CHAOS_KILL_SECONDS (2).
"""

from __future__ import annotations

import os
import threading
import time

import psycopg
from django.core.management import call_command

from config.services.installation import ensure_broker
from config.services.places import here
from tests.chaos.crowd import WORKERS, crowd
from tests.chaos.storm import Count, Storm, count, gather
from tests.laboratory import CommittedDatabase

CALLS = int(os.environ.get("TARA_CHAOS_CALLS", "200"))
KILL_EVERY = float(os.environ.get("TARA_CHAOS_KILL_SECONDS", "2"))
POTS, CLIENTS = (2, 8) if CALLS < 2_000 else (8, 32)
FEW = 60


def blown(
    database: CommittedDatabase, storm: Storm, *, unlocked: bool = False
) -> tuple[Count, int]:
    """Serve, kill, ask; return what is there, and how many workers were killed."""
    here().make()
    ensure_broker()
    threads = storm.clients // WORKERS
    with crowd(database.name, threads=threads, unlocked=unlocked) as serving:
        killer = threading.Thread(target=serving.kill_one_every, args=(KILL_EVERY,))
        began = time.monotonic()
        killer.start()
        try:
            storm.blow(serving)
        finally:
            serving.done.set()
            killer.join()
        seconds = time.monotonic() - began
    print(  # noqa: T201 - the figure of make chaos
        f"\n{sum(storm.statuses.values())} calls of {storm.clients} clients in {seconds:.1f} s,"
        f" {serving.killed} workers killed, {storm.broken} answers lost,"
        f" {storm.repeated} asked for again"
    )
    return count(storm), serving.killed


def test_no_cent_is_allotted_twice_lost_or_beyond_the_cash(
    committed_db: CommittedDatabase,
) -> None:
    storm = gather(calls=CALLS, pots=POTS, clients=CLIENTS)

    found, killed = blown(committed_db, storm)

    assert killed > 0, "no worker was killed"
    assert storm.repeated + storm.broken >= CALLS // 20, "nobody had to ask again"
    assert (found.over, found.lost, found.duplicated) == ([], 0, 0)
    assert sum(storm.statuses.values()) == CALLS
    assert set(storm.refusals) == {"cap_exceeded", "state_moved"}
    assert set(storm.certified.values()) == {1}, "two rivals won the same allotment"
    dearest = max(job.gross for job in storm.jobs)
    assert found.idle < dearest, "money was refused that was there"
    call_command("verify_ledger")
    call_command("verify_trail")


def test_without_keys_the_same_storm_leaves_duplicates(committed_db: CommittedDatabase) -> None:
    """The negative control: it is the key that makes asking again safe."""
    storm = gather(calls=FEW, pots=1, clients=CLIENTS, rivals=1, keyed=False)

    found, _killed = blown(committed_db, storm)

    assert found.duplicated > 0
    assert found.over == []


def test_without_lock_and_check_the_same_storm_allots_too_much(
    committed_db: CommittedDatabase,
) -> None:
    """The negative control: it is the lock and the CHECK that keep the cap, and nothing else."""
    with psycopg.connect(committed_db.owner_url, autocommit=True) as owner:
        owner.execute(
            "ALTER TABLE donors_contribution DROP CONSTRAINT allotted_within_cash_received"
        )
    storm = gather(calls=FEW, pots=1, clients=CLIENTS, rivals=1)

    found, _killed = blown(committed_db, storm, unlocked=True)

    assert found.over != []
