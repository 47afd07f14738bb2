"""How the contract learns what the plumbing adds: headers, pages, parameters and problems."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.drainage import set_override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers

from web.moves import EventRow
from web.pagination import MOST, USUAL
from web.problems import CONTENT_TYPE

SAFE = {"get", "head", "options"}
PROBLEM = "Problem"
EVERYWHERE = ("400", "401", "403", "404", "406", "422", "429", "503")
ON_BODY = ("413", "415")
REASON = {
    "type": "object",
    "required": ["code", "sentence", "field"],
    "properties": {
        "code": {"type": "string"},
        "sentence": {"type": "string"},
        "field": {"type": ["string", "null"]},
    },
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A problem document (RFC 9457). `code` is stable; see the catalogue of errors.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "reasons": {"type": "array", "items": REASON},
        "errors": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["code", "sentence"],
                    "properties": {"code": {"type": "string"}, "sentence": {"type": "string"}},
                },
            },
        },
        "state": {"type": "string"},
        "version": {"type": "integer"},
        "allowed_from": {"type": "array", "items": {"type": "string"}},
        "roles": {"type": "array", "items": {"type": "string"}},
    },
}
MEANING = {
    "400": "The question cannot be understood.",
    "401": "Nobody is signed in, or the token is not accepted.",
    "403": "Not with your role, or not by you.",
    "404": "There is nothing here that you can see.",
    "406": "No answer can be given in the form you accept.",
    "409": "The state, a guard or what is already recorded stands in the way.",
    "412": "Somebody changed the object since you read it.",
    "413": "The body is too large.",
    "415": "The body is of a kind this address does not take.",
    "422": "Some of what you gave cannot be accepted.",
    "428": "Say which version you read, in If-Match.",
    "429": "Too many requests; see Retry-After.",
    "503": "Busy; nothing was changed; see Retry-After.",
}
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^(\*|(W/)?"[0-9]{1,9}")$'},
    OpenApiParameter.HEADER,
    description="The ETag (version) you read, or `*`. Left out: 428; out of date: 412.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string", "pattern": r'^(W/)?"[0-9]{1,9}"$'},
    OpenApiParameter.HEADER,
    description="The ETag you hold; the answer is 304 while nothing changed.",
)
SEARCH = OpenApiParameter("q", str, description="Words that must all occur.")
FIELDS = OpenApiParameter("fields", str, description="Members to return, separated by commas.")
AS_OF = OpenApiParameter("as_of", str, description="Answer as of this moment or day (ISO 8601).")
PAGING = (
    OpenApiParameter("cursor", str, description="Where to go on; take the address from `next`."),
    OpenApiParameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        description="Rows on a page.",
    ),
    FIELDS,
)


def idempotency_header(*, required: bool) -> OpenApiParameter:
    """Return the header parameter of an endpoint that may be repeated safely."""
    must = "Left out: 400. " if required else ""
    words = f"{must}1 to 255 characters; the first answer is kept for 24 hours and given again."
    shape = {"type": "string", "pattern": r"^[!#-~]{1,255}$"}
    return OpenApiParameter("Idempotency-Key", shape, OpenApiParameter.HEADER, description=words)


@functools.cache
def page_of(rows: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """Return the shape of one page of rows."""
    name = rows.__name__.removesuffix("Row") + "Page"
    members = {
        "items": rows(many=True),
        "next": serializers.CharField(allow_null=True, help_text="Address of the next page."),
    }
    page: type[serializers.Serializer[Any]] = type(inline_serializer(name, members))
    set_override(page, "many", False)  # a page is one object, though it answers a list
    return page


class TokenOrSession(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How one may introduce oneself."""

    target_class = "web.authentication.Authentication"
    name = ["token", "session"]

    def get_security_requirement(self, auto_schema: Any) -> Any:
        """Say that one of them is enough."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: Any) -> Any:
        """Describe both ways."""
        session = {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
        return [{"type": "http", "scheme": "bearer"}, session]


class Schema(AutoSchema):
    """The schema of one operation."""

    view: Any

    @property
    def handler(self) -> Any:
        """Return the method that answers this operation."""
        return getattr(self.view, self._action() or self.method.lower(), None)

    def _action(self) -> str:
        return getattr(self.view, "action", None) or ""

    def is_page(self) -> bool:
        """Tell whether the answer is a page of rows."""
        return self.page_rows() is not None

    def page_rows(self) -> type[serializers.Serializer[Any]] | None:
        """Return the rows of the page this operation answers with, if it does."""
        if self._action() == "events":
            return EventRow
        return getattr(self.view, "rows", None) if self._action() == "list" else None

    def get_response_serializers(self) -> Any:
        """Answer lists with pages, details with their serializer."""
        rows = self.page_rows()
        if rows is not None:
            return page_of(rows)
        if self._action() == "retrieve" and hasattr(self.view, "details"):
            return self.view.details
        return super().get_response_serializers()

    def _map_serializer_field(self, field: Any, *args: Any, **kwargs: Any) -> Any:
        """Let a choice that is only read be blank where its column may be."""
        if isinstance(field, serializers.ChoiceField) and field.read_only:
            field.allow_blank = field.allow_blank or _may_be_blank(field)
        generator: Any = super()
        return generator._map_serializer_field(field, *args, **kwargs)  # noqa: SLF001

    def get_override_parameters(self) -> list[Any]:
        """Add the headers and the query parameters the plumbing reads."""
        return [*super().get_override_parameters(), *self._headers(), *self._query()]

    def _headers(self) -> list[OpenApiParameter]:
        if self.method.lower() in SAFE:
            return [IF_NONE_MATCH] if self._action() == "retrieve" else []
        found = []
        if getattr(self.handler, "changes_a_version", False):
            found.append(IF_MATCH)
        required = getattr(self.handler, "idempotent", None)
        if required is not None:
            found.append(idempotency_header(required=required))
        return found

    def _query(self) -> list[Any]:
        if self._action() == "retrieve" and hasattr(self.view, "details"):
            return [FIELDS]
        if not self.is_page():
            return []
        if self._action() != "list":
            return list(PAGING)
        found = [*PAGING, *self._ordering()]
        if self.view.search_fields:
            found.append(SEARCH)
        if self.view.as_of_supported:
            found.append(AS_OF)
        return [*found, *self._filters()]

    def _ordering(self) -> list[OpenApiParameter]:
        columns = sorted({*self.view.ordering_fields, self.view.ordering.removeprefix("-")})
        if columns == ["pk"]:
            return []
        shape = {
            "type": "string",
            "enum": [f"{way}{name}" for name in columns for way in ("", "-")],
        }
        words = "The column to order by; with - before it from the end."
        return [OpenApiParameter("ordering", shape, description=words)]

    def _filters(self) -> list[Any]:
        if self.view.filterset_class is None:
            return []
        extension: Any = DjangoFilterExtension
        declared: list[dict[str, Any]] = extension(
            DjangoFilterBackend()
        ).get_schema_operation_parameters(self)
        return [_as_parameter(one) for one in declared]


def _may_be_blank(field: serializers.ChoiceField) -> bool:
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or field.source not in {one.name for one in model._meta.concrete_fields}:
        return False
    return bool(model._meta.get_field(field.source).blank)


def _as_parameter(declared: dict[str, Any]) -> OpenApiParameter:
    return OpenApiParameter(
        declared["name"],
        declared.get("schema", {}),
        description=declared.get("description", ""),
        explode=declared.get("explode"),
        style=declared.get("style"),
    )


def let_unions_overlap(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Say "any of" where a value may be of several shapes at once (a spectacular hook).

    A brief view of an object is valid as the full one too, and nothing is valid as anything:
    "one of", as the generator writes it, would refuse both.
    """
    waiting: list[Any] = [result]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if isinstance(item.get("oneOf"), list):
                item["anyOf"] = item.pop("oneOf")
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return result


def document_problems(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add the problem documents every operation may answer with (a spectacular hook)."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})[PROBLEM] = PROBLEM_SCHEMA
    shape = {CONTENT_TYPE: {"schema": {"$ref": f"#/components/schemas/{PROBLEM}"}}}
    components["responses"] = {
        f"{PROBLEM}{status}": {"description": words, "content": shape}
        for status, words in MEANING.items()
    }
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for status in _statuses(method, operation):
                reference = {"$ref": f"#/components/responses/{PROBLEM}{status}"}
                operation["responses"].setdefault(status, reference)
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def _statuses(method: str, operation: dict[str, Any]) -> list[str]:
    headers = {one["name"] for one in operation.get("parameters", []) if one["in"] == "header"}
    found = list(EVERYWHERE)
    if method not in SAFE:
        found += ["409", *ON_BODY]
    if "If-Match" in headers:
        found += ["412", "428"]
    if "If-None-Match" in headers:
        operation["responses"].setdefault("304", {"description": "Nothing changed."})
    return found
