"""A request that came on paper: one officer writes it down, another compares it and files it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ta_requests.models import Request
from ta_requests.services import drafting
from ta_requests.services.documents import Upload
from ta_requests.services.file_inspection import LARGEST
from web.inputs import Inputs
from workflows.actors import Actor


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


def transcribe(given: dict[str, Any], actor: Actor, now: datetime) -> Request:
    """Begin the draft in the State's name, with the scan if there is one."""
    sent = given.pop("file", None)
    return drafting.transcribe(
        organisation_id=given.pop("organisation"),
        content=given,
        scan=Upload(name=sent.name or "", content=sent.read(LARGEST + 1)) if sent else None,
        actor=actor,
        now=now,
    )
