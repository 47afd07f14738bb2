"""What was published elsewhere counts nowhere, and no act of ours touches it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection

from accounts.models import Organisation
from common.errors import NotAllowed, NotFound, Refused
from donors.models import Allotment, Contribution, Pledge, PublishedRecord
from donors.services import agreeing, amendments, examination, pledging, receipts, terms
from donors.services.allotments import propose
from tests.donors.published.bringing import fts, only, only_count
from tests.donors.published.samples import (
    flow,
    giver,
)
from tests.factories.allotments import circulated, components_of
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


def without_now(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "now"}


def test_published_promises_count_in_no_total_of_ours(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow("1"), flow("2", status="pledge"))

    with speaking_as(SYSTEM):
        assert not Pledge.objects.announced().exists()
        assert not Pledge.objects.committed().exists()
        assert not Pledge.objects.ours().exists()
        assert not Contribution.objects.ours().exists()


@pytest.mark.parametrize(
    ("act", "by", "status"),
    [
        (lambda **on: pledging.negotiate(**on), "cofinancing_officer", "pledge"),
        (lambda **on: pledging.decline(**on, reason="no"), "cofinancing_officer", "pledge"),
        (lambda **on: agreeing.close(**on), "approving_officer", "paid"),
        (lambda **on: receipts.record_receipt(
            **on, bank_reference="B", value_on=BEGINNING.date(), amount=Decimal(1)),
         "treasury_officer", "commitment"),
        (lambda **on: amendments.draft(**on, motive="more", changes={}),
         "cofinancing_officer", "commitment"),
        (lambda **on: terms.set_terms(**without_now(on), terms={}),
         "cofinancing_officer", "pledge"),
    ],
)  # fmt: skip
def test_no_person_takes_a_published_promise_further(
    world: World, tmp_path: Path, act: Any, by: str, status: str
) -> None:
    fts(tmp_path, flow(status=status))
    pledge = only(Pledge)

    with world.as_(by) as now, refused(Refused, "published_elsewhere"):
        act(pk=pledge.pk, actor=world[by], now=now)


def test_due_diligence_is_not_begun_on_it(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow(status="pledge", sourceObjects=[giver("Good Foundation", "NGO")]))
    pledge = only(Pledge)

    with (
        world.as_("cofinancing_officer") as now,
        refused(Refused, "published_elsewhere"),
    ):
        examination.begin_due_diligence(pk=pledge.pk, actor=world["cofinancing_officer"], now=now)


def test_no_person_records_a_published_promise(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow(status="pledge"))

    with world.as_("cofinancing_officer") as now, refused(NotAllowed):
        pledging.complete_receipts(pk=only(Pledge).pk, actor=world["cofinancing_officer"], now=now)


def test_its_money_is_never_allotted(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow())
    component = components_of(circulated(world))[0]
    cash = only(Contribution)

    with world.as_("cofinancing_officer"), pytest.raises(Refused) as refusal:
        propose(
            contribution_id=cash.pk,
            component_id=component.pk,
            gross=Decimal(1),
            actor=world["cofinancing_officer"],
            now=BEGINNING + timedelta(days=30),
        )

    assert "contribution_published" in [reason.code for reason in refusal.value.reasons]
    assert not only_count(Allotment)


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Contribution, {"certified": 1}, "published_money_is_never_allotted"),
        (Contribution, {"refunded": 1}, "published_money_is_never_allotted"),
        (Pledge, {"accepted_by_id": "00000000-0000-0000-0000-000000000001"},
         "pledge_published_was_decided_by_nobody"),
        (Pledge, {"published_as": ""}, "pledge_published_is_named"),
        (Pledge, {"published_from": "rumour"}, "pledge_accepted_by_whom"),
    ],
)  # fmt: skip
def test_the_database_keeps_the_mark(
    world: World, tmp_path: Path, model: Any, values: dict[str, Any], constraint: str
) -> None:
    fts(tmp_path, flow())

    with refused_by_database(constraint), speaking_as(SYSTEM):
        model.objects.update(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_published_record_is_never_changed(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow())

    with pytest.raises(Exception, match=r"denied|never changed"), speaking_as(SYSTEM):
        PublishedRecord.objects.update(url="elsewhere")


def test_an_identity_is_kept_once(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow())
    record = only(PublishedRecord)
    record.pk, record.receipt = None, None

    with pytest.raises(IntegrityError, match="one_record_per"), speaking_as(SYSTEM):
        record.save(force_insert=True)


def test_a_donor_sees_its_own_published_promises_alone(world: World, tmp_path: Path) -> None:
    with speaking_as(SYSTEM):
        name = Organisation.objects.get(country="NOR").name
    fts(
        tmp_path,
        flow("1", sourceObjects=[giver(f"{name}, Government of", "Government")]),
        flow("2"),
    )

    with world.as_("donor.donor_rep"):
        seen = PublishedRecord.objects.visible_to(world["donor.donor_rep"])
        assert [record.identifier for record in seen] == ["1"]
        assert [record.identifier for record in PublishedRecord.objects.all()] == ["1"]
    with world.as_("auditor"):
        assert PublishedRecord.objects.visible_to(world["auditor"]).count() == 2


def test_a_foreign_pledge_is_unknown(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow(status="pledge"))
    pledge = only(Pledge)

    with world.as_("donor.donor_authority") as now, refused(NotFound):
        pledging.withdraw(
            pk=pledge.pk, actor=world["donor.donor_authority"], now=now, reason="not ours"
        )
