"""The standing criteria of a donor: one form, and how each need stands against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from donors.lifecycle.matching import Finding, matches
from donors.models import StandingCriteria
from donors.services import criteria as service
from donors.services.criteria import Atlas
from portal.access import actor_of, now_of, seen_by
from portal.forms.lists import DropLists, TickBoxes
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from portal.forms.versions import version_in
from reference.models import AssistanceType, Country, CountryGroup, Region, Theme
from reference.services.countries import named
from web.catalogue import status_of
from workflows.actors import Actor


class CriteriaForm(forms.Form):
    """What a donor looks for; what is left empty asks for nothing."""

    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Groups of countries"), widget=TickBoxes, required=False
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Regions"), widget=TickBoxes, required=False
    )
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries"),
        required=False,
        help_text=gettext_lazy("Hold Ctrl to choose several; leave open for all."),
        widget=DropLists(attrs={"size": 8}),
    )
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("Themes"), widget=TickBoxes, required=False
    )
    assistance_types = forms.MultipleChoiceField(
        label=gettext_lazy("Types of assistance"), widget=TickBoxes, required=False
    )
    least_usd = forms.DecimalField(
        label=gettext_lazy("Gross from (USD)"),
        min_value=0,
        max_digits=15,
        decimal_places=2,
        required=False,
    )
    most_usd = forms.DecimalField(
        label=gettext_lazy("Gross up to (USD)"),
        min_value=0,
        max_digits=15,
        decimal_places=2,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("UNODC reads it when it looks for donors."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what there is."""
        super().__init__(*args, **kwargs)
        self._offer("countries", named(Country.objects.all()))
        regions = Region.objects.exclude(parent=None)
        self._offer("regions", [(one.code, one.name) for one in regions])
        self._offer("groups", [(one.code, one.title) for one in CountryGroup.objects.all()])
        self._offer("themes", [(one.code, str(one)) for one in Theme.objects.all()])
        kinds = AssistanceType.objects.all()
        self._offer("assistance_types", [(one.code, one.title) for one in kinds])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


def own_criteria(actor: Actor) -> StandingCriteria | None:
    """Return the criteria of the actor's own organisation, if it has any."""
    if not actor.sees("donor") or actor.organisation_id is None:
        return None
    return StandingCriteria.objects.filter(organisation_id=actor.organisation_id).first()


@dataclass(frozen=True)
class Match:
    """How one need stands against the criteria."""

    findings: tuple[Finding, ...]

    @property
    def all(self) -> int:
        """Return how many criteria ask for something."""
        return len(self.findings)

    @property
    def met(self) -> int:
        """Return how many of them are met."""
        return sum(one.met for one in self.findings)

    @property
    def whole(self) -> bool:
        """Tell whether all of them are met."""
        return matches(self.findings)


def match_of(own: StandingCriteria | None, need: Any, *, atlas: Atlas) -> Match | None:
    """Return how a need (read ``with_subjects``) stands; None without criteria."""
    if own is None:
        return None
    found = service.findings_for(own, [need], atlas=atlas)[need.pk]
    return Match(found) if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("donor")
def criteria(request: HttpRequest) -> HttpResponseBase:
    """Show the criteria of one's own organisation, or write them anew."""
    own = own_criteria(actor_of(request))
    initial = {name: getattr(own, name) for name in service.NOTHING} if own else None
    form = CriteriaForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 422
    if form.is_bound and form.is_valid():
        before = done_before(request)
        if before is not None:
            return before
        try:
            _write(request, form)
        except DomainError as refusal:
            status = status_of(refusal)
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your criteria are kept."))
            return remember(request, redirect("portal:needs"))
    context = {
        "form": form,
        "own": own,
        "key": key_in(request),
        "version": version_in(request, own),
    }
    shown = status if form.errors else 200
    return render(request, "portal/giving/criteria.html", context, status=shown)


def _write(request: HttpRequest, form: CriteriaForm) -> None:
    values: service.CriteriaValues = form.cleaned_data  # type: ignore[assignment]
    service.set_criteria(
        values=values, actor=actor_of(request), now=now_of(request), version=version_in(request)
    )
