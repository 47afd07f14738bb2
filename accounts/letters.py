"""Letters about accounts, sent when an event is delivered: invitations, new passwords, changes."""

from __future__ import annotations

from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import Invitation, PasswordReset, User
from accounts.services import passwords
from accounts.services.announcing import ACCOUNT
from accounts.services.invitations import SUBJECT_TYPE, secret_of
from common.errors import Sentence
from workflows.models import Event

CHANGES: Final[dict[str, Sentence]] = {
    "change_password": gettext_lazy("Your password was changed."),
    "reset_password": gettext_lazy("Your password was set anew through a letter to this address."),
    "add_app": gettext_lazy("An authenticator app was added to your account."),
    "add_passkey": gettext_lazy("A passkey was added to your account."),
    "remove_app": gettext_lazy("The authenticator app was removed from your account."),
    "remove_passkey": gettext_lazy("A passkey was removed from your account."),
    "remove_all_factors": gettext_lazy(
        "An administrator removed every second factor from your account. You can set up a new one."
    ),
    "renew_codes": gettext_lazy(
        "New recovery codes were made for your account; the former ones no longer work."
    ),
    "connect_house": gettext_lazy(
        "You can now sign in to your account through the sign-in service of your organisation."
    ),
}
"""What was done to an account, by the name of the event."""


def link_of(invitation: Invitation) -> str:
    """Return the address where the invitation is accepted."""
    return urljoin(settings.PUBLIC_URL, f"/invitation/{secret_of(invitation.pk)}/")


def send_invitation(event: Event) -> None:
    """Send the letter of a confirmed invitation (a handler of the outbox).

    Should it be called twice, the second letter has the same message id and the same link.
    """
    if event.subject_type != SUBJECT_TYPE:
        return
    invitation = Invitation.objects.select_related("organisation").get(pk=event.subject_id)
    if invitation.accepted_at is None:
        letter(invitation).send()


def letter(invitation: Invitation) -> EmailMessage:
    """Write the letter in the invited person's language."""
    with override(invitation.language):
        facts = {
            "name": invitation.name,
            "organisation": invitation.organisation.display_name,
            "link": link_of(invitation),
            "day": invitation.expires_at.date().isoformat(),
        }
        body = _(
            "%(name)s,\n\n"
            "you are invited to work with TARA for %(organisation)s. Follow this link and choose"
            " a password, until %(day)s:\n\n%(link)s\n\n"
            "If you did not expect this, do nothing."
        )
        return EmailMessage(
            subject=str(_("TARA: your invitation")),
            body=body % facts,
            to=[invitation.email],
            headers={"Message-ID": f"<invitation-{invitation.pk}@tara>"},
        )


def send_reset(event: Event) -> None:
    """Send the letter with which a new password is chosen, if the address belongs to somebody.

    Should it be called twice, the second call finds nothing more to do.
    """
    if event.subject_type != passwords.SUBJECT_TYPE:
        return
    asked = PasswordReset.objects.filter(pk=event.subject_id).first()
    if asked is None:
        return
    person = User.objects.filter(email__iexact=asked.email, is_active=True).first()
    if person is not None:
        reset_letter(person, asked).send()
    asked.delete()


def reset_letter(person: User, asked: PasswordReset) -> EmailMessage:
    """Write the letter in the person's language."""
    path = f"/password/{person.pk}/{passwords.secret_of(person)}/"
    with override(person.language):
        body = _(
            "%(name)s,\n\n"
            "somebody, probably you, asked for a new password for TARA. Follow this link within an"
            " hour and choose one:\n\n%(link)s\n\n"
            "If it was not you, do nothing: your password stays as it is."
        )
        return EmailMessage(
            subject=str(_("TARA: choose a new password")),
            body=body % {"name": person.name, "link": urljoin(settings.PUBLIC_URL, path)},
            to=[person.email],
            headers={"Message-ID": f"<reset-{asked.pk}@tara>"},
        )


def send_account_change(event: Event) -> None:
    """Tell a person what was done to their account, so that they notice when it was not them."""
    if event.subject_type != ACCOUNT or event.name not in CHANGES:
        return
    person = User.objects.filter(pk=event.subject_id, is_active=True).first()
    if person is not None:
        change_letter(person, event).send()


def change_letter(person: User, event: Event) -> EmailMessage:
    """Write the letter in the person's language."""
    with override(person.language):
        facts = {
            "name": person.name,
            "change": CHANGES[event.name],
            "link": urljoin(settings.PUBLIC_URL, "/password/"),
        }
        body = _(
            "%(name)s,\n\n%(change)s\n\n"
            "If this was not you, choose a new password at once and tell UNODC:\n\n%(link)s"
        )
        return EmailMessage(
            subject=str(_("TARA: your account was changed")),
            body=body % facts,
            to=[person.email],
            headers={"Message-ID": f"<account-{event.pk}@tara>"},
        )
