"""A notice as a letter: our words, a reference and a link, in the recipient's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.defaultfilters import capfirst
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from messaging.links import link_to
from messaging.models import Notice
from reference.models.names import translated


@dataclass(frozen=True)
class Words:
    """What a letter says."""

    subject: str
    body: str


def words(notice: Notice) -> Words:
    """Return the letter in the notice's language; it names no person and quotes no case."""
    with override(notice.language):
        title = capfirst(translated(notice.title))
        facts = {
            "reference": notice.subject_reference,
            "title": title,
            "message": translated(notice.message),
            "link": link_to(notice.subject_type, notice.subject_id),
        }
        subject = (
            _("TARA %(reference)s: %(title)s") % facts
            if notice.subject_reference
            else _("TARA: %(title)s") % facts
        )
        return Words(subject=subject, body=render_to_string("messaging/letter.txt", facts))


def letter(notice: Notice, *, connection: Any = None) -> EmailMessage:
    """Return the message, addressed to one person and never copied to another.

    The message id is that of the notice: should a worker die between sending and noting it, the
    second copy is recognised as the same letter.
    """
    text = words(notice)
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return EmailMessage(
        subject=text.subject,
        body=text.body,
        to=[notice.recipient.email],
        connection=connection,
        headers={
            "Message-ID": f"<{notice.pk}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": notice.language,
        },
    )
