"""The addresses of the door, under the names by which the sign-in library finds them."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.openid_connect import views as house
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.doors import entering, factors
from portal.doors.onwards import at_the_door
from web.second_factor import before_second_factor

METHODS = ["GET", "HEAD", "POST"]


def _own(view: Any) -> Any:
    """Return a page on one's own account, open while the second factor is set up."""
    page = never_cache(login_required(view.as_view()))
    return before_second_factor(require_http_methods(METHODS)(page))


def _door(view: Any) -> Any:
    """Return a step of signing in."""
    return require_http_methods(METHODS)(never_cache(at_the_door(view)))


urlpatterns = [
    path("sign-in/", entering.sign_in, name="account_login"),
    path("sign-in/code/", _door(entering.Code.as_view()), name="mfa_authenticate"),
    path("sign-in/passkey/", _door(entering.PasskeySignIn.as_view()), name="mfa_login_webauthn"),
    path("sign-in/<slug:provider_id>/begin/", _door(house.login), name="openid_connect_login"),
    path("sign-in/<slug:provider_id>/back/", _door(house.callback), name="openid_connect_callback"),
    path("sign-out/", entering.sign_out, name="account_logout"),
    path("account/again/", _own(factors.Again), name="account_reauthenticate"),
    path("account/again/code/", _own(factors.AgainByCode), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/", _own(factors.AgainByPasskey), name="mfa_reauthenticate_webauthn"
    ),
    path("account/security/", _own(factors.Index), name="mfa_index"),
    path("account/security/app/", _own(factors.AppAdd), name="mfa_activate_totp"),
    path("account/security/app/remove/", _own(factors.AppRemove), name="mfa_deactivate_totp"),
    path("account/security/passkeys/", _own(factors.PasskeyAdd), name="mfa_add_webauthn"),
    path(
        "account/security/passkeys/<int:pk>/remove/",
        _own(factors.PasskeyRemove),
        name="mfa_remove_webauthn",
    ),
    path("account/security/codes/", _own(factors.Codes), name="mfa_view_recovery_codes"),
    path("account/security/codes/new/", _own(factors.CodesNew), name="mfa_generate_recovery_codes"),
    path(
        "account/security/codes/file/", _own(factors.CodesFile), name="mfa_download_recovery_codes"
    ),
]
