"""The file of a parcel, as staff would see it."""

from __future__ import annotations

from tests.toy.machine import PARCEL
from tests.toy.models import Parcel
from web.admin import CaseAdmin, Panel
from web.site import StaffSite


class ParcelAdmin(CaseAdmin):
    """Parcels."""

    machine = PARCEL
    list_display = ("reference", "state", "weight")
    ordering = ("-created_at",)
    search_fields = ("reference",)

    def panels(self, subject, request):
        """Show what it weighs."""
        return [Panel("Scales", [("Weight", subject.weight)])]


site = StaffSite(name="staff")
site.register(Parcel, ParcelAdmin)
