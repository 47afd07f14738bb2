"""What templates ask for: tabs, the capacity a person acts in, money, states and moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.money import Money
from portal import amounts, navigation
from portal.giving.previews import quoted_as
from portal.words import state_of, tone_of
from reference.models.names import translated as in_force

register = template.Library()
register.filter(amounts.money)
register.filter(amounts.percent)
register.filter(amounts.plain)

ALWAYS = ("needs", "priorities", "challenges", "restrictions")
"""The four sections OP11 names, shown even when empty."""

IF_WRITTEN = (
    "proposed_activities",
    "risks",
    "domestic_law_note",
    "gender_note",
    "culture_note",
    "safeguards_note",
)


@register.simple_tag(takes_context=True)
def tabs(context: dict[str, Any]) -> list[navigation.Tab]:
    """Return the main ways of the person who asked."""
    request = context.get("request")
    return navigation.tabs_for(request) if request is not None else []


@register.simple_tag(takes_context=True)
def capacity(context: dict[str, Any]) -> navigation.Capacity:
    """Return for whom the person acts and in which roles."""
    return navigation.capacity_of(context["request"])


@register.filter
def state(subject: Any) -> SafeString:
    """Show where a subject stands, in words and with a tone."""
    return format_html(
        '<span class="state state-{}">{}</span>', tone_of(subject), state_of(subject)
    )


@register.filter
def quoted(amount: Money) -> str:
    """Return an amount as the hidden field of a preview carries it."""
    return quoted_as(amount)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up."""
    return mapping.get(key) if mapping else None


@register.filter
def beside(heads: Sequence[str], cells: Sequence[Any]) -> list[tuple[str, Any]]:
    """Set each cell of a row beside the head of its column."""
    return list(zip(heads, cells, strict=True))


@register.filter
def translated(text: str) -> str:
    """Show a title kept in English in the language in force."""
    return in_force(text)


@dataclass(frozen=True)
class Text:
    """One section of a file: its label and what was written."""

    label: str
    text: str


@register.simple_tag
def sections(subject: Any) -> list[Text]:
    """Return the named sections of a request or report in their order."""
    return _texts(subject, ALWAYS + IF_WRITTEN)


@register.simple_tag
def shown_sections(subject: Any) -> list[Text]:
    """Return the sections that donors and the public may read; the notes stay with UNODC."""
    return _texts(subject, ALWAYS)


def _texts(subject: Any, names: tuple[str, ...]) -> list[Text]:
    return [
        Text(str(subject._meta.get_field(name).verbose_name).capitalize(), getattr(subject, name))
        for name in names
        if hasattr(subject, name) and (name in ALWAYS or getattr(subject, name))
    ]
