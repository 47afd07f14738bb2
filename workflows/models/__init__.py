"""Trail, outbox, permitted moves and the base of every subject."""

from workflows.models.allowed_move import AllowedMove
from workflows.models.event import Event, EventQuerySet, TrailHead
from workflows.models.opening import Opening
from workflows.models.outbox import OutboxMessage
from workflows.models.subject import Subject

__all__ = [
    "AllowedMove",
    "Event",
    "EventQuerySet",
    "Opening",
    "OutboxMessage",
    "Subject",
    "TrailHead",
]
