"""A request that came on paper: one officer writes it down, another compares it and files it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ta_requests.models import Request
from ta_requests.policies.request import OFFICER
from ta_requests.services import drafting
from ta_requests.services.documents import Upload
from ta_requests.services.file_inspection import LARGEST
from web.entries import Entry, Written
from web.inputs import Inputs


class PaperInput(Inputs):
    """Whose note it is and how it begins; everything else is written step by step."""

    organisation = serializers.UUIDField(label=_("Member State"))
    title = serializers.CharField(label=_("Title"), max_length=300)
    language = serializers.ChoiceField(
        label=_("Language of the request"),
        choices=settings.LANGUAGES,
        help_text=_("The language the note is written in."),
    )
    file = serializers.FileField(
        label=_("Scan of a paper note"),
        required=False,
        allow_empty_file=True,
        help_text=_("It may also be attached afterwards; nothing is filed without it."),
    )


def _transcribe(said: Written) -> Request:
    """Begin the draft in the State's name, with the scan if there is one."""
    sent = said.given.pop("file", None)
    return drafting.transcribe(
        organisation_id=said.given.pop("organisation"),
        content=said.given,
        scan=Upload(name=sent.name or "", content=sent.read(LARGEST + 1)) if sent else None,
        **said.begin,
    )


TRANSCRIBE: Final = Entry(
    name="transcribe",
    title=_("Write a request down from a paper note"),
    hint=_(
        "You write what the note says, step by step, and attach its scan. A second officer "
        "compares the two and files it; the State is told."
    ),
    inputs=PaperInput,
    call=_transcribe,
    by=OFFICER,
)
