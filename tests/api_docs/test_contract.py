"""What is published is what the code says, and every answer is in it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from api_docs.generators import written
from web import catalogue
from web.catalogue import entries

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def contract() -> Any:
    """Return the committed contract."""
    return yaml.safe_load(Path("api_docs/v1.yaml").read_text(encoding="utf-8"))


def operations(contract):
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", method, operation


def test_every_committed_page_is_what_the_code_would_write():
    late = [path.name for path, text in written().items() if path.read_text() != text]

    assert late == []


def test_every_operation_documents_its_problems(contract):
    for name, method, operation in operations(contract):
        missing = {"400", "401", "403", "404", "429", "503"} - set(operation["responses"])
        assert not missing, name
        if method not in {"get", "head"}:
            assert {"409", "413", "415", "422"} <= set(operation["responses"]), name


def test_every_operation_is_described_and_named_once(contract):
    names = [operation["operationId"] for _, _, operation in operations(contract)]

    assert len(names) == len(set(names))
    assert all(operation.get("description") for _, _, operation in operations(contract))


def test_every_step_documents_version_key_and_rehearsal(contract):
    steps = [
        (name, operation)
        for name, _, operation in operations(contract)
        if any(one["name"] == "dry_run" for one in operation.get("parameters", []))
    ]

    assert len(steps) > 30
    for name, operation in steps:
        headers = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
        versioned = "{id}" in name
        assert headers == {"Idempotency-Key"} | ({"If-Match"} if versioned else set()), name
        assert not versioned or {"412", "428"} <= set(operation["responses"]), name


def test_codes_are_unique_and_have_a_meaning():
    codes = [entry.code for entry in entries()]

    assert len(codes) == len(set(codes))
    assert all(str(entry.title) for entry in entries())
    assert catalogue.constraint("of nobody").code == "conflict"


@pytest.mark.parametrize("path", ["/api/docs/", "/api/redoc/", "/api/errors/", "/api/v1.yaml"])
def test_the_contract_is_served_to_everybody(path):
    answer = Client().get(path)

    assert answer.status_code == 200
    text = answer.getvalue()
    assert b"fonts.googleapis" not in text
    assert b"cdn" not in text[:2000]


def test_only_the_two_viewers_relax_the_policy():
    policies = {
        path: Client().get(path)["Content-Security-Policy"]
        for path in ("/api/docs/", "/api/redoc/", "/api/errors/", "/api/v1/countries/", "/healthz")
    }

    relaxed = {path for path, policy in policies.items() if "unsafe-inline" in policy}
    assert relaxed == {"/api/docs/", "/api/redoc/"}
    assert not any("unsafe-eval" in policy for policy in policies.values())
    assert not any("script-src 'self' 'unsafe" in policy for policy in policies.values())


def test_the_viewer_s_script_comes_from_ourselves():
    page = Client().get("/api/docs/").content.decode()
    script = Client().get("/api/docs/?script=")

    assert "/static/drf_spectacular_sidecar/" in page
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1.yaml" in script.content.decode()


def codes_in(path: Path):
    """Yield the codes a file's refusals are made with, where they are written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = {"Reason": 0, "Requirement": 2, "wrong": 0}.get(node.func.id)
            words = [k.value for k in node.keywords if k.arg == "code" and place is not None]
            if place is not None and len(node.args) > place:
                words.append(node.args[place])
            yield from (word.value for word in words if isinstance(word, ast.Constant))
            if node.func.id == "required":
                told = [k.value for k in node.keywords if k.arg == "field"]
                yield from (f"{a.value!s}_missing" for a in told if isinstance(a, ast.Constant))


def test_every_code_that_is_written_in_the_rooms_is_in_the_catalogue():
    known = {entry.code for entry in entries()}
    rooms = ("common", "reference", "workflows", "accounts", "web", "ta_requests", "donors")
    files = [path for room in rooms for path in Path(room).rglob("*.py")]

    missing = {code: str(path) for path in files for code in codes_in(path) if code not in known}

    assert missing == {}
