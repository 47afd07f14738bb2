"""Pledge: write the amount, see what it comes to, then let it stand as a draft."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.clock import day_of
from common.errors import DomainError, NotFound
from common.money import Money
from donors.choices.promises import UNPAID, PledgeState
from donors.machines.pledge import PLEDGE
from donors.models import InKindPledge, Instalment, Pledge, PublishedRecord, ReportObligation
from donors.models.report_obligation import OWED
from donors.services import drafting
from donors.services.quotes import Quote, bears_levy, quote, shares_of
from portal.access import actor_of, now_of, seen_by
from portal.cases.guidance import HELP
from portal.cases.reading import case_of
from portal.forms.filters import PledgeFilters
from portal.forms.once import done_before, key_in, remember
from portal.forms.pledge import PledgeForm, initial_of
from portal.forms.refusals import show_refusal
from portal.forms.versions import version_in
from portal.giving.needs import need_with_parts
from portal.giving.previews import quoted_before
from portal.giving.results import results_of
from portal.giving.sightline import sightline
from portal.history import story_of
from portal.office import office
from portal.pages import page_of
from portal.totals import sums_of
from ta_requests.models import Component
from web.catalogue import status_of
from workflows.actors import Actor

FEW_GIFTS: Final = 25
LISTED: Final = (
    *("title", "reference", "state", "published_from", "amount", "currency", "usd"),
    *("organisation__kind", "organisation__name", "organisation__country"),
    *(f"contribution__{name}" for name in ("received", "unapplied", "unapplied_out", "applied_in")),
)
"""What the list tells of a pledge."""


@require_safe
@seen_by("donor", "staff", "auditor")
def pledges(request: HttpRequest) -> HttpResponse:
    """List the pledges one may see: a donor its own."""
    actor = actor_of(request)
    filters = PledgeFilters(request.GET)
    visible = Pledge.objects.visible_to(actor).select_related(
        "organisation__country", "contribution"
    )
    listed = filters.applied_to(visible).only(*LISTED)
    given = InKindPledge.objects.visible_to(actor).select_related("organisation__country")
    context = {
        "page": page_of(request, with_days_ahead(listed, actor)),
        "gifts": list(given[:FEW_GIFTS]),
        "filters": filters,
        "actor": actor,
        "today": day_of(now_of(request)),
    }
    return render(request, "portal/pledges.html", context)


@require_safe
@seen_by("donor", "staff", "auditor")
def pledge_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one pledge from promise to result."""
    actor, now = actor_of(request), now_of(request)
    found = case_of(PLEDGE, pk, actor=actor, now=now)
    subject: Pledge = found.subject
    results = results_of(pk, actor=actor)
    context = {
        "case": found,
        "subject": subject,
        "shares": shares_of(subject),
        "line": sightline(subject, found.rows, results, today=day_of(now)),
        "results": results,
        "office": office(),
        "actor": actor,
        "published": PublishedRecord.objects.visible_to(actor).filter(pledge=subject)[:20],
        "kind": Pledge._meta.verbose_name,
        "help": HELP[PLEDGE.key],
        "steps": found.steps,
        "story": story_of([pk], actor=actor),
        "may_edit": subject.state == PledgeState.DRAFT
        and subject.organisation_id == actor.organisation_id,
    }
    return render(request, "portal/pledge.html", context)


def with_days_ahead(pledges: QuerySet[Pledge], actor: Actor) -> QuerySet[Pledge]:
    """Add the days of the next instalment (``pays_on``) and of the next report (``report_on``)."""
    of_pledge = {"pledge": OuterRef("pk")}
    coming = Instalment.objects.visible_to(actor).filter(state__in=UNPAID, **of_pledge)
    owed = ReportObligation.objects.visible_to(actor).filter(state__in=OWED, **of_pledge)
    return pledges.annotate(
        pays_on=Subquery(coming.order_by("due_on").values("due_on")[:1]),
        report_on=Subquery(owed.order_by("due_on").values("due_on")[:1]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("donor")
def pledge_to_need(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Pledge to one need, or to some of its components."""
    subject, parts = need_with_parts(pk, actor=actor_of(request))
    return _write(request, parts["components"], {"request": subject.pk}, need=subject)


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("donor")
def pledge_freely(request: HttpRequest) -> HttpResponseBase:
    """Pledge to themes or regions, or without any tie."""
    return _write(request, [], {}, need=None)


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("donor")
def pledge_edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Rewrite a draft."""
    actor = actor_of(request)
    subject = Pledge.objects.visible_to(actor).filter(pk=pk).first()
    if subject is None or subject.state != PledgeState.DRAFT:
        raise NotFound
    standing = Component.objects.visible_to(actor).standing()
    offered = standing.filter(request_id=subject.request_id) if subject.request_id else []
    return _write(request, list(offered), {}, need=None, subject=subject)


def _write(
    request: HttpRequest,
    components: list[Any],
    ties: dict[str, Any],
    *,
    need: Any,
    subject: Pledge | None = None,
) -> HttpResponseBase:
    posted = request.POST if request.method == "POST" else None
    form = PledgeForm(
        posted, components=components, initial=initial_of(subject) if subject else None
    )
    shown, status = None, 422
    if posted is not None and form.is_valid():
        try:
            values = _values(form, ties)
            if "confirm" in posted and quoted_before(request, _amount(values)):
                return _keep(request, values, subject)
            shown = _quoted(request, values, local_resources=_is_own(request, need, subject))
        except DomainError as refusal:
            status = status_of(refusal)
            show_refusal(form, refusal)
    context = {
        "form": form,
        "need": need,
        "subject": subject,
        "quote": shown,
        "chosen": _chosen(form, components) if shown else [],
        "wanted": sums_of(components) if components else None,
        "key": key_in(request),
        "version": version_in(request, subject),
    }
    answered = status if form.errors else 200
    return render(request, "portal/pledge_form.html", context, status=answered)


def _values(form: PledgeForm, ties: dict[str, Any]) -> dict[str, Any]:
    values = {**form.cleaned_data, **ties}
    money = Money.of(values["amount"].strip(), values["currency"])
    values["amount"] = money.amount
    if "components" in values:
        values["components"] = [UUID(one) for one in values["components"]]
    return values


def _is_own(request: HttpRequest, need: Any, subject: Pledge | None) -> bool:
    """Tell whether a State pays for its own request."""
    if subject is not None:
        return subject.local_resources
    return need is not None and need.organisation_id == actor_of(request).organisation_id


def _quoted(request: HttpRequest, values: dict[str, Any], *, local_resources: bool) -> Quote:
    levied = bears_levy(
        donor_id=actor_of(request).organisation_id,
        earmark_category=values["earmark_category"],
        local_resources=local_resources,
    )
    return quote(amount=_amount(values), on=day_of(now_of(request)), levied=levied)


def _chosen(form: PledgeForm, components: list[Any]) -> list[Any]:
    """Return the components a pledge is for: those ticked, or all of its need."""
    ticked = form.cleaned_data.get("components") or []
    return [one for one in components if not ticked or str(one.id) in ticked]


def _amount(values: dict[str, Any]) -> Money:
    return Money(values["amount"], values["currency"])


def _keep(request: HttpRequest, values: dict[str, Any], subject: Pledge | None) -> HttpResponseBase:
    before = done_before(request)
    if before is not None:
        return before
    actor, now, said = actor_of(request), now_of(request), drafting.PledgeValues(**values)  # type: ignore[typeddict-item]
    if subject is None:
        kept = drafting.draft(values=said, actor=actor, now=now)
    else:
        version = version_in(request)
        kept = drafting.redraft(pk=subject.pk, values=said, actor=actor, now=now, version=version)
    messages.success(request, _("The pledge is saved as a draft. It counts once it is announced."))
    return remember(request, redirect("portal:pledge", pk=kept.pk))
