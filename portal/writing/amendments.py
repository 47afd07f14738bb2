"""What either side writes into amendments: which terms change, and the file both sides sign."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from donors.api.amendment_inputs import ChangedTerms
from donors.api.promise_inputs import LONG, FileInput
from donors.choices.promises import IN_FORCE, AmendmentState
from donors.models import Amendment, Pledge
from donors.policies.promises import BY_EITHER_DRAFTER
from donors.services import amendments
from portal.writing.kinds import Writing, Written

EMPTY: Final[tuple[Any, ...]] = (None, "", [])


class ChangeInput(ChangedTerms):
    """The terms a form offers to change, and why; UNODC writes what else may change."""

    motive = serializers.CharField(
        label=_("Why"), max_length=LONG, style={"base_template": "textarea.html"}
    )
    request = components = countries = earmark_modality = None  # type: ignore[assignment]


def _terms(given: dict[str, Any]) -> tuple[str, amendments.Changes]:
    """Return why and what changes: what is left empty stays as it is."""
    changes: Any = {name: value for name, value in given.items() if value not in EMPTY}
    return changes.pop("motive", ""), changes


def _ask(said: Written) -> Amendment:
    motive, changes = _terms(said.given)
    return amendments.draft(
        pk=said.pk, motive=motive, changes=changes, actor=said.actor, now=said.now
    )


def _redraft(said: Written) -> Amendment:
    motive, changes = _terms(said.given)
    return amendments.redraft(
        pk=said.pk, motive=motive, changes=changes, actor=said.actor, version=said.version
    )


def _written(amendment: Amendment, _part: Any) -> dict[str, Any]:
    return {"motive": amendment.motive, **amendment.changes}


def _attach(said: Written) -> Amendment:
    return amendments.attach(
        pk=said.pk, upload=said.given["file"], actor=said.actor, version=said.version
    )


def _in_force(pledge: Pledge) -> bool:
    return str(pledge.state) in IN_FORCE


def _is_draft(amendment: Amendment) -> bool:
    return str(amendment.state) == AmendmentState.DRAFT


ASK: Final = Writing(
    name="ask_amendment",
    title=_("Ask for an amendment"),
    inputs=ChangeInput,
    call=_ask,
    by=BY_EITHER_DRAFTER,
    at=_in_force,
    hint=_(
        "Fill in only what is to change. Instalments and reports replace those still to come; "
        "nothing changes before your authority has signed and UNODC has accepted."
    ),
)
OF_AMENDMENTS: Final = (
    Writing(
        name="rewrite_amendment",
        title=_("Rewrite the draft"),
        inputs=ChangeInput,
        call=_redraft,
        by=BY_EITHER_DRAFTER,
        at=_is_draft,
        initial=_written,
        hint=_("What stands here replaces what the draft said before."),
    ),
    Writing(
        name="attach_amendment",
        title=_("Attach the amendment"),
        inputs=FileInput,
        call=_attach,
        by=BY_EITHER_DRAFTER,
        at=_is_draft,
        hint=_("The file both sides sign; another replaces it until it is offered."),
    ),
)
