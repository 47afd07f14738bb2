"""Addresses of people, organisations and reference data under /api/v1/."""

from __future__ import annotations

from django.urls import path

from web.api import people, reference, tokens
from web.api.me import MeViewSet
from web.routers import Router

router = Router()
for prefix, viewset in (
    ("tokens", tokens.TokenViewSet),
    ("organisations", people.OrganisationViewSet),
    ("people", people.PersonViewSet),
    ("grants", people.GrantViewSet),
    ("invitations", people.InvitationViewSet),
    ("countries", reference.CountryViewSet),
    ("regions", reference.RegionViewSet),
    ("country-groups", reference.GroupViewSet),
    ("group-memberships", reference.MembershipViewSet),
    ("currencies", reference.CurrencyViewSet),
    ("exchange-rates", reference.RateViewSet),
    ("themes", reference.ThemeViewSet),
    ("assistance-types", reference.AssistanceTypeViewSet),
    ("instruments", reference.InstrumentViewSet),
):
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [
    path("me/", MeViewSet.as_view({"get": "show", "patch": "change"}), name="me"),
    *router.urls,
]
