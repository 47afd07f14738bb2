"""Reference data: public, read only, named in the language asked for."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast

import django_filters
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from reference import models
from reference.models.names import SIX, translated
from web import rows
from web.rows import Row
from web.views import ResourceViewSet

SHARED = "public, max-age=300"


class NamedRow(Row):
    """A row of something named in six languages."""

    code = serializers.CharField()
    name = serializers.CharField(source="shown_name")

    @classmethod
    def prepare(cls, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Read the name in the language in force, or in English where there is none."""
        short = (get_language() or "en")[:2]
        column = f"name_{short}" if short in SIX else "name_en"
        name = Coalesce(NullIf(F(column), Value("")), F("name_en"))
        named: QuerySet[Any] = queryset.annotate(shown_name=name)
        return named


class TitledRow(Row):
    """A row whose title is a sentence of ours."""

    code = serializers.CharField()
    title = serializers.CharField(source="title_en")

    @classmethod
    def shape(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Translate the title."""
        return row | ({"title": translated(row["title"])} if "title" in row else {})


class CountryRow(NamedRow):
    """A Member State or observer, as the UN names it."""

    alpha2 = serializers.CharField()
    m49 = serializers.CharField()
    status = serializers.ChoiceField(choices=models.Status.choices)
    region = serializers.CharField(source="region_id")


class RegionRow(NamedRow):
    """A region of the M49 standard."""

    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent_id", allow_null=True
    )


class GroupRow(TitledRow):
    """A group countries belong to for a time."""


class MembershipRow(Row):
    """One stay of a country in a group; ``valid_to`` is the first day outside."""

    id = serializers.UUIDField()
    country = serializers.CharField(source="country_id")
    group = serializers.CharField(source="group_id")
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)


class CurrencyRow(Row):
    """A currency of ISO 4217."""

    code = serializers.CharField()
    name = serializers.CharField()
    exponent = serializers.IntegerField(allow_null=True)
    active = serializers.BooleanField()


class RateRow(Row):
    """Units of a currency for one US dollar, from a day on."""

    id = serializers.UUIDField()
    currency = serializers.CharField(source="currency_id")
    effective_on = serializers.DateField()
    units_per_usd = serializers.DecimalField(max_digits=20, decimal_places=8)
    source = serializers.CharField()  # type: ignore[assignment]


class ThemeRow(TitledRow):
    """A theme of the resolution, with its paragraph."""

    parent = serializers.CharField(  # type: ignore[assignment]
        source="parent_id", allow_null=True
    )
    paragraph = serializers.CharField()


class PositionedRow(TitledRow):
    """A kind of help, or of partner."""

    position = serializers.IntegerField()


class InstrumentRow(Row):
    """A United Nations text a request may rely on."""

    id = serializers.UUIDField()
    symbol = serializers.CharField()
    title = serializers.CharField(source="title_en")
    year = serializers.IntegerField()
    kind = serializers.CharField()

    @classmethod
    def shape(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Translate the title."""
        return TitledRow.shape(row)


@method_decorator(conditional_page, name="dispatch")
class ReferenceViewSet(ResourceViewSet):
    """Reference data, open to everybody and kept by caches for five minutes."""

    permission_classes = (AllowAny,)
    lookup_value_converter = "str"
    ordering = "code"

    def visible(self) -> QuerySet[Any]:
        """Return everything: nothing here is a secret."""
        return self.model._default_manager.all()

    def detailed(self) -> QuerySet[Any]:
        """Return everything, named in the reader's language."""
        return self.rows.prepare(self.visible())

    @extend_schema(summary="One of them")
    def retrieve(self, request: Request, id: Any) -> Response:  # noqa: A002
        """Return one row by its code."""
        self.check_parameters("fields")
        self.find(id)
        columns = rows.columns_of(self.rows)
        names = rows.chosen((c.name for c in columns), request.query_params.get("fields", ""))
        kept = [column for column in columns if column.name in names]
        [(row, _key)] = rows.read(self.detailed().filter(pk=id), kept, also=("pk",))
        return Response(self.rows.shape(row))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Let caches keep the answer a little, by language."""
        response.headers.setdefault("Cache-Control", SHARED)
        return super().finalize_response(request, response, *args, **kwargs)


class CountryFilter(django_filters.FilterSet):
    """Countries by what they are."""

    region = django_filters.CharFilter(method="in_region", label="M49 code, at any depth")
    group = django_filters.CharFilter(method="in_group", label="LDC, LLDC, SIDS, DEVELOPING: today")
    status = django_filters.ChoiceFilter(choices=models.Status.choices)

    class Meta:
        model = models.Country
        fields: ClassVar[list[str]] = []

    def in_region(self, queryset: Any, _name: str, value: str) -> QuerySet[models.Country]:
        """Keep those in a region."""
        return cast("QuerySet[models.Country]", queryset.in_region(value))

    def in_group(self, queryset: Any, _name: str, value: str) -> QuerySet[models.Country]:
        """Keep those that belong to a group today."""
        return cast("QuerySet[models.Country]", queryset.in_group(value, on=date.today()))  # noqa: DTZ011


class CountryViewSet(ReferenceViewSet):
    """Countries."""

    model = models.Country
    rows = details = CountryRow
    filterset_class = CountryFilter
    search_fields = ("code", *(f"name_{language}" for language in SIX))


class RegionViewSet(ReferenceViewSet):
    """Regions."""

    model = models.Region
    rows = details = RegionRow


class GroupViewSet(ReferenceViewSet):
    """Groups of countries."""

    model = models.CountryGroup
    rows = details = GroupRow


class MembershipFilter(django_filters.FilterSet):
    """Memberships by country and group."""

    country = django_filters.CharFilter()
    group = django_filters.CharFilter()

    class Meta:
        model = models.GroupMembership
        fields: ClassVar[list[str]] = ["country", "group"]


class MembershipViewSet(ReferenceViewSet):
    """Stays of countries in groups."""

    model = models.GroupMembership
    rows = details = MembershipRow
    lookup_value_converter = "uuid"
    ordering = "pk"
    filterset_class = MembershipFilter


class CurrencyViewSet(ReferenceViewSet):
    """Currencies."""

    model = models.Currency
    rows = details = CurrencyRow


class RateFilter(django_filters.FilterSet):
    """Rates by currency and day."""

    currency = django_filters.CharFilter()

    class Meta:
        model = models.ExchangeRate
        fields: ClassVar[dict[str, list[str]]] = {"effective_on": ["exact", "gte", "lte"]}


class RateViewSet(ReferenceViewSet):
    """UN operational rates of exchange."""

    model = models.ExchangeRate
    rows = details = RateRow
    lookup_value_converter = "uuid"
    ordering_fields = ("effective_on",)
    ordering = "-effective_on"
    filterset_class = RateFilter


class ThemeViewSet(ReferenceViewSet):
    """Themes of the resolution."""

    model = models.Theme
    rows = details = ThemeRow


class AssistanceTypeViewSet(ReferenceViewSet):
    """Types of assistance."""

    model = models.AssistanceType
    rows = details = PositionedRow
    ordering = "position"


class InstrumentViewSet(ReferenceViewSet):
    """Instruments of the United Nations."""

    model = models.Instrument
    rows = details = InstrumentRow
    lookup_value_converter = "uuid"
    ordering_fields = ("year", "symbol")
    ordering = "symbol"
