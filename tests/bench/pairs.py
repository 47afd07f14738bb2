"""The page of the portal beside the call of the API that tells, or takes, the same."""

from __future__ import annotations

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
    "/acting/": "/me/",
    "/criteria/": "/standing-criteria/",
    "/desks/": "/requests/",
    "/desks/assessment/": "/assessments/",
    "/desks/begin/due_diligence/": "/organisations/",
    "/desks/begin/pledge/": "/requests/",
    "/desks/begin/request/": "/countries/",
    "/desks/delivery/": "/deliveries/",
    "/desks/finance/certification/": "/allotments/",
    "/desks/finance/propose/": "/contributions/",
    "/desks/finance/receipts/": "/contributions/",
    "/desks/finance/release/": "/allotments/",
    "/desks/relationships/": "/pledges/",
    "/home/": "/requests/",
    "/needs/": "/requests/",
    "/needs/{pk}/": "/requests/{pk}/",
    "/needs/{pk}/in-kind/": "/requests/{pk}/",
    "/needs/{pk}/pledge/": "/requests/{pk}/",
    "/notices/": "/me/",
    "/overview/": "/requests/",
    "/pledges/": "/pledges/",
    "/pledges/new/": "/requests/",
    "/pledges/{pk}/": "/pledges/{pk}/",
    "/pledges/{pk}/account/": "/pledges/{pk}/",
    "/pledges/{pk}/edit/": "/pledges/{pk}/",
    "/pledges/{pk}/receipts/{receipt_id}/": "/receipts/",
    "/queue/": "/requests/",
    "/queue/together/": "/requests/",
    "/queue/together/{pk}/": "/requests/",
    "/requests/": "/requests/",
    "/requests/new/": "/countries/",
    "/requests/practice/": "/requests/",
    "/requests/{pk}/": "/requests/{pk}/",
    "/requests/{pk}/changes/": "/requests/{pk}/",
    "/requests/{pk}/consent/": "/requests/{pk}/",
    "/requests/{pk}/delivery/": "/requests/{pk}/",
    "/requests/{pk}/documents/": "/requests/{pk}/",
    "/requests/{pk}/edit/": "/requests/{pk}/",
    "/requests/{pk}/edit/subject/": "/requests/{pk}/",
    "/requests/{pk}/report/": "/requests/{pk}/",
}

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
    "/open-needs/",
    "/password/",
    "/password/asked/",
    "/password/{person_id}/made-up/",
    "/published/{pk}/",
    "/results/",
    "/sign-in/",
    "/verify/",
}
"""Pages that no call of the API matches: the way in, and what is for everybody."""


def call_of(route: str) -> str | None:
    """Return the address of the call beside a page, {pk} where the object of the page belongs.

    A page on which a step is taken stands beside the call that says what may be done and what
    each step asks for; a page on which something is written, beside the case itself.
    """
    if not route.startswith("/cases/"):
        return CALLS.get(route)
    _, _, kind, pk, *rest = route.rstrip("/").split("/")
    step = "transitions/" if rest and rest[0] != "write" else ""
    return f"/{KINDS[kind]}/{pk}/{step}"
