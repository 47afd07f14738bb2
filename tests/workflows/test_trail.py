"""History cannot be rewritten unseen, not even by a superuser."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from psycopg.types.json import Jsonb

from tests.laboratory import CommittedDatabase
from tests.meanwhile import meanwhile
from tests.superuser import above_the_rules
from tests.toy.models import Parcel
from tests.workflows.conftest import Counter
from tests.world import BEGINNING, World, make_world
from workflows import proof, trail, verification
from workflows.actors import SYSTEM
from workflows.models import Event, TrailHead
from workflows.principal import speaking_as
from workflows.trail import Fault

CHAINS = 1_000


def _remember(subject_id: uuid.UUID, *, reason: str = "", **data: Any) -> Event:
    return trail.remember(
        trail.Happening(
            subject_type="letter",
            subject_id=subject_id,
            subject_reference="L-1",
            version=1,
            name="write",
            source="",
            target="written",
            actor=SYSTEM,
            actor_role="system",
            reason=reason,
            data=data,
            effective_at=BEGINNING,
        )
    )


def _chain(*, events: int = 3) -> uuid.UUID:
    subject_id = uuid.uuid4()
    trail.open_trail(subject_type="letter", subject_id=subject_id, parties=[])
    for number in range(events):
        _remember(subject_id, reason=f"Reason {number}.", amount="1.50")
    return subject_id


def _found() -> dict[uuid.UUID, Fault]:
    with speaking_as(SYSTEM):
        return {fault.subject_id: fault for fault in verification.every_fault()}


# Every column of an event, every column of a head, and what may be taken away or added.
NEW_VALUES: dict[str, Any] = {
    "id": uuid.uuid4,
    "subject_type": "request",
    "subject_id": uuid.uuid4,
    "subject_reference": "L-2",
    "seq": 70,
    "version": 7,
    "name": "burn",
    "source": "draft",
    "target": "burnt",
    "actor_id": uuid.uuid4,
    "organisation_id": uuid.uuid4,
    "actor_role": "section_chief",
    "reason": "Another reason.",
    "reason_salt": "0" * 32,
    "reason_digest": "0" * 64,
    "data": Jsonb({"amount": "1.51"}),
    "effective_at": "2026-10-01 08:00:00.000001+00",
    "at": "2026-10-01 08:00:00.000001+00",
    "previous_hash": "0" * 64,
    "hash": "0" * 64,
}
FORGERIES: list[tuple[str, Any]] = [
    *(
        (f"UPDATE workflows_event SET {column} = %(new)s WHERE id = %(id)s", new)  # noqa: S608
        for column, new in NEW_VALUES.items()
    ),
    ("DELETE FROM workflows_event WHERE id = %(id)s", None),
    ("UPDATE workflows_trailhead SET count = count - 1 WHERE subject_id = %(subject)s", None),
    ("UPDATE workflows_trailhead SET hash = %(new)s WHERE subject_id = %(subject)s", "0" * 64),
    ("DELETE FROM workflows_trailhead WHERE subject_id = %(subject)s", None),
]


def test_every_column_has_its_forgery() -> None:
    assert {field.column for field in Event._meta.concrete_fields} == set(NEW_VALUES)


def test_a_superuser_rewrites_a_thousand_rows_and_every_one_is_found(
    committed_db: CommittedDatabase,
) -> None:
    with speaking_as(SYSTEM):
        subjects = [_chain() for _ in range(CHAINS)]
        untouched = {_chain() for _ in range(10)}
        events = {subject: list(Event.objects.of(subject)) for subject in subjects}
    assert _found() == {}
    dice = random.Random(1)  # noqa: S311 - the same forgeries every time

    with above_the_rules(committed_db.name) as superuser:
        for subject, (forgery, new) in _paired(subjects):
            victim = dice.choice(events[subject])
            values = {"id": victim.pk, "subject": subject, "new": new() if callable(new) else new}
            assert superuser.execute(forgery, values).rowcount == 1

    found = _found()
    assert set(subjects) <= set(found)
    assert untouched.isdisjoint(found)


def _paired(subjects: list[uuid.UUID]) -> Iterator[tuple[uuid.UUID, tuple[str, Any]]]:
    for number, subject in enumerate(subjects):
        yield subject, FORGERIES[number % len(FORGERIES)]


def test_a_reason_may_be_erased_by_its_owner_and_the_chain_still_verifies(
    committed_db: CommittedDatabase,
) -> None:
    with speaking_as(SYSTEM):
        subject = _chain()

    with above_the_rules(committed_db.name) as superuser:
        superuser.execute("UPDATE workflows_event SET reason = '', reason_salt = ''")

    assert _found() == {}
    with speaking_as(SYSTEM):
        kept = Event.objects.of(subject).values_list("reason", "reason_digest")
        assert all(not reason and len(digest) == 64 for reason, digest in kept)


@pytest.mark.usefixtures("registered")
def test_a_subject_whose_state_was_set_by_hand_is_found(committed_db: CommittedDatabase) -> None:
    counter = Counter(make_world())
    forged, older, true, strange = counter.sent(), counter.sent(), counter.sent(), uuid.uuid4()
    with above_the_rules(committed_db.name) as superuser:
        superuser.execute("UPDATE toy_parcel SET state = 'lost' WHERE id = %s", [forged.pk])
        superuser.execute("UPDATE toy_parcel SET version = 1 WHERE id = %s", [older.pk])
        superuser.execute(
            "INSERT INTO toy_parcel SELECT (jsonb_populate_record(parcel, %s)).*"
            " FROM toy_parcel parcel WHERE id = %s",
            [Jsonb({"id": str(strange)}), true.pk],
        )

    found = _found()

    assert set(found) == {forged.pk, older.pk, strange}
    assert found[forged.pk].what == "the state is not what the trail says"
    assert found[strange] == Fault("parcel", strange, 0, "nothing is remembered of it")


def test_the_command_says_that_all_is_whole(world: World) -> None:
    with speaking_as(SYSTEM):
        _chain()
    printed = StringIO()

    call_command("verify_trail", stdout=printed)

    assert printed.getvalue() == "1 chains, 3 events, 0 faults\n"


def test_the_command_names_what_is_broken_and_fails(committed_db: CommittedDatabase) -> None:
    with speaking_as(SYSTEM):
        subject = _chain()
    with above_the_rules(committed_db.name) as superuser:
        superuser.execute("UPDATE workflows_event SET name = 'burn' WHERE seq = 2")
    text, structured = StringIO(), StringIO()

    with pytest.raises(CommandError, match="does not verify"):
        call_command("verify_trail", stdout=text)
    with pytest.raises(CommandError):
        call_command("verify_trail", "--json", stdout=structured)

    assert f"letter {subject} #2: the event was altered\n" in text.getvalue()
    assert json.loads(structured.getvalue()) == {
        "chains": 1,
        "events": 3,
        "faults": [
            {
                "subject_type": "letter",
                "subject_id": str(subject),
                "seq": 2,
                "what": "the event was altered",
            }
        ],
    }


def test_an_event_that_comes_during_the_proof_breaks_no_chain(
    committed_db: CommittedDatabase,
) -> None:
    with speaking_as(SYSTEM):
        subject = _chain()
    printed = StringIO()

    def another() -> None:
        with speaking_as(SYSTEM):
            _remember(subject)

    between = 'SELECT "workflows_trailhead"'  # the heads are read; their events are read next
    with meanwhile(committed_db, another, after=between) as came:
        call_command("verify_trail", stdout=printed)
    with meanwhile(committed_db, another, after=between):
        moment_by_moment = _found()

    assert len(came) == 1
    assert printed.getvalue() == "1 chains, 3 events, 0 faults\n"
    assert moment_by_moment[subject].what == "the chain does not end at its head"
    assert _found() == {}


def test_nothing_is_remembered_of_a_subject_without_a_head(world: World) -> None:
    with pytest.raises(TrailHead.DoesNotExist), speaking_as(SYSTEM):
        _remember(uuid.uuid4())


def test_what_is_remembered_inside_may_be_gathered(world: World) -> None:
    with speaking_as(SYSTEM), trail.gathering() as events:
        subject = _chain(events=2)

    assert [(event.subject_id, event.seq) for event in events] == [(subject, 1), (subject, 2)]


def test_a_record_is_proved_by_its_fingerprint_alone(committed_db: CommittedDatabase) -> None:
    with speaking_as(SYSTEM):
        first, second = _chain(), _chain()
        whole = Event.objects.of(first)[1]
        broken = Event.objects.of(second)[1]
    with above_the_rules(committed_db.name) as superuser:
        superuser.execute("UPDATE workflows_event SET name = 'burn' WHERE id = %s", [broken.pk])

    assert proof.prove("0" * 64) is None
    assert proof.prove(whole.hash.upper()) == proof.Proof(at=whole.at, whole=True)
    assert proof.prove(broken.hash) == proof.Proof(at=broken.at, whole=False)


def test_events_and_heads_print_as_they_read(world: World) -> None:
    with speaking_as(SYSTEM):
        subject = _chain(events=1)
        event = Event.objects.of(subject).get()
        head = TrailHead.objects.get(pk=subject)

        assert str(event.message) == f"message of {event.pk}"
    assert str(event) == "write:  -> written"
    assert str(head) == f"letter {subject}: 1"


READERS = {
    "section_chief": True,
    "auditor": True,
    "state.ms_drafter": True,
    "other_state.ms_drafter": False,
    "administrator": False,
}


@pytest.mark.parametrize(("name", "reads"), READERS.items())
def test_the_query_keeps_the_trail_to_staff_and_parties(
    name: str, reads: bool, counter: Counter
) -> None:
    parcel: Parcel = counter.pack()

    with speaking_as(SYSTEM):  # row-level security alone would hide it too
        seen = Event.objects.of(parcel.pk).visible_to(counter.world[name])
        assert seen.exists() is reads
        assert not Event.objects.visible_to(Counter.nobody).exists()
