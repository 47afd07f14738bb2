"""The pages of the portal, by who they are for."""

from __future__ import annotations

from django.urls import path

from portal import public

app_name = "portal"

urlpatterns = [
    path("", public.front, name="front"),
    path("how-it-works/", public.process, name="process"),
    path("verify/", public.trail, name="trail"),
]
