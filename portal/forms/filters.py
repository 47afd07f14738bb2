"""Filters kept in the address: words, state, court; each optional, all together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from donors.choices.promises import PledgeState
from portal.forms.lists import OneOf
from portal.waiting import SHAPES, Wish
from ta_requests.choices.request import Court, RequestState
from workflows.registry import machine

EVERYTHING = ("", _("All"))


class Filters(forms.Form):
    """The base: an unknown value is simply no filter."""

    use_required_attribute = False

    def given(self, name: str) -> Any:
        """Return the cleaned value of one filter, or nothing."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


class RequestFilters(Filters):
    """What a list of requests may be narrowed by."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    state = OneOf(label=_("Status"), choices=[EVERYTHING, *RequestState.choices], required=False)
    court = OneOf(label=_("Whose move"), choices=[EVERYTHING, *Court.choices], required=False)

    def applied_to(self, requests: QuerySet[Any]) -> QuerySet[Any]:
        """Return the requests that match."""
        words = self.given("q")
        if words:
            requests = requests.search(words)  # type: ignore[attr-defined]
        for name in ("state", "court"):
            if self.given(name):
                requests = requests.filter(**{name: self.given(name)})
        return requests


class PledgeFilters(Filters):
    """What a list of pledges may be narrowed by."""

    state = OneOf(label=_("Status"), choices=[EVERYTHING, *PledgeState.choices], required=False)

    def applied_to(self, pledges: QuerySet[Any]) -> QuerySet[Any]:
        """Return the pledges that match."""
        state = self.given("state")
        return pledges.filter(state=state) if state else pledges


def _kinds() -> list[tuple[str, Any]]:
    named = [(key, machine(key).model._meta.verbose_name) for key in SHAPES]
    return [EVERYTHING, *((key, capfirst(str(name))) for key, name in named)]


class QueueFilters(Filters):
    """What the queue may be narrowed by; the address keeps it, so a view can be kept or sent."""

    whose = OneOf(
        label=_("For whom"),
        choices=[
            ("mine", _("Your roles")),
            ("me", _("You by name")),
            ("anybody", _("Everybody")),
        ],
        required=False,
    )
    kind = OneOf(label=_("Kind of case"), choices=_kinds, required=False)
    court = OneOf(
        label=_("Whose move"),
        choices=[
            EVERYTHING,
            ("staff", _("UNODC")),
            ("state", _("The State")),
            ("donor", _("Donors")),
        ],
        required=False,
    )
    due = OneOf(
        label=_("Due"),
        choices=[
            EVERYTHING,
            ("overdue", _("Overdue")),
            ("soon", _("Within a week")),
            ("dated", _("With a date")),
        ],
        required=False,
    )

    @property
    def wish(self) -> Wish:
        """Return what is asked for."""
        names = ("kind", "court", "due")
        given = {name: self.given(name) or "" for name in names}
        return Wish(whose=self.given("whose") or "mine", **given)
