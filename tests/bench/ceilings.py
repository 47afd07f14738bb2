"""The least a view could do for the same caller: what ours are compared with."""

from __future__ import annotations

import uuid

from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from ta_requests.models import Request
from web.caller import caller_of
from workflows.models import Event, OutboxMessage

COLUMNS = (
    "id",
    "reference",
    "title",
    "state",
    "court",
    "country_id",
    "language",
    "organisation_id",
    "channel",
    "consent_class",
    "submitted_at",
    "circulated_at",
    "updated_at",
    "version",
)


class BareList(APIView):
    """Fifty rows of plain columns: signed in and behind row-level security like ours."""

    def get(self, request: HttpRequest) -> Response:
        """Return the newest fifty."""
        newest = Request.objects.order_by("-updated_at", "-pk")
        return Response(list(newest.values(*COLUMNS)[:50]))


class BareStep(APIView):
    """Lock, update, two inserts, commit, all through the ORM: no guard, chain, key or answer."""

    def post(self, request: HttpRequest, pk: uuid.UUID) -> Response:
        """Move one request by one version."""
        now = caller_of(request).now
        found = Request.objects.select_for_update().get(pk=pk)
        found.version += 1
        found.save()
        event = Event.objects.create(
            subject_type="request",
            subject_id=uuid.uuid4(),
            seq=1,
            version=found.version,
            name="step",
            source=found.state,
            target=found.state,
            actor_id=request.user.pk,
            actor_role="programme_officer",
            effective_at=now,
            at=now,
            hash="0" * 64,
        )
        OutboxMessage.objects.create(event=event, created_at=now, available_at=now)
        return Response({"id": found.pk, "state": found.state, "version": found.version})
