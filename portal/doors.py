"""In and out: signing in, signing out, language, for whom one acts, accepting an invitation."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.roles import ROLES
from accounts.services import doors, invitations
from common.errors import DomainError, NotAllowed, NotFound
from portal.access import actor_of, now_of, person_of, signed_in
from portal.forms.doors import AcceptForm, SignInForm
from portal.forms.refusals import show_refusal
from portal.navigation import PLACES
from web import signing_in
from workflows.actors import SYSTEM
from workflows.principal import speaking_as


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let a person in by address and password; the admin uses the same door."""
    onwards = _onwards(request)
    if request.user.is_authenticated:
        return redirect(onwards)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = signing_in.sign_in(request, **form.cleaned_data)
        if person is not None:
            return _entered(request, person, onwards)
        form.add_error(None, _("Address and password do not belong together."))
    status = 422 if form.errors else 200
    context = {"form": form, "next": onwards}
    return render(request, "portal/sign_in.html", context, status=status)


def _entered(request: HttpRequest, person: User, onwards: str) -> HttpResponse:
    request.session[PLACES] = len(doors.places_of(person.pk, at=now_of(request)))
    answer = redirect(onwards)
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
    return answer


def _onwards(request: HttpRequest) -> str:
    """Return where to go after the door: only ever a page of this site."""
    wished = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wished if safe else settings.LOGIN_REDIRECT_URL


@require_safe
def admin_door(request: HttpRequest) -> HttpResponse:
    """Send whoever knocks at the admin to the one door; who is in but not staff stays outside."""
    if request.user.is_authenticated:
        raise NotAllowed
    return redirect_to_login(
        request.GET.get("next") or reverse("admin:index"), reverse("portal:sign_in")
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Close the session."""
    signing_in.sign_out(request)
    return redirect("portal:front")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, here and in the mail to come."""
    answer = redirect(_onwards(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax"
        )
        actor = actor_of(request)
        if actor.person_id is not None:
            doors.prefer_language(actor.person_id, chosen)
    return answer


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
