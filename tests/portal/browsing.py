"""What the stories of the portal do again and again: read forms, follow pages, look behind them."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as


def hidden(client: Any, url: str, name: str) -> str:
    """Return the value of a hidden field of a page."""
    return carried(client, url)[name]


def carried(client: Any, url: str) -> dict[str, str]:
    """Return every hidden field of a page but the token (one form per page, or alike)."""
    text = client.get(url).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', text))
    return {name: value for name, value in found.items() if not name.startswith("csrf")}


def step(key: str, subject: Any, name: str) -> str:
    """Return the address of a step."""
    return reverse("portal:step", args=[key, subject.pk, name])


def now_at(subject: Any) -> Any:
    """Return a subject as the database has it now."""
    with speaking_as(SYSTEM):
        return type(subject).objects.get(pk=subject.pk)


def events_of(subject: Any) -> int:
    """Return how many events a subject has."""
    with speaking_as(SYSTEM):
        return Event.objects.filter(subject_id=subject.pk).count()


def words_of(answer: Any) -> str:
    """Return the text of a page without its tags and doubled blanks."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)
