"""A draft says only what can be: amounts, currencies, purposes and donors that exist."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from common.errors import DomainError, Invalid, NotAllowed, StateMoved
from common.money import Money
from donors.models import Pledge, PledgeLetter
from donors.services import drafting, pledging
from donors.services.drafting import PledgeValues
from donors.services.files import LARGEST, seal
from donors.services.quotes import quote, shares_of
from tests.factories.allotments import components_of
from tests.factories.pledges import paper, pledge_at, promise_at
from tests.factories.requests import request_at
from tests.world import BEGINNING, World
from workflows.actors import NOBODY, SYSTEM, Actor
from workflows.principal import speaking_as

PLAIN: PledgeValues = {"title": "Tools", "amount": Decimal(100), "currency": "USD"}


def draft(world: World, name: str = "donor.donor_rep", **values: Any) -> Pledge:
    given: PledgeValues = {**PLAIN, **values}  # type: ignore[typeddict-item]
    with world.as_(name):
        return drafting.draft(values=given, actor=world[name], now=BEGINNING)


def redraft(world: World, pledge: Pledge, name: str = "donor.donor_rep", **values: Any) -> Pledge:
    given: PledgeValues = values  # type: ignore[assignment]
    with world.as_(name):
        return drafting.redraft(pk=pledge.pk, values=given, actor=world[name], now=BEGINNING)


def code_of(refusal: pytest.ExceptionInfo[DomainError]) -> str:
    return refusal.value.stable_code


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": Decimal(0)}, "amount_missing"),
        ({"amount": Decimal(-1)}, "amount_missing"),
        ({"amount": Decimal("1.005")}, "amount_too_precise"),
        ({"amount": Decimal("NaN")}, "amount_not_finite"),
        ({"amount": Decimal("1e16")}, "amount_too_large"),
        ({"currency": "JPY", "amount": Decimal("0.5")}, "amount_too_precise"),
        ({"currency": "XXX"}, "currency_unknown"),
        ({"currency": "DEM"}, "currency_unknown"),
        ({"expiry_on": BEGINNING.date() - timedelta(days=1)}, "already_expired"),
        ({"themes": ["T99"]}, "purpose_unknown"),
        ({"countries": ["MDG", "???"]}, "purpose_unknown"),
        ({"request": uuid4()}, "purpose_unknown"),
        ({"components": [uuid4()]}, "purpose_unknown"),
        ({"earmark_category": "3", "earmark_modality": "A"}, "modality_elsewhere"),
    ],
)
def test_a_draft_refuses(world: World, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        draft(world, **values)

    assert code_of(refusal) == code
    with speaking_as(SYSTEM):
        assert not Pledge.objects.exists()


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "1000"), ("KWD", "10.125")])
def test_amounts_keep_the_decimals_of_their_currency(
    world: World, currency: str, amount: str
) -> None:
    pledge = draft(world, currency=currency, amount=Decimal(amount))

    assert pledge.money == Money.of(amount, currency)
    assert shares_of(pledge).gross == pledge.money


@pytest.mark.parametrize(
    "name", ["donor.donor_authority", "state.ms_authority", "treasury_officer", "auditor"]
)
def test_only_a_representative_or_a_cofinancing_officer_begins_a_pledge(
    world: World, name: str
) -> None:
    with pytest.raises(NotAllowed):
        draft(world, name)


def test_a_representative_does_not_write_for_another_donor(world: World) -> None:
    rep = world["donor.donor_rep"]
    with speaking_as(rep), pytest.raises(NotAllowed):
        drafting.draft(
            values=PLAIN,
            organisation_id=world.organisations["other_donor"].pk,
            actor=rep,
            now=BEGINNING,
        )


def test_nobody_writes_nothing(world: World) -> None:
    with pytest.raises(NotAllowed):
        drafting.draft(values=PLAIN, actor=NOBODY, now=BEGINNING)


@pytest.mark.parametrize(
    ("donor", "code"), [("unodc", "not_extrabudgetary"), (None, "donor_unknown")]
)
def test_an_officer_writes_only_for_outside_donors(
    world: World, donor: str | None, code: str
) -> None:
    officer = world["cofinancing_officer"]
    wanted = world.organisations[donor].pk if donor else uuid4()
    with speaking_as(officer), pytest.raises(Invalid) as refusal:
        drafting.draft(values=PLAIN, organisation_id=wanted, actor=officer, now=BEGINNING)

    assert code_of(refusal) == code


def test_a_draft_can_be_rewritten_by_its_donor(world: World) -> None:
    pledge = draft(world, themes=["T2"])

    changed = redraft(
        world,
        pledge,
        "donor.donor_authority",
        amount=Decimal(250),
        themes=["T3", "T4"],
        regions=["002"],
        earmark_category="2",
        earmark_modality="E",
        expiry_on=None,
    )

    assert changed.version == pledge.version + 1
    assert changed.money == Money.of("250.00", "USD")
    with speaking_as(SYSTEM):
        assert set(changed.themes.values_list("pk", flat=True)) == {"T3", "T4"}


@pytest.mark.parametrize("name", ["cofinancing_officer", "programme_officer"])
def test_officers_do_not_rewrite_a_donors_draft(world: World, name: str) -> None:
    pledge = draft(world)

    with pytest.raises(NotAllowed):
        redraft(world, pledge, name, title="Other")


def test_an_announced_pledge_is_the_donors_word(world: World) -> None:
    pledge = pledge_at(world, "pledged")

    with pytest.raises(StateMoved):
        redraft(world, pledge, title="Other")


def test_a_pledge_may_name_a_request_the_donor_was_shown(world: World) -> None:
    request = request_at(world, "funding_sought")
    component = components_of(request)[0]

    pledge = draft(world, request=request.pk, components=[component.pk])

    assert pledge.request_id == request.pk
    assert not pledge.local_resources
    with speaking_as(SYSTEM):
        assert list(pledge.components.values_list("pk", flat=True)) == [component.pk]


def test_a_request_that_was_not_shown_looks_like_none(world: World) -> None:
    request = request_at(world, "assessed")

    with pytest.raises(Invalid) as refusal:
        draft(world, request=request.pk)

    assert code_of(refusal) == "purpose_unknown"


def test_an_officer_cannot_show_a_donor_a_request_through_its_letter(world: World) -> None:
    request = request_at(world, "assessed")
    officer = world["cofinancing_officer"]
    values: PledgeValues = {**PLAIN, "request": request.pk}

    with speaking_as(officer), pytest.raises(Invalid):
        drafting.draft(
            values=values,
            organisation_id=world.organisations["donor"].pk,
            actor=officer,
            now=BEGINNING,
        )


def test_components_belong_to_the_request_that_is_named(world: World) -> None:
    one, other = request_at(world, "funding_sought"), request_at(world, "funding_sought")
    stray = components_of(other)[0]

    with pytest.raises(Invalid) as refusal:
        draft(world, request=one.pk, components=[stray.pk])

    assert code_of(refusal) == "component_elsewhere"


def test_naming_another_request_drops_the_components_of_the_first(world: World) -> None:
    one, other = request_at(world, "funding_sought"), request_at(world, "funding_sought")
    pledge = draft(world, request=one.pk, components=[components_of(one)[0].pk])

    changed = redraft(world, pledge, request=other.pk)
    freed = redraft(world, pledge, request=None)

    with speaking_as(SYSTEM):
        assert not changed.components.exists()
    assert freed.request_id is None


def test_a_state_may_pay_for_its_own_request_by_other_people(world: World) -> None:
    request = request_at(world, "assessed")
    pledge = draft(world, "state.donor_rep", request=request.pk)
    assert pledge.local_resources
    asker = world["state.ms_authority"]
    both = Actor(
        person_id=asker.person_id,
        organisation_id=asker.organisation_id,
        roles=frozenset({"ms_authority", "donor_authority"}),
        scopes=frozenset({"state", "donor"}),
    )

    with speaking_as(both), pytest.raises(NotAllowed) as refusal:
        pledging.announce(pk=pledge.pk, actor=both, now=BEGINNING + timedelta(days=60))
    with world.as_("state.donor_authority"):
        announced = pledging.announce(
            pk=pledge.pk, actor=world["state.donor_authority"], now=BEGINNING + timedelta(days=60)
        )

    assert code_of(refusal) == "requester_may_not_pledge"
    assert announced.state == "pledged"


def test_a_letter_is_needed_and_is_not_from_the_future(world: World) -> None:
    officer = world["cofinancing_officer"]
    with speaking_as(officer):
        pledge = drafting.draft(
            values={**PLAIN, "themes": ["T2"]},
            organisation_id=world.organisations["foundation"].pk,
            actor=officer,
            now=BEGINNING,
        )
        with pytest.raises(DomainError) as unannounced:
            pledging.announce(pk=pledge.pk, actor=officer, now=BEGINNING)
        with pytest.raises(Invalid) as dated:
            drafting.attach_letter(
                pk=pledge.pk,
                upload=paper(),
                dated_on=BEGINNING.date() + timedelta(days=1),
                actor=officer,
                now=BEGINNING,
            )
        assert not PledgeLetter.objects.exists()

    assert code_of(unannounced) == "letter_missing"
    assert code_of(dated) == "letter_in_future"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file_size"), (b"<html>", "file_kind"), (b"%PDF-" + b"x" * LARGEST, "file_size")],
)
def test_a_file_is_what_it_is_not_what_it_is_called(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        seal(paper("letter.pdf", content))

    assert code_of(refusal) == code


def test_a_file_keeps_the_last_part_of_its_name() -> None:
    sealed = seal(paper("../../a/letter.pdf"))

    assert sealed.name == "letter.pdf"
    assert sealed.file.name == "paper.pdf"


def test_a_quote_takes_a_gross_amount_apart_and_builds_a_net_one_up(world: World) -> None:
    gross = quote(amount=Money.of("1130000.00", "USD"), on=BEGINNING.date())
    net = quote(
        amount=Money.of("1000.00", "EUR"), on=BEGINNING.date(), psc_rate=Decimal("0.07"), net=True
    )

    assert gross.parts.programmable == Money.of("1000000.00", "USD")
    assert gross.psc_rate == Decimal("0.13")
    assert net.parts.gross == Money.of("1070.00", "EUR")
    assert net.value.rate_date == BEGINNING.date()


def test_a_promise_in_the_factory_reads_itself(world: World) -> None:
    assert str(promise_at(world, "draft").pledge).startswith("PL-2026-")
