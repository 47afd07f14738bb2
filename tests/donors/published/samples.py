"""Small published files: whole, dirty and hostile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from django.conf import settings

SHARED: Final = Path(settings.BASE_DIR).parent / "shared" / "data" / "demo"
AT_HAND: Final = SHARED.is_dir()
ABSENT: Final = "the published files (shared data) are not on this machine"


def flow(pk: str = "1", **other: Any) -> dict[str, Any]:
    """Return a flow that counts: 1,000 Swiss francs of a State, paid."""
    return {
        "id": pk,
        "amountUSD": 1100,
        "originalAmount": 1000,
        "originalCurrency": "CHF",
        "exchangeRate": 0.909,
        "date": "2020-03-31T00:00:00Z",
        "description": "Legal aid",
        "status": "paid",
        "boundary": "incoming",
        "onBoundary": "single",
        "grandBargainEarmarkingType": ["softly earmarked"],
        "sourceObjects": [giver("Switzerland, Government of", "Government")],
        "destinationObjects": [giver("World Food Programme", "UN agency")],
    } | other


def giver(name: str, *kinds: str) -> dict[str, Any]:
    """Return an organisation as a flow names it."""
    return {"type": "Organization", "id": "9", "name": name, "organizationTypes": list(kinds)}


def page(*flows: Any, **other: Any) -> str:
    """Return a page of flows."""
    return json.dumps({"status": "ok", "data": {"flows": list(flows)} | other}, indent=1)


def transaction(
    kind: str = "1",
    value: str = "100",
    *,
    provider: str = '<provider-org type="21"><narrative>Help</narrative></provider-org>',
    day: str = "2021-02-03",
    attributes: str = "",
) -> str:
    """Return one transaction in US dollars."""
    return (
        f"<transaction {attributes}><transaction-type code='{kind}'/>"
        f"<transaction-date iso-date='{day}'/><value value-date='{day}'>{value}</value>"
        f"{provider}</transaction>"
    )


def activity(*transactions: str, pk: str = "XX-1", head: str = "", attributes: str = "") -> str:
    """Return one activity."""
    return (
        f"<iati-activity default-currency='USD' xml:lang='en' {attributes}>"
        f"<iati-identifier>{pk}</iati-identifier><reporting-org ref='XX' type='21'>"
        "<narrative>Reporter</narrative></reporting-org><title><narrative>Courts</narrative>"
        f"</title>{head}{''.join(transactions)}</iati-activity>"
    )


def iati(*activities: str, version: str = "2.03") -> str:
    """Return a file of activities."""
    return f'<iati-activities version="{version}">{"".join(activities)}</iati-activities>'


def written(folder: Path, content: str | bytes, name: str = "given.xml") -> Path:
    """Write a file and return where."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
