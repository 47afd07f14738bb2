"""The one shape of every error: an RFC 9457 problem document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.utils.encoding import force_str
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from common.errors import Reason, Sentence

CONTENT_TYPE = "application/problem+json"
CATALOGUE_PATH = "/api/errors/"

Errors = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What went wrong: status, stable code, words, what stands in the way, and fields.

    ``more`` are members of the error's own (state, version, roles, allowed_from, ...).
    """

    status: int
    code: str
    title: Sentence
    detail: Sentence
    reasons: Sequence[Reason] = ()
    errors: Errors = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the members of the document, sentences in the language in force."""
        members: dict[str, Any] = {
            "type": f"{CATALOGUE_PATH}#{self.code}",
            "title": force_str(self.title),
            "status": self.status,
            "detail": force_str(self.detail),
            "code": self.code,
        }
        if self.reasons:
            members["reasons"] = [reason.as_dict() for reason in self.reasons]
        if self.errors:
            members["errors"] = self.errors
        return {**self.more, **members}

    def response(self) -> Response:
        """Return the answer of an API view."""
        return Response(
            self.as_dict(),
            status=self.status,
            headers=dict(self.headers),
            content_type=CONTENT_TYPE,
        )

    def plain_response(self) -> HttpResponse:
        """Return the answer outside of an API view (no such route, middleware)."""
        return HttpResponse(
            JSONRenderer().render(self.as_dict()),
            status=self.status,
            headers=dict(self.headers),
            content_type=CONTENT_TYPE,
        )
