"""Separation of duties on one object, superusers included (DOMAIN 2.7, rule 105.6)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from workflows.moves import Requirement

ONE_DUTY_EACH: Sentence = _("You already took another duty here; a second person must do this.")


def another_person_than(
    *columns: str, sentence: Sentence = ONE_DUTY_EACH, code: str = "separation_of_duties"
) -> Requirement:
    """Require an actor whose name stands in none of the subject's columns."""

    def holds(subject: Any) -> bool:
        taken = {getattr(subject, column) for column in columns} - {None}
        return subject.facts.actor.person_id not in taken

    return Requirement(holds, sentence, code, duty=True)
