"""Every page of the portal by its route, with somebody who reads it."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, Final

from django.urls import reverse

from common.clock import database_now
from donors.models import Receipt
from tests.factories.criteria import criteria_of
from tests.factories.pledges import pledge_at
from tests.factories.requests import request_at
from tests.portal.posts.cases import STEPS
from tests.portal.posts.form import Form
from tests.portal.posts.guide import WALKERS
from tests.portal.posts.table import FORMS
from tests.world import World
from web.models import IdempotencyKey
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

Page = tuple[str, str]
"""Who reads it ("" is a stranger), and where."""

Open = Callable[[World], Page]

STAFF, DONOR, STATE = "cofinancing_officer", "donor.donor_rep", "state.ms_authority"


def listed(who: str, name: str, *args: Any, query: str = "") -> Open:
    """Return a page that names no object."""
    return lambda _world: (who, reverse(f"portal:{name}", args=args) + query)


def matched(world: World) -> Page:
    """The needs as a donor reads them that looks for some."""
    criteria_of(world, DONOR, themes=["T2c"], groups=["LDC"], regions=["002"])
    return DONOR, f"{reverse('portal:needs')}?region=002&theme=T2&group=LDC"


LISTS: Final[dict[str, Open]] = {
    "/": listed("", "front"),
    "/accessibility/": listed("", "accessibility"),
    "/acting/": listed(STATE, "acting"),
    "/criteria/": listed(DONOR, "need_criteria"),
    "/desks/": listed(STAFF, "desks"),
    "/desks/assessment/": listed(STAFF, "desk_assessment"),
    "/desks/begin/accounting_period/": listed(STAFF, "begin", "accounting_period"),
    "/desks/begin/adjustment/": listed("treasury_officer", "begin", "adjustment"),
    "/desks/begin/due_diligence/": listed(STAFF, "begin", "due_diligence"),
    "/desks/begin/pledge/": listed(STAFF, "begin", "pledge"),
    "/desks/begin/request/": listed(STAFF, "begin", "request"),
    "/desks/begin/unidentified_receipt/": listed(
        "treasury_officer", "begin", "unidentified_receipt"
    ),
    "/desks/delivery/": listed(STAFF, "desk_delivery"),
    "/desks/finance/certification/": listed(STAFF, "desk_finance", "certification"),
    "/desks/finance/propose/": listed(STAFF, "propose"),
    "/desks/finance/receipts/": listed(STAFF, "desk_finance", "receipts"),
    "/desks/finance/release/": listed(STAFF, "desk_finance", "release"),
    "/desks/relationships/": listed(STAFF, "desk_relations"),
    "/figures/": listed("", "figures"),
    "/help/": listed("", "guidance"),
    "/home/": listed(STAFF, "home"),
    "/how-it-works/": listed("", "process"),
    **{f"/learn/{key}/": listed(who, "learn", key) for key, who in WALKERS.items()},
    "/needs/": matched,
    "/notices/": listed("programme_officer", "notices"),
    "/open-needs/": listed("", "open_needs"),
    "/overview/": listed(STAFF, "overview"),
    "/password/asked/": listed("", "password_asked"),
    "/pledges/": listed(STAFF, "pledges"),
    "/queue/": listed(STAFF, "queue", query="?whose=anybody"),
    "/requests/": listed(STAFF, "requests"),
    "/requests/new/": listed("state.ms_drafter", "request_new"),
    "/results/": listed("", "results"),
    "/verify/": listed("", "trail"),
}
"""Pages whose rows may be many: their statements may not be."""

FILES: Final = {
    "/account/security/codes/file/",
    "/agreements/{pk}/file/",
    "/amendments/{pk}/file/",
    "/iati/activities.xml",
    "/instalments/{pk}/file/",
    "/reports/{pk}/file/",
    "/requests/{pk}/documents/{document_id}/",
}
"""Handed out as files: they are no pages."""

NO_PAGE: Final = {
    "/account/again/code/",
    "/account/again/passkey/",
    "/account/security/app/remove/",
    "/account/security/codes/",
    "/account/security/passkeys/{pk}/remove/",
    "/cases/pledge/{pk}/",
    "/cases/request/{pk}/",
    "/sign-in/code/",
    "/sign-in/nobody/back/",
    "/sign-in/nobody/begin/",
    "/sign-in/passkey/",
}
"""Lead on, or are there only for whoever holds a proof that cannot be made here."""


def written(make: Callable[[World], Form]) -> Open:
    """Return the page on which a form is filled in."""

    def page(world: World) -> Page:
        form = make(world)
        return form.who, form.url

    return page


def above(step: Page) -> Page:
    """Return the page of the case on which somebody takes a step."""
    who, url = step
    return "section_chief" if who.startswith("state.") else who, parent(url)


def parent(path: str) -> str:
    """Return the address, or the route, that a step stands under."""
    return path.rsplit("/", 2)[0] + "/"


def case(make: Callable[[World], Form]) -> Open:
    """Return the page of a case on which somebody takes a step."""
    return lambda world: above(written(make)(world))


def of_request(who: str, name: str, state: str, world: World, **given: Any) -> Page:
    """Return a page about one request."""
    return who, reverse(f"portal:{name}", args=[request_at(world, state, **given).pk])


def of_pledge(name: str, world: World) -> Page:
    """Return a page about one pledge that was paid."""
    return STAFF, reverse(f"portal:{name}", args=[pledge_at(world, "received").pk])


def together(world: World) -> Page:
    form = FORMS["/queue/together/"](world)
    return form.who, f"{form.url}?item={form.filled()['item'][0]}&step=acknowledge"


def receipt(world: World) -> Page:
    pledge = pledge_at(world, "received")
    with speaking_as(SYSTEM):
        paid = Receipt.objects.filter(contribution__pledge=pledge).order_by("pk")[0]
    return STAFF, reverse("portal:pledge_receipt", args=[pledge.pk, paid.pk])


def outcome(world: World) -> Page:
    """The page that says what came of a step for several cases: it is there once it was taken."""
    form = FORMS["/queue/together/"](world)
    with speaking_as(SYSTEM):
        kept = IdempotencyKey.objects.create(
            person_id=world.user(form.who).pk,
            route=f"FORM {form.url}",
            key="together",
            fingerprint="",
            status=302,
            headers={"Location": form.url},
            body=json.dumps({"title": "Acknowledge", "results": []}),
            created_at=database_now(),
        )
    return form.who, reverse("portal:together_done", args=[kept.pk])


request_page = functools.partial(functools.partial, of_request)

OBJECTS: Final[dict[str, Open]] = {
    **{
        route: written(make)
        for route, make in FORMS.items()
        if route not in {*LISTS, *FILES, *NO_PAGE, "/queue/together/"}
    },
    **{
        parent(route): case(make)
        for route, make in STEPS.items()
        if not route.startswith(("/cases/request/", "/cases/pledge/"))
    },
    "/account/security/": lambda _world: (STATE, reverse("mfa_index")),
    "/queue/together/": together,
    "/queue/together/{pk}/": outcome,
    "/needs/{pk}/": request_page(DONOR, "need", "funding_sought"),
    "/pledges/{pk}/": functools.partial(of_pledge, "pledge"),
    "/pledges/{pk}/account/": functools.partial(of_pledge, "pledge_account"),
    "/pledges/{pk}/receipts/{receipt_id}/": receipt,
    "/published/{pk}/": request_page("", "published", "funding_sought", consent_class="public"),
    "/requests/{pk}/": request_page(STAFF, "request", "completed"),
    "/requests/{pk}/changes/": request_page(STATE, "request_changes", "submitted"),
    "/requests/{pk}/edit/": request_page("state.ms_drafter", "request_edit", "draft"),
}
"""Pages about one object, and forms."""
