"""The shapes in which moves, their prospects and their history are told."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from web.rows import Row
from workflows.available import Possibility
from workflows.preview import Preview


class ReasonShape(serializers.Serializer[Any]):
    """One thing that stands in the way."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    field = serializers.CharField(allow_null=True)


class PossibilityShape(serializers.Serializer[Any]):
    """One move: whether it may be taken now by the caller, and if not, why not."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    effect = serializers.CharField()
    target = serializers.CharField()
    from_here = serializers.BooleanField(help_text="Declared from the present state.")
    allowed = serializers.BooleanField()
    reasons = ReasonShape(many=True)
    hindrances = ReasonShape(
        many=True,
        help_text="What keeps others from a step of theirs; told to those who read all cases.",
    )
    missing_fields = serializers.ListField(child=serializers.CharField())
    roles = serializers.ListField(child=serializers.CharField(), help_text="Roles that could act.")
    asks = serializers.ListField(child=serializers.CharField())
    needs_reason = serializers.BooleanField()
    href = serializers.CharField(allow_null=True, help_text="Where to POST; null for the system's.")


def told(possibility: Possibility, *, href: str | None) -> dict[str, Any]:
    """Return one possibility in its published shape."""
    return {
        "name": possibility.name,
        "title": str(possibility.title),
        "description": possibility.description,
        "effect": str(possibility.effect),
        "target": possibility.target,
        "from_here": possibility.from_here,
        "allowed": possibility.allowed,
        "reasons": [reason.as_dict() for reason in possibility.reasons],
        "hindrances": [reason.as_dict() for reason in possibility.hindrances],
        "missing_fields": list(possibility.missing_fields),
        "roles": list(possibility.roles),
        "asks": list(possibility.asks),
        "needs_reason": possibility.needs_reason,
        "href": href,
    }


class EffectShape(serializers.Serializer[Any]):
    """One consequence of a move."""

    kind = serializers.ChoiceField(choices=["state", "money", "clock", "sight"])
    sentence = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]


class MessageShape(serializers.Serializer[Any]):
    """One mail that would be sent, in the recipient's language."""

    recipient = serializers.CharField()
    language = serializers.CharField()
    subject = serializers.CharField()
    body = serializers.CharField()


class PreviewShape(serializers.Serializer[Any]):
    """What the move would do, as far as the caller may know."""

    effects = EffectShape(many=True)
    messages = MessageShape(many=True)


class MovedShape(serializers.Serializer[Any]):
    """Where the object stands after the move; ``preview`` is null unless it was a dry run."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    state = serializers.CharField()
    version = serializers.IntegerField()
    preview = PreviewShape(allow_null=True)


def rehearsed(shown: Preview) -> dict[str, Any]:
    """Return the consequences of a dry run in their published shape."""
    effects = [
        {"kind": effect.kind, "sentence": str(effect.sentence), "data": dict(effect.data)}
        for effect in shown.effects
    ]
    messages = [
        {
            "recipient": message.recipient,
            "language": message.language,
            "subject": message.subject,
            "body": message.body,
        }
        for message in shown.messages
    ]
    return {"effects": effects, "messages": messages}


class EventRow(Row):
    """One step of the trail; ``reason``, ``data`` and the person are empty where not for you."""

    seq = serializers.IntegerField()
    name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.CharField()
    role = serializers.CharField(source="actor_role")
    organisation = serializers.UUIDField(source="organisation_id", allow_null=True)
    person = serializers.UUIDField(source="actor_id", allow_null=True)
    reason = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]
    version = serializers.IntegerField()
    effective_at = serializers.DateTimeField()
    at = serializers.DateTimeField()
    hash = serializers.CharField()
