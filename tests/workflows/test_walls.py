"""The database keeps the promise by itself: sight, append-only trail, no schema rights."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.world import World
from workflows import trail
from workflows.actors import NOBODY, SYSTEM
from workflows.models import Event, OutboxMessage, TrailHead
from workflows.principal import briefly_as, reading_everything, speaker, speaking_as

MOMENT = datetime(2026, 10, 1, tzinfo=UTC)


def _remember(*, subject_id: uuid.UUID, reason: str = "") -> Event:
    return trail.remember(
        trail.Happening(
            subject_type="request",
            subject_id=subject_id,
            subject_reference="",
            version=1,
            name="create",
            source="",
            target="draft",
            actor=SYSTEM,
            actor_role="system",
            reason=reason,
            data={"amount": "1.50"},
            effective_at=MOMENT,
        )
    )


@pytest.fixture
def event(world: World) -> Event:
    subject_id = uuid.uuid4()
    with speaking_as(SYSTEM):
        parties = [world.organisations["state"].pk]
        trail.open_trail(subject_type="request", subject_id=subject_id, parties=parties)
        return _remember(subject_id=subject_id, reason="Because it was agreed.")


CHANGES = {
    "update an event": "UPDATE workflows_event SET reason = 'other'",
    "delete an event": "DELETE FROM workflows_event",
    "truncate the trail": "TRUNCATE workflows_event CASCADE",
    "add a permitted step": (
        "INSERT INTO workflows_allowedmove (machine, source, target)"
        " VALUES ('request', 'draft', 'closed')"
    ),
    "drop a trigger": "DROP TRIGGER append_only ON workflows_event",
    "switch triggers off": "SET session_replication_role = replica",
    "alter a table": "ALTER TABLE workflows_event DISABLE ROW LEVEL SECURITY",
    "make a table": "CREATE TABLE mine (id int)",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_the_application_may_not(statement: str, event: Event) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        speaking_as(SYSTEM),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_extension_of_rights_by_pgtrigger_ignore_changes_nothing(event: Event) -> None:
    with speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{workflows_event:append_only}'")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE workflows_event SET reason = 'other'")


READERS = {
    "system": 1,
    "auditor": 1,
    "section_chief": 1,
    "state.ms_drafter": 1,
    "other_state.ms_authority": 0,
    "donor.donor_authority": 0,
    "administrator": 0,
}


@pytest.mark.parametrize(("name", "seen"), READERS.items())
def test_the_trail_opens_to_staff_and_parties_only(
    name: str, seen: int, world: World, event: Event
) -> None:
    with world.as_(name):
        assert Event.objects.filter(pk=event.pk).count() == seen
        assert TrailHead.objects.filter(pk=event.subject_id).count() == seen


def test_nobody_sees_anything(world: World, event: Event) -> None:
    with speaking_as(NOBODY), connection.cursor() as cursor:
        for table in _secured_tables(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a catalogue name
            assert cursor.fetchone() == (0,), table


def _secured_tables(cursor: object) -> list[str]:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1"
    )
    tables = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
    assert {"workflows_event", "accounts_user", "accounts_organisation"} <= set(tables)
    return tables


def test_every_table_of_people_cases_and_money_is_secured(db: None) -> None:
    # No person and no case in them: the declared steps, and counts under hashed names.
    open_on_purpose = {"workflows_allowedmove", "web_counter"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
            " WHERE n.nspname = 'public' AND relkind = 'r' AND NOT relforcerowsecurity"
            " AND relname ~ '^(workflows|accounts|ta_requests|donors|messaging|web)_' ORDER BY 1"
        )
        unsecured = {row[0] for row in cursor.fetchall()}
    assert unsecured == open_on_purpose


def test_a_chain_verifies_and_its_reason_may_be_blanked(world: World, event: Event) -> None:
    with speaking_as(SYSTEM):
        _remember(subject_id=event.subject_id)
        assert list(trail.faults(TrailHead.objects.all())) == []


def test_the_former_speaker_is_restored(world: World) -> None:
    state = world["state.ms_drafter"]
    with world.as_("state.ms_drafter"):
        with speaking_as(SYSTEM):
            assert speaker() == SYSTEM
        assert speaker() == state
        assert _scopes() == "state"
        with pytest.raises(ZeroDivisionError), speaking_as(SYSTEM):
            _ = 1 / 0
        assert _scopes() == "state"


def test_a_brief_speaker_gives_the_word_back_whatever_happens(world: World) -> None:
    state = world["state.ms_drafter"]
    with world.as_("state.ms_drafter"):
        with briefly_as(SYSTEM):
            assert _scopes() == "system"
        with pytest.raises(ZeroDivisionError), briefly_as(SYSTEM):
            _ = 1 / 0
        after_python = speaker(), _scopes()
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            briefly_as(SYSTEM),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        after_sql = speaker(), _scopes()

    assert after_python == after_sql == (state, "state")


@pytest.mark.parametrize(
    ("who", "heard"), [("treasury_officer", "staff"), ("donor.donor_rep", "system")]
)
def test_the_system_reads_for_those_who_may_not_read_everything(
    who: str, heard: str, world: World
) -> None:
    with world.as_(who):
        before = _scopes()
        with reading_everything():
            assert _scopes() == heard
        assert _scopes() == before


def test_outside_a_transaction_nobody_is_heard() -> None:
    with pytest.raises(transaction.TransactionManagementError), briefly_as(SYSTEM):
        pass


def _scopes() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('tara.scopes', true)")
        return str(cursor.fetchone()[0])


def test_two_events_cannot_take_the_same_place(event: Event) -> None:
    twin = Event.objects.model(
        **{field.attname: getattr(event, field.attname) for field in Event._meta.concrete_fields}
    )
    twin.pk = uuid.uuid4()
    with pytest.raises(IntegrityError, match="one_event_per_step"), speaking_as(SYSTEM):
        twin.save(force_insert=True)


def test_each_event_leaves_one_message(world: World, event: Event) -> None:
    with speaking_as(SYSTEM):
        assert OutboxMessage.objects.get(event=event).sent_at is None
