"""Give in kind: write down goods or services, see what they come to, then keep the draft."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.clock import day_of
from common.errors import DomainError, NotFound
from common.money import Money
from donors.choices.promises import InKindKind
from donors.services import in_kind
from portal.access import actor_of, now_of, seen_by
from portal.addresses import page_of
from portal.forms.in_kind import InKindForm
from portal.forms.once import done_before, key_in, remember
from portal.forms.refusals import show_refusal
from portal.giving.needs import on_show
from portal.giving.previews import quoted_before
from reference.services.rates import UsdValue, to_usd
from ta_requests.models import Component, ComponentItem, Request
from web.catalogue import status_of
from workflows.actors import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("donor")
def give_in_kind(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Pledge goods or services to one need."""
    actor = actor_of(request)
    need = on_show(actor).select_related("country").filter(pk=pk).first()
    if need is None:
        raise NotFound
    lines = lines_of(need, actor)
    posted = request.POST if request.method == "POST" else None
    form = InKindForm(posted, lines=lines)
    worth: UsdValue | None = None
    status = 422
    if posted is not None and form.is_valid():
        try:
            value = Money.of(form.cleaned_data["value"].strip(), form.cleaned_data["currency"])
            worth = to_usd(value, on=day_of(now_of(request)))
            if "confirm" in posted and quoted_before(request, value):
                return _keep(request, need, form.cleaned_data, value)
        except DomainError as refusal:
            worth, status = None, status_of(refusal)
            show_refusal(form, refusal)
    context = {
        "need": need,
        "form": form,
        "worth": worth,
        "value": value if worth else None,
        "key": key_in(request),
    }
    shown = status if form.errors else 200
    return render(request, "portal/giving/in_kind_form.html", context, status=shown)


def lines_of(need: Request, actor: Actor) -> list[ComponentItem]:
    """Return the lines of goods of the components in force."""
    standing = Component.objects.visible_to(actor).standing().of_request(need.pk)
    found = ComponentItem.objects.visible_to(actor).filter(component__in=standing)
    return list(found.order_by("component__number", "position"))


def _keep(
    request: HttpRequest, need: Request, said: dict[str, Any], value: Money
) -> HttpResponseBase:
    before = done_before(request)
    if before is not None:
        return before
    goods = said["kind"] == InKindKind.GOODS
    gift = in_kind.draft(
        kind=said["kind"],
        title=said["title"],
        request=need.pk,
        value=value,
        item=UUID(said["item"]) if goods and said["item"] else None,
        quantity=said.get("quantity", Decimal(1)),
        description=said["description"],
        actor=actor_of(request),
        now=now_of(request),
    )
    messages.success(request, _("The pledge is saved as a draft. It counts once it is announced."))
    return remember(request, redirect(page_of("in_kind", gift.pk)))
