"""A query that is written once says what Django would write each time."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.services import identity, tokens
from common.written import Written, columns, made
from donors.services import allotted, contributions, positions
from ta_requests.services import funding
from tests.world import World
from web import idempotency
from web.models import IdempotencyKey
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

ALL = {
    "accounts.services.identity.HELD": identity.HELD,
    "accounts.services.tokens.LIVE": tokens.LIVE,
    "donors.services.allotted.ALLOTTED": allotted.ALLOTTED,
    "donors.services.contributions.HOLDING": contributions.HOLDING,
    "donors.services.contributions.READING": contributions.READING,
    "donors.services.positions.ANNOUNCED": positions.ANNOUNCED,
    "donors.services.positions.SIGNED": positions.SIGNED,
    "donors.services.positions.PARTS": positions.PARTS,
    "donors.services.positions.REPORTS_OPEN": positions.REPORTS_OPEN,
    "ta_requests.services.funding.HOLDING": funding.HOLDING,
    "web.idempotency.KEPT": idempotency.KEPT,
}
ROOMS = {config.name for config in apps.get_app_configs()}
GIVEN = {
    UUID: uuid4,
    str: lambda: "x' OR 1=1 --",
    datetime: lambda: datetime(2026, 5, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("name", ALL)
def test_each_is_the_query_django_writes_for_the_same_values(name: str, db: None) -> None:
    written: Any = ALL[name]
    given = {blank: GIVEN[kind]() for blank, kind in written.kinds.items()}
    sql, parameters, _compiler, _converters = written.statement

    by_django = written.build(**given).query.sql_with_params()

    assert by_django == (sql, tuple(written.filled(parameters, given)))


def test_none_is_left_out() -> None:
    found = {
        f"{module}.{name}"
        for module, known in sys.modules.items()
        if module.partition(".")[0] in ROOMS
        for name, value in vars(known).items()
        if type(value) is Written
    }

    assert found == ALL.keys()


def test_the_roles_in_force_are_those_of_the_query(world: World) -> None:
    person, at = world.user("programme_officer"), timezone.now()
    with speaking_as(SYSTEM):
        held = RoleGrant.objects.in_force(at).filter(person_id=person.pk)

        assert [row[1] for row in identity.HELD(person=person.pk, at=at)] == [
            one.role for one in held
        ]
        assert identity.HELD(person=uuid4(), at=at) == []


def test_an_object_is_read_as_django_reads_it(world: World) -> None:
    one = IdempotencyKey(
        person_id=uuid4(),
        route="POST /api/v1/requests/",
        key="k",
        fingerprint="f",
        status=201,
        headers={"ETag": '"1"'},
        body="{}",
        created_at=timezone.now(),
    )
    with speaking_as(world["programme_officer"]):
        one.person_id = world["programme_officer"].person_id  # type: ignore[assignment]
        one.save()

        (row,) = idempotency.KEPT(person=one.person_id, route=one.route, key=one.key)
        read = made(IdempotencyKey, row)

        part = made(IdempotencyKey, ("f", row[0]), only=("fingerprint", "id"))
        assert (part.pk, part.fingerprint) == (one.pk, "f")
        assert part.get_deferred_fields() == {*columns(IdempotencyKey)} - {"id", "fingerprint"}
        for name in columns(IdempotencyKey):
            assert getattr(read, name) == getattr(one, name)
        read.delete()
        assert not IdempotencyKey.objects.filter(pk=one.pk).exists()


def test_what_is_no_parameter_is_refused(db: None) -> None:
    careless = Written(
        lambda *, pk: RoleGrant.objects.filter(revoked_at__isnull=not pk).values_list("pk"), pk=UUID
    )

    with pytest.raises(ValueError, match="not every value is a parameter"):
        careless(pk=uuid4())
