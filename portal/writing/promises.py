"""What the office writes into pledges and reports: the entries, and the rows of the schedule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound
from donors.api import pledge_entries
from donors.api.entries import NOTE_REFERENCE
from donors.api.ledger_inputs import ReferenceInput
from donors.api.pledge_entries import PAPERS
from donors.api.promise_inputs import InstalmentChange
from donors.models import Contribution, Instalment, Pledge
from donors.services import terms
from portal.writing.amendments import in_force
from portal.writing.kinds import Writing, writing
from web.entries import Written
from web.inputs import Inputs
from workflows.actors import Actor


def _instalment(pledge: Pledge, part: str, actor: Actor) -> Instalment:
    try:
        pk = UUID(part)
    except ValueError:
        raise NotFound from None
    found = Instalment.objects.visible_to(actor).filter(pledge=pledge, pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _instalment_before(pledge: Pledge, part: Instalment) -> dict[str, Any]:
    part.pledge = pledge
    return {"amount": part.money.amount, "due_on": part.due_on, "milestone": part.milestone}


def _change_instalment(said: Written) -> Any:
    given = {"milestone": "", **said.given}
    return terms.change_instalment(**{**said.timeless, "pk": UUID(said.part)}, **given)


def _remove_instalment(said: Written) -> Any:
    return terms.remove_instalment(**{**said.timeless, "pk": UUID(said.part)})


class NumberInput(ReferenceInput):
    """The number by which another system knows this contribution, or one of its allotments."""

    contribution = None  # type: ignore[assignment]


def _note_reference(said: Written) -> Any:
    held = Contribution.objects.visible_to(said.actor).filter(pledge_id=said.pk)
    of_this = {"contribution": held.get().pk, **said.given}
    return NOTE_REFERENCE.call(replace(said, given=of_this))


OF_PLEDGES: Final = (
    *(writing(one) for one in pledge_entries.OF_PLEDGES),
    Writing(
        name="change_instalment",
        title=_("Change the instalment"),
        inputs=InstalmentChange,
        call=_change_instalment,
        initial=_instalment_before,
        part=_instalment,
        of_part=True,
        **PAPERS,
    ),
    Writing(
        name="remove_instalment",
        title=_("Remove the instalment"),
        inputs=Inputs,
        call=_remove_instalment,
        part=_instalment,
        of_part=True,
        **PAPERS,
    ),
    writing(
        NOTE_REFERENCE,
        inputs=NumberInput,
        call=_note_reference,
        at=in_force,
        renamed={"allotment": "own_allotment"},
    ),
)
OF_REPORTS: Final = tuple(writing(one) for one in pledge_entries.OF_REPORTS)
