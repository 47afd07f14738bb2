"""How often one may knock: counted in PostgreSQL, exactly, whatever the number of processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.utils import InterfaceError
from django.http import HttpRequest, HttpResponseBase

from web import errors
from web.refusals import TooMany

COUNT: Final = """
INSERT INTO web_counter AS kept (bucket, ends_at, count)
SELECT bucket, clock_timestamp() + make_interval(secs => seconds), 1
FROM unnest(%s::text[], %s::int[]) AS asked (bucket, seconds) ORDER BY bucket
ON CONFLICT (bucket) DO UPDATE SET
    count = CASE WHEN kept.ends_at <= clock_timestamp() THEN 1 ELSE kept.count + 1 END,
    ends_at = CASE WHEN kept.ends_at <= clock_timestamp() THEN excluded.ends_at
                   ELSE kept.ends_at END
RETURNING bucket, count, extract(epoch FROM ends_at - clock_timestamp())
"""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """So many requests in so many seconds for one key, which is kept as a digest only."""

    name: str
    most: int
    seconds: int
    key: str

    @property
    def bucket(self) -> str:
        """Return the name under which this key is counted."""
        return hashlib.sha256(f"{self.name}\n{self.key}".encode()).hexdigest()


def limit(name: str, key: str) -> Limit:
    """Return a limit of the settings (``THROTTLES``: name -> (most, seconds)) for one key."""
    most, seconds = settings.THROTTLES[name]
    return Limit(name=name, most=most, seconds=seconds, key=key)


def count(limits: Iterable[Limit]) -> None:
    """Count one request against each limit.

    Raises:
        TooMany: one of them is exceeded; ``retry_after`` says in how many seconds it ends.
    """
    by_bucket = {asked.bucket: asked for asked in limits}
    if not by_bucket:
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [list(by_bucket), [asked.seconds for asked in by_bucket.values()]])
        rows = cursor.fetchall()
    waits = [float(wait) for bucket, reached, wait in rows if reached > by_bucket[bucket].most]
    if waits:
        raise TooMany(data={"retry_after": max(1.0, *waits)})


LimitsOf = Callable[[HttpRequest], Iterable[Limit]]
_doors: list[tuple[str, LimitsOf]] = []


def limit_door(prefix: str, limits: LimitsOf) -> None:
    """Count requests to addresses that begin with ``prefix`` against the limits it names."""
    _doors.append((prefix, limits))


def address_of(request: HttpRequest) -> str:
    """Return the caller's address; a proxy's word counts only where settings name its number.

    The last ``NUM_PROXIES`` entries of X-Forwarded-For were written by our own proxies.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    trusted: int = settings.NUM_PROXIES
    if not trusted:
        return direct
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return chain[-min(trusted, len(chain))] or direct


def api_limits(request: HttpRequest) -> list[Limit]:
    """Count an API call against its address and, where one is shown, its credential."""
    limits = [limit("api_address", address_of(request))]
    credential = request.headers.get("Authorization") or request.COOKIES.get(
        settings.SESSION_COOKIE_NAME
    )
    if credential:
        limits.append(limit("api_caller", credential))
    return limits


class ThrottleMiddleware:
    """Count before anything is looked up, outside the transaction that a refusal undoes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 429 to whoever comes too often."""
        asked = [
            found
            for prefix, limits in _doors
            if request.path_info.startswith(prefix)
            for found in limits(request)
        ]
        try:
            count(asked)
        except (TooMany, DatabaseError, InterfaceError) as refusal:
            found = errors.problem_of(refusal)
            if found is None:
                raise
            return errors.answer(request, found)
        return self.get_response(request)
