"""What is known before anybody asks for anything; all of it public, all of it editable."""

from __future__ import annotations

from reference.models.codelists import Codelist, CodelistEntry, SectorTheme
from reference.models.countries import Country, CountryGroup, GroupMembership, Region, Status
from reference.models.currencies import Currency, ExchangeRate
from reference.models.office import Holiday, Parameter
from reference.models.themes import AssistanceType, Instrument, PartnerType, Theme

__all__ = [
    "AssistanceType",
    "Codelist",
    "CodelistEntry",
    "Country",
    "CountryGroup",
    "Currency",
    "ExchangeRate",
    "GroupMembership",
    "Holiday",
    "Instrument",
    "Parameter",
    "PartnerType",
    "Region",
    "SectorTheme",
    "Status",
    "Theme",
]
