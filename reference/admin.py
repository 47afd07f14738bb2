"""Reference data for administrators: Django's own admin, nothing hidden, nothing clever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from reference import models

if TYPE_CHECKING:
    Plain = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:  # Django's admin classes take no parameters when they run
    Plain, Inline = admin.ModelAdmin, admin.TabularInline


@admin.register(models.Region)
class RegionAdmin(Plain):
    """M49 regions."""

    list_display = ("code", "name", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh")


class MembershipInline(Inline):
    """The groups of one country."""

    model = models.GroupMembership
    extra = 0


@admin.register(models.Country)
class CountryAdmin(Plain):
    """States, their names and their groups."""

    list_display = ("code", "name", "status", "region")
    list_filter = ("status", "memberships__group")
    list_select_related = ("region",)
    search_fields = RegionAdmin.search_fields
    inlines = (MembershipInline,)


@admin.register(models.CountryGroup)
class CountryGroupAdmin(Plain):
    """Groups of countries."""

    list_display = ("code", "title", "source")


@admin.register(models.GroupMembership)
class GroupMembershipAdmin(Plain):
    """Who belongs to which group, and when."""

    list_display = ("country", "group", "valid_from", "valid_to")
    list_filter = ("group",)
    list_select_related = ("country", "group")
    search_fields = ("country__code", "country__name_en")


@admin.register(models.Currency)
class CurrencyAdmin(Plain):
    """Currencies of ISO 4217."""

    list_display = ("code", "name", "exponent", "active")
    list_filter = ("active", "exponent")
    search_fields = ("code", "name")


@admin.register(models.ExchangeRate)
class ExchangeRateAdmin(Plain):
    """Rates of exchange: loaded from files, looked at here, never edited."""

    list_display = ("currency", "effective_on", "units_per_usd", "source", "loaded_at")
    list_filter = ("effective_on", "source")
    search_fields = ("currency__code",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rates come from published files."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: models.ExchangeRate | None = None
    ) -> bool:
        """What was booked at a rate must stay explained by it."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: models.ExchangeRate | None = None
    ) -> bool:
        """What was booked at a rate must stay explained by it."""
        return False


@admin.register(models.Theme)
class ThemeAdmin(Plain):
    """Themes and their paragraphs."""

    list_display = ("code", "title", "paragraph", "parent")
    list_select_related = ("parent",)


@admin.register(models.AssistanceType)
class AssistanceTypeAdmin(Plain):
    """Types of assistance."""

    list_display = ("code", "title", "position")


@admin.register(models.PartnerType)
class PartnerTypeAdmin(Plain):
    """Types of partner."""

    list_display = ("code", "title", "position")


@admin.register(models.Instrument)
class InstrumentAdmin(Plain):
    """Texts a request may rely on."""

    list_display = ("symbol", "title", "year", "kind")
    list_filter = ("kind",)
    search_fields = ("symbol", "title_en")


@admin.register(models.CodelistEntry)
class CodelistEntryAdmin(Plain):
    """Codes of other organisations' lists."""

    list_display = ("codelist", "code", "name", "category", "active")
    list_filter = ("codelist", "active")
    search_fields = ("code", "name_en")


@admin.register(models.SectorTheme)
class SectorThemeAdmin(Plain):
    """Which theme a published sector is read as."""

    list_display = ("sector", "theme", "note")
    list_filter = ("theme",)
    list_select_related = ("theme",)


@admin.register(models.Holiday)
class HolidayAdmin(Plain):
    """Official holidays."""

    list_display = ("on", "title", "duty_station")
    list_filter = ("duty_station",)
    date_hierarchy = "on"


@admin.register(models.Parameter)
class ParameterAdmin(Plain):
    """The values our rules work with."""

    list_display = ("code", "title", "value", "source")
