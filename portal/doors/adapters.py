"""What the sign-in library may do here: open our sessions, never make an account."""

from __future__ import annotations

import base64
import hashlib
import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services import doors, factors
from accounts.services.announcing import tell_owner
from portal.access import now_of
from portal.doors.onwards import onwards, stays_outside
from portal.navigation import PLACES
from web import signing_in
from web.caller import actor_in
from web.second_factor import must_show_one, note_shown

PROVED: Final = "proved_at"
"""Key of the session under which is kept when the person last proved who they are (seconds)."""

FRESH_SECONDS: Final = 300

INCORRECT_CODE = _("This code is not right, or was used already. Wait for the next one.")


class DoorAdapter(DefaultAccountAdapter):
    """Opens and closes sessions as the house does, and says nothing of its own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("This is not the password the account has now."),
        "incorrect_code": INCORRECT_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: people come by invitation."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session; who has a second factor was asked for it on the way here."""
        signing_in.begin(request, user)
        if factors.has_one(user):
            note_shown(request)
        request.session[PROVED] = time.time()
        request.session[PLACES] = len(doors.places_of(user.pk, at=now_of(request)))

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Lead on, in the person's own language."""
        answer = redirect(facts.get("redirect_url") or onwards(request))
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return answer

    def logout(self, request: HttpRequest) -> None:
        """Close the session."""
        signing_in.sign_out(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Answer as if there were no such account."""
        return stays_outside(request)

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Ask for a proof again, unless one was given minutes ago."""
        proved: float = self.request.session.get(PROVED, 0)
        return time.time() - proved > FRESH_SECONDS

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: Any = None, **more: Any
    ) -> None:
        """Show sentences of ours; the library's own stay unsaid."""
        if message:
            messages.add_message(request, level, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: letters go through the outbox."""

    def send_notification_mail(self, *args: Any, **facts: Any) -> None:
        """Send nothing: letters go through the outbox."""


class FactorAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted, and the last factor of staff where it is."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": INCORRECT_CODE,
        "cannot_delete_authenticator": _(
            "Staff of UNODC always have a second factor. Add another one before you remove this."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes stand in for a second factor: set one up first."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return what is kept in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that was kept."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor of whoever may not do without."""
        person = authenticator.user
        free = not must_show_one(person, actor_in(self.request))
        return free or not factors.is_last(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's
        """Call a passkey by its number, until its owner says something better."""
        number = factors.factors_of(user.pk).filter(type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Say to whom a passkey belongs: this host, under our name."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "TARA"}


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"second factor" + settings.FACTOR_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class HouseAdapter(DefaultSocialAccountAdapter):
    """Takes another house's word for an address that was invited, and for no other."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say no: people come by invitation."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person by the address the house verified; keep nothing else it told."""
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        person = _invited(sociallogin)
        if person is None:
            raise ImmediateHttpResponse(stays_outside(request))
        sociallogin.connect(request, person)
        tell_owner(person.pk, "connect_house", actor=actor_in(request), now=now_of(request))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **facts: Any) -> None:
        """Answer every error of the other house in the same way."""
        raise ImmediateHttpResponse(stays_outside(request))


def _invited(sociallogin: SocialLogin) -> User | None:
    verified = [one.email for one in sociallogin.email_addresses if one.verified is True]
    return next(
        (
            person
            for address in verified
            for person in User.objects.filter(email__iexact=address, is_active=True)
        ),
        None,
    )
