"""Make out who gives in a transaction: what the publisher says, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from donors.services.published.iati import FUNDING, Activity, Organisation, Transaction
from donors.services.published.shapes import Giver

GOVERNMENT: Final = "10"
KINDS: Final[Mapping[str, str]] = {
    GOVERNMENT: "state",
    "21": "ngo",
    "22": "ngo",
    "23": "ngo",
    "24": "ngo",
    "30": "private",
    "40": "igo",
    "60": "foundation",
    "70": "private",
    "71": "private",
    "72": "private",
    "73": "private",
    "80": "academic",
    "90": "private",
}
UNITED_NATIONS: Final = re.compile(r"\bunited nations\b|^XM-DAC-41[0-9A-Z]{3}\b", re.IGNORECASE)
UNODC: Final = re.compile(r"^XM-DAC-41128\b")
OF_A_STATE: Final = re.compile(r"([A-Z]{2})-(?:\d{1,3}|[A-Z]*GOV[A-Z0-9]*|GOV-\w+)")
OF_A_DONOR: Final = re.compile(r"XM-DAC-(\d{1,3})(?:-\d+)?")
GOVERNMENT_OF: Final = re.compile(
    r"(?:the\s+)?(?:royal\s+)?government\s+of\s+(?:the\s+)?(.+)|(.+?),?\s+government(?:\s+of)?",
    re.IGNORECASE,
)
DAC_DONORS: Final[Mapping[str, str]] = {
    "1": "AT",
    "2": "BE",
    "3": "DK",
    "4": "FR",
    "5": "DE",
    "6": "IT",
    "7": "NL",
    "8": "NO",
    "9": "PT",
    "10": "SE",
    "11": "CH",
    "12": "GB",
    "18": "FI",
    "20": "IS",
    "21": "IE",
    "22": "LU",
    "40": "GR",
    "50": "ES",
    "61": "SI",
    "68": "CZ",
    "69": "SK",
    "75": "HU",
    "76": "PL",
    "301": "CA",
    "302": "US",
    "701": "JP",
    "742": "KR",
    "801": "AU",
    "820": "NZ",
}
"""Donor codes of the Development Assistance Committee, as organisation identifiers carry them."""

Repaired = Callable[[str], None]


def giver_of(activity: Activity, transaction: Transaction, repaired: Repaired) -> Giver | None:
    """Return the giver of an incoming transaction, or None where nobody is named.

    The provider's name; where only its reference is given, the participating organisation of that
    reference; where nothing is given, the only funding organisation.
    """
    named = _named(activity, transaction.provider)
    if named is None:
        funders = activity.having(FUNDING)
        if len(funders) != 1 or not funders[0].name:
            return None
        named = funders[0]
        repaired("donor_from_funder")
    return _giver(named, repaired)


def _named(activity: Activity, provider: Organisation) -> Organisation | None:
    """Complete what the transaction says with what the activity says of the same organisation."""
    known = [
        each
        for each in (*activity.organisations, activity.reporter)
        if each.name and ((provider.ref and each.ref == provider.ref) or each.name == provider.name)
    ]
    if not known:
        return provider if provider.name else None
    typed = next((each.kind for each in known if each.kind), "")
    return Organisation(
        name=provider.name or known[0].name,
        ref=provider.ref or known[0].ref,
        kind=provider.kind or typed,
    )


def _giver(named: Organisation, repaired: Repaired) -> Giver:
    country = country_of(named)
    kind = KINDS.get(named.kind, "")
    if not kind and country:
        kind = "state"
    if UNITED_NATIONS.search(named.ref) or UNITED_NATIONS.search(named.name):
        kind = "unodc" if UNODC.search(named.ref) else "un_entity"
    if not kind:
        repaired("donor_kind_assumed")
    return Giver(
        name=named.name, ref=named.ref, kind=kind, country=country if kind == "state" else ""
    )


def country_of(named: Organisation) -> str:
    """Return the country a government belongs to, by its reference or by its name."""
    found = OF_A_STATE.fullmatch(named.ref)
    if found:
        return found[1]
    donor = OF_A_DONOR.fullmatch(named.ref)
    if donor and donor[1] in DAC_DONORS:
        return DAC_DONORS[donor[1]]
    called = GOVERNMENT_OF.fullmatch(named.name)
    if called:
        return (called[1] or called[2]).strip(" ,")
    return named.name if named.kind == GOVERNMENT else ""
