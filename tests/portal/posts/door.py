"""What a person sends at the door and about the own account."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from accounts.services import invitations, passwords
from tests.portal.posts.form import Form, Make
from tests.world import PASSWORD, World

CHIEF: Final = "section_chief"
ANEW: Final = "another-long-training-phrase"
TWICE: Final = {"password": ANEW, "again": ANEW}
NOBODY: Final = "nobody"
CAME: Final = frozenset({"accounts_user"})
"""Where it is noted when somebody came in."""


def own(name: str, /, *args: Any, **values: Any) -> Make:
    """Return a form about the own account that nobody takes for what is sent here."""
    return lambda _world: Form(
        url=reverse(name, args=args), who=CHIEF, values=values, is_honest=False, is_fresh=True
    )


def strange(name: str, /, *args: Any, **values: Any) -> Make:
    """Return a step of signing in that opens nothing to a stranger."""
    return lambda _world: Form(url=reverse(name, args=args), who="", values=values, is_honest=False)


def profile(world: World) -> Form:
    values = {"name": "Another Name", "language": "ar", "time_zone": "UTC"}
    return Form(url=reverse("portal:profile"), who=CHIEF, values=values, is_open=True)


def password(world: World) -> Form:
    return Form(
        url=reverse("portal:password"),
        who=CHIEF,
        values={"former": PASSWORD, **TWICE},
        kind=frozenset({401}),
    )


def language(world: World) -> Form:
    return Form(url=reverse("portal:language"), who=CHIEF, values={"language": "fr"}, is_open=True)


def sign_in(world: World) -> Form:
    values = {"email": f"{CHIEF}@training.example", "password": PASSWORD}
    return Form(
        url=reverse("portal:sign_in"),
        who="",
        values=values,
        is_open=True,
        is_kept=False,
        noted=CAME,
    )


def sign_out(world: World) -> Form:
    return Form(url=reverse("portal:sign_out"), who=CHIEF, is_open=True, is_kept=False)


def letter(world: World) -> Form:
    values = {"email": f"{CHIEF}@training.example"}
    return Form(url=reverse("portal:password_ask"), who="", values=values, is_open=True)


def chosen_anew(world: World) -> Form:
    person = world.user(CHIEF)
    secret = passwords.secret_of(person)
    return Form(
        url=reverse("portal:password_anew", args=[person.pk, secret]),
        who="",
        values=TWICE,
        names=str(person.pk),
    )


def invitation(world: World) -> Form:
    name = "administrator.2"
    with world.as_(name) as now:
        made = invitations.invite(
            email="new@training.example",
            name="Somebody New",
            language="en",
            organisation_id=world.organisations["donor"].pk,
            roles=["donor_rep"],
            basis="Note verbale 8/2026",
            actor=world[name],
            now=now,
        )
    name = "administrator"
    with world.as_(name) as now:
        invitations.confirm(pk=made.pk, actor=world[name], now=now)
    secret = invitations.secret_of(made.pk)
    return Form(url=reverse("portal:invitation", args=[secret]), who="", values=TWICE, names=secret)


FORMS: dict[str, Make] = {
    "/account/": profile,
    "/account/password/": password,
    "/account/again/": own("account_reauthenticate", password="not this one"),  # noqa: S106
    "/account/again/code/": own("mfa_reauthenticate", code="000000"),
    "/account/again/passkey/": own("mfa_reauthenticate_webauthn", credential="{}"),
    "/account/security/app/": own("mfa_activate_totp", code="000000"),
    "/account/security/app/remove/": own("mfa_deactivate_totp"),
    "/account/security/codes/file/": own("mfa_download_recovery_codes"),
    "/account/security/codes/new/": own("mfa_generate_recovery_codes"),
    "/account/security/passkeys/": own("mfa_add_webauthn", name="key", credential="{}"),
    "/account/security/passkeys/{pk}/remove/": own("mfa_remove_webauthn", 1),
    "/acting/": own("portal:acting", membership=str(UUID(int=7))),
    "/invitation/made-up/": invitation,
    "/language/": language,
    "/password/": letter,
    "/password/{person_id}/made-up/": chosen_anew,
    "/sign-in/": sign_in,
    "/sign-in/code/": strange("mfa_authenticate", code="000000"),
    "/sign-in/nobody/back/": strange("openid_connect_callback", NOBODY, code="x", state="y"),
    "/sign-in/nobody/begin/": strange("openid_connect_login", NOBODY),
    "/sign-in/passkey/": strange("mfa_login_webauthn", credential="{}"),
    "/sign-out/": sign_out,
}
