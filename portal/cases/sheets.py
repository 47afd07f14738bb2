"""What the page of each kind of subject shows: declared, so that one template shows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import Sentence
from donors.models import (
    AcceptanceChecklist,
    Agreement,
    Allotment,
    Amendment,
    ExternalReference,
    Instalment,
    PartialAgreement,
    PscWaiver,
    Receipt,
    ReportObligation,
)
from portal.parts import Part
from ta_requests.models import (
    AssessedArea,
    Assessor,
    Component,
    Indicator,
    IndicatorValue,
    MaterialItem,
    Milestone,
    Output,
    PriorityScore,
    StateValidation,
)
from workflows.actors import Actor

PartsFor = Callable[[Actor], dict[str, Part]]


def _no_parts(_actor: Actor) -> dict[str, Part]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page: facts and texts by column, tables by part, the case above, what to read with it.

    ``tables`` maps a part to its heading; ``machine`` of a table's rows makes them links.
    """

    facts: tuple[str, ...]
    texts: tuple[str, ...] = ()
    parts: PartsFor = _no_parts
    tables: dict[str, Sentence] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    above: tuple[str, str] | None = ("request", "request_id")
    related: tuple[str, ...] = ()


def _part(model: Any, actor: Actor, to: str, fields: tuple[str, ...], *order: str) -> Part:
    return Part(model.objects.visible_to(actor), to, fields, order)


def _of_assessment(actor: Actor) -> dict[str, Part]:
    to = "assessment_id"
    component = ("id", "number", "title", "phase", "net", "psc", "gross", "status")
    return {
        "team": _part(
            Assessor, actor, to, ("person__name", "is_lead", "declared_at", "has_conflict"), "id"
        ),
        "areas": _part(
            AssessedArea, actor, to, ("area", "score", "evidence", "not_applicable_because"), "area"
        ),
        "score": _part(PriorityScore, actor, to, ("total", "justification"), "id"),
        "components": _part(Component, actor, to, component, "phase", "number"),
        "remarks": _part(StateValidation, actor, to, ("kind", "text", "at"), "at"),
    }


def _of_delivery(actor: Actor) -> dict[str, Part]:
    to = "delivery_id"
    goods = ("id", "reference", "description", "quantity", "unit", "handed_quantity", "state")
    return {
        "outputs": _part(
            Output,
            actor,
            to,
            ("id", "number", "title", "status", "silence_due_at", "note"),
            "number",
        ),
        "indicators": _part(
            Indicator,
            actor,
            "output__delivery_id",
            ("id", "output__number", "title", "unit", "baseline", "target"),
            "output__number",
            "title",
        ),
        "results": _part(
            IndicatorValue,
            actor,
            "indicator__output__delivery_id",
            ("on", "indicator__title", "value", "sex", "age_band"),
            "on",
            "recorded_at",
        ),
        "milestones": _part(
            Milestone, actor, to, ("id", "reference", "title", "due_on", "state"), "due_on"
        ),
        "goods": _part(MaterialItem, actor, to, goods, "number"),
    }


def _of_pledge(actor: Actor) -> dict[str, Part]:
    receipts = ("id", "bank_reference", "value_on", "amount", "currency", "usd")
    allotments = (
        *("id", "component_id", "reference", "component__title", "currency"),
        *("gross", "programmable", "obligated", "spent", "psc_spent", "state"),
    )
    parts = ("currency", "whole_amount", "agreed_amount", "rest_amount", "rest__reference")
    points = ("purpose_consistent", "no_added_liability", "no_regular_budget_cost", "note")
    instalments = ("id", "number", "amount", "settled", "due_on", "milestone", "state")
    amendments = ("id", "reference", "motive", "state", "accepted_at")
    reports = ("id", "reference", "kind", "due_on", "state")
    numbers = ("kind", "value", "allotment__reference", "entered_at")
    agreement = ("id", "name", "added_at", "sha256")
    to = "pledge_id"
    return {
        "in_part": _part(PartialAgreement, actor, to, ("id", *parts), "decided_at"),
        "instalments": _part(Instalment, actor, to, instalments, "number"),
        "amendments": _part(Amendment, actor, to, amendments, "number"),
        "reports": _part(ReportObligation, actor, to, reports, "due_on"),
        "checklist": _part(AcceptanceChecklist, actor, to, points, "id"),
        "agreement": _part(Agreement, actor, to, agreement, "id"),
        "waivers": _part(PscWaiver, actor, to, ("id", "rate", "clause", "state"), "id"),
        "receipts": _part(Receipt, actor, "contribution__pledge_id", receipts, "value_on"),
        "allotments": _part(Allotment, actor, "contribution__pledge_id", allotments, "created_at"),
        "numbers": _part(
            ExternalReference, actor, "contribution__pledge_id", numbers, *numbers[:2]
        ),
    }


SHEETS: dict[str, Sheet] = {
    "circulation": Sheet(
        facts=("number", "consent_class", "deadline_at", "circulated_at"), related=("request",)
    ),
    "assessment": Sheet(
        facts=("reference", "silence_due_at", "priority_override"),
        texts=(
            "needs",
            "priorities",
            "challenges",
            "restrictions",
            "proposed_activities",
            "risks",
            "gender_note",
            "culture_note",
        ),
        parts=_of_assessment,
        tables={
            "team": _("Assessors"),
            "score": _("Priority score"),
            "components": _("Components"),
            "remarks": _("What the State said"),
        },
    ),
    "delivery": Sheet(
        facts=("reference", "starts_on", "ends_on", "follow_up_on"),
        texts=("plan", "follow_up_findings"),
        parts=_of_delivery,
        tables={
            "outputs": _("Outputs"),
            "indicators": _("Indicators"),
            "results": _("Results"),
            "milestones": _("Milestones"),
            "goods": _("Goods"),
        },
        links={"milestones": "milestone", "goods": "material_item"},
    ),
    "milestone": Sheet(
        facts=("reference", "title", "due_on"),
        texts=("evidence",),
        above=("delivery", "delivery_id"),
        related=("delivery__request",),
    ),
    "material_item": Sheet(
        facts=(
            "reference",
            "description",
            "quantity",
            "unit",
            "certificate_number",
            "presented_quantity",
            "handed_quantity",
            "lost_quantity",
        ),
        above=("delivery", "delivery_id"),
    ),
    "pledge": Sheet(
        facts=(
            "organisation",
            "earmark_category",
            "request",
            "origin",
            "expiry_on",
            "starts_on",
            "ends_on",
            "clauses_standard",
            "public_since",
        ),
        texts=("description", "condition", "clauses"),
        parts=_of_pledge,
        tables={
            "in_part": _("Agreed in part"),
            "checklist": _("Acceptance checklist"),
            "waivers": _("Waivers of the support rate"),
            "agreement": _("Agreement"),
            "instalments": _("Instalments"),
            "receipts": _("Receipts"),
            "allotments": _("Allotments"),
            "reports": _("Reports"),
            "amendments": _("Amendments"),
            "numbers": _("External references"),
        },
        links={
            "allotments": "allotment",
            "amendments": "amendment",
            "instalments": "instalment",
            "reports": "report_obligation",
            "waivers": "psc_waiver",
        },
        above=None,
        related=("organisation__country", "request", "contribution", "origin"),
    ),
    "in_kind": Sheet(
        facts=(
            "reference",
            "organisation",
            "kind",
            "quantity",
            "unit",
            "value",
            "usd",
            "delivered_quantity",
            "agreed_at",
        ),
        texts=("description",),
        above=None,
        related=("organisation__country",),
    ),
    "amendment": Sheet(
        facts=("reference", "organisation", "name", "offered_at", "signed_at", "accepted_at"),
        texts=("motive",),
        above=("pledge", "pledge_id"),
        related=("organisation__country", "pledge"),
    ),
    "instalment": Sheet(
        facts=("number", "amount", "settled", "due_on", "name", "evidence_at", "paid_at"),
        texts=("milestone", "evidence"),
        above=("pledge", "pledge_id"),
        related=("pledge",),
    ),
    "allotment": Sheet(
        facts=(
            "organisation",
            "component",
            "gross",
            "programmable",
            "psc",
            "psc_rate",
            "usd_gross",
            "usd_programmable",
            "reversed",
            "reversal_amount",
            "obligated",
            "spent",
            "psc_spent",
            "certified_at",
            "released_at",
        ),
        related=("organisation__country", "component"),
    ),
    "due_diligence": Sheet(
        facts=("reference", "organisation", "valid_until", "decided_at"),
        texts=("findings", "conditions"),
        above=None,
        related=("organisation__country",),
    ),
    "report_obligation": Sheet(
        facts=("reference", "organisation", "kind", "due_on", "name"),
        above=("pledge", "pledge_id"),
        related=("organisation__country",),
    ),
    "adjustment": Sheet(
        facts=(
            "reference",
            "organisation",
            "kind",
            "source",
            "amount",
            "target",
            "value_on",
            "usd",
            "usd_paid",
            "document_reference",
            "decided_at",
        ),
        texts=("donor_word", "explanation"),
        above=("pledge", "pledge_id"),
        related=("contribution", "organisation__country", "target__pledge"),
    ),
    "unidentified_receipt": Sheet(
        facts=("bank_reference", "value_on", "amount", "usd", "rate_on", "identified_at"),
        texts=("remark",),
        above=None,
    ),
    "accounting_period": Sheet(facts=("month", "decided_at"), above=None),
    "psc_waiver": Sheet(
        facts=("rate", "clause"),
        texts=("justification",),
        above=("pledge", "pledge_id"),
        related=("pledge",),
    ),
}
