"""What a newcomer has learnt on the guided walks: kept with the person, seen by nobody else."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User


def keep_lesson(*, person: User, lesson: str) -> None:
    """Remember one lesson ("walk.scene"), once (the caller speaks as the person)."""
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=person.pk)
        if lesson not in kept.lessons:
            kept.lessons = [*kept.lessons, lesson]
            kept.save(update_fields=["lessons"])
    person.lessons = kept.lessons


def forget_lessons(*, person: User, walk: str) -> None:
    """Forget every lesson of one walk, so that it may be walked again."""
    with transaction.atomic():
        kept = User.objects.select_for_update().get(pk=person.pk)
        kept.lessons = [one for one in kept.lessons if not one.startswith(f"{walk}.")]
        kept.save(update_fields=["lessons"])
    person.lessons = kept.lessons
