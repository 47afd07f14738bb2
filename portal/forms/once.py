"""A form sent twice does its work once: the second click is led where the first one went.

Whoever goes back and sends something else from the same page has sent another form.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from common.errors import NotFound
from portal.access import now_of, person_of
from web.idempotency import digest_of
from web.models import IdempotencyKey

FIELD = "key"
KEPT_FOR = timedelta(hours=24)
UNTOLD = (FIELD, "csrfmiddlewaretoken")
DIGEST = "digest_of_what_is_told"


def new_key() -> str:
    """Return a key for the hidden field of a form that is about to be shown."""
    return str(uuid.uuid4())


def key_in(request: HttpRequest) -> str:
    """Return the key a form carries, or a new one for a page just opened."""
    sent = request.POST.get(FIELD, "")
    return sent if 0 < len(sent) <= 64 and sent.isascii() and sent.isprintable() else new_key()


def done_before(request: HttpRequest) -> HttpResponseBase | None:
    """Return where the first sending of this form went, waiting for it if it is under way.

    Called before a service takes the files that came with the form.
    """
    name = f"{person_of(request).pk} {request.path} {request.POST.get(FIELD, '')}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    kept = IdempotencyKey.objects.filter(
        person_id=person_of(request).pk,
        route=_route(request),
        key=_key_of_what_is_told(request),
        created_at__gt=now_of(request) - KEPT_FOR,
    ).first()
    return redirect(kept.headers["Location"]) if kept is not None else None


def remember(
    request: HttpRequest, answer: HttpResponseBase, *, pk: UUID | None = None, body: str = ""
) -> HttpResponseBase:
    """Keep where a form went, and perhaps what came of it, in the transaction of what it did."""
    if request.POST.get(FIELD) or pk is not None:
        IdempotencyKey.objects.create(
            id=pk or uuid.uuid4(),
            body=body,
            person_id=person_of(request).pk,
            route=_route(request),
            key=_key_of_what_is_told(request),
            fingerprint=_digest(request),
            status=answer.status_code,
            headers={"Location": answer.headers["Location"]},
            created_at=now_of(request),
        )
    return answer


def kept_by(request: HttpRequest, *, pk: UUID, path: str) -> str:
    """Return what a person's own form at ``path`` came to.

    Raises:
        NotFound: there is no such form, it is another's, or it is a day old.
    """
    kept = IdempotencyKey.objects.filter(
        pk=pk,
        person_id=person_of(request).pk,
        route=f"FORM {path}",
        created_at__gt=now_of(request) - KEPT_FOR,
    ).first()
    if kept is None:
        raise NotFound
    return kept.body


def _route(request: HttpRequest) -> str:
    return f"FORM {request.path}"[:300]


def _key_of_what_is_told(request: HttpRequest) -> str:
    """Return the key of a form together with what is told in it."""
    return f"{key_in(request)} {_digest(request)}"


def _digest(request: HttpRequest) -> str:
    """Digest what a form tells and where; reckoned once, while its files can be read."""
    noted = vars(request)
    if DIGEST not in noted:
        told = {name: texts for name, texts in request.POST.lists() if name not in UNTOLD}
        files = dict(request.FILES.lists())
        asked = request.META.get("QUERY_STRING", "")
        noted[DIGEST] = digest_of({"asked": asked, "told": told, "files": files})
    digest: str = noted[DIGEST]
    return digest
