"""What States and donors agreed to publish, and nothing else, as valid IATI 2.03 (invariant 12)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from common.money import Money
from donors.services import pledging
from donors.services.in_part import agree_in_part
from reference.models import CodelistEntry, Theme
from reporting.iati import codes
from reporting.iati.export import export
from ta_requests.models import Request
from ta_requests.models.request import RequestQuerySet
from tests.factories.adjustments import Adjusting
from tests.factories.allotments import (
    SHOWN,
    circulated,
    components_of,
    contribution_of,
    share_at,
)
from tests.factories.assessments import BEDS, TRAINING
from tests.factories.pledges import Promise, promise_at
from tests.factories.requests import request_at
from tests.reporting import iati_standard as standard
from tests.reporting.iati_checks import LANG, activities_in, wrong
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

US = settings.IATI_ORGANISATION
AUTHORITY = "donor_authority"
Told = Counter[tuple[str, str, str]]


def exported() -> bytes:
    """Return the export of this moment; nothing where nothing may be told."""
    file = BytesIO()
    return file.getvalue() if export(file, now=datetime.now(tz=UTC)) else b""


def valid() -> list[Any]:
    """Return the activities of an export that breaks no rule, of ours or of the standard."""
    xml = exported()
    assert wrong(xml, us=US) == []
    if standard.AT_HAND:
        assert standard.schema_errors(xml) == []
        assert standard.rule_errors(xml) == []
    return activities_in(xml)


def transactions(activity: Any) -> Told:
    """Return kind, amount and currency of every transaction."""
    return Counter(
        (
            one.find("transaction-type").get("code"),
            one.findtext("value"),
            one.find("value").get("currency"),
        )
        for one in activity.findall("transaction")
    )


def shown(world: World, **story: Any) -> Request:
    """Return a request that its State lets everyone see."""
    return circulated(world, consent_class="public", **story)


def given(world: World, state: str, request: Request, amount: str, **more: Any) -> Promise:
    """Return a pledge to a request that lived its way to a state."""
    money = Money.of(amount, more.pop("currency", "USD"))
    return promise_at(world, state, now=SHOWN, money=money, request=request.pk, **more)


def publish(promise: Promise) -> None:
    """Have the donor agree to publication."""
    promise.step(f"{promise.donor}.{AUTHORITY}", pledging.publish)


needs_the_standard = pytest.mark.skipif(not standard.AT_HAND, reason=standard.ABSENT)


# ---------------------------------------------------------------- consent
def test_nothing_is_published_without_the_consent_of_a_state(world: World) -> None:
    for consent in ("secretariat", "all_donors"):
        request_at(world, "assessed", consent_class=consent)
    given(world, "agreed", circulated(world), "1000.00")

    assert exported() == b""


def test_the_database_alone_keeps_what_nobody_consented_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RequestQuerySet, "visible_to", lambda self, _actor: self.all())
    circulated(world)

    assert exported() == b""

    shown(world)
    assert len(valid()) == 1


def test_no_money_is_published_without_the_consent_of_its_donor(world: World) -> None:
    request = shown(world)
    promise = given(world, "received", request, "113000.00")
    part = components_of(request)[0]
    share = share_at(
        world,
        "released",
        contribution=contribution_of(promise.pledge),
        component=part,
        gross=Decimal(113000),
    )
    share.take("obligate", amount=Decimal(500))

    (before,) = valid()
    publish(promise)
    (after,) = valid()
    promise.step(f"donor.{AUTHORITY}", pledging.keep_private, reason="A new policy.")
    (again,) = valid()

    for private in (before, again):
        assert transactions(private) == Counter()
        assert "Norway" not in str(private.xpath("string(.)"))
        assert [one.get("role") for one in private.findall("participating-org")] == ["2", "3", "4"]
    assert transactions(after)["11", "113000.00", "USD"] == 1
    assert "Norway" in after.xpath("string(.)")


@pytest.mark.parametrize("state", ["withdrawn", "declined", "expired"])
def test_a_pledge_that_ended_is_not_published(world: World, state: str) -> None:
    request = shown(world)
    promise = given(world, "pledged", request, "1000.00")
    publish(promise)
    if state == "withdrawn":
        promise.step(f"donor.{AUTHORITY}", pledging.withdraw, reason="The budget was cut.")
    elif state == "declined":
        promise.step("cofinancing_officer", pledging.decline, reason="Outside of the mandate.")
    else:
        with speaking_as(SYSTEM):
            type(promise.pledge).objects.filter(pk=promise.pk).update(expiry_on=SHOWN.date())
            pledging.expire(pk=promise.pk, actor=SYSTEM, now=datetime.now(tz=UTC))

    (told,) = valid()

    assert promise.pledge.state == state
    assert transactions(told) == Counter()


def test_money_for_a_hidden_request_is_told_nowhere(world: World) -> None:
    shown(world)
    hidden = circulated(world)
    promise = given(world, "received", hidden, "113000.00")
    publish(promise)

    (told,) = valid()

    assert transactions(told) == Counter()
    assert str(hidden.reference) not in exported().decode()


def test_of_untied_money_only_the_share_of_a_shown_request_is_told(world: World) -> None:
    request, hidden = shown(world), circulated(world)
    promise = promise_at(world, "received", now=SHOWN, money=Money.of("113000.00", "USD"))
    publish(promise)
    cash = contribution_of(promise.pledge)
    for one, gross in ((request, 1130), (hidden, 2260)):
        share_at(world, "released", contribution=cash, component=components_of(one)[0],
                 gross=Decimal(gross))  # fmt: skip

    (told,) = valid()

    assert transactions(told) == Counter({("1", "1130.00", "USD"): 1, ("11", "1130.00", "USD"): 1})


# ---------------------------------------------------------------- what is told
def test_every_kind_of_transaction_is_told_as_booked(world: World) -> None:
    request = shown(world)
    promise = given(world, "received", request, "226000.00")
    publish(promise)
    cash = contribution_of(promise.pledge)
    share = share_at(
        world, "released", contribution=cash, component=components_of(request)[0],
        gross=Decimal(113000),
    )  # fmt: skip
    share.take("obligate", amount=Decimal(20000))
    share.take("deobligate", amount=Decimal(5000), reason="Bought for less.")
    share.take("spend", amount=Decimal(10000))
    refund = Adjusting(world, cash, "refund")
    refund.enter(amount=Decimal(6500), source="unallotted")
    refund.decide()

    (told,) = valid()

    assert transactions(told) == Counter(
        {
            ("13", "226000.00", "USD"): 1,
            ("11", "226000.00", "USD"): 1,
            ("1", "113000.00", "USD"): 2,
            ("1", "-6500.00", "USD"): 1,
            ("2", "20000.00", "USD"): 1,
            ("2", "-5000.00", "USD"): 1,
            ("4", "11300.00", "USD"): 1,
        }
    )
    (funder,) = [one for one in told.findall("participating-org") if one.get("role") == "1"]
    assert (funder.findtext("narrative"), funder.get("type")) == ("Norway", "10")


@pytest.mark.parametrize(
    ("money", "text"),
    [(("1000001", "JPY"), "1000001"), (("1000.001", "KWD"), "1000.001")],
)
def test_amounts_have_the_decimals_of_their_currency(
    world: World, money: tuple[str, str], text: str
) -> None:
    promise = given(world, "pledged", shown(world), money[0], currency=money[1])
    publish(promise)

    (told,) = valid()

    assert transactions(told) == Counter({("13", text, money[1]): 1})


def test_a_pledge_agreed_in_part_is_told_in_its_parts(world: World) -> None:
    promise = given(world, "negotiation", shown(world), "1000.00")
    publish(promise)
    promise.step(
        "cofinancing_officer", agree_in_part, amount=Decimal(400), rest="kept", reason="In part."
    )

    (told,) = valid()

    assert transactions(told) == Counter({("13", "400.00", "USD"): 1})


def test_an_earmark_is_told_in_three_vocabularies(world: World) -> None:
    request = shown(world)
    publish(given(world, "pledged", request, "5.00", earmark_category="4", earmark_modality="I"))

    (told,) = valid()

    types = {one.get("vocabulary"): one.get("code") for one in told.iter("aid-type")}
    assert types == {"1": "B033", "2": "4", "3": "I"}


def test_an_activity_says_what_it_is(world: World) -> None:
    request = shown(world, proposals=(TRAINING, BEDS))

    (told,) = valid()

    assert told.findtext("iati-identifier") == f"{US}-{request.reference}"
    assert told.find("activity-status").get("code") == codes.Status.PIPELINE
    assert told.find("recipient-country").get("code") == "MG"
    assert told.find("title/narrative").get(LANG) == "en"
    assert {one.get("code"): one.get("percentage") for one in told.findall("sector")} == {
        "11330": "66.67",
        "15137": "33.33",
    }
    assert [one.get("code") for one in told.findall("tag")] == ["16.3", "4.4"]


@pytest.mark.parametrize(
    ("state", "status"),
    [("funded", "1"), ("in_delivery", "2"), ("suspended", "6"), ("terminated", "5"),
     ("completed", "3"), ("closed", "4")],
)  # fmt: skip
def test_an_activity_follows_its_request(world: World, state: str, status: str) -> None:
    request_at(world, state, consent_class="public")

    (told,) = valid()

    assert told.find("activity-status").get("code") == status


# ---------------------------------------------------------------- the doors
def test_everyone_may_read_the_file(world: World) -> None:
    visitor = Client()
    nothing = visitor.get("/iati/activities.xml")
    shown(world)
    answer = visitor.get("/iati/activities.xml")

    assert nothing.status_code == 404
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    assert len(activities_in(answer.getvalue())) == 1


def test_the_command_writes_a_whole_file_or_none(world: World, tmp_path: Path) -> None:
    out, said = tmp_path / "activities.xml", StringIO()
    call_command("export_iati", out=out, stderr=said)
    assert not out.exists()

    shown(world)
    call_command("export_iati", out=out, stderr=said)
    call_command("export_iati", stdout=(printed := StringIO()), stderr=said)

    assert said.getvalue().split() == ["activities:", "0", "activities:", "1", "activities:", "1"]
    assert len(activities_in(out.read_bytes())) == 1
    assert len(activities_in(printed.getvalue().encode())) == 1
    assert list(tmp_path.iterdir()) == [out]


def test_the_number_of_statements_does_not_grow_with_the_requests(
    world: World, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        publish(given(world, "received", shown(world), f"{number + 1}000.00"))

    with django_assert_max_num_queries(24):
        xml = exported()

    assert len(activities_in(xml)) == 3


# ---------------------------------------------------------------- the codes
def test_every_code_is_one_of_the_lists(world: World) -> None:
    known = set(CodelistEntry.objects.values_list("codelist", "code"))
    themes = set(Theme.objects.values_list("code", flat=True))

    assert {("sector", codes.sector_of(theme)) for theme in themes} <= known
    assert {("sdg_target", one) for one in (codes.OF_ALL, *codes.TARGETS.values())} <= known
    assert codes.TARGETS.keys() | codes.SECTOR.keys() <= themes


@needs_the_standard
def test_a_broken_file_is_found_out(world: World) -> None:
    """The negative control: schema, ruleset and our own checks see what is wrong."""
    shown(world)
    xml = exported()
    percent = xml.replace(b'percentage="100.00"', b'percentage="99.00"')
    ended = b'<activity-date type="4" iso-date="2999-01-01"/><activity-scope'
    future = xml.replace(b"<activity-scope", ended)
    order = xml.replace(b"<activity-scope", b"<tag vocabulary='3' code='16.3'/><activity-scope")

    assert standard.rule_errors(percent)
    assert wrong(percent, us=US) == ["percentages of sectors"]
    assert standard.rule_errors(future)
    assert "in the future" in wrong(future, us=US)
    assert standard.schema_errors(order)
    assert "order of elements" in wrong(order, us=US)
    assert standard.rule_errors(xml, severity="warning") == []
