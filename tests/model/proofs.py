"""The invariants of DOMAIN section 4 that only the real system can show, each by its number.

They are looked at when a history was lived again, with all that it left in the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import connection

from donors.models import Adjustment, Allotment, Pledge
from donors.services import clocks, proving
from reporting.iati.export import export
from ta_requests.models import Request, RequestVersion
from tests.model.books import Books
from tests.model.stage import Stage
from tests.reporting import iati_standard
from tests.reporting.iati_checks import wrong
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as
from workflows.verification import every_fault

OUTSIDERS = ("donor.donor_rep", "other_donor.donor_rep", "state.ms_authority")


def check_4_the_ledger_proves_everything() -> None:
    """Every balance is the replay of the ledger, as the command that proves it says."""
    with speaking_as(SYSTEM):
        assert list(proving.differences()) == []


def check_6_journals_add_up_at_commit() -> None:
    """What the database checks at commit holds now: journals, and schedules of payments."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def check_8_snapshots_stay() -> Iterator[None]:
    """A frozen snapshot of a request never changes, whatever is done around it."""
    before = _snapshots()
    yield
    assert _snapshots() == before, "a snapshot changed"


def _snapshots() -> list[Any]:
    with speaking_as(SYSTEM):
        return list(RequestVersion.objects.order_by("pk").values())


def check_10_everybody_sees_their_own(stage: Stage, books: Books) -> None:
    """A donor finds its own promises and money, nobody else's, and no unconsented request."""
    pledges = Counter(pot.terms.house for pot in books.pots)
    pledges.update(word.terms.house for word in books.words if word.pot is None)
    for name in OUTSIDERS:
        house = name.partition(".")[0]
        shares = {
            pk
            for mine, pk in zip(books.shares, stage.shares, strict=True)
            if books.pots[mine.pot].terms.house == house
        }
        corrections = {
            pk
            for mine, pk in zip(books.adjustments, stage.adjustments, strict=True)
            if books.pots[mine.pot].terms.house == house and mine.state == "approved"
        }
        actor = stage.world[name]
        with stage.world.as_(name):
            assert Pledge.objects.visible_to(actor).count() == pledges[house]
            assert Pledge.objects.count() == pledges[house]
            assert set(Allotment.objects.values_list("pk", flat=True)) == shares
            seen = Adjustment.objects.visible_to(actor).values_list("pk", flat=True)
            assert set(seen) == corrections
            hidden = Request.objects.filter(pk=stage.hidden.pk).exists()
        assert hidden is (house == "state")


def check_11_what_was_refused_left_nothing(stage: Stage, books: Books) -> None:
    """The trail has one event for each act that happened, and no other."""
    with speaking_as(SYSTEM):
        told = Event.objects.filter(subject_id__in=stage.shares).values_list("subject_id")
        counted = Counter(pk for (pk,) in told)
        assert [counted[pk] for pk in stage.shares] == [one.version for one in books.shares]
        decided = Event.objects.filter(subject_id__in=stage.adjustments).count()
        acts = sum(1 if one.state == "entered" else 2 for one in books.adjustments)
        assert decided == acts


def check_11_every_chain_is_whole() -> None:
    """No event of the trail was changed, left out or put in, and no subject went astray."""
    with speaking_as(SYSTEM):
        assert list(every_fault()) == []


def check_12_the_export_is_valid(stage: Stage) -> None:
    """What may be published of it all is IATI 2.03 without an error."""
    file = BytesIO()
    if not export(file, now=stage.now):
        return
    xml = file.getvalue()
    assert wrong(xml, us=settings.IATI_ORGANISATION) == []
    if iati_standard.AT_HAND:
        assert iati_standard.schema_errors(xml) == []
        assert iati_standard.rule_errors(xml) == []


def check_13_a_job_twice_is_a_job_once(stage: Stage) -> None:
    """The scheduler takes what is due; run again it finds nothing left to take."""
    clocks.advance(now=stage.now)
    assert not any(clocks.advance(now=stage.now).values())
    check_4_the_ledger_proves_everything()
