"""The terms of an agreement as one value, so that two states of them can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import Sentence
from common.money import Money
from donors.choices.promises import UNPAID, Earmark, ReportKind
from donors.models.pledge import Pledge

LABELS: Final[Mapping[str, Sentence]] = {
    "amount": gettext_lazy("Amount"),
    "ends_on": gettext_lazy("Last day of the agreement"),
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "earmark_category": gettext_lazy("Earmarking category"),
    "earmark_modality": gettext_lazy("Earmarking modality"),
    "request": gettext_lazy("Request"),
    "components": gettext_lazy("Components"),
    "countries": gettext_lazy("Countries"),
    "regions": gettext_lazy("Regions"),
    "themes": gettext_lazy("Themes"),
    "assistance_types": gettext_lazy("Types of assistance"),
    "report_schedule": gettext_lazy("Reports"),
    "instalments": gettext_lazy("Instalments still to come"),
}
TIES: Final = ("countries", "regions", "themes", "assistance_types")
PURPOSE: Final = ("earmark_category", "earmark_modality", "request", "components", *TIES)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One term, as it was and as it becomes, in words a person reads."""

    field: str
    label: str
    before: str
    after: str


def terms_of(pledge: Pledge) -> dict[str, Any]:
    """Return the terms in force; of the instalments what is still to come of each."""
    coming = pledge.instalments.filter(state__in=UNPAID).order_by("number")
    return {
        "amount": _plain(pledge.amount),
        "ends_on": pledge.ends_on.isoformat() if pledge.ends_on else None,
        "title": pledge.title,
        "description": pledge.description,
        "earmark_category": str(pledge.earmark_category),
        "earmark_modality": pledge.earmark_modality,
        "request": str(pledge.request_id) if pledge.request_id else None,
        **_ties_of(pledge),
        "report_schedule": [dict(line) for line in pledge.report_schedule],
        "instalments": [
            {
                "amount": _plain(one.amount - one.settled),
                "due_on": one.due_on.isoformat(),
                "milestone": one.milestone,
            }
            for one in coming
            if one.amount > one.settled
        ],
    }


def request_after(pledge: Pledge, changes: Mapping[str, Any]) -> UUID | None:
    """Return the request an agreement is for once the changes an amendment keeps take effect."""
    if "request" not in changes:
        return pledge.request_id
    return UUID(changes["request"]) if changes["request"] else None


def _ties_of(pledge: Pledge) -> dict[str, list[str]]:
    """Return components and codes a pledge is tied to, all in one statement."""
    columns: dict[str, Any] = {}
    for tie in ("components", *TIES):
        link: Any = Pledge._meta.get_field(tie)
        rows = link.remote_field.through._default_manager.filter(pledge=OuterRef("pk"))
        columns[f"_{tie}"] = ArraySubquery(rows.values(link.m2m_reverse_field_name()))
    found = Pledge.objects.filter(pk=pledge.pk).annotate(**columns).values(*columns).get()
    return {name[1:]: sorted(map(str, codes)) for name, codes in found.items()}


def _plain(amount: Decimal) -> str:
    """Return an amount as text, the same for equal amounts."""
    return f"{amount:.3f}"


def differences(
    before: Mapping[str, Any], changes: Mapping[str, Any], *, currency: str
) -> list[Difference]:
    """Return the terms that change, each as it was and as it becomes."""
    return [
        Difference(
            field=name,
            label=str(label),
            before=_told(name, before.get(name), currency),
            after=_told(name, changes[name], currency),
        )
        for name, label in LABELS.items()
        if name in changes and changes[name] != before.get(name)
    ]


def _told(name: str, value: Any, currency: str) -> str:
    """Return a term in words; nothing at all is said as such."""
    if value in (None, "", []):
        return _("nothing")
    if name == "amount":
        return _money(value, currency)
    if name == "earmark_category":
        return str(Earmark(value).label)
    if name == "report_schedule":
        return "; ".join(f"{ReportKind(one['kind']).label}, {one['due_on']}" for one in value)
    if name == "instalments":
        return "; ".join(_payment(one, currency) for one in value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _payment(one: Mapping[str, str], currency: str) -> str:
    told = f"{_money(one['amount'], currency)}, {date.fromisoformat(one['due_on']).isoformat()}"
    return f"{told} ({one['milestone']})" if one.get("milestone") else told


def _money(text: str, currency: str) -> str:
    return str(Money(Decimal(text), currency))
