"""Choose who may see a request, looking at exactly what they would see."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.errors import DomainError, NotFound
from portal.access import actor_of, seen_by
from portal.forms.consent import ConsentForm
from portal.forms.refusals import show_refusal
from portal.forms.versions import version_in
from portal.giving.needs import as_shown
from portal.parts import revive, with_parts
from portal.requests.file import outside_components, parts_for
from portal.requests.own import possible, take
from reporting.results import accepted_outputs
from reporting.sight import sight_of
from ta_requests.choices.request import EDITABLE
from ta_requests.machines import REQUEST
from ta_requests.models import NamedDonor, Request
from web.catalogue import status_of

STEP = "choose_consent"


@require_http_methods(["GET", "HEAD", "POST"])
@seen_by("state")
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the classes and the page donors would see; record the authority's choice."""
    actor = actor_of(request)
    parts = {**parts_for(actor), "components": outside_components(actor)}
    own = Request.objects.visible_to(actor).filter(organisation_id__in=[actor.organisation_id])
    subject = with_parts(own.select_related("country"), parts).filter(pk=pk).first()
    if subject is None:
        raise NotFound
    named = NamedDonor.objects.filter(request=subject).values_list("organisation_id", flat=True)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        initial={"consent_class": subject.consent_class, "named_donors": [str(n) for n in named]},
    )
    status = 422
    if form.is_bound and form.is_valid():
        try:
            take(request, REQUEST, STEP, pk, **form.given)
        except DomainError as refusal:
            status = status_of(refusal)
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is recorded who may see the request."))
            back = "portal:request_edit" if subject.state in EDITABLE else "portal:request"
            return redirect(back, pk=pk)
    context = {
        **as_shown(subject, revive(subject, parts)),
        "outputs": accepted_outputs(sight_of(actor), of=[pk]).get(pk, []),
        "form": form,
        "version": version_in(request, subject),
        "step": possible(subject, REQUEST, (STEP,), request=request)[STEP],
        "editable": subject.state in EDITABLE,
    }
    return render(
        request, "portal/request_consent.html", context, status=status if form.errors else 200
    )
