"""Parts of a file over HTTP: read and written under the version of the whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from web.machines import MachineViewSet
from web.versions import etag_of, expected_version


class WholeViewSet(MachineViewSet):
    """A machine whose parts are edited through it; their edits grow its version."""

    def parts(
        self, pk: UUID, seen: QuerySet[Any], shape: type[serializers.Serializer[Any]]
    ) -> Response:
        """Return the parts of one visible whole."""
        self.check_parameters()
        whole = self.find(pk)
        headers = {"ETag": etag_of(whole.version)}
        return Response(shape(seen, many=True).data, headers=headers)

    def asked_version(self, pk: UUID) -> int | None:
        """Return the version of the whole the caller saw; an edit must name it."""
        self.check_parameters()
        return expected_version(self.request, present=lambda: self.present_version(pk))

    def part(
        self, pk: UUID, made: Any, shape: type[serializers.Serializer[Any]], *, status: int = 200
    ) -> Response:
        """Return a part just written, with the new version of the whole."""
        headers = {"ETag": etag_of(self.present_version(pk) or 0)}
        return Response(shape(made).data, status=status, headers=headers)

    def gone(self, pk: UUID) -> Response:
        """Return that a part was removed, with the new version of the whole."""
        return Response(status=204, headers={"ETag": etag_of(self.present_version(pk) or 0)})
