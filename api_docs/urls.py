"""Addresses of the contract."""

from __future__ import annotations

from django.urls import path

from api_docs import views

urlpatterns = [
    path("v1.yaml", views.contract, name="contract"),
    path("docs/", views.SwaggerView.as_view(), name="swagger"),
    path("redoc/", views.RedocView.as_view(), name="redoc"),
    path("errors/", views.errors, name="errors"),
]
