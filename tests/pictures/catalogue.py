"""The pages in the pictures: which address, and signed in as whom ("" is a stranger)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True, kw_only=True)
class Cases:
    """The cases of the training that pages are about."""

    draft: UUID
    under_way: UUID
    need: UUID
    pledge: UUID
    fingerprint: str


@dataclass(frozen=True)
class Picture:
    """One page: its name in the album, what it shows, who reads it, and where."""

    name: str
    title: str
    who: str
    address: Callable[[Cases], str]


def _at(route: str, *args: str, of: str = "", query: str = "") -> Callable[[Cases], str]:
    """Return how a page is reached; ``of`` names the case it is about."""

    def address(cases: Cases) -> str:
        about: list[Any] = [getattr(cases, of)] if of else []
        return reverse(route, args=[*about, *args]) + query

    return address


def _verified(cases: Cases) -> str:
    query = urlencode({"fingerprint": cases.fingerprint})
    return f"{reverse('portal:trail')}?{query}"


DRAFTER, STATE = "madagascar.ms_drafter", "laos.ms_authority"
DONOR = "norway.donor_rep"
OFFICER = "programme_officer"

PICTURES: Final = (
    Picture("front", "The public front", "", _at("portal:front")),
    Picture("figures", "Figures for everybody", "", _at("portal:figures")),
    Picture("open-needs", "Open needs", "", _at("portal:open_needs")),
    Picture("published", "One published request", "", _at("portal:published", of="need")),
    Picture("how-it-works", "How a request travels", "", _at("portal:process")),
    Picture("verify", "A record is verified", "", _verified),
    Picture("sign-in", "The door", "", _at("portal:sign_in")),
    Picture("mission-home", "A mission's home", DRAFTER, _at("portal:home")),
    Picture(
        "request-step",
        "One step of writing a request",
        DRAFTER,
        _at("portal:request_section", "needs", of="draft"),
    ),
    Picture("request", "A request and its story", STATE, _at("portal:request", of="under_way")),
    Picture(
        "consent",
        "Who may see it, before consenting",
        "madagascar.ms_authority",
        _at("portal:request_consent", of="draft", query="?consent_class=all_donors"),
    ),
    Picture(
        "receipt-of-goods",
        "What arrived, confirmed by the State",
        STATE,
        _at("portal:request_delivery", of="under_way"),
    ),
    Picture("needs", "Needs, as a donor reads them", DONOR, _at("portal:needs")),
    Picture("need", "One need", DONOR, _at("portal:need", of="need")),
    Picture("pledge-form", "Pledging to a need", DONOR, _at("portal:pledge_to", of="need")),
    Picture("pledges", "A donor's pledges", DONOR, _at("portal:pledges")),
    Picture("pledge", "From promise to result", DONOR, _at("portal:pledge", of="pledge")),
    Picture("statement", "Statement of account", DONOR, _at("portal:pledge_account", of="pledge")),
    Picture("guided-walk", "A donor practises its part", DONOR, _at("portal:learn", "donor")),
    Picture("queue", "The queue of the staff", OFFICER, _at("portal:queue")),
    Picture("board", "The board", "section_chief", _at("portal:desks")),
    Picture("request-file", "The request file", OFFICER, _at("portal:request", of="under_way")),
    Picture("desk-assessment", "Assessment desk", OFFICER, _at("portal:desk_assessment")),
    Picture(
        "desk-relations",
        "Relationship desk",
        "cofinancing_officer",
        _at("portal:desk_relations"),
    ),
    Picture(
        "desk-finance",
        "Finance desk: receipts",
        "treasury_officer",
        _at("portal:desk_finance", "receipts"),
    ),
    Picture("desk-delivery", "Delivery desk", OFFICER, _at("portal:desk_delivery")),
    Picture(
        "admin",
        "The admin: countries",
        "administrator",
        _at("admin:reference_country_changelist"),
    ),
)
"""Every picture, in the order of the album."""
