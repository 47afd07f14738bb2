"""The base of every API resource: sight, lists by row, details with ETag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import django_filters
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from common.errors import NotFound, Reason
from web import pagination, rows
from web.caller import Caller, caller_of
from web.refusals import ParameterInvalid
from web.rows import Row
from web.versions import etag_of, is_unchanged
from workflows.actors import Actor

PRIVATE = "private, no-cache"
Items = list[dict[str, Any]]


class ApiViewSet(GenericViewSet[Any]):
    """What every API view knows: who is calling, and when."""

    lookup_field = "pk"
    lookup_url_kwarg = "id"
    lookup_value_converter = "uuid"
    pagination_class = None
    filter_backends = ()

    @property
    def caller(self) -> Caller:
        """Return who is calling."""
        return caller_of(self.request)

    @property
    def actor(self) -> Actor:
        """Return the actor the services work with."""
        return self.caller.actor

    @property
    def now(self) -> datetime:
        """Return the database's time at the beginning of the request."""
        return self.caller.now

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep answers out of shared caches; they depend on who asks, and in which language."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", PRIVATE)
        patch_vary_headers(answer, ("Accept-Language", "Authorization", "Cookie"))
        return answer

    def checked(self, kind: type[serializers.Serializer[Any]], **options: Any) -> dict[str, Any]:
        """Return the body's values as a serializer reads them (ValidationError otherwise)."""
        reader = kind(data=self.request.data, context=self.get_serializer_context(), **options)
        reader.is_valid(raise_exception=True)
        checked: dict[str, Any] = reader.validated_data
        return checked

    def check_parameters(self, *known: str) -> None:
        """Refuse query parameters nobody knows."""
        pagination.read_question(self.request, known=(*known, "dry_run"))


class ResourceViewSet(ApiViewSet):
    """A list of declared rows and a detail by serializer, both behind ``visible``.

    ``details`` may be any serializer; an object with a ``version`` gets its ETag.
    """

    rows: ClassVar[type[Row]]
    details: ClassVar[type[serializers.Serializer[Any]]]
    model: ClassVar[type[Model]]
    filterset_class: ClassVar[type[django_filters.FilterSet] | None] = None
    ordering_fields: ClassVar[Sequence[str]] = ()
    ordering: ClassVar[str] = "pk"
    search_fields: ClassVar[Sequence[str]] = ()
    as_of_supported: ClassVar[bool] = False

    def visible(self) -> QuerySet[Any]:
        """Return the objects the caller may see; everything starts here."""
        visible: QuerySet[Any] = self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined]
        return visible

    def get_queryset(self) -> QuerySet[Any]:
        """Return what DRF and the contract's generator may look at: nothing but the model."""
        return self.model._default_manager.none()

    def get_serializer_class(self) -> type[serializers.Serializer[Any]]:
        """Return the shape of one object."""
        return self.details

    def detailed(self) -> QuerySet[Any]:
        """Return the visible objects with what the detail needs (select_related and the like)."""
        return self.visible()

    def present(self, items: Items) -> Items:
        """Finish the rows of one page, where that depends on who asks."""
        return items

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Return the objects in which every word of ``q`` occurs in a search field."""
        for word in text.split()[:8]:
            either = Q()
            for field in self.search_fields:
                either |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(either)
        return queryset

    def list(self, request: Request) -> Response:
        """Return one page of what the caller may see."""
        question = pagination.read_question(
            request, known=self.parameters(), as_of_supported=self.as_of_supported
        )
        return Response(self.page(self.filtered(question), question, self.rows))

    def parameters(self) -> set[str]:
        """Return the names of the filters, and of the search where there is one."""
        filters = set(self.filterset_class.base_filters) if self.filterset_class else set()
        return filters | ({"q"} if self.search_fields else set())

    def filtered(self, question: pagination.Question) -> QuerySet[Any]:
        """Return the visible objects the question is about."""
        queryset = self.visible()
        if self.filterset_class is not None:
            found = self.filterset_class(
                data=question.params, queryset=queryset, request=self.request
            )
            if not found.is_valid():
                raise _of_filter(found)
            queryset = found.qs
        if question.params.get("q"):
            queryset = self.search(queryset, str(question.params["q"]))
        return queryset

    def page(
        self,
        queryset: QuerySet[Any],
        question: pagination.Question,
        kind: type[Row],
        *,
        order: pagination.Order | None = None,
    ) -> dict[str, Any]:
        """Return a page of rows of one kind."""
        columns = rows.columns_of(kind)
        names = rows.chosen((c.name for c in columns), question.params.get("fields", ""))
        kept = [column for column in columns if column.name in names]
        order = order or pagination.order_of(
            question, allowed=self.ordering_fields, usual=self.ordering
        )
        found = pagination.page(
            kind.prepare(queryset),
            question=question,
            order=order,
            read=lambda some, also: rows.read(some, kept, also=also),
        )
        return {**found, "items": self.present([kind.shape(row) for row in found["items"]])}

    def find(self, pk: UUID) -> Any:
        """Return one visible object with what its detail needs.

        Raises:
            NotFound: unknown, or not visible (both look the same).
        """
        found = self.detailed().filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def check_sight(self, **kwargs: Any) -> None:
        """Refuse to repeat an answer about an object that is no longer visible."""
        pk = kwargs.get("id")
        if pk is not None and not self.visible().filter(pk=pk).exists():
            raise NotFound

    def present_version(self, pk: UUID) -> int | None:
        """Return the version of a visible object now."""
        version: int | None = self.visible().filter(pk=pk).values_list("version", flat=True).first()
        return version

    def retrieve(self, request: Request, id: UUID) -> HttpResponseBase:  # noqa: A002
        """Return one object."""
        self.check_parameters("fields")
        found = self.find(id)
        version: int | None = getattr(found, "version", None)
        if version is not None and is_unchanged(request, version):
            return HttpResponse(status=304, headers={"ETag": etag_of(version)})
        self.opened(found)
        return self.shown(found)

    def opened(self, found: Any) -> None:
        """Take note that the object was looked at (nothing by default)."""

    def shown(self, found: Any, *, status: int = 200, location: str = "") -> Response:
        """Return the answer that carries one object, with its ETag."""
        told = self.details(found, context=self.get_serializer_context()).data
        names = rows.chosen(told, self.request.query_params.get("fields", ""))
        headers = {"Location": location} if location else {}
        if getattr(found, "version", None) is not None:
            headers["ETag"] = etag_of(found.version)
        kept = {name: value for name, value in told.items() if name in names}
        return Response(kept, status=status, headers=headers)


def _of_filter(found: django_filters.FilterSet) -> ParameterInvalid:
    wrong: Any = found.form.errors
    reasons = [
        Reason(problem.code or "invalid", " ".join(problem.messages), name)
        for name, problems in wrong.as_data().items()
        for problem in problems
    ]
    return ParameterInvalid(reasons=reasons)
