"""What forms ask for is named in a sentence of the catalogues, not after a name in the code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.urls import get_resolver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from donors.api.promise_inputs import QuoteQuery
from ta_requests.api.request_inputs import FieldsInput
from web.inputs import Inputs

NO_FORMS = {QuoteQuery, FieldsInput}
"""Asked by programs alone: a person is asked by forms of their own."""
OF_PROGRAMS = "web.api"

get_resolver().url_patterns  # noqa: B018 - whatever is asked for is declared by then


def _kinds(above: type[Inputs]) -> Iterator[type[Inputs]]:
    for kind in above.__subclasses__():
        yield kind
        yield from _kinds(kind)


FORMS = sorted(
    {
        kind
        for kind in _kinds(Inputs)
        if kind not in NO_FORMS and not kind.__module__.startswith(OF_PROGRAMS)
    },
    key=lambda kind: (kind.__module__, kind.__name__),
)


def unnamed(kind: type[serializers.Serializer[Any]]) -> Iterator[str]:
    """Give the fields, those of lines too, whose label the library made of their name."""
    for name, field in kind().fields.items():
        if not field.read_only and not isinstance(field.label, Promise):
            yield name
        child = getattr(field, "child", None)
        if isinstance(child, serializers.Serializer):
            yield from unnamed(type(child))


@pytest.mark.parametrize("kind", FORMS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_field_of_a_form_is_named_in_all_languages(kind):
    assert list(unnamed(kind)) == []


def test_a_field_named_by_the_library_is_found():
    class Asked(serializers.Serializer[Any]):
        amount = serializers.CharField()
        unit = serializers.CharField(label=_("unit"))
        plain = serializers.CharField(label="Plain")

    assert list(unnamed(Asked)) == ["amount", "plain"]


def test_every_room_of_the_admin_is_named_in_all_languages():
    rooms = {model._meta.app_label for model in apps.get_models() if site.is_registered(model)}

    assert {"donors", "ta_requests", "messaging", "workflows"} <= rooms
    assert [
        name for name in rooms if not isinstance(apps.get_app_config(name).verbose_name, Promise)
    ] == []
