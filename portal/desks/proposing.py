"""Propose an allotment: for which component, from which contribution, and what it comes to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common.errors import DomainError
from common.money import Money, Parts, parts_of_gross
from donors.choices.money import FUNDABLE_REQUESTS
from donors.policies.promises import BY_COFINANCING
from donors.services import allotments
from donors.services.fitting import Fit, component_for, fits
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.amounts import spelt
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from ta_requests.choices.assessment import FundingKind
from ta_requests.models import Component
from web.catalogue import status_of
from workflows.actors import Actor

CHOOSABLE = 100
REFUSED = 30


class ProposalForm(forms.Form):
    """Which contribution, and how much of it."""

    contribution = forms.ChoiceField(
        label=gettext_lazy("Contribution"), widget=forms.RadioSelect, choices=[]
    )
    gross = forms.CharField(
        label=gettext_lazy("Gross amount"),
        max_length=24,
        help_text=gettext_lazy("In the currency of the contribution; digits and a point only."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )

    def __init__(self, data: Any, fitting: list[Fit]) -> None:
        """Offer the contributions that fit."""
        super().__init__(data)
        self.fitting = {str(one.contribution.pk): one for one in fitting}
        field: Any = self.fields["contribution"]
        field.choices = [(pk, _named(one)) for pk, one in self.fitting.items()]

    @property
    def money(self) -> Money:
        """Return the amount in the currency of the chosen contribution.

        Raises:
            Invalid: not an amount of this currency.
        """
        chosen = self.fitting[self.cleaned_data["contribution"]]
        return Money.of(self.cleaned_data["gross"].strip(), chosen.contribution.currency)


def _named(fit: Fit) -> str:
    return _("%(reference)s, %(donor)s: %(amount)s free") % {
        "reference": fit.contribution.reference,
        "donor": fit.contribution.organisation.display_name,
        "amount": spelt(fit.available.amount, fit.available.currency),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("staff")
def propose(request: HttpRequest) -> HttpResponseBase:
    """Choose a component, then a contribution and an amount; see what it comes to; propose."""
    actor = actor_of(request)
    if "component" not in request.GET:
        return render(request, "portal/desks/propose_for.html", {"components": _wanting(actor)})
    component = component_for(component_id=_id(request.GET["component"]), actor=actor)
    found = fits(component, actor=actor, now=now_of(request))
    posted = request.POST if request.method == "POST" else None
    form = ProposalForm(posted, [one for one in found if one.fits])
    return _Proposal(request, component, found, form).answer()


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _wanting(actor: Actor) -> list[Component]:
    """Return the components paid in cash of requests that take money, those least funded first."""
    standing = Component.objects.visible_to(actor).standing()
    found = standing.filter(
        funding_kind=FundingKind.CASH, request__state__in=FUNDABLE_REQUESTS
    ).select_related("request__country", "funding")
    return list(found.order_by("request__circulated_at", "phase", "number")[:CHOOSABLE])


class _Proposal:
    """The page of one proposal."""

    def __init__(
        self, request: HttpRequest, component: Component, found: list[Fit], form: ProposalForm
    ) -> None:
        self.request, self.component, self.found, self.form = request, component, found, form

    def answer(self) -> HttpResponseBase:
        """Show, quote or take."""
        if self.request.method != "POST":
            return self.shown()
        before = done_before(self.request)
        if before is not None:
            return before
        if not self.form.is_valid():
            return self.shown(status=422)
        try:
            money = self.form.money
            if "confirm" in self.request.POST:
                return self.taken(money)
        except DomainError as refusal:
            show_refusal(self.form, refusal)
            return self.shown(status=status_of(refusal))
        return self.shown(quote=self.quoted(money))

    def taken(self, money: Money) -> HttpResponseBase:
        """Propose it, once."""
        made = allotments.propose(
            contribution_id=UUID(self.form.cleaned_data["contribution"]),
            component_id=self.component.pk,
            gross=money.amount,
            actor=actor_of(self.request),
            now=now_of(self.request),
        )
        told = _("The allotment is proposed. It reserves nothing until it is certified.")
        messages.success(self.request, told)
        return remember(self.request, redirect(page_of("allotment", made.pk)))

    def quoted(self, money: Money) -> dict[str, Any]:
        """Return what the amount comes to, before anybody commits to it."""
        chosen = self.form.fitting[self.form.cleaned_data["contribution"]]
        rate: Decimal = chosen.contribution.psc_rate
        parts: Parts = parts_of_gross(money, rate)
        return {
            "parts": parts,
            "rate": rate,
            "available": chosen.available,
            "left": chosen.available - money,
            "beyond": money.amount > chosen.available.amount,
        }

    def shown(self, *, status: int = 200, quote: dict[str, Any] | None = None) -> HttpResponse:
        """Render the page."""
        allowed = BY_COFINANCING(None, actor_of(self.request))
        refused = [one for one in self.found if not one.fits]
        context = {
            "component": self.component,
            "form": self.form,
            "fitting": [one for one in self.found if one.fits],
            "refused": refused[:REFUSED],
            "refused_more": max(len(refused) - REFUSED, 0),
            "quote": quote,
            "hindrance": "" if allowed else str(BY_COFINANCING.sentence),
            "key": key_in(self.request),
        }
        return render(self.request, "portal/desks/propose.html", context, status=status)
