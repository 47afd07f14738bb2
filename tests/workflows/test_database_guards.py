"""What raw SQL may not do to a subject, even as the application and as the right person."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError, OperationalError

from config.services.roles import OWNER
from tests.laboratory import CommittedDatabase, pointed_at
from tests.toy import machine as toy
from tests.toy.models import Parcel
from tests.workflows.conftest import Counter
from tests.world import make_world
from workflows import allowed
from workflows.actors import SYSTEM
from workflows.models import AllowedMove
from workflows.principal import speaking_as

INSERT = (
    "INSERT INTO toy_parcel (id, version, created_at, state, weight, reference, organisation_id,"
    " paid) VALUES (%s, 1, now(), %s, 0, '', %s, true)"
)


def _run(statement: str, values: list[Any]) -> None:
    """Run one statement in a transaction that ends with every deferred check."""
    with transaction.atomic(), speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _constraint(refusal: DatabaseError) -> str | None:
    """Return the name under which the database refused."""
    cause = refusal.__cause__
    assert isinstance(cause, psycopg.Error)
    return cause.diag.constraint_name


def test_a_row_may_not_begin_beyond_its_initial_state(db: None) -> None:
    with pytest.raises(DatabaseError, match='may not go from "" to "sent"'):
        _run(INSERT, [uuid.uuid4(), "sent", uuid.uuid4()])


def test_a_row_may_not_begin_unremembered(db: None) -> None:
    with pytest.raises(DatabaseError, match="changed without an event"):
        _run(INSERT, [uuid.uuid4(), "packed", uuid.uuid4()])


def test_an_undeclared_step_is_refused_at_once(counter: Counter) -> None:
    parcel = counter.pack()

    with pytest.raises(IntegrityError, match='may not go from "packed" to "delivered"') as told:
        _run("UPDATE toy_parcel SET state = 'delivered' WHERE id = %s", [parcel.pk])

    assert _constraint(told.value) == "guard_state"


def test_a_declared_step_without_an_event_is_refused_at_commit(
    committed_db: CommittedDatabase,
) -> None:
    counter = Counter(make_world())
    parcel = counter.pack()
    reached = []

    def send_it_quietly() -> None:
        with speaking_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute("UPDATE toy_parcel SET state = 'sent' WHERE id = %s", [parcel.pk])
            reached.append("the end of the transaction")

    with pytest.raises(IntegrityError, match="changed without an event") as told:
        send_it_quietly()

    assert reached
    assert _constraint(told.value) == "moved_with_event"
    with speaking_as(SYSTEM):
        assert Parcel.objects.get(pk=parcel.pk).state == "packed"


def test_an_older_event_does_not_cover_a_later_step(counter: Counter) -> None:
    parcel = counter.sent()
    counter.act(parcel, "recall", by="state.ms_authority", reason="Wrong address.")

    with pytest.raises(IntegrityError, match="changed without an event"):
        _run("UPDATE toy_parcel SET state = 'sent' WHERE id = %s", [parcel.pk])


def test_other_columns_may_change_without_an_event(counter: Counter) -> None:
    parcel = counter.sent()

    _run("UPDATE toy_parcel SET state = state, weight = 9 WHERE id = %s", [parcel.pk])

    with speaking_as(SYSTEM):
        assert Parcel.objects.get(pk=parcel.pk).weight == 9


def test_a_foreign_row_cannot_even_be_touched(counter: Counter) -> None:
    parcel = counter.pack()

    with counter.world.as_("other_state.ms_authority"):
        assert Parcel.objects.filter(pk=parcel.pk).update(weight=9) == 0


@pytest.mark.usefixtures("registered")
def test_the_permitted_steps_follow_the_declaration(committed_db: CommittedDatabase) -> None:
    with pointed_at(committed_db.name, role=OWNER):
        AllowedMove.objects.filter(machine="parcel", source="packed").delete()
        AllowedMove.objects.create(machine="parcel", source="lost", target="delivered")
        AllowedMove.objects.create(machine="forgotten", source="", target="draft")

        allowed.write_allowed_moves()

        written = set(AllowedMove.objects.values_list("machine", "source", "target"))
    assert written == allowed.declared_steps() == allowed.steps_of(toy.PARCEL)
    assert written == {
        ("parcel", "", "packed"),
        ("parcel", "packed", "sent"),
        ("parcel", "packed", "stopped"),
        ("parcel", "sent", "packed"),
        ("parcel", "sent", "delivered"),
        ("parcel", "sent", "stopped"),
        ("parcel", "sent", "lost"),
    }


def test_a_step_prints_as_it_reads() -> None:
    assert str(AllowedMove(machine="parcel", source="packed", target="sent")) == (
        "parcel: packed -> sent"
    )


def test_the_engine_waits_only_so_long_for_a_lock(committed_db: CommittedDatabase) -> None:
    counter = Counter(make_world())
    parcel = counter.pack(weight=1)
    with speaking_as(SYSTEM):
        Parcel.objects.select_for_update().get(pk=parcel.pk)

        def impatient() -> Parcel:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SHOW lock_timeout")
                assert cursor.fetchone() == ("3s",)
                cursor.execute("SET LOCAL lock_timeout = '100ms'")  # a test need not wait for it
                return counter.act(parcel, "send", by="section_chief")

        (outcome,) = committed_db.together(impatient)

    assert isinstance(outcome, OperationalError)
    assert "lock timeout" in str(outcome)
