"""Write the notices of an event: the handler the outbox calls, idempotent by event id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import override

from common.errors import Sentence
from messaging import rules
from messaging.models import Notice
from messaging.nudge import nudge
from messaging.recipients import sentences_by_person
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.registry import Machine, machine

CREATED = "create"


def write_notices(event: Event) -> None:
    """Store one notice per person concerned; called again, it stores nothing more."""
    known = machine(event.subject_type)
    subject = known.model.objects.visible_to(SYSTEM).get(pk=event.subject_id)
    notices = list(notices_of(event, subject=subject, known=known, at=event.at))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    if notices:
        transaction.on_commit(nudge, robust=True)


def notices_of(event: Event, *, subject: Any, known: Machine, at: datetime) -> Iterable[Notice]:
    """Yield the notices an event gives rise to, unsaved (a preview reads the same)."""
    tells = rules.decision(event.subject_type, event.name) or rules.SILENT
    told = sentences_by_person(tells, subject=subject, at=at, but=event.actor_id)
    title = in_english(title_of(known, event))
    for person, tell in told.items():
        yield Notice(
            event_id=event.pk,
            subject_type=event.subject_type,
            subject_id=event.subject_id,
            subject_reference=event.subject_reference,
            name=event.name,
            title=title,
            message=in_english(tell.sentence),
            recipient=person,
            language=person.language,
            created_at=at,
            available_at=at,
        )


def title_of(known: Machine, event: Event) -> Sentence:
    """Return what the step is called; a creation is called after the state it begins in."""
    declared = known.moves.get(event.name, {})
    move = declared.get(event.source) or next(iter(declared.values()), None)
    return move.title if move else event.name.replace("_", " ").capitalize()


def in_english(sentence: Sentence) -> str:
    """Return the key under which the catalogues know a sentence."""
    with override(None, deactivate=True):
        return str(sentence)
