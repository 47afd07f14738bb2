"""The committed contract as the tests use it: its operations, and a body that each would take."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

COMMITTED = Path(__file__).parents[1] / "api_docs" / "v1.yaml"
UNSAFE = ("post", "put", "patch", "delete")
JSON = "application/json"
FILES = "multipart/form-data"

Ids = Callable[[str], str]
"""Gives the id that a member of this name wants."""

WORDS = {
    "amount": "1.00",
    "psc_rate": "0.13",
    "rate": "0.07",
    "currency": "USD",
    "language": "en",
    "themes": "T2c",
    "theme": "T2c",
    "assistance_type": "capacity_building",
    "assistance_types": "capacity_building",
    "instruments": "A/RES/70/175",
    "countries": "MDG",
    "country": "MDG",
    "regions": "002",
    "roles": "ms_drafter",
    "role": "ms_drafter",
    "scopes": "read",
    "networks": "192.0.2.0/24",
}
FORMATS = {
    "date": "2027-01-31",
    "date-time": "2027-01-31T08:00:00Z",
    "decimal": "1.00",
    "email": "somebody@training.example",
}


@functools.cache
def contract() -> dict[str, Any]:
    """Return the committed contract."""
    read: dict[str, Any] = yaml.load(COMMITTED.read_text(), yaml.CSafeLoader)
    return read


@dataclass(frozen=True)
class Operation:
    """One method of one address."""

    path: str
    method: str
    declared: Any

    def __hash__(self) -> int:
        """Tell operations apart by method and address."""
        return hash((self.path, self.method))

    def __str__(self) -> str:
        """Return its name in a report."""
        return f"{self.method.upper()} {self.path}"

    @property
    def headers(self) -> set[str]:
        """Return the names of the headers it reads."""
        return {one["name"] for one in self.declared.get("parameters", []) if one["in"] == "header"}

    @property
    def query(self) -> dict[str, dict[str, Any]]:
        """Return the schemas of its query parameters by name."""
        declared = self.declared.get("parameters", [])
        return {one["name"]: one["schema"] for one in declared if one["in"] == "query"}

    @property
    def id_filters(self) -> list[str]:
        """Return the names of the query parameters that want an id."""
        return [name for name, schema in self.query.items() if schema.get("format") == "uuid"]

    @property
    def wants_key(self) -> bool:
        """Tell whether it refuses a request without an Idempotency-Key."""
        return any(
            one["name"] == "Idempotency-Key" and "Left out: 400" in one.get("description", "")
            for one in self.declared.get("parameters", [])
        )

    @property
    def content_type(self) -> str:
        """Return the kind of body it takes ("" for none)."""
        kinds: dict[str, Any] = self.declared.get("requestBody", {}).get("content", {})
        return next(iter(kinds), "")

    @property
    def shape(self) -> dict[str, Any]:
        """Return the schema of its body."""
        if not self.content_type:
            return {}
        found: dict[str, Any] = self.declared["requestBody"]["content"][self.content_type]["schema"]
        return resolved(found)

    def body(self, ids: Ids) -> Any:
        """Return a body in which every member is given."""
        return sample(self.shape, "", ids) if self.content_type else None


def operations(*methods: str) -> Iterator[Operation]:
    """Return the operations of the contract, of some methods or of all."""
    for path, by_method in contract()["paths"].items():
        for method, declared in by_method.items():
            if not methods or method in methods:
                yield Operation(path, method, declared)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference."""
    while "$ref" in schema:
        schema = contract()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def sample(schema: dict[str, Any], name: str, ids: Ids) -> Any:
    """Return a value that a schema would take; deterministic, so that bodies can be repeated."""
    schema = resolved(schema)
    for either in ("allOf", "oneOf", "anyOf"):
        if either in schema:
            options = [resolved(one) for one in schema[either]]
            real = [one for one in options if one.get("type") != "null" and one.get("enum") != [""]]
            return sample(real[0], name, ids)
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")
    return _OF_KIND[kind](schema, name, ids)


def _text(schema: dict[str, Any], name: str, ids: Ids) -> str:
    form = schema.get("format", "")
    if form == "uuid":
        return ids(name)
    told = WORDS.get(name) or FORMATS.get(form) or "A text."
    return told[: schema.get("maxLength", 300)]


def _number(schema: dict[str, Any], _name: str, _ids: Ids) -> int:
    return int(schema.get("minimum", 1))


def _list(schema: dict[str, Any], name: str, ids: Ids) -> list[Any]:
    return [sample(schema.get("items", {}), name, ids)]


def _object(schema: dict[str, Any], _name: str, ids: Ids) -> dict[str, Any]:
    members = schema.get("properties", {})
    return {
        name: sample(one, name, ids) for name, one in members.items() if not one.get("readOnly")
    }


_OF_KIND: dict[str, Callable[[dict[str, Any], str, Ids], Any]] = {
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": lambda _schema, _name, _ids: True,
    "array": _list,
    "object": _object,
}
