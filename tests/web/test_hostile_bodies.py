"""Whatever is sent, the answer is a problem document and nothing is half-written."""

from __future__ import annotations

import pytest

from tests.http import Api
from tests.toy.models import Parcel
from tests.web.conftest import PARCELS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.urls")]

MALFORMED = {
    "nothing but a bracket": (b"{", "malformed_json"),
    "not utf-8": (b'{"weight": "\xff\xfe"}', "malformed_json"),
    "a byte order mark": (b'\xef\xbb\xbf{"weight": 1}', "malformed_json"),
    "two values": (b"{} {}", "malformed_json"),
    "a trailing comma": (b'{"weight": 1,}', "malformed_json"),
    "100,000 nested brackets": (b"[" * 100_000, "nested_too_deep"),
    "100,000 nested and closed": (b"[" * 100_000 + b"]" * 100_000, "nested_too_deep"),
    "100,000 nested objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested_too_deep"),
    "40 nested lists": (b"[" * 40 + b"]" * 40, "nested_too_deep"),
    "a NUL byte": (b'{"reason": "a\\u0000b"}', "nul_character"),
    "a raw NUL byte": (b'{"reason": "a\x00b"}', "malformed_json"),
    "a NUL in a name": (b'{"a\\u0000": 1}', "nul_character"),
    "half of a character": (b'{"reason": "\\ud800"}', "lone_surrogate"),
    "the other half": (b'{"reason": "\\udfff"}', "lone_surrogate"),
    "a number of 5,000 digits": (b'{"weight": ' + b"9" * 5_000 + b"}", "number_too_large"),
    "a number of 4,000 digits": (b'{"weight": ' + b"9" * 4_000 + b"}", "number_too_large"),
    "minus 10^30": (b'{"weight": -1' + b"0" * 30 + b"}", "number_too_large"),
    "NaN": (b'{"weight": NaN}', "not_a_number"),
    "Infinity": (b'{"weight": -Infinity}', "not_a_number"),
    "1e999999": (b'{"weight": 1e999999}', "number_too_large"),
    "1e400": (b'{"weight": 1e400}', "number_too_large"),
    "a long fraction": (b'{"weight": 0.' + b"1" * 5_000 + b"}", "number_too_large"),
    "a member twice": (b'{"weight": 1, "weight": 2}', "duplicate_member"),
}
UNACCEPTABLE = {
    "a list": b"[]",
    "a text": b'"weight"',
    "null": b"null",
    "a number": b"3",
    "nothing": b"",
    "a fraction": b'{"weight": 1.5}',
    "a boolean": b'{"weight": true}',
    "a text for a number": b'{"weight": "heavy"}',
    "arabic digits": '{"weight": "\u0663x"}'.encode(),
    "an object": b'{"weight": {"a": 1}}',
    "a list of one": b'{"weight": [1]}',
    "too much": b'{"weight": 1000000000000000000}',
    "a stranger": b'{"weight": 1, "state": "sent"}',
    "a prototype": b'{"weight": 1, "__proto__": {"x": 1}}',
    "a reason without end": b'{"weight": 1, "reason": "' + b"x" * 10_000 + b'"}',
    "a reason that is a list": b'{"weight": 1, "reason": ["x"]}',
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_json_is_a_400_with_its_code(world, parcel_of, name):
    parcel = parcel_of()
    body, code = MALFORMED[name]

    answer = Api.of(world, "section_chief").send(
        "POST", f"{PARCELS}{parcel.pk}/weigh/", body=body, version=1, key=""
    )

    assert (answer.status, answer.code) == (400, code)
    _unchanged(world)


@pytest.mark.parametrize("name", UNACCEPTABLE)
def test_unacceptable_values_are_a_422_with_their_fields(world, parcel_of, name):
    parcel = parcel_of()

    answer = Api.of(world, "section_chief").send(
        "POST", f"{PARCELS}{parcel.pk}/weigh/", body=UNACCEPTABLE[name], version=1, key=""
    )

    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.json["errors"]
    _unchanged(world)


def test_a_body_of_ten_megabytes_is_refused_unread(world, parcel_of):
    parcel = parcel_of()

    answer = Api.of(world, "section_chief").send(
        "POST",
        f"{PARCELS}{parcel.pk}/weigh/",
        body=b'{"weight": "' + b"x" * 10_000_000 + b'"}',
        version=1,
        key="",
    )

    assert (answer.status, answer.code) == (413, "body_too_large")
    _unchanged(world)


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("PUT", "", {}, 405, "method_not_allowed"),
        ("DELETE", "", {}, 405, "method_not_allowed"),
        ("GET", "weigh/", {}, 405, "method_not_allowed"),
        ("POST", "weigh/", {"content_type": "text/xml", "body": b"<a/>"}, 415, None),
        ("GET", "", {"headers": {"Accept": "text/html"}}, 406, "not_acceptable"),
        ("POST", "nowhere/", {}, 404, "not_found"),
        ("GET", "?fields=id,colour", {}, 400, "field_unknown"),
        ("GET", "?colour=red", {}, 400, "parameter_invalid"),
        ("GET", "?as_of=2026-01-01", {}, 400, "as_of_unsupported"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(
    world, parcel_of, method, path, options, status, code
):
    parcel = parcel_of()

    answer = Api.of(world, "section_chief").send(
        method, f"{PARCELS}{parcel.pk}/{path}", version=1, key="", **options
    )

    assert answer.status == status
    assert answer.code == (code or "unsupported_media_type")


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=" + "9" * 5000,
        "limit=-1",
        "limit=%C2%B2",
        "ordering=paid",
        "ordering=--weight",
        "weight__gte=x",
        "weight__gte=" + "9" * 400,
        "reference=%00",
        "q=%00",
        "cursor=x",
        "cursor=",
        "fields=%00",
        "nonsense=1",
    ],
)
def test_a_wrong_parameter_is_a_400_or_422_and_never_a_500(world, parcel_of, query):
    parcel_of()

    answer = Api.of(world, "section_chief").get(f"{PARCELS}?{query}")

    assert answer.status in {400, 422}
    assert answer.code


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing/",
        "/api/v1/parcels/x/",
        "/api/v1/parcels/%00/",
        "/api/v1/parcels/../../etc/passwd",
    ],
)
def test_an_unknown_address_is_a_problem_document(world, path):
    answer = Api.of(world, "section_chief").get(path)

    assert (answer.status, answer.code) == (404, "not_found")


def test_nobody_is_asked_to_sign_in(world, parcel_of):
    answer = Api().get(f"{PARCELS}{parcel_of().pk}/")

    assert (answer.status, answer.code) == (401, "not_signed_in")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_request_id_is_in_a_header_only(world):
    given = Api.of(world, "section_chief").get("/api/v1/nothing/", X_Request_ID="abcdefgh-1")
    odd = Api.of(world, "section_chief").get("/api/v1/nothing/", X_Request_ID="a\tb")

    assert given.headers["X-Request-ID"] == "abcdefgh-1"
    assert b"abcdefgh" not in given.content
    assert odd.headers["X-Request-ID"] != "a\tb"


def _unchanged(world):
    with world.as_("section_chief"):
        parcel = Parcel.objects.get()
    assert (parcel.state, parcel.version, parcel.weight) == ("packed", 1, 0)
