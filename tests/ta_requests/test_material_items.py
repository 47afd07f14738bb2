"""Goods: on their way, handed over in whole or in part, lost and replaced or written off."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from common.errors import DomainError, Invalid, NotAllowed, ReasonRequired, Refused
from ta_requests.machines import MATERIAL_ITEM, REQUEST
from ta_requests.models import Component, ComponentItem, Delivery, MaterialItem
from ta_requests.services import material_items
from tests.factories.assessments import BEDS, TRAINING
from tests.factories.deliveries import deliver, goods_at, hand_over, order
from tests.factories.requests import request_at
from tests.ta_requests.refusals import refused, refused_by_database
from tests.world import BEGINNING, World
from workflows.models import Event

NOW = BEGINNING
OFFICER, STATE, CHIEF = "programme_officer", "state.ms_authority", "section_chief"


@pytest.fixture
def found(world: World) -> Delivery:
    return deliver(world, request_at(world, "funded", proposals=[BEDS, TRAINING]))


def step(world: World, name: str, verb: str, item: MaterialItem, **given):
    with world.as_(name):
        return MATERIAL_ITEM.verbs[verb](pk=item.pk, actor=world[name], now=NOW, **given)


def item_now(world: World, item: MaterialItem) -> MaterialItem:
    with world.as_("auditor"):
        return MaterialItem.objects.get(pk=item.pk)


def test_every_move_has_a_verb():
    assert set(MATERIAL_ITEM.verbs) == set(MATERIAL_ITEM.moves)


def test_all_goods_are_handed_over_against_the_signature_of_the_state(world, found):
    item = goods_at(world, found, "handed_over")

    with world.as_("auditor"):
        event = Event.objects.of(item.pk).reverse()[0]
    assert (item.handed_quantity, item.remaining) == (Decimal(200), Decimal(0))
    assert item.signed_by_id == world[STATE].person_id
    assert item.presented_by_id == world[OFFICER].person_id
    assert event.data == {"certificate_number": "C-1", "handed_quantity": "200", "quantity": "200"}
    assert str(item) == f"{found.reference}-G1"


def test_goods_come_in_parts(world, found):
    item = goods_at(world, found, "partly_handed_over")
    hand_over(world, item.pk, Decimal(20), part=True)
    item = item_now(world, item)
    assert (item.state, item.remaining) == ("partly_handed_over", Decimal(100))
    hand_over(world, item.pk, Decimal(100))

    assert item_now(world, item).state == "handed_over"


def test_a_certificate_is_signed_for_what_it_covers(world, found):
    item = goods_at(world, found, "customs")
    for verb in ("hand_over", "hand_over_part", "refuse_certificate"):
        with refused(Refused, "certificate_missing"):
            step(world, STATE, verb, item, reason="What?")
    present = {"quantity": Decimal(80), "certificate_number": "C-7"}
    step(world, OFFICER, "present_certificate", item, **present)
    with refused(Refused, "certificate_partial"):
        step(world, STATE, "hand_over", item)
    with refused(NotAllowed):
        step(world, OFFICER, "hand_over_part", item)
    step(world, OFFICER, "present_certificate", item, **{**present, "quantity": Decimal(200)})
    with refused(Refused, "certificate_whole"):
        step(world, STATE, "hand_over_part", item)


def test_the_state_may_refuse_to_sign(world, found):
    item = goods_at(world, found, "customs")
    given = {"quantity": Decimal(200), "certificate_number": "C-7"}
    step(world, OFFICER, "present_certificate", item, **given)
    with refused(ReasonRequired):
        step(world, STATE, "refuse_certificate", item)
    item = step(world, STATE, "refuse_certificate", item, reason="Rust.")

    assert (item.state, item.presented_quantity) == ("customs", 0)


BAD_CERTIFICATES: list[tuple[str, str, type[DomainError], str]] = [
    ("201", "C-1", Refused, "quantity_out_of_range"),
    ("0", "C-1", Invalid, "quantity_out_of_range"),
    ("1.001", "C-1", Invalid, "quantity_too_precise"),
    ("1", " ", Invalid, "certificate_number_missing"),
]


def test_a_certificate_covers_goods_still_to_come(world, found):
    item = goods_at(world, found, "customs")

    for quantity, number, kind, code in BAD_CERTIFICATES:
        with refused(kind, code):
            given = {"quantity": Decimal(quantity), "certificate_number": number}
            step(world, OFFICER, "present_certificate", item, **given)


def test_lost_goods_are_replaced(world, found):
    lost = goods_at(world, found, "lost")
    assert (lost.lost_quantity, open_goods(world, found)) == (Decimal(200), 1)
    replacement = order(world, found, replaces_id=lost.pk)
    assert open_goods(world, found) == 1
    with refused(Invalid, "nothing_to_replace"):
        order(world, found, replaces_id=lost.pk)
    with refused(Invalid, "nothing_to_replace"):
        order(world, found, replaces_id=replacement.pk)


def open_goods(world: World, found: Delivery) -> int:
    with world.as_("auditor"):
        return MaterialItem.objects.unsettled(found.pk).count()


def test_the_rest_of_a_part_may_be_lost_and_written_off_by_another(world, found):
    item = goods_at(world, found, "partly_handed_over")
    item = step(world, OFFICER, "report_lost", item, reason="Stolen in the port.")
    assert (item.lost_quantity, item.handed_quantity) == (120, 80)
    reporter = world[OFFICER]
    both = type(reporter)(
        person_id=reporter.person_id,
        organisation_id=reporter.organisation_id,
        roles=frozenset({"section_chief"}),
        scopes=reporter.scopes,
    )
    with world.as_(OFFICER), refused(NotAllowed, "reporter_may_not_write_off"):
        material_items.write_off(pk=item.pk, actor=both, now=NOW, reason="Gone.")
    step(world, CHIEF, "write_off", item, reason="Insured.")
    with refused(Refused, "written_off"):
        step(world, CHIEF, "write_off", item, reason="Insured.")

    assert open_goods(world, found) == 0
    with world.as_("system"), refused_by_database("the_reporter_does_not_write_off"):
        MaterialItem.objects.update(written_off_by_id=reporter.person_id)


def test_a_line_of_the_component_may_be_named(world, found):
    with world.as_(OFFICER):
        line = ComponentItem.objects.get()
        other = Component.objects.exclude(pk=line.component_id).standing().get()
        given = {
            "delivery_id": found.pk,
            "actor": world[OFFICER],
            "now": NOW,
            "description": "Beds",
            "quantity": Decimal(5),
            "unit": "piece",
            "component_item_id": line.pk,
        }
        item = material_items.order_item(component_id=line.component_id, **given)
        with refused(Invalid, "item_line_unknown"):
            material_items.order_item(component_id=other.pk, **given)
        with refused(Invalid, "component_unknown"):
            material_items.order_item(component_id=uuid4(), **given)

    assert item.component_item_id == line.pk


def test_nothing_is_ordered_while_the_delivery_stands_still(world, found):
    with world.as_(CHIEF):
        REQUEST.verbs["suspend"](pk=found.request_id, actor=world[CHIEF], now=NOW, reason="Unrest.")

    with refused(Refused, "delivery_not_under_way"):
        order(world, found)


def test_the_database_counts_the_goods(world, found):
    goods_at(world, found, "partly_handed_over")

    with world.as_("system"), refused_by_database("no_more_goods_than_were_ordered"):
        MaterialItem.objects.update(presented_quantity=121)


def test_only_the_receiving_state_and_staff_see_goods(world, found):
    goods_at(world, found)

    for name, seen in (
        ("state.ms_drafter", 1),
        ("auditor", 1),
        ("donor.donor_rep", 0),
        ("other_state.ms_authority", 0),
    ):
        with world.as_(name):
            assert MaterialItem.objects.visible_to(world[name]).count() == seen
            assert MaterialItem.objects.count() == seen
