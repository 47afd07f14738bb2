"""The letter that carries an invitation's link, sent when its confirmation is delivered."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Invitation
from accounts.services.invitations import SUBJECT_TYPE, secret_of
from workflows.models import Event


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
