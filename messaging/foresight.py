"""Write the letters a step would send, for the engine's preview, without keeping any."""

from __future__ import annotations

from collections.abc import Sequence

from messaging.mail import words
from messaging.notices import notices_of
from workflows.actors import SYSTEM, Actor
from workflows.models import Event
from workflows.preview import Message
from workflows.principal import speaking_as


def render_letters(*, event: Event, actor: Actor) -> Sequence[Message]:
    """Return each letter in its recipient's language; the preview drops what is not for the caller.

    Who would be told is looked up as the system does it after commit: the caller may not see all.
    """
    letters = []
    with speaking_as(SYSTEM):
        for recipient, notice in notices_of(event, at=event.at):
            text = words(notice)
            letters.append(
                Message(
                    recipient=str(recipient.person),
                    organisation_id=recipient.organisation_id,
                    language=notice.language,
                    subject=text.subject,
                    body=text.body,
                )
            )
    return letters
