"""Fill an empty installation with the training, or go on where an earlier run stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from config.training.cast import Cast, assemble, began
from config.training.casting import make_cast
from config.training.moments import beginning
from config.training.programme import CASES
from config.training.second_factor import give_factors
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

PRODUCTION = "production"


class TrainingRefused(Exception):
    """This is no place for a training."""


@dataclass(frozen=True)
class Seeded:
    """What a run did: cases told now, and cases found told."""

    told: int
    found: int


def seed(*, now: datetime) -> Seeded:
    """Make the people, then tell each case that is not told yet, in a transaction of its own.

    Raises:
        TrainingRefused: production, or people are here who are not of the training.
    """
    check_training_ground()
    moment = began()
    if moment is None:
        _check_empty()
        cast = make_cast(beginning(now))
    else:
        cast = assemble(moment)
    give_factors()
    starts = _starts_told(cast)
    waiting = [case for case in CASES if case.start(cast) not in starts]
    for case in waiting:
        with transaction.atomic():
            case.tell(cast, case.start(cast))
    return Seeded(told=len(waiting), found=len(CASES) - len(waiting))


def check_training_ground() -> None:
    """Refuse in production."""
    if settings.TARA_MODE == PRODUCTION:
        message = "training people have no place in production"
        raise TrainingRefused(message)


def _check_empty() -> None:
    with speaking_as(SYSTEM):
        if User.objects.exists():
            message = "people are here who are not of the training: nothing was added"
            raise TrainingRefused(message)


def _starts_told(cast: Cast) -> set[datetime]:
    """Return the moments of the first acts that are in the trail or with a donor's examination."""
    with speaking_as(SYSTEM):
        made = Event.objects.filter(name="create", effective_at__gte=cast.began)
        return set(made.values_list("effective_at", flat=True))
