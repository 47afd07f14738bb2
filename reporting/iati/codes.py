"""Codes of the IATI codelists that activities are published under, and what ours mean in them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from accounts.choices import OrganisationKind
from donors.choices.promises import Earmark
from ta_requests.choices.request import RequestState


class Status(StrEnum):
    """Where an activity stands."""

    PIPELINE = "1"
    IMPLEMENTATION = "2"
    FINALISATION = "3"
    CLOSED = "4"
    CANCELLED = "5"
    SUSPENDED = "6"


class Transaction(StrEnum):
    """What a transaction is."""

    RECEIPT = "1"
    OBLIGATION = "2"
    EXPENDITURE = "4"
    COMMITMENT = "11"
    PLEDGE = "13"


INCOMING: Final = (Transaction.RECEIPT, Transaction.COMMITMENT, Transaction.PLEDGE)


class DateKind(StrEnum):
    """What happened, or is to happen, on a day."""

    PLANNED_START = "1"
    ACTUAL_START = "2"
    PLANNED_END = "3"
    ACTUAL_END = "4"


class Role(StrEnum):
    """What an organisation does for an activity."""

    FUNDING = "1"
    ACCOUNTABLE = "2"
    EXTENDING = "3"
    IMPLEMENTING = "4"


class AidVocabulary(StrEnum):
    """What a type of aid is told in."""

    OECD_DAC = "1"
    EARMARKING_CATEGORY = "2"
    EARMARKING_MODALITY = "3"


STATUS: Final[Mapping[str, Status]] = {
    RequestState.FUNDING_SOUGHT: Status.PIPELINE,
    RequestState.LAPSED: Status.PIPELINE,
    RequestState.FUNDED: Status.PIPELINE,
    RequestState.IN_DELIVERY: Status.IMPLEMENTATION,
    RequestState.SUSPENDED: Status.SUSPENDED,
    RequestState.TERMINATED: Status.CANCELLED,
    RequestState.COMPLETED: Status.FINALISATION,
    RequestState.CLOSED: Status.CLOSED,
}

SECTOR: Final[Mapping[str, str]] = {
    "T1": "15131",
    "T2": "15137",
    "T2c": "11330",
    "T2d": "11230",
    "T3": "15130",
    "T3b": "11330",
    "T3c": "16020",
    "T4": "15130",
    "T5": "15134",
    "T6": "15134",
    "T7": "15130",
}
"""The sector of a theme; a part without one has that of its theme."""

TARGETS: Final[Mapping[str, str]] = {
    "T1": "16.6",
    "T2c": "4.4",
    "T2d": "4.4",
    "T3a": "5.c",
    "T3b": "4.4",
    "T3c": "8.6",
    "T6": "10.2",
    "T7": "17.9",
}
"""The target of the Sustainable Development Goals a theme serves besides that of all themes."""
OF_ALL: Final = "16.3"
"""Every activity promotes the rule of law and access to justice."""

GENDER: Final = "1"
GENDER_THEME: Final = "T3a"
NOT_TARGETED, SIGNIFICANT = "0", "1"
"""Policy marker 1, with its significance by whether the theme of gender is among the themes."""

OWN_TYPE: Final = "40"
ORGANISATION_TYPE: Final[Mapping[str, str]] = {
    OrganisationKind.STATE: "10",
    OrganisationKind.IGO: OWN_TYPE,
    OrganisationKind.UN_ENTITY: OWN_TYPE,
    OrganisationKind.FOUNDATION: "60",
    OrganisationKind.PRIVATE: "70",
    OrganisationKind.ACADEMIC: "80",
}
"""The type of an organisation. Of others nothing is said: a list knows four kinds of NGO."""

PROJECT, EXPERTS = "C01", "D02"
EXPERT_HELP: Final = frozenset({"mentoring_expert", "awareness_peer_exchange"})
"""Types of assistance that are technical assistance and no project where nothing else is asked."""
SINGLE_ENTITY, SINGLE_DONOR = "B032", "B033"


def aid_type_in(category: str) -> str:
    """Return the type of aid of what a donor gives, by how tightly it is tied."""
    tied = category in {Earmark.EARMARKED, Earmark.TIGHTLY}
    return SINGLE_DONOR if tied else SINGLE_ENTITY


def sector_of(theme: str) -> str:
    """Return the sector of a theme or of the theme it is part of."""
    return SECTOR.get(theme) or SECTOR[theme[:2]]


NATIONAL: Final = "4"
"""The scope of an activity: one country."""
MULTILATERAL_OUTFLOW, GRANT, UNTIED = "4", "110", "5"
