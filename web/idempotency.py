"""Repeating a request is safe: the first answer is kept for a day and given again.

After draft-ietf-httpapi-idempotency-key-header-07. The key's row is written in the transaction of
the act, so both exist or neither.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.core.files import File
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.written import Written, columns, made
from web.caller import caller_of, keep_changes
from web.models import IdempotencyKey
from web.parsers import body_of
from web.refusals import KeyInUse, KeyInvalid, KeyRequired, KeyReused
from workflows.together import all_or_nothing

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
LONGEST: Final = 255
KEPT_FOR: Final = timedelta(hours=24)
KEPT_HEADERS: Final = ("Content-Type", "ETag", "Location", "Retry-After")
REFUSED: Final = 400
FAILED: Final = 500

Handler = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One request with a key: whose, where, which key, and the digest of what was asked."""

    person_id: UUID
    route: str
    key: str
    fingerprint: str
    now: datetime


def idempotent(*, required: bool) -> Callable[[Handler], Handler]:
    """Make an API handler safe to repeat; ``required`` refuses a request without a key.

    Reading at the same address and a rehearsal (``?dry_run=true``) need no key and keep none. The
    view may have a method ``check_sight(**kwargs)``, called before an answer is given again.
    """

    def decorate(handler: Handler) -> Handler:
        @functools.wraps(handler)
        def guarded(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
            def act() -> Response:
                answer: Response = handler(view, request, *args, **kwargs)
                return answer

            changes_nothing = request.method in SAFE_METHODS or is_dry_run(request)
            attempt = None if changes_nothing else attempt_of(request, required=required)
            if attempt is None:
                return act()
            return _once(view, request, attempt, act, kwargs)

        told: Any = guarded
        told.idempotent = required
        return guarded

    return decorate


def is_dry_run(request: Request) -> bool:
    """Tell whether the caller only asks what would happen."""
    return request.query_params.get("dry_run", "").lower() in {"true", "1"}


def read_key(header: str | None) -> str | None:
    """Return the key of a header, with or without its quotes; None when there is no header.

    Raises:
        KeyInvalid: empty, too long, or with characters other than printable ASCII.
    """
    if header is None:
        return None
    text = header.strip()
    quoted = len(text) > 1 and text.startswith('"') and text.endswith('"')
    key = text[1:-1] if quoted else text
    if not key or len(key) > LONGEST or not key.isascii() or not key.isprintable() or '"' in key:
        raise KeyInvalid
    return key


def attempt_of(request: Request, *, required: bool) -> Attempt | None:
    """Return what identifies this request, or None if it carries no key and needs none."""
    key = read_key(request.headers.get(HEADER))
    caller = caller_of(request)
    if key is None and required:
        raise KeyRequired
    if key is None or caller.user is None:
        return None
    return Attempt(
        person_id=caller.user.pk,
        route=f"{request.method} {request.path}",
        key=key,
        fingerprint=_fingerprint(request),
        now=caller.now,
    )


def _fingerprint(request: Request) -> str:
    """Digest what was asked: the query and the body, files by their content."""
    digest = hashlib.sha256(request.META.get("QUERY_STRING", "").encode())
    if not (request.content_type or "").startswith("multipart/"):
        digest.update(b"\n" + body_of(request))
        return digest.hexdigest()
    form: Any = request.data
    for name in sorted(form):
        for value in form.getlist(name):
            content = value.read() if hasattr(value, "read") else str(value).encode()
            digest.update(name.encode() + b"\x00" + hashlib.sha256(content).digest())
            if hasattr(value, "seek"):
                value.seek(0)
    return digest.hexdigest()


def _once(
    view: APIView,
    request: Request,
    attempt: Attempt,
    act: Callable[[], Response],
    kwargs: dict[str, Any],
) -> HttpResponseBase:
    _take_turn(attempt)
    kept = _kept(attempt)
    if kept is not None:
        if kept.fingerprint != attempt.fingerprint:
            raise KeyReused
        check_sight = getattr(view, "check_sight", None)
        if check_sight is not None:
            check_sight(**kwargs)
        keep_changes(request)
        return _again(kept)
    response = _try(view, request, act)
    if response.status_code < FAILED:
        _keep(attempt, response)
        keep_changes(request)
    return response


def _take_turn(attempt: Attempt) -> None:
    """Hold the key until the transaction ends, or say at once that somebody else does."""
    name = f"{attempt.person_id} {attempt.route} {attempt.key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        (mine,) = cursor.fetchone()
    if not mine:
        raise KeyInUse


KEPT: Final = Written(
    lambda *, person, route, key: (
        IdempotencyKey.objects.filter(person_id=person, route=route, key=key)
        .order_by()
        .values_list(*columns(IdempotencyKey))
    ),
    person=UUID,
    route=str,
    key=str,
)
"""Asked by every request with a key."""


def _kept(attempt: Attempt) -> IdempotencyKey | None:
    rows = KEPT(person=attempt.person_id, route=attempt.route, key=attempt.key)
    kept = made(IdempotencyKey, rows[0]) if rows else None
    if kept is not None and kept.created_at <= attempt.now - KEPT_FOR:
        kept.delete()
        return None
    return kept


def _try(view: APIView, request: Request, act: Callable[[], Response]) -> Response:
    """Act in a savepoint that a refusal rolls back; return the answer, rendered."""
    try:
        with all_or_nothing():
            response = act()
            if response.status_code >= REFUSED:
                transaction.set_rollback(True)
    except Exception as problem:  # noqa: BLE001 - the view re-raises what nobody foresaw
        response = view.handle_exception(problem)
    return _rendered(view, request, response)


def _rendered(view: APIView, request: Request, response: Response) -> Response:
    """Finish the answer now, as the view would a moment later, so that its bytes can be kept."""
    asked: Any = request
    unfinished: Any = response
    unfinished.accepted_renderer = asked.accepted_renderer
    unfinished.accepted_media_type = asked.accepted_media_type
    unfinished.renderer_context = view.get_renderer_context()
    unfinished.render()
    return response


def _keep(attempt: Attempt, response: Response) -> None:
    kept = IdempotencyKey(
        person_id=attempt.person_id,
        route=attempt.route,
        key=attempt.key,
        fingerprint=attempt.fingerprint,
        status=response.status_code,
        headers={name: response[name] for name in KEPT_HEADERS if name in response.headers},
        body=response.content.decode(),
        created_at=attempt.now,
    )
    IdempotencyKey.objects.bulk_create([kept])


def _again(kept: IdempotencyKey) -> HttpResponse:
    headers = {**kept.headers, REPLAYED: "true"}
    return HttpResponse(kept.body.encode(), status=kept.status, headers=headers)


def forget_old_keys(*, now: datetime) -> int:
    """Remove the answers older than a day (spoken as the system); return how many."""
    forgotten, _ = IdempotencyKey.objects.filter(created_at__lte=now - KEPT_FOR).delete()
    return forgotten


def once_per_form(
    *,
    person_id: UUID,
    route: str,
    key: str,
    given: Mapping[str, Any],
    now: datetime,
    act: Callable[[], str],
) -> str:
    """Do what a form asks for unless it was done with this key; return where to go afterwards.

    ``act`` returns the address; it is kept in the transaction of what was done, with the digest
    of what was ``given``.

    Raises:
        KeyInUse: the first sending of the form is still being worked on.
        KeyReused: something else was done with this key.
    """
    attempt = Attempt(
        person_id=person_id,
        route=f"FORM {route}",
        key=key,
        fingerprint=digest_of(given),
        now=now,
    )
    _take_turn(attempt)
    kept = _kept(attempt)
    if kept is not None:
        if kept.fingerprint != attempt.fingerprint:
            raise KeyReused
        known: str = kept.headers["Location"]
        return known
    address = act()
    IdempotencyKey.objects.bulk_create(
        [
            IdempotencyKey(
                person_id=person_id,
                route=attempt.route,
                key=key,
                fingerprint=attempt.fingerprint,
                status=302,
                headers={"Location": address},
                created_at=now,
            )
        ]
    )
    return address


def digest_of(given: Mapping[str, Any]) -> str:
    """Digest what a form gives; a file counts by its name, its size and its content."""
    told = json.dumps(given, default=_as_told, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _as_told(value: Any) -> Any:
    if not isinstance(value, File):
        return str(value)
    content = hashlib.sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return {"name": value.name, "size": value.size, "sha256": content.hexdigest()}
