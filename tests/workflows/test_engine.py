"""The one door: what it refuses, in which order, and what it leaves behind."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.errors import (
    DomainError,
    NotAllowed,
    NotFound,
    ReasonRequired,
    Refused,
    Stale,
    StateMoved,
    UnknownTransition,
)
from tests.toy import machine as toy
from tests.toy.models import Parcel
from tests.workflows.conftest import Counter
from tests.world import BEGINNING
from workflows import engine, relay
from workflows.actors import NOBODY, SYSTEM
from workflows.models import Event, OutboxMessage, TrailHead
from workflows.principal import speaking_as

STATEMENTS_OF_AN_ACT = 6  # savepoint, lock, save, head, event + head + message, release


def _perform(counter: Counter, parcel: Parcel, name: str, *, by: str, **kwargs: Any) -> Parcel:
    with counter.world.as_(by):
        moved: Parcel = engine.perform(
            toy.PARCEL,
            pk=kwargs.pop("pk", parcel.pk),
            name=name,
            actor=counter.world[by],
            now=BEGINNING,
            **kwargs,
        )
    return moved


def _trail(parcel: Parcel) -> list[Event]:
    with speaking_as(SYSTEM):
        return list(Event.objects.of(parcel.pk))


def _stored(parcel: Parcel) -> dict[str, Any]:
    with speaking_as(SYSTEM):
        return dict(Parcel.objects.values().get(pk=parcel.pk))


def test_a_new_subject_has_a_first_event_and_a_head(counter: Counter) -> None:
    with counter.world.as_("programme_officer"):
        parcel = Parcel(organisation_id=counter.world.organisations["state"].pk, reference="P-1")
        clerk = counter.world["programme_officer"]
        engine.create(
            toy.PARCEL,
            parcel,
            actor=clerk,
            now=BEGINNING,
            role="programme_officer",
            data={"from": "a letter"},
            reason="It came by post.",
        )

    (event,) = _trail(parcel)
    assert (event.name, event.source, event.target, event.seq) == ("create", "", "packed", 1)
    assert (event.actor_id, event.actor_role) == (clerk.person_id, "programme_officer")
    assert (event.data, event.reason, event.subject_reference) == (
        {"from": "a letter"},
        "It came by post.",
        "P-1",
    )
    assert (parcel.created_at, parcel.created_by_id) == (BEGINNING, clerk.person_id)
    with speaking_as(SYSTEM):
        head = TrailHead.objects.get(pk=parcel.pk)
    assert (head.count, head.hash, head.parties) == (1, event.hash, [parcel.organisation_id])


def test_an_act_leaves_state_version_event_and_message(counter: Counter) -> None:
    parcel = counter.sent()

    event = _trail(parcel)[-1]
    assert (event.name, event.source, event.target) == ("send", "packed", "sent")
    assert (event.seq, event.version, event.actor_role) == (3, 3, "section_chief")
    assert event.effective_at == BEGINNING
    assert event.at > BEGINNING
    assert _stored(parcel)["state"] == "sent"
    assert _stored(parcel)["version"] == parcel.version == event.version
    with speaking_as(SYSTEM):
        assert OutboxMessage.objects.get(event=event).available_at == event.at


def test_an_act_that_keeps_the_state_is_remembered_too(counter: Counter) -> None:
    parcel = counter.pack()

    counter.act(parcel, "weigh", by="programme_officer", weight=7)

    event = _trail(parcel)[-1]
    assert (event.name, event.source, event.target) == ("weigh", "packed", "packed")
    assert (_stored(parcel)["weight"], _stored(parcel)["version"]) == (7, 2)


# Each refusal would also be met by every later check; the first of them must speak.
REFUSALS: dict[str, tuple[str, dict[str, Any], type[DomainError]]] = {
    "not visible": ("other_state.ms_authority", {"name": "fly", "version": 9}, NotFound),
    "unknown": ("state.ms_authority", {"name": "fly", "pk": uuid.uuid4()}, NotFound),
    "not declared": ("state.ms_authority", {"name": "fly", "version": 9}, UnknownTransition),
    "stale": ("state.ms_authority", {"name": "send", "version": 9}, Stale),
    "wrong role": ("state.ms_authority", {"name": "deliver", "version": 1}, NotAllowed),
    "wrong state": ("treasury_officer", {"name": "deliver", "version": 1}, StateMoved),
    "guard": ("section_chief", {"name": "send", "version": 1}, Refused),
}


@pytest.mark.parametrize(("by", "asked", "refusal"), REFUSALS.values(), ids=REFUSALS.keys())
def test_the_first_obstacle_speaks_and_nothing_changes(
    by: str, asked: dict[str, Any], refusal: type[DomainError], counter: Counter
) -> None:
    parcel = counter.pack(paid=False)
    before = _stored(parcel)

    with pytest.raises(refusal) as told:
        _perform(counter, parcel, **asked, by=by)

    assert type(told.value) is refusal
    assert _stored(parcel) == before
    assert len(_trail(parcel)) == 1


def test_a_stale_caller_learns_the_present_version(counter: Counter) -> None:
    parcel = counter.pack()

    with pytest.raises(Stale) as told:
        _perform(counter, parcel, "send", by="section_chief", version=4)

    assert told.value.data == {"version": 1, "state": "packed"}


def test_a_wrong_role_learns_who_could(counter: Counter) -> None:
    parcel = counter.sent()

    with pytest.raises(NotAllowed) as told:
        _perform(counter, parcel, "stop", by="programme_officer")

    assert told.value.data == {"roles": ["treasury_officer"]}


def test_a_role_that_could_from_another_state_learns_that_the_state_moved(
    counter: Counter,
) -> None:
    parcel = counter.act(counter.sent(), "deliver", by="treasury_officer")

    with pytest.raises(StateMoved) as told:
        _perform(counter, parcel, "stop", by="treasury_officer")

    assert told.value.data == {"state": "delivered", "allowed_from": ["packed", "sent"]}


def test_one_name_has_its_own_rules_in_each_state(counter: Counter) -> None:
    counter.act(counter.pack(), "stop", by="state.ms_authority")
    parcel = counter.sent()

    with pytest.raises(NotAllowed):
        counter.act(parcel, "stop", by="state.ms_authority")
    with pytest.raises(ReasonRequired):
        counter.act(parcel, "stop", by="treasury_officer")

    counter.act(parcel, "stop", by="treasury_officer", reason="A strike.")


def test_a_policy_binds_the_person_to_the_object(counter: Counter) -> None:
    parcel = counter.sent(organisation_id=counter.world.organisations["other_state"].pk)

    with pytest.raises(NotFound):
        counter.act(parcel, "recall", by="state.ms_authority", reason="Ours?")

    counter.act(parcel, "recall", by="other_state.ms_authority", reason="Ours.")


def test_all_failing_guards_are_told_together(counter: Counter) -> None:
    parcel = counter.pack(paid=False)

    with pytest.raises(Refused) as told:
        counter.act(parcel, "send", by="section_chief")

    reasons = [(reason.code, reason.field) for reason in told.value.reasons]
    assert reasons == [("unpaid", "postage"), ("unweighed", "weight")]
    assert (told.value.stable_code, told.value.data) == ("guard_failed", {"state": "packed"})


def test_a_single_failing_guard_speaks_for_itself(counter: Counter) -> None:
    parcel = counter.pack()

    with pytest.raises(Refused, match="Weigh it") as told:
        counter.act(parcel, "send", by="section_chief")

    assert told.value.stable_code == "unweighed"


def test_a_duty_is_a_matter_of_who_and_comes_alone(counter: Counter) -> None:
    parcel = counter.pack(paid=False)

    with pytest.raises(NotAllowed, match="Whoever packed it") as told:
        counter.act(parcel, "send", by="programme_officer")

    assert told.value.stable_code == "packed_by_you"


def test_a_blank_reason_is_no_reason(counter: Counter) -> None:
    parcel = counter.sent()

    with pytest.raises(ReasonRequired) as told:
        counter.act(parcel, "recall", by="state.ms_authority", reason=" \n ")
    counter.act(parcel, "recall", by="state.ms_authority", reason=" Forgot the ribbon. ")

    assert told.value.data == {"transition": "recall"}
    assert _trail(parcel)[-1].reason == "Forgot the ribbon."


def test_the_system_takes_its_own_steps_only(counter: Counter) -> None:
    parcel = counter.sent()

    with pytest.raises(NotAllowed, match="Only the system"):
        counter.act(parcel, "lose", by="section_chief")
    counter.act(parcel, "lose", by="system")

    event = _trail(parcel)[-1]
    assert (event.actor_id, event.organisation_id, event.actor_role) == (None, None, "system")


def test_after_sees_the_saved_subject_and_adds_to_the_event(counter: Counter) -> None:
    parcel = counter.pack(weight=2)
    seen = []

    def after(act: engine.Act) -> None:
        seen.append((act.source, act.subject.state, act.event, _stored(parcel)["state"]))
        act.data["window"] = act.given["window"]

    _perform(
        counter,
        parcel,
        "send",
        by="section_chief",
        given={"window": 3},
        data={"asked": True},
        after=after,
    )

    assert seen == [("packed", "sent", None, "sent")]
    assert _trail(parcel)[-1].data == {"asked": True, "window": 3}


def test_after_shares_the_transaction(counter: Counter) -> None:
    parcel = counter.pack(weight=2)

    def after(_act: engine.Act) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _perform(counter, parcel, "send", by="section_chief", after=after)

    assert _stored(parcel)["state"] == "packed"
    assert len(_trail(parcel)) == 1


def test_an_edit_grows_the_version_without_an_event(counter: Counter) -> None:
    parcel = counter.pack()
    clerk = counter.world["programme_officer"]

    with counter.world.as_("programme_officer"):
        toy.relabel(pk=parcel.pk, actor=clerk, reference="P-2", version=1)

    assert (_stored(parcel)["reference"], _stored(parcel)["version"]) == ("P-2", 2)
    assert len(_trail(parcel)) == 1


def test_an_edit_is_refused_to_the_late_the_blind_and_the_unready(counter: Counter) -> None:
    parcel = counter.sent()
    clerk, stranger = (
        counter.world[name] for name in ("programme_officer", "other_state.ms_authority")
    )

    with counter.world.as_("programme_officer"):
        with pytest.raises(Stale):
            toy.relabel(pk=parcel.pk, actor=clerk, reference="P-2", version=1)
        with pytest.raises(Refused, match="It has left"):
            toy.relabel(pk=parcel.pk, actor=clerk, reference="P-2", version=3)
        with pytest.raises(NotFound):
            toy.relabel(pk=parcel.pk, actor=stranger, reference="P-2")


def test_an_edit_may_be_free_of_conditions(counter: Counter) -> None:
    parcel = counter.sent()

    with counter.world.as_("programme_officer"):
        edited = engine.edit(
            toy.PARCEL,
            pk=parcel.pk,
            actor=counter.world["programme_officer"],
            version=None,
            allowed=None,
        )

    assert edited.version == parcel.version + 1


def test_nobody_sees_and_so_moves_nothing(counter: Counter) -> None:
    parcel = counter.pack()

    with speaking_as(NOBODY), pytest.raises(NotFound):
        toy.PARCEL.verbs["send"](pk=parcel.pk, actor=NOBODY, now=BEGINNING)


def test_an_act_takes_few_statements(counter: Counter) -> None:
    parcel = counter.pack(weight=2)

    with counter.world.as_("section_chief"), CaptureQueriesContext(connection) as seen:
        toy.PARCEL.verbs["send"](pk=parcel.pk, actor=counter.world["section_chief"], now=BEGINNING)

    assert len(seen) == STATEMENTS_OF_AN_ACT, [query["sql"] for query in seen]


def test_the_relay_is_nudged_once_the_act_is_committed(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    nudges: list[bool] = []
    monkeypatch.setattr(relay, "nudge", lambda: nudges.append(True))
    parcel = counter.pack(weight=2)

    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(Refused):
            counter.act(parcel, "deliver", by="treasury_officer")
        counter.act(parcel, "send", by="section_chief")
        assert nudges == []

    assert nudges == [True]
