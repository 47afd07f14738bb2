"""The part of an auditor: read everything, verify the trail, find what is not in order."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import ROLES
from donors.lifecycle.allotment_guards import NEITHER_BEFORE
from portal.guide import case
from portal.guide.scenes import Choice, Newcomer, Scene, Walk, question, step
from ta_requests.lifecycle.request_guards import RequestFacts
from ta_requests.models import Request

SHOWN: Final = 12
"""So many characters of a fingerprint tell two of them apart here."""


def _file(person: Newcomer) -> tuple[Request, RequestFacts]:
    return case.request("submitted"), RequestFacts(actor=person.actor, now=person.now)


def _records(_person: Newcomer) -> dict[str, Any]:
    """Return three records of a chain, of which the last follows another than the second."""
    first, second, third, other = (_fingerprint(number) for number in range(4))
    chain = ((1, first, ""), (2, second, first), (3, third, other))
    return {"facts": [(_record(number), _line(own, before)) for number, own, before in chain]}


def _record(number: int) -> Any:
    return format_lazy("{} {}", pgettext_lazy("trail", "Record"), number)


def _line(own: str, before: str) -> Any:
    own_words, before_words = _("Fingerprint"), _("Fingerprint of the one before")
    told = format_html('{}: <bdi class="code" dir="ltr">{}</bdi>', own_words, own)
    if not before:
        return told
    return format_html('{}<br>{}: <bdi class="code" dir="ltr">{}</bdi>', told, before_words, before)


def _fingerprint(number: int) -> str:
    return sha256(f"practice {number}".encode()).hexdigest()[:SHOWN]


def _duties(_person: Newcomer) -> dict[str, Any]:
    certifier = ROLES["certifying_officer"].name
    return {
        "facts": [
            (_("Proposed"), format_html("{} A", ROLES["cofinancing_officer"].name)),
            (_("Certified"), format_html("{} B", certifier)),
            (_("Released"), format_html("{} B", ROLES["approving_officer"].name)),
        ]
    }


WHOLE: Final = _("This one follows what stands before it. Compare the other records.")

AUDIT: Final = Walk(
    key="audit",
    title=_("Your part as an auditor"),
    roles=frozenset({"auditor"}),
    scenes=(
        Scene(
            "file",
            _("Read the file"),
            _(
                "You open every case with all its sections, money and records on one page, and "
                "take no step in it. Look at whose each step would be."
            ),
            step(
                "request",
                "acknowledge",
                _file,
                lambda _person: {"facts": case.sections()},
            ),
        ),
        Scene(
            "trail",
            _("Verify a trail"),
            _(
                "Each record carries the fingerprint of the one before it. One of these three does "
                "not follow. Which one?"
            ),
            question(
                Choice("first", _record(1), WHOLE),
                Choice("second", _record(2), WHOLE),
                Choice(
                    "third",
                    _record(3),
                    _("Yes: between the second and this one something was altered or removed."),
                    is_right=True,
                ),
                told=_records,
            ),
        ),
        Scene(
            "duties",
            _("Who did what?"),
            _("Three steps of one allotment, by two people called A and B. Is it in order?"),
            question(
                Choice("yes", _("Yes"), NEITHER_BEFORE.sentence),
                Choice("no", _("No"), NEITHER_BEFORE.sentence, is_right=True),
                told=_duties,
            ),
        ),
    ),
    pages=(("requests", (), _("Requests")), ("trail", (), _("Verify a record"))),
)
