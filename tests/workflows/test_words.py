"""The words of a life cycle, and the pages made from them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from common.errors import UnknownTransition
from tests.toy import machine as toy
from tests.toy.lifecycle import ANOTHER, PAID, SENDER
from tests.toy.models import Parcel, Postcard
from tests.workflows.conftest import Counter
from tests.world import World
from workflows import pages, registry
from workflows.actors import PUBLIC, SYSTEM, Actor
from workflows.models import Opening
from workflows.moves import BY_SYSTEM, moves_of
from workflows.principal import handing_over, speaker, speaking_as


def test_a_declaration_reads_back_as_it_was_written() -> None:
    send = toy.PARCEL.declared("send")["packed"]

    assert (send.name, send.source, send.target) == ("send", "packed", "sent")
    assert (send.title, send.effect) == ("Send off", "It leaves the house.")
    assert send.description == "Give the parcel to the courier."
    assert send.requires[0] is PAID
    assert not send.needs_reason
    assert toy.PARCEL.declared("weigh")["packed"].target is None
    assert toy.PARCEL.declared("weigh")["packed"].asks == ("weight",)
    assert toy.PARCEL.declared("recall")["sent"].title == "Recall"
    assert set(toy.PARCEL.declared("stop")) == {"packed", "sent"}


def test_an_undeclared_name_is_refused() -> None:
    with pytest.raises(UnknownTransition) as told:
        toy.PARCEL.declared("fly")

    assert told.value.data == {"transition": "fly"}


def test_only_a_model_with_a_life_cycle_has_moves() -> None:
    field = Postcard._meta.get_field("event_id")
    stateless: Any = SimpleNamespace(
        __name__="Postcard", _meta=SimpleNamespace(get_field=lambda _name: field)
    )

    with pytest.raises(TypeError, match="Postcard"):
        moves_of(stateless)


def test_a_requirement_never_holds_without_facts() -> None:
    assert PAID(Parcel()) is False
    assert PAID.as_reason().as_dict() == {
        "code": "unpaid",
        "sentence": "Pay the postage.",
        "field": "postage",
    }
    assert ANOTHER.duty


def test_a_policy_names_the_role_under_which_one_acts() -> None:
    both = Actor(roles=frozenset({"section_chief", "programme_officer"}))

    assert toy.PARCEL.declared("send")["packed"].policy.role_of(both) == "programme_officer"
    assert SENDER.role_of(both) == ""
    assert BY_SYSTEM.role_of(SYSTEM) == "system"


def test_a_registered_machine_is_found_by_key_and_by_subject(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "_machines", {})

    registry.register(toy.PARCEL)

    assert registry.machine("parcel") is toy.PARCEL
    assert registry.machines() == (toy.PARCEL,)
    assert registry.machine_of(Parcel()) is toy.PARCEL


def test_every_machine_of_the_service_has_a_verb_for_every_move() -> None:
    wanting = {
        f"{known.key}.{name}"
        for known in registry.machines()
        for name in known.moves
        if name not in known.verbs
    }

    assert wanting == set()


@pytest.mark.usefixtures("registered")
def test_the_page_of_life_cycles_draws_and_lists_every_step() -> None:
    page = pages.lifecycle_page()

    assert page.startswith(pages.NOTE)
    for line in (
        "## parcel",
        "    [*] --> packed",
        "    packed --> sent: send",
        "    delivered --> [*]",
        "| sent | `deliver` | delivered | treasury_officer |  |  |",
        "| sent | `recall` | packed | ms_authority |  | required |",
    ):
        assert f"{line}\n" in page
    assert "packed --> packed" not in page
    assert "`unpaid` Pay the postage.<br>`unweighed` Weigh it.<br>" in page


@pytest.mark.usefixtures("registered")
def test_the_page_of_permissions_tells_who_may_from_where() -> None:
    page = pages.permissions_page()

    assert "| step | ms_authority | programme_officer | section_chief | system |" in page
    assert "| `stop` | from some states |  |  |  | from some states |\n" in page
    assert "| `recall` | yes |  |  |  |  |\n" in page


def test_the_speaker_may_be_handed_over_within_a_transaction(world: World) -> None:
    clerk = world["programme_officer"]
    with speaking_as(SYSTEM):
        with handing_over(clerk) as moment:
            assert speaker() == clerk
            assert moment.utcoffset() is not None
        assert speaker() == SYSTEM


def test_the_public_sees_no_parcel(counter: Counter) -> None:
    counter.pack()

    with speaking_as(PUBLIC):
        assert not Parcel.objects.exists()
        assert not Parcel.objects.visible_to(PUBLIC).exists()


def test_an_opening_prints_as_it_reads() -> None:
    assert str(Opening(subject_type="parcel", subject_id="7")) == "parcel 7 opened"
