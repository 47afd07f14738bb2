"""Say in a preview which money an act would move; only its donor and those who see all hear it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from common.money import Money
from workflows.actors import Actor
from workflows.models import Event
from workflows.preview import Effect

SENTENCES: Final[Mapping[tuple[str, str], tuple[str, Sentence]]] = {
    ("pledge", "record_receipt"): ("received", _("%(amount)s is received.")),
    ("allotment", "certify"): ("gross", _("%(amount)s is reserved on the contribution.")),
    ("allotment", "reject"): ("gross", _("%(amount)s is not allotted after all.")),
    ("allotment", "release"): ("gross", _("%(amount)s is released to the component.")),
    ("allotment", "certify_reversal"): ("reversal_amount", _("%(amount)s may be taken back.")),
    ("allotment", "reverse"): ("reversed", _("%(amount)s goes back to the contribution.")),
    ("allotment", "reduce"): ("reversed", _("%(amount)s goes back to the contribution.")),
    ("allotment", "obligate"): ("obligated", _("Obligations change by %(amount)s.")),
    ("allotment", "deobligate"): ("obligated", _("Obligations change by %(amount)s.")),
    ("adjustment", "approve"): ("amount", _("%(amount)s is adjusted.")),
    ("allotment", "spend"): ("spent", _("Expenditures change by %(amount)s.")),
}
"""By machine and move: which amount of the event moves, and the sentence that says so."""

HIDDEN: Final = ("donor", "caused_by")
"""What an event says that is no consequence."""


def describe_money(*, event: Event, actor: Actor) -> list[Effect]:
    """Return the money one event moves: nothing for events that move none."""
    key, sentence = SENTENCES.get((event.subject_type, event.name), ("", ""))
    moved: Any = event.data.get(key)
    if moved is None:
        return []
    told = str(sentence) % {"amount": str(Money.from_json(moved))}
    return [
        Effect(
            kind="money",
            sentence=told,
            data={name: value for name, value in event.data.items() if name not in HIDDEN},
            audience=frozenset({UUID(event.data["donor"])}),
        )
    ]
