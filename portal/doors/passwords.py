"""Passwords at the door: change one's own, or have a letter sent to choose a new one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.services import passwords
from common.errors import DomainError
from portal.access import actor_of, now_of, person_of, signed_in
from portal.forms.doors import AcceptForm, ChangePasswordForm, ResetForm
from portal.forms.refusals import show_refusal

METHODS = ["GET", "HEAD", "POST"]


@never_cache
@sensitive_post_parameters("former", "password", "again")
@require_http_methods(METHODS)
@signed_in
def change(request: HttpRequest) -> HttpResponse:
    """Change the password; this session goes on, all others end."""
    person = person_of(request)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            passwords.change(
                person=person,
                former=form.cleaned_data["former"],
                password=form.cleaned_data["password"],
                actor=actor_of(request),
                now=now_of(request),
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("Your password is changed. Other sessions have ended."))
            return redirect("portal:profile")
    status = 422 if form.errors else 200
    return render(request, "portal/door/password.html", {"form": form}, status=status)


@never_cache
@require_http_methods(METHODS)
def ask(request: HttpRequest) -> HttpResponse:
    """Take an address; the answer is the same whoever has it."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        passwords.ask_anew(email=form.cleaned_data["email"], now=now_of(request))
        return redirect("portal:password_asked")
    status = 422 if form.errors else 200
    return render(request, "portal/door/reset.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next, without saying whether the address is known."""
    return render(request, "portal/door/reset_asked.html")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(METHODS)
def anew(request: HttpRequest, person_id: UUID, secret: str) -> HttpResponse:
    """Choose a new password with the link of the letter."""
    passwords.owner_of(person_id, secret)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            passwords.set_anew(
                person_id=person_id,
                secret=secret,
                password=form.cleaned_data["password"],
                now=now_of(request),
            )
        except DomainError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Your new password is in force. You can sign in now."))
            return redirect("portal:sign_in")
    status = 422 if form.errors else 200
    return render(request, "portal/door/password_anew.html", {"form": form}, status=status)
