"""Hundreds of bodies nobody honest would send, on the real doors: told what is wrong, kept none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from tests.contract import JSON, sample
from tests.http import Answer, Api
from tests.matrix.calls import Call, calls
from tests.matrix.gallery import Gallery
from tests.matrix.visits import UNKNOWN
from tests.web.test_hostile_bodies import MALFORMED
from web.catalogue import entries
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

KINDS = (
    "post /api/v1/requests/",
    "post /api/v1/assessments/{id}/components/",
    "put /api/v1/pledges/{id}/report-schedule/",
    "post /api/v1/pledges/{id}/record_receipt/",
    "post /api/v1/allotments/",
    "post /api/v1/allotments/{id}/spend/",
    "post /api/v1/tokens/",
)
"""A door of each kind, whose every member is given every hostile value in turn."""

VALUES: tuple[Any, ...] = (
    None,
    "",
    " ",
    "\t\r\n",
    "\u202e\u2066\u200b\ufeff",
    "\u0665\u0666",
    "\U0001f9ff" * 500,
    "e\u0301" * 5_000,
    "x" * 100_000,
    "0" * 5_000,
    "9" * 400,
    "-1",
    "-0.000",
    "0",
    "1e5",
    "1E-400",
    "NaN",
    "Infinity",
    "0x10",
    "1,000.00",
    "1.0000000001",
    "999999999999999999.99",
    "2027-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2027-01-31T25:61:00Z",
    "9999-12-31T23:59:59-14:00",
    UNKNOWN,
    "not-an-id",
    "<script>alert(1)</script>",
    "'; DROP TABLE workflows_event; --",
    "{{ 7*7 }}%(x)s{0}%s",
    "../../etc/passwd",
    -1,
    0,
    1.5,
    10**18,
    True,
    [],
    {},
    [[]],
    [None],
    {"amount": "1.00", "currency": "XXX"},
    {"amount": 1, "currency": "USD"},
    {"amount": "-1.00", "currency": "USD"},
    {"amount": "1.001", "currency": "JPY"},
    ["x"] * 3_000,
    [UNKNOWN] * 300,
    {"x": {"y": {"z": [1]}}},
)
WHOLE: dict[str, tuple[bytes, int]] = {
    "a list": (b"[]", 422),
    "a text": (b'"x"', 422),
    "null": (b"null", 422),
    "a number": (b"3", 422),
    "a stranger": (b'{"nonsense": 1, "__proto__": {"x": 1}, "state": "closed"}', 422),
    "ten megabytes": (b'{"reason": "' + b"x" * 3_000_000 + b'"}', 413),
}
RAW = {name: body for name, (body, _code) in MALFORMED.items()}
EVERYWHERE = (
    "nothing but a bracket",
    "100,000 nested brackets",
    "a NUL byte",
    "half of a character",
)
"""Malformed bodies sent to every operation; the rest goes to a door of each kind."""


WITHOUT_A_VERSION = "/api/v1/standing-criteria/"
"""Whose first writing has no version before it, so that none need be named."""
OF_ONESELF = ("/api/v1/me/", "/api/v1/tokens/")
"""What everybody may do, for themselves alone."""


def _json_calls(gallery: Gallery) -> Iterator[Call]:
    yield from (call for call in calls(gallery) if call.operation.content_type == JSON)


def _name(call: Call) -> str:
    return f"{call.operation.method} {call.operation.path}"


def _count() -> int:
    """Return how many rows there are of everything but the keys and counters of the plumbing."""
    kept = [one for one in apps.get_models() if one._meta.app_label not in {"web", "sessions"}]
    tables = [one._meta.db_table for one in kept if not one._meta.proxy]
    parts = " + ".join(f'(SELECT count(*) FROM "{table}")' for table in tables)  # noqa: S608
    with speaking_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}")
        (count,) = cursor.fetchone()
        return int(count)


def _sent(call: Call, body: bytes, **options: Any) -> Answer:
    """Send, and undo what was accepted, after asking the database whether it would commit."""
    with transaction.atomic():
        answer = call.send(body, **{"key": "k-1", **options})
        if answer.status < 400:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            transaction.set_rollback(True)
    if answer.status >= 400:
        with speaking_as(call.visit.gallery.world[call.visit.viewer.name]):
            _forget_keys()
    return answer


def _forget_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM web_idempotencykey")


def _said(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json.get("code", "") if answer.status >= 400 else ""


def _is_told(answer: Answer, known: frozenset[str]) -> bool:
    """Tell whether a refusal is a problem document with a code of the catalogue."""
    return answer.status < 500 and (answer.status < 400 or answer.code in known)


@pytest.fixture(scope="module")
def codes() -> frozenset[str]:
    """Return the codes of the published catalogue."""
    return frozenset(entry.code for entry in entries())


def test_every_member_of_a_door_of_each_kind_is_given_every_value(
    gallery: Gallery, codes: frozenset[str]
) -> None:
    before, bodies, wrong = _count(), set(), []
    for call in _json_calls(gallery):
        if _name(call) not in KINDS:
            continue
        right = sample(call.operation.shape, "", call.wanted)
        for member in right:
            for value in VALUES:
                body = json.dumps({**right, member: value}).encode()
                bodies.add(body)
                answer = _sent(call, body)
                if not _is_told(answer, codes):
                    wrong.append((_name(call), member, str(value)[:40], *_said(answer)))

    assert wrong == []
    assert len(bodies) > 1_500
    assert _count() == before


@pytest.mark.parametrize("name", [*RAW, *WHOLE])
def test_whole_bodies_that_are_none(gallery: Gallery, codes: frozenset[str], name: str) -> None:
    before, wrong = _count(), []
    body, status = WHOLE.get(name) or (RAW[name], 400)
    everywhere = name in EVERYWHERE or name in WHOLE
    for call in _json_calls(gallery):
        if everywhere or _name(call) in KINDS:
            answer = _sent(call, body)
            if answer.status != status or not _is_told(answer, codes):
                wrong.append((_name(call), *_said(answer)))

    assert wrong == []
    assert _count() == before


@pytest.mark.parametrize(
    ("options", "statuses"),
    [
        ({"If_Match": '"999999"'}, {412}),
        ({"If_Match": '"-1"'}, {412}),
        ({"If_Match": "nonsense"}, {412}),
        ({"If_Match": ""}, {428}),
        ({"by": "auditor"}, {403, 404, 409, 422}),
        ({"by": ""}, {401}),
    ],
    ids=["stale", "negative", "nonsense", "none", "reader", "stranger"],
)
def test_right_bodies_of_the_wrong_version_or_person(
    gallery: Gallery, codes: frozenset[str], options: dict[str, str], statuses: set[int]
) -> None:
    before, wrong = _count(), []
    by = Api.of(gallery.world, options.pop("by")) if "by" in options else None
    for call in calls(gallery):
        needs_no_version = "If_Match" in options and "If-Match" not in call.operation.headers
        if needs_no_version or call.operation.path.startswith(OF_ONESELF):
            continue
        answer = _sent(call, call.body, by=by, **options)
        is_free = call.operation.path == WITHOUT_A_VERSION
        later = {403, 404, 409, 422} if options.get("If_Match") or is_free else set()
        if answer.status not in statuses | later or not _is_told(answer, codes):
            wrong.append((_name(call), *_said(answer)))

    assert wrong == []
    assert _count() == before


@pytest.mark.parametrize("kind", ["text/xml", "text/plain", "application/x-www-form-urlencoded"])
def test_bodies_of_another_kind(gallery: Gallery, codes: frozenset[str], kind: str) -> None:
    before, wrong = _count(), []
    for call in _json_calls(gallery):
        with transaction.atomic():
            answer = call.api.send(
                call.operation.method.upper(),
                call.path,
                body=b"<a>1</a>",
                content_type=kind,
                headers={"If-Match": "*", "Idempotency-Key": "k-1"},
            )
            transaction.set_rollback(True)
        if (answer.status, answer.code) != (415, "unsupported_media_type"):
            wrong.append((_name(call), *_said(answer)))

    assert wrong == []
    assert _count() == before


def test_steps_nobody_declared_are_not_there(gallery: Gallery) -> None:
    objects = {
        call.path.split(own)[0] + own: call
        for call in calls(gallery)
        for own in (call.visit.own_of(call.route) or {}).values()
    }
    wrong = []
    for address, call in objects.items():
        for name in ("nonsense", "perform", "save", "delete", "__class__", "state"):
            answer = call.api.post(f"{address}/{name}/", version="*")
            if (answer.status, answer.code) != (404, "not_found"):
                wrong.append((address, name, answer.status))

    assert len(objects) > 15
    assert wrong == []
