"""The page of the portal beside the call of the API that tells, or takes, the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KINDS: Final = {
    "accounting_period": "accounting-periods",
    "adjustment": "adjustments",
    "allotment": "allotments",
    "amendment": "amendments",
    "assessment": "assessments",
    "circulation": "circulations",
    "delivery": "deliveries",
    "due_diligence": "due-diligence",
    "in_kind": "in-kind-pledges",
    "instalment": "instalments",
    "material_item": "material-items",
    "milestone": "milestones",
    "pledge": "pledges",
    "psc_waiver": "psc-waivers",
    "report_obligation": "report-obligations",
    "request": "requests",
    "unidentified_receipt": "unidentified-receipts",
}
"""What a case is called in addresses of the portal, and in those of the API."""

CALLS: Final = {
    "/acting/": ("/me/",),
    "/criteria/": ("/standing-criteria/",),
    "/desks/": ("/requests/",),
    "/desks/assessment/": ("/requests/", "/assessments/"),
    "/desks/begin/accounting_period/": ("/accounting-periods/",),
    "/desks/begin/adjustment/": ("/contributions/",),
    "/desks/begin/due_diligence/": ("/organisations/",),
    "/desks/begin/pledge/": ("/requests/",),
    "/desks/begin/request/": ("/countries/",),
    "/desks/begin/unidentified_receipt/": ("/unidentified-receipts/",),
    "/desks/delivery/": ("/deliveries/", "/milestones/", "/material-items/"),
    "/desks/finance/certification/": ("/allotments/",),
    "/desks/finance/propose/": ("/contributions/",),
    "/desks/finance/receipts/": ("/contributions/",),
    "/desks/finance/release/": ("/allotments/",),
    "/desks/relationships/": (
        "/pledges/",
        "/due-diligence/",
        "/psc-waivers/",
        "/instalments/",
        "/report-obligations/",
    ),
    "/home/": ("/requests/",),
    "/needs/": ("/requests/", "/standing-criteria/"),
    "/needs/{pk}/": ("/requests/{pk}/",),
    "/needs/{pk}/in-kind/": ("/requests/{pk}/",),
    "/needs/{pk}/pledge/": ("/requests/{pk}/",),
    "/notices/": ("/me/",),
    "/overview/": ("/requests/",),
    "/pledges/": ("/pledges/", "/in-kind-pledges/"),
    "/pledges/new/": ("/requests/",),
    "/pledges/{pk}/": ("/pledges/{pk}/",),
    "/pledges/{pk}/account/": ("/pledges/{pk}/",),
    "/pledges/{pk}/edit/": ("/pledges/{pk}/",),
    "/pledges/{pk}/receipts/{receipt_id}/": ("/receipts/",),
    "/queue/": tuple(f"/{kind}/" for kind in KINDS.values()),
    "/queue/together/": ("/requests/",),
    "/queue/together/{pk}/": ("/requests/",),
    "/requests/": ("/requests/",),
    "/requests/new/": ("/countries/",),
    "/requests/practice/": ("/requests/",),
    "/requests/{pk}/": ("/requests/{pk}/",),
    "/requests/{pk}/changes/": ("/requests/{pk}/",),
    "/requests/{pk}/consent/": ("/requests/{pk}/",),
    "/requests/{pk}/delivery/": ("/requests/{pk}/",),
    "/requests/{pk}/documents/": ("/requests/{pk}/",),
    "/requests/{pk}/edit/": ("/requests/{pk}/",),
    "/requests/{pk}/edit/subject/": ("/requests/{pk}/",),
    "/requests/{pk}/report/": ("/requests/{pk}/",),
}
"""What a page reads for the person who opens it: of a page with lists of several kinds, each.

A queue has cases of every kind; the needs are held against the criteria of who reads them.
"""

ALONE: Final = {
    "/",
    "/accessibility/",
    "/account/",
    "/account/again/",
    "/account/password/",
    "/account/security/",
    "/account/security/app/",
    "/account/security/codes/new/",
    "/account/security/passkeys/",
    "/figures/",
    "/help/",
    "/how-it-works/",
    "/invitation/made-up/",
    "/learn/assessment/",
    "/learn/audit/",
    "/learn/casework/",
    "/learn/delivery/",
    "/learn/donor/",
    "/learn/finance/",
    "/learn/people/",
    "/learn/relations/",
    "/open-needs/",
    "/password/",
    "/password/asked/",
    "/password/{person_id}/made-up/",
    "/published/{pk}/",
    "/results/",
    "/sign-in/",
    "/verify/",
}
"""Pages that no call of the API matches: the way in, practice, and what is for everybody."""


REHEARSED: Final = {
    "/cases/accounting_period/{pk}/close/",
    "/cases/adjustment/{pk}/approve/",
    "/cases/allotment/{pk}/certify/",
    "/cases/amendment/{pk}/accept/",
    "/cases/in_kind/{pk}/accept/",
    "/cases/instalment/{pk}/accept_evidence/",
    "/cases/material_item/{pk}/arrive/",
    "/cases/milestone/{pk}/accept/",
    "/cases/pledge/{pk}/accept/",
    "/cases/psc_waiver/{pk}/approve/",
    "/cases/report_obligation/{pk}/accept/",
}
"""Steps that ask for nothing: their pages show what the step would do, as a dry run tells it."""


@dataclass(frozen=True)
class Call:
    """One call: its method, and its address with {pk} where the object of the page belongs."""

    method: str
    address: str


def calls_of(route: str) -> list[Call]:
    """Return the calls beside a page; none where the page stands alone.

    A page on which a step is taken stands beside the dry run of the step, or, where the step asks
    for something first, beside the call that says what may be done and what each step asks for; a
    page on which something is written, beside the case itself.
    """
    if not route.startswith("/cases/"):
        return [Call("GET", address) for address in CALLS.get(route, ())]
    _, _, kind, pk, *rest = route.rstrip("/").split("/")
    if route in REHEARSED:
        return [Call("POST", f"/{KINDS[kind]}/{pk}/{rest[0]}/?dry_run=true")]
    step = "transitions/" if rest and rest[0] != "write" else ""
    return [Call("GET", f"/{KINDS[kind]}/{pk}/{step}")]
