"""The form of any step, made from what the API declares the step to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers

from portal.forms.declared import DeclaredForm
from portal.forms.offers import Offers
from web.inputs import inputs_of
from workflows.registry import Machine


class StepForm(DeclaredForm):
    """The inputs of one step of one machine; ``reason`` is the explanation."""

    def __init__(
        self,
        machine: Machine,
        name: str,
        offers: Offers,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        needs_reason: bool = False,
    ) -> None:
        """Make the fields of one step of one machine."""
        super().__init__(inputs_of(machine, name), offers, data, files)
        self.reason = ""
        self.fields["reason"].required = needs_reason
        self.initial.update(_as_it_stands(self.declared, offers.subject))

    def judged(self, judged: serializers.Serializer[Any]) -> None:
        """Keep the reason apart: every verb takes it."""
        super().judged(judged)
        self.reason = self.given.pop("reason", "")


def _as_it_stands(declared: Mapping[str, Any], subject: Any) -> dict[str, Any]:
    """Return the choices that were made before, so that a form does not hide them."""
    return {
        name: getattr(subject, name)
        for name, field in declared.items()
        if isinstance(field, serializers.ChoiceField) and hasattr(subject, name)
    }
