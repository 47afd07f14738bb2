"""Where HTTP meets the errors: one mapping from exception to problem document or page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from django.core import exceptions as django_errors
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.template.response import TemplateResponse
from rest_framework import exceptions as drf
from rest_framework.response import Response

from common.errors import Busy, DomainError, Invalid, NotAllowed, NotFound, Reason
from web import catalogue, refusals
from web.kept import kept_of, way_back
from web.problems import Errors, Problem

log = structlog.get_logger(__name__)

RETRY_AFTER = "2"
INSUFFICIENT_PRIVILEGE = "42501"
NOT_A_FIELD = "non_field_errors"
PUBLISHED_DATA = frozenset(
    {"state", "version", "allowed_from", "roles", "transition", "currencies", "largest"}
)

_AS_REFUSALS: tuple[tuple[type[Exception], type[DomainError]], ...] = (
    (Http404, NotFound),
    (drf.NotFound, NotFound),
    (drf.NotAuthenticated, refusals.NotSignedIn),
    (drf.AuthenticationFailed, refusals.TokenInvalid),
    (drf.ParseError, refusals.HttpRefusal),
    (drf.PermissionDenied, NotAllowed),
    (django_errors.PermissionDenied, NotAllowed),
    (django_errors.RequestDataTooBig, refusals.BodyTooLarge),
    (django_errors.SuspiciousOperation, refusals.HttpRefusal),
    (django_errors.BadRequest, refusals.HttpRefusal),
    (UnreadablePostError, refusals.HttpRefusal),
    (OperationalError, Busy),
    (InterfaceError, Busy),
    (DataError, Invalid),
)
_CODED = (drf.MethodNotAllowed, drf.NotAcceptable, drf.UnsupportedMediaType)


def handle(problem: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of an API view (DRF's EXCEPTION_HANDLER); None lets it become a 500."""
    found = problem_of(problem)
    return found.response() if found else None


def problem_of(raised: BaseException) -> Problem | None:
    """Return the problem document of an exception, or None for what we did not foresee."""
    if isinstance(raised, DomainError):
        return of_refusal(raised)
    if isinstance(raised, drf.ValidationError):
        return of_field_errors(flattened(raised.get_full_details()))
    if isinstance(raised, django_errors.ValidationError):
        return of_field_errors(_of_django(raised))
    if isinstance(raised, _CODED):
        return _of_coded(raised)
    if isinstance(raised, DatabaseError):
        return _of_database(raised)
    refusal = next((known for kind, known in _AS_REFUSALS if isinstance(raised, kind)), None)
    return of_refusal(refusal()) if refusal else None


def of_refusal(refusal: DomainError) -> Problem:
    """Return the problem document of a refusal of ours."""
    code = refusal.stable_code
    return Problem(
        status=catalogue.status_of(refusal),
        code=code,
        title=catalogue.title_of(code, refusal.sentence),
        detail=str(refusal),
        reasons=tuple(refusal.reasons),
        errors=_by_field(refusal),
        more={key: value for key, value in refusal.data.items() if key in PUBLISHED_DATA},
        headers=_headers(refusal),
    )


def _by_field(refusal: DomainError) -> Errors:
    """Group the reasons of invalid input by field, as field errors are."""
    if not isinstance(refusal, Invalid):
        return {}
    grouped: dict[str, list[dict[str, str]]] = {}
    for reason in refusal.reasons:
        if reason.field:
            told = {"code": reason.code, "sentence": str(reason.sentence)}
            grouped.setdefault(reason.field, []).append(told)
    return grouped


def _headers(refusal: DomainError) -> dict[str, str]:
    if isinstance(refusal, refusals.TooMany):
        return {"Retry-After": str(math.ceil(refusal.data.get("retry_after", 1)))}
    if isinstance(refusal, refusals.NotSignedIn | refusals.TokenInvalid):
        return {"WWW-Authenticate": 'Bearer realm="TARA"'}
    if isinstance(refusal, Busy | refusals.KeyInUse):
        return {"Retry-After": RETRY_AFTER}
    return {}


def of_field_errors(errors: Errors) -> Problem:
    """Return the problem document of input whose fields cannot be accepted."""
    return Problem(
        status=422,
        code=Invalid.code,
        title=Invalid.sentence,
        detail=Invalid.sentence,
        errors=errors,
    )


def flattened(details: Any, path: str = "") -> dict[str, list[dict[str, str]]]:
    """Turn DRF's nested details into {"items.0.quantity": [{"code", "sentence"}]}."""
    flat: dict[str, list[dict[str, str]]] = {}
    for name, told in _leaves(details, path):
        flat.setdefault(name or NOT_A_FIELD, []).append(told)
    return flat


def _leaves(details: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        yield path, {"code": str(details["code"]), "sentence": str(details["message"])}
    elif isinstance(details, dict):
        for key, inner in details.items():
            name = path if key == NOT_A_FIELD and path else str(key)
            yield from _leaves(inner, f"{path}.{name}" if path and name != path else name)
    elif isinstance(details, list):
        for at, inner in enumerate(details):
            leaf = isinstance(inner, dict) and set(inner) == {"message", "code"}
            yield from _leaves(inner, path if leaf else f"{path}.{at}".strip("."))


def _of_django(raised: django_errors.ValidationError) -> Errors:
    by_field = raised.error_dict if hasattr(raised, "error_dict") else {NOT_A_FIELD: [raised]}
    return {
        name: [
            {"code": inner.code or "invalid", "sentence": " ".join(inner.messages)}
            for error in errors
            for inner in error.error_list
        ]
        for name, errors in by_field.items()
    }


def _of_coded(raised: drf.APIException) -> Problem:
    code = {405: "method_not_allowed", 406: "not_acceptable", 415: "unsupported_media_type"}[
        raised.status_code
    ]
    sentence = catalogue.title_of(code, "")
    return Problem(status=raised.status_code, code=code, title=sentence, detail=sentence)


def _of_database(raised: DatabaseError) -> Problem | None:
    """Tell a refusal of the database as what it is: a conflict, a wall, or a busy hour."""
    if isinstance(raised, OperationalError):
        return of_refusal(Busy())
    if isinstance(raised, IntegrityError):
        return _of_constraint(raised)
    if isinstance(raised, DataError):
        return of_refusal(Invalid())
    if getattr(raised.__cause__, "sqlstate", None) == INSUFFICIENT_PRIVILEGE:
        return of_refusal(NotAllowed())
    return None


def _of_constraint(raised: IntegrityError) -> Problem:
    diagnosis = getattr(raised.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    entry = catalogue.constraint(name)
    log.warning("refused_by_database", constraint=name, code=entry.code)
    return Problem(
        status=409,
        code=entry.code,
        title=entry.title,
        detail=entry.title,
        reasons=(Reason(entry.code, entry.title),),
    )


def internal() -> Problem:
    """Return the problem document of what we did not foresee."""
    title = catalogue.title_of("internal_error", "")
    return Problem(status=500, code="internal_error", title=title, detail=title)


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program is asking."""
    return request.path_info.startswith(("/api/", "/healthz", "/readyz"))


def answer(request: HttpRequest, found: Problem) -> HttpResponse:
    """Tell a problem outside of an API view: as a document to programs, as a page to people."""
    if wants_json(request):
        return found.plain_response()
    facts = {
        "problem": found,
        "title": found.title,
        "kept": kept_of(request, found.status),
        "back": way_back(request),
        "is_admin": request.path_info.startswith("/admin/"),
    }
    page = TemplateResponse(
        request, "web/refusal.html", facts, status=found.status, headers=dict(found.headers)
    )
    return page.render()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a 400 of Django's own (handler400)."""
    return answer(request, problem_of(exception) or of_refusal(refusals.HttpRefusal()))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a 403 of Django's own (handler403)."""
    return answer(request, of_refusal(NotAllowed()))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address (handler404)."""
    return answer(request, of_refusal(NotFound()))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw (handler500); nothing here may touch the database."""
    return answer(request, internal())


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent from elsewhere (CSRF_FAILURE_VIEW)."""
    return answer(request, of_refusal(refusals.CsrfFailed()))
