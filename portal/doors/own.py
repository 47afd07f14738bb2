"""One's own choices: language, time zone, for whom one acts; and accepting an invitation."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import ROLES
from accounts.services import doors, invitations, profile
from common.errors import DomainError, NotFound
from portal.access import actor_of, now_of, person_of, signed_in
from portal.doors.onwards import onwards
from portal.forms.doors import AcceptForm, ProfileForm
from portal.forms.refusals import show_refusal
from portal.navigation import PLACES
from web import signing_in
from web.second_factor import before_second_factor
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

A_YEAR = 365 * 24 * 3600


@before_second_factor
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, here and in the mail to come."""
    answer = redirect(onwards(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _read_in(answer, chosen)
        actor = actor_of(request)
        if actor.person_id is not None:
            doors.prefer_language(actor.person_id, chosen)
    return answer


def _read_in(answer: HttpResponse, chosen: str) -> None:
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_profile(request: HttpRequest) -> HttpResponse:
    """Show and change what a person says about themselves."""
    person = person_of(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        try:
            profile.describe_oneself(person=person, **form.cleaned_data)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            answer = redirect("portal:profile")
            _read_in(answer, person.language)
            with override(person.language):
                messages.success(request, _("Saved."))
            return answer
    status = 422 if form.errors else 200
    return render(request, "portal/door/profile.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def acting(request: HttpRequest) -> HttpResponse:
    """Choose for which organisation to act."""
    person, now = person_of(request), now_of(request)
    if request.method == "POST":
        signing_in.act_for(request, _id_in(request.POST.get("membership", "")))
        return redirect("portal:home")
    found = doors.places_of(person.pk, at=now)
    request.session[PLACES] = len(found)
    chosen = actor_of(request).organisation_id
    shown = [
        {
            "membership_id": place.membership_id,
            "organisation": place.organisation.display_name,
            "roles": _(", ").join(str(ROLES[role].name) for role in place.roles),
            "chosen": place.organisation.pk == chosen,
        }
        for place in found
    ]
    return render(request, "portal/acting.html", {"places": shown})


def _id_in(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Accept an invitation by choosing a password, then sign in with it."""
    now = now_of(request)
    with speaking_as(SYSTEM):
        invited = invitations.open_invitation(secret, now=now)
        organisation = invited.organisation.display_name
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            invitations.accept(secret=secret, password=form.cleaned_data["password"], now=now)
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your invitation is accepted. You can sign in now."))
            return redirect("portal:sign_in")
    status = 422 if form.errors else 200
    context = {"form": form, "invited": invited, "organisation": organisation}
    return render(request, "portal/invitation.html", context, status=status)
