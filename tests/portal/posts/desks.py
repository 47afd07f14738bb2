"""What the office begins, proposes and takes for several cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from tests.factories.allotments import SHOWN, components_of, contribution
from tests.factories.requests import request_at, story_at
from tests.portal.browsing import now_at
from tests.portal.posts.form import Form, Make
from tests.portal.posts.requests import withdrawn
from tests.world import World

COFINANCING: Final = "cofinancing_officer"
STATE: Final = "state.ms_authority"
"""For whom the pages of the office do not exist."""


@dataclass(frozen=True, kw_only=True)
class Marks(Form):
    """The form of several cases: the version stands in the mark of each."""

    machine: str = "request"

    def filled(self, **others: Any) -> dict[str, Any]:
        """Return what is sent, each mark with the version of its case."""
        version = others.pop("version", now_at(self.subject).version)
        sent = super().filled(**others)
        return {**sent, "item": [f"{self.machine}:{self.subject.pk}:{version}"]}


def together(world: World) -> Form:
    return of_several(
        "request",
        request_at(world, "submitted"),
        "acknowledge",
        who="programme_officer",
        wrong="treasury_officer",
        values={"authenticity_confirmed": "on"},
    )


def of_several(key: str, subject: Any, name: str, **given: Any) -> Marks:
    """Return the form by which the office takes one step for several cases."""
    return Marks(
        url=reverse("portal:together"),
        machine=key,
        subject=subject,
        foreign=STATE,
        kind=frozenset({302}),
        noted=frozenset({"web_idempotencykey"}),
        values={**given.pop("values"), "step": name},
        **given,
    )


def propose(world: World) -> Form:
    story = story_at(world, "funding_sought")
    component = components_of(story.request)[0]
    cash = contribution(world, request=story.pk)
    return Form(
        url=f"{reverse('portal:propose')}?component={component.pk}",
        who=COFINANCING,
        values={"contribution": str(cash.pk), "gross": "1000", "confirm": "yes"},
        wrong="treasury_officer",
        foreign=STATE,
        names=str(component.pk),
        ends=lambda: withdrawn(story),
        is_open=True,
        kind=frozenset({422}),
    )


def pledge(world: World) -> Form:
    return _begun(
        "pledge",
        organisation=str(world.organisations["donor"].pk),
        title="By letter",
        amount_amount="1000.00",
        amount_currency="USD",
        earmark_category="1",
    )


def examination(world: World) -> Form:
    return _begun("due_diligence", organisation=str(world.organisations["foundation"].pk))


def request(world: World) -> Form:
    return _begun(
        "request",
        "programme_officer",
        organisation=str(world.organisations["state"].pk),
        title="By paper",
        language="fr",
    )


def adjustment(world: World) -> Form:
    return _begun(
        "adjustment",
        "treasury_officer",
        contribution=str(contribution(world).pk),
        kind="refund",
        amount="100.00",
        refunded_from="unallotted",
        value_on=str(SHOWN.date()),
        donor_word="Letter of 3 October.",
        explanation="Not needed.",
    )


def unidentified(world: World) -> Form:
    return _begun(
        "unidentified_receipt",
        "treasury_officer",
        bank_reference="B-1",
        value_on=str(SHOWN.date()),
        amount="100.00",
        currency="USD",
    )


def month(world: World) -> Form:
    return _begun("accounting_period", "certifying_officer", month="2026-09")


def _begun(key: str, who: str = COFINANCING, /, **values: Any) -> Form:
    return Form(
        url=reverse("portal:begin", args=[key]),
        who=who,
        values=values,
        wrong="programme_officer" if who == "treasury_officer" else "treasury_officer",
        foreign=STATE,
        is_open=key != "due_diligence",
    )


FORMS: dict[str, Make] = {
    "/desks/begin/accounting_period/": month,
    "/desks/begin/adjustment/": adjustment,
    "/desks/begin/due_diligence/": examination,
    "/desks/begin/pledge/": pledge,
    "/desks/begin/request/": request,
    "/desks/begin/unidentified_receipt/": unidentified,
    "/desks/finance/propose/": propose,
    "/queue/together/": together,
}
