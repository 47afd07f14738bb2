"""What could happen next, and what it would do: told without doing it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError

from common.errors import DomainError, NotAllowed, UnknownTransition
from tests.toy import machine as toy
from tests.toy.models import Parcel
from tests.workflows.conftest import Counter
from tests.world import BEGINNING
from workflows import preview as rehearsal
from workflows.actors import SYSTEM, Actor
from workflows.available import Possibility, available
from workflows.models import Event, OutboxMessage
from workflows.preview import Effect, Message, Preview
from workflows.principal import speaking_as


def _offered(counter: Counter, parcel: Parcel, *, by: str) -> dict[str, Possibility]:
    with counter.world.as_(by):
        fresh = Parcel.objects.get(pk=parcel.pk)
        told = available(fresh, actor=counter.world[by], now=BEGINNING, machine=toy.PARCEL)
    return {possibility.name: possibility for possibility in told}


def _codes(possibility: Possibility) -> list[str]:
    return [reason.code for reason in possibility.reasons]


def test_every_declared_move_is_told_in_order(counter: Counter) -> None:
    offered = _offered(counter, counter.pack(), by="section_chief")

    assert list(offered) == list(toy.PARCEL.moves)
    assert all(told.allowed == (not told.reasons) for told in offered.values())


def test_a_blocked_move_says_what_is_missing_and_where(counter: Counter) -> None:
    send = _offered(counter, counter.pack(paid=False), by="section_chief")["send"]

    assert (send.allowed, send.from_here, send.target) == (False, True, "sent")
    assert _codes(send) == ["unpaid", "unweighed"]
    assert send.missing_fields == ("postage", "weight")
    assert (send.title, send.effect) == ("Send off", "It leaves the house.")
    assert send.roles == ("programme_officer", "section_chief")
    assert send.by_a_person


def test_an_input_not_yet_given_does_not_block(counter: Counter) -> None:
    weigh = _offered(counter, counter.pack(), by="section_chief")["weigh"]

    assert (weigh.allowed, weigh.asks, weigh.target) == (True, ("weight",), "packed")


def test_a_duty_hides_what_is_missing(counter: Counter) -> None:
    send = _offered(counter, counter.pack(paid=False), by="programme_officer")["send"]

    assert _codes(send) == ["packed_by_you"]


def test_a_wrong_role_learns_only_that(counter: Counter) -> None:
    offered = _offered(counter, counter.pack(paid=False), by="state.ms_authority")

    assert _codes(offered["send"]) == ["not_allowed"]
    assert _codes(offered["lose"]) == ["not_allowed"]
    assert not offered["lose"].by_a_person
    assert offered["stop"].allowed


def test_those_who_read_all_cases_learn_what_keeps_others_from_a_step(counter: Counter) -> None:
    parcel = counter.pack(paid=False)
    hindered = {
        by: [reason.code for reason in _offered(counter, parcel, by=by)["send"].hindrances]
        for by in ("treasury_officer", "programme_officer", "section_chief", "state.ms_authority")
    }

    assert hindered == {
        "treasury_officer": ["unpaid", "unweighed"],
        "programme_officer": [],
        "section_chief": [],
        "state.ms_authority": [],
    }
    assert _offered(counter, parcel, by="cofinancing_officer")["recall"].hindrances == ()


def test_a_right_role_in_a_wrong_state_learns_that_the_state_is_wrong(counter: Counter) -> None:
    offered = _offered(counter, counter.pack(), by="treasury_officer")

    assert _codes(offered["deliver"]) == ["state_moved"]
    assert not offered["deliver"].from_here


@pytest.mark.usefixtures("registered")
def test_the_machine_is_known_from_the_subject(counter: Counter) -> None:
    parcel = counter.pack()

    with counter.world.as_("section_chief"):
        told = available(parcel, actor=counter.world["section_chief"], now=BEGINNING)

    assert len(told) == len(toy.PARCEL.moves)


@pytest.mark.parametrize("by", ["section_chief", "state.ms_authority", "treasury_officer"])
@pytest.mark.parametrize("state", ["packed", "sent"])
def test_the_advice_and_the_engine_agree(by: str, state: str, counter: Counter) -> None:
    parcel = counter.sent() if state == "sent" else counter.pack(weight=1)

    advised = {name for name, told in _offered(counter, parcel, by=by).items() if told.allowed}
    possible = set()
    for name in toy.PARCEL.moves:
        with suppress(DomainError):
            _rehearse(counter, parcel, name, by=by, reason="Because.", weight=2)
            possible.add(name)

    assert advised == possible


def _rehearse(
    counter: Counter, parcel: Parcel, name: str, *, by: str, reason: str = "", **given: Any
) -> Preview:
    with counter.world.as_(by):
        return rehearsal.preview(
            toy.PARCEL,
            name=name,
            pk=parcel.pk,
            actor=counter.world[by],
            now=BEGINNING,
            reason=reason,
            given=given,
        )


@pytest.fixture
def storytellers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no describer or renderer behind, and begin with none."""
    monkeypatch.setattr(rehearsal, "_describers", [])
    monkeypatch.setattr(rehearsal, "_renderers", [])


def test_a_rehearsal_shows_the_outcome_and_leaves_no_trace(counter: Counter) -> None:
    parcel = counter.pack(weight=1)
    with speaking_as(SYSTEM):
        before = (Event.objects.count(), OutboxMessage.objects.count())

    shown = _rehearse(counter, parcel, "send", by="section_chief")

    assert (shown.source, shown.subject.state, shown.subject.version) == ("packed", "sent", 2)
    with speaking_as(SYSTEM):
        assert (Event.objects.count(), OutboxMessage.objects.count()) == before
        assert Parcel.objects.get(pk=parcel.pk).state == "packed"


def test_a_rehearsal_refuses_as_the_step_itself_would(counter: Counter) -> None:
    parcel = counter.pack()

    with pytest.raises(NotAllowed):
        _rehearse(counter, parcel, "send", by="programme_officer")
    with pytest.raises(UnknownTransition):
        _rehearse(counter, parcel, "fly", by="programme_officer")


def test_a_rehearsal_meets_the_checks_that_wait_for_commit(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quietly(*, pk: uuid.UUID, **_ignored: Any) -> Parcel:
        Parcel.objects.filter(pk=pk).update(state="sent")
        found: Parcel = Parcel.objects.get(pk=pk)
        return found

    parcel = counter.pack(weight=1)
    monkeypatch.setitem(toy.PARCEL.verbs, "send", quietly)

    with pytest.raises(IntegrityError, match="without an event"):
        _rehearse(counter, parcel, "send", by="section_chief")


def test_a_verb_that_remembers_nothing_of_its_subject_shows_the_present_state(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def idle(*, pk: uuid.UUID, **_ignored: Any) -> Parcel:
        found: Parcel = Parcel.objects.get(pk=pk)
        return found

    monkeypatch.setitem(toy.PARCEL.verbs, "send", idle)

    assert _rehearse(counter, counter.pack(), "send", by="section_chief").source == "packed"


@pytest.mark.usefixtures("storytellers")
def test_each_hears_only_what_is_theirs(counter: Counter) -> None:
    parcel = counter.sent()
    ours = counter.world.organisations["state"].pk
    theirs = counter.world.organisations["donor"].pk

    def describe(*, event: Event, actor: Actor) -> Sequence[Effect]:
        assert event.name == "recall"
        return [
            Effect(kind="state", sentence="for all"),
            Effect(kind="money", sentence="for us", audience=frozenset({ours})),
            Effect(kind="money", sentence="for them", audience=frozenset({theirs})),
        ]

    def render(*, event: Event, actor: Actor) -> Sequence[Message]:
        return [
            Message(
                recipient=name, organisation_id=organisation, language="en", subject="", body=""
            )
            for name, organisation in (("us", ours), ("them", theirs), ("a clerk", None))
        ]

    for _twice in range(2):
        rehearsal.describe_with(describe)
        rehearsal.render_with(render)

    shown = _rehearse(counter, parcel, "recall", by="state.ms_authority", reason="A mistake.")

    assert [effect.sentence for effect in shown.effects] == ["for all", "for us"]
    assert [message.recipient for message in shown.messages] == ["us"]


@pytest.mark.usefixtures("storytellers")
def test_staff_hear_everything(counter: Counter) -> None:
    rehearsal.describe_with(
        lambda *, event, actor: [Effect(kind="money", sentence="", audience=frozenset())]
    )
    rehearsal.render_with(
        lambda *, event, actor: [
            Message(recipient="x", organisation_id=None, language="en", subject="", body="")
        ]
    )

    shown = _rehearse(counter, counter.pack(weight=1), "send", by="section_chief")

    assert (len(shown.effects), len(shown.messages)) == (1, 1)
