"""Write the notices of an event: the handler the outbox calls, idempotent by event id."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from common.errors import Sentence
from messaging import rules
from messaging.models import Channel, Notice
from messaging.nudge import nudge
from messaging.recipients import Recipient, recipients_of
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.registry import Machine, machine


def write_notices(event: Event) -> None:
    """Store one notice per person concerned; called again, it stores nothing more."""
    notices = [notice for _recipient, notice in notices_of(event, at=event.at)]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if notices:
        transaction.on_commit(nudge, robust=True)


def notices_of(event: Event, *, at: datetime) -> Iterator[tuple[Recipient, Notice]]:
    """Yield the notices an event gives rise to, unsaved; the speaker must be the system."""
    tells = rules.decision(event.subject_type, event.name) or rules.SILENT
    if not tells:
        return
    known = machine(event.subject_type)
    subject: Any = known.model.objects.visible_to(SYSTEM).get(pk=event.subject_id)
    title = in_english(_title(known, event))
    for recipient in recipients_of(tells, subject=subject, at=at, but=event.actor_id):
        notice = Notice(
            event_id=event.pk,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            subject_reference=event.subject_reference,
            name=event.name,
            title=title,
            message=in_english(recipient.tell.sentence),
            recipient=recipient.person,
            channel=Channel.MAIL if recipient.person.mail_notices else Channel.PORTAL,
            language=recipient.person.language,
            created_at=at,
            available_at=at,
        )
        yield recipient, notice


def _title(known: Machine, event: Event) -> Sentence:
    """Return what the step is called; a beginning is called after what began."""
    declared = known.moves.get(event.name, {})
    move = declared.get(event.source) or next(iter(declared.values()), None)
    return move.title if move else known.model._meta.verbose_name


def in_english(sentence: Sentence) -> str:
    """Return the key under which the catalogues know a sentence."""
    with override(None):
        return str(sentence)
