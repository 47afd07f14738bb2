"""The twelve cases of a key on every unsafe operation of the real API that takes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections, transaction

from tests.contract import JSON, UNSAFE, Operation, operations
from tests.http import Api
from tests.matrix.calls import Call, calls
from tests.matrix.gallery import Gallery
from web import idempotency
from web.models import IdempotencyKey
from web.views import ApiViewSet
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

KEY = "k-1"
MOVES_NOTHING = {
    ("patch", "/api/v1/me/"),  # one's own name and language
    ("post", "/api/v1/tokens/"),  # repeating would show the secret again
    ("delete", "/api/v1/tokens/{id}/"),  # a token revoked twice is revoked
    ("post", "/api/v1/invitations/accept/"),  # the secret of the invitation is its key
}
"""Unsafe operations without a key, and why each may do without."""

LOSES_SIGHT = "/api/v1/grants/{id}/revoke/"
"""Whoever gives up their own role no longer sees it, and is not told again what came of it."""

Case = Callable[[Call], None]


def _each(gallery: Gallery) -> Iterator[Call]:
    """Return every call that takes a key, each on the gallery as it was."""
    for call in calls(gallery):
        if "Idempotency-Key" in call.operation.headers:
            with transaction.atomic():
                yield call
                transaction.set_rollback(True)


def _other(call: Call) -> bytes:
    """Return a body that asks the same with other bytes."""
    if call.operation.content_type in {JSON, ""}:
        return call.body + b" "
    return call.encoded({**call.operation.body(call.wanted), "another": "member"})


def first(call: Call) -> None:
    answer = call.send(key=KEY)

    assert answer.status < 500
    assert "Idempotency-Replayed" not in answer.headers
    assert _kept(call).status == answer.status


def replay(call: Call) -> None:
    """Also after a refusal: what came first comes again, and nothing more happens."""
    before = call.send(key=KEY)
    events = _events()
    again = call.send(key=KEY)

    if call.operation.path == LOSES_SIGHT:
        assert (before.status, again.status) == (200, 404)
        return
    assert (again.status, again.content) == (before.status, before.content)
    assert again.headers.get("Idempotency-Replayed") == "true", again.content
    assert again.headers["Content-Type"] == before.headers["Content-Type"]
    assert again.headers.get("ETag") == before.headers.get("ETag")
    assert _events() == events


def replay_after_a_refusal(call: Call) -> None:
    """A refusal is kept like any other answer, though what was sent is right the second time."""
    before = call.send(key=KEY, If_Match='"999999"')
    again = call.send(key=KEY)

    if "If-Match" in call.operation.headers:
        assert before.status in {403, 404, 409, 412, 422}, before.content
        assert (again.status, again.content) == (before.status, before.content)


def retry_after_a_failure(call: Call) -> None:
    """A failure of ours is not kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ApiViewSet, "actor", property(_stumble))
        failed = call.send(key=KEY)
    again = call.send(key=KEY)

    assert (failed.status, failed.code) == (500, "internal_error")
    assert again.status < 500
    assert "Idempotency-Replayed" not in again.headers


def other_body(call: Call) -> None:
    call.send(key=KEY)
    other = call.send(_other(call), key=KEY)

    assert (other.status, other.code) == (422, "idempotency_key_reused")


def other_user(call: Call) -> None:
    call.send(key=KEY)
    theirs = call.send(key=KEY, by=Api.of(call.visit.gallery.world, "auditor"))

    assert "Idempotency-Replayed" not in theirs.headers


def concurrent(call: Call) -> None:
    person = call.visit.gallery.world.user(call.visit.viewer.name).pk
    name = f"{person} {call.operation.method.upper()} {call.path} {KEY}"
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:  # somebody else is in the middle of it
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        waiting = call.send(key=KEY)
    finally:
        other.close()

    assert (waiting.status, waiting.code) == (409, "idempotency_key_in_use")
    assert waiting.headers["Retry-After"]


def missing(call: Call) -> None:
    answer = call.send()

    if call.operation.wants_key:
        assert (answer.status, answer.code) == (400, "idempotency_key_required")
    else:
        assert answer.status < 500
        with speaking_as(SYSTEM):
            assert not IdempotencyKey.objects.filter(route__endswith=call.path).exists()


def too_long(call: Call) -> None:
    answer = call.send(key="x" * 256)

    assert (answer.status, answer.code) == (400, "idempotency_key_invalid")


def quoted_and_unquoted(call: Call) -> None:
    call.send(key=f'"{KEY}"')
    again = call.send(key=KEY)

    is_told = call.operation.path != LOSES_SIGHT
    assert (again.headers.get("Idempotency-Replayed") == "true") is is_told, again.content


def expired(call: Call) -> None:
    call.send(key=KEY)
    row = _kept(call)
    with speaking_as(call.visit.gallery.world[call.visit.viewer.name]):
        IdempotencyKey.objects.filter(pk=row.pk).update(
            created_at=row.created_at - idempotency.KEPT_FOR
        )
    again = call.send(_other(call), key=KEY)

    assert again.status < 500
    assert "Idempotency-Replayed" not in again.headers
    assert b"idempotency_key_reused" not in again.content


def rollback(call: Call) -> None:
    """What was done and the key that remembers it stand or fall together."""
    events = _events()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idempotency, "_keep", _stumble)
        failed = call.send(key=KEY)

    assert failed.status == 500
    assert _events() == events
    with speaking_as(SYSTEM):
        assert not IdempotencyKey.objects.filter(route__endswith=call.path).exists()


CASES: tuple[Case, ...] = (
    first,
    replay,
    replay_after_a_refusal,
    retry_after_a_failure,
    other_body,
    other_user,
    concurrent,
    missing,
    too_long,
    quoted_and_unquoted,
    expired,
    rollback,
)


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.__name__)
def test_on_every_operation(gallery: Gallery, case: Case) -> None:
    wrong = {}
    for call in _each(gallery):
        try:
            case(call)
        except AssertionError as problem:
            wrong[str(call.operation)] = str(problem)

    assert wrong == {}


def test_the_table_is_about_acts_not_only_about_refusals(gallery: Gallery) -> None:
    done = [call.operation for call in _each(gallery) if call.send(key=KEY).status < 300]

    assert len(done) > 25


def test_every_unsafe_operation_takes_a_key_or_says_why_not() -> None:
    unsafe = operations(*UNSAFE)
    without = {_name(one) for one in unsafe if "Idempotency-Key" not in one.headers}

    assert without == MOVES_NOTHING


def test_reading_takes_no_key() -> None:
    assert not [one for one in operations("get") if "Idempotency-Key" in one.headers]


def _name(operation: Operation) -> tuple[str, str]:
    return operation.method, operation.path


def _kept(call: Call) -> IdempotencyKey:
    with speaking_as(call.visit.gallery.world[call.visit.viewer.name]):
        return IdempotencyKey.objects.get(key=KEY)


def _events() -> int:
    with speaking_as(SYSTEM):
        return Event.objects.count()


def _stumble(*_given: Any, **_named: Any) -> Any:
    message = "not foreseen"
    raise RuntimeError(message)
