"""What either side writes into amendments: which terms change, and the file both sides sign."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from donors.api import pledge_entries
from donors.api.amendment_inputs import ChangedTerms
from donors.api.entries import terms_in
from donors.api.promise_inputs import LONG
from donors.choices.promises import IN_FORCE
from donors.models import Amendment, Pledge
from donors.policies.promises import BY_EITHER_DRAFTER
from donors.services import amendments
from portal.writing.kinds import Writing, writing
from web.entries import Written


class ChangeInput(ChangedTerms):
    """The terms a form offers to change, and why; UNODC writes what else may change."""

    motive = serializers.CharField(
        label=_("Why"), max_length=LONG, style={"base_template": "textarea.html"}
    )
    request = components = countries = earmark_modality = None  # type: ignore[assignment]


def _ask(said: Written) -> Amendment:
    motive, changes = terms_in(said.given)
    return amendments.draft(pk=said.pk, motive=motive, changes=changes, **said.begin)


def in_force(pledge: Pledge) -> bool:
    """Tell whether there is an agreement to write about."""
    return str(pledge.state) in IN_FORCE


ASK: Final = Writing(
    name="ask_amendment",
    title=_("Ask for an amendment"),
    inputs=ChangeInput,
    call=_ask,
    by=BY_EITHER_DRAFTER,
    at=in_force,
    hint=_(
        "Fill in only what is to change. Instalments and reports replace those still to come; "
        "nothing changes before your authority has signed and UNODC has accepted."
    ),
)
REWRITE, ATTACH = pledge_entries.OF_AMENDMENTS
OF_AMENDMENTS: Final = (
    writing(
        REWRITE,
        inputs=ChangeInput,
        call=pledge_entries.rewriting(ChangeInput),
        by=BY_EITHER_DRAFTER,
    ),
    writing(ATTACH, by=BY_EITHER_DRAFTER),
)
