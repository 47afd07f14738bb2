"""What is published comes in once, whole and marked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from accounts.models import Organisation
from accounts.services.published import Countries, organisation_called
from common.money import Money
from donors.models import Contribution, Pledge, PublishedRecord, Receipt
from donors.services import publishing
from donors.services.importing import import_fts, import_iati
from tests.donors.published.bringing import codes, counts, figures, fts, only, only_count, xml
from tests.donors.published.samples import (
    ABSENT,
    AT_HAND,
    SHARED,
    activity,
    flow,
    giver,
    page,
    transaction,
    written,
)
from tests.world import BEGINNING, World
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as

pytestmark = pytest.mark.django_db


def test_a_paid_flow_becomes_donor_contribution_and_receipt(world: World, tmp_path: Path) -> None:
    report = fts(tmp_path, flow())

    pledge, cash, receipt = only(Pledge), only(Contribution), only(Receipt)
    assert figures(report) == (1, 1, 0, 0)
    assert (pledge.state, pledge.published_from, pledge.published_as) == ("received", "fts", "1")
    assert (pledge.money, pledge.agreed_usd) == (Money.of(1000, "CHF"), 1100)
    assert (cash.received, cash.received_usd, cash.rate_source) == (1000, 1100, "publisher")
    assert cash.available == Money.zero("CHF")
    assert (receipt.bank_reference, receipt.entered_by_id) == ("published:fts:1", None)
    assert (receipt.rate_source, receipt.rate) == ("publisher", Decimal("0.90909091"))
    with speaking_as(SYSTEM):
        assert Organisation.objects.get(pk=pledge.organisation_id).country_id == "CHE"
        names = list(Event.objects.of(pledge.pk).values_list("name", "actor_role"))
    assert names == [
        ("create", "system"),
        ("record_published_commitment", "system"),
        ("record_published_receipt", "system"),
        ("complete_receipts", "system"),
    ]
    record = only(PublishedRecord)
    assert (record.receiver, record.licence) == ("World Food Programme", "CC BY-IGO 3.0")
    assert (record.url, str(record)) == ("https://fts.unocha.org/flows/1", "fts 1")


@pytest.mark.parametrize(
    ("status", "state", "cash"),
    [("pledge", "pledged", 0), ("commitment", "agreed", 1), ("paid", "received", 1)],
)
def test_a_flow_stands_where_its_publisher_says(
    world: World, tmp_path: Path, status: str, state: str, cash: int
) -> None:
    fts(tmp_path, flow(status=status))

    with speaking_as(SYSTEM):
        assert Contribution.objects.count() == cash
    assert only(Pledge).state == state


def test_a_second_run_changes_nothing(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow("1"), flow("2", status="pledge"))
    before = counts()

    again = fts(tmp_path, flow("1"), flow("2", status="pledge"))

    assert figures(again) == (2, 0, 2, 0)
    assert counts() == before


def test_what_its_publisher_changed_is_named_and_left(world: World, tmp_path: Path) -> None:
    fts(tmp_path, flow())
    before = counts()

    again = fts(tmp_path, flow(amountUSD=5, originalAmount=4))

    assert (figures(again), codes(again)) == ((1, 0, 1, 0), ["record_changed"])
    assert counts() == before


def test_a_rehearsal_reports_the_same_and_keeps_nothing(world: World, tmp_path: Path) -> None:
    before = counts()

    rehearsed = fts(tmp_path, flow("1"), flow("2", amountUSD=0), dry_run=True)

    assert counts() == before
    assert (
        rehearsed.as_dict() | {"dry_run": False}
        == fts(tmp_path, flow("1"), flow("2", amountUSD=0)).as_dict()
    )


def test_one_refused_file_refuses_the_run(world: World, tmp_path: Path) -> None:
    before = counts()
    paths = [written(tmp_path, page(flow()), "good.json"), written(tmp_path, "{", "bad.json")]

    report = import_fts(paths, now=BEGINNING)

    assert (report.refused, report.as_dict()["records"], codes(report)) == (
        True,
        0,
        ["file_malformed"],
    )
    assert counts() == before


def test_a_record_comes_in_whole_or_not_at_all(world: World, tmp_path: Path) -> None:
    euros = transaction("1", "20").replace("<value", "<value currency='EUR'", 1)
    before = counts()

    report = xml(
        tmp_path, activity(transaction("11").replace("<value", "<value currency='EUR'"), euros)
    )

    assert (figures(report), codes(report)) == ((1, 0, 0, 1), ["rate_missing"])
    assert counts() == before


FRENCH = '<provider-org type="10"><narrative>France</narrative></provider-org>'
NOBODY = '<provider-org type="10"><narrative>Atlantis</narrative></provider-org>'


def of_two_givers(second: str, *more: str) -> str:
    """Return an activity to which a State gives, and then another."""
    first = transaction("11", "300", provider=FRENCH, attributes="ref='a'")
    return activity(first, transaction("11", "50", provider=second, attributes="ref='b'"), *more)


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_activity_whose_second_giver_fails_is_left_whole(
    world: World, tmp_path: Path, dry_run: bool
) -> None:
    before, steps = counts(), []
    far = "<value currency='EUR'"
    repaired = transaction("1", "7").replace("<value", far, 1).replace("2021-02-03", "2001-02-03")

    report = xml(
        tmp_path,
        of_two_givers(NOBODY, repaired),
        activity(transaction("11"), pk="XX-2"),
        dry_run=dry_run,
        step=lambda done, of: steps.append((done, of)),
    )

    told = [(each.code, each.effect, each.record) for each in report.problems]
    assert figures(report) == (2, 1, 0, 1)
    assert told == [
        ("commitment_implied", "repaired", "XX-1"),
        ("donor_country_unknown", "skipped", "XX-1"),
        ("record_left_whole", "skipped", "XX-1"),
    ]
    assert report.repaired == 0
    assert steps == [(1, 2), (2, 2)]
    if dry_run:
        assert counts() == before
    else:
        assert only(Pledge).published_as == "XX-2"


def test_a_refused_activity_is_refused_again_and_nothing_changes(
    world: World, tmp_path: Path
) -> None:
    told = [activity(transaction("11"), pk="XX-2"), of_two_givers(NOBODY)]
    first = xml(tmp_path, *told)
    before = counts()

    again = xml(tmp_path, *told)

    assert (figures(first), figures(again)) == ((2, 1, 0, 1), (2, 0, 1, 1))
    assert codes(again) == codes(first)
    assert counts() == before


def test_an_activity_with_two_givers_comes_in_whole_and_once(world: World, tmp_path: Path) -> None:
    told = of_two_givers(provider_of("Help"))

    report, again = xml(tmp_path, told), xml(tmp_path, told)

    assert (figures(report), figures(again)) == ((1, 1, 0, 0), (1, 0, 1, 0))
    assert only_count(Pledge) == 2


def test_a_giver_that_comes_later_and_fails_keeps_out_what_is_new_of_the_first(
    world: World, tmp_path: Path
) -> None:
    first = transaction("11", "300", provider=FRENCH, attributes="ref='a'")
    xml(tmp_path, activity(first))
    before = counts()
    paid = transaction("1", "120", provider=FRENCH, attributes="ref='c'")

    report = xml(tmp_path, of_two_givers(NOBODY, paid))

    assert (figures(report), codes(report)) == (
        (1, 0, 0, 1),
        ["donor_country_unknown", "record_left_whole"],
    )
    assert counts() == before


def test_what_the_database_refuses_of_a_second_giver_leaves_the_activity_whole(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, calls = counts(), []

    def refusing(**given: Any) -> Organisation:
        calls.append(given["name"])
        if len(calls) > 1:
            raise IntegrityError(f"no room for {given['name']}")
        return organisation_called(**given)

    monkeypatch.setattr(publishing, "organisation_called", refusing)

    report = xml(tmp_path, of_two_givers(provider_of("Help")))

    assert calls == ["France", "Help"]
    assert [each.sentence for each in report.problems] == [
        "The record was refused: no room for Help",
        "Nothing of the record was taken in, because a part of it could not be taken in.",
    ]
    assert figures(report) == (1, 0, 0, 1)
    assert counts() == before


def test_a_flow_that_fails_is_left_whole_and_the_others_come(world: World, tmp_path: Path) -> None:
    lost = giver("Atlantis, Government of", "Government")
    flows = flow("1"), flow("2", sourceObjects=[lost]), flow("3", status="pledge")

    report, again = fts(tmp_path, *flows), fts(tmp_path, *flows)

    assert (figures(report), figures(again)) == ((3, 2, 0, 1), (3, 0, 2, 1))
    assert codes(report) == codes(again) == ["donor_country_unknown"]


def provider_of(name: str) -> str:
    """Return a giver of no State."""
    return f'<provider-org type="21"><narrative>{name}</narrative></provider-org>'


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sourceObjects": [giver("Atlantis, Government of", "Government")]},
         "donor_country_unknown"),
        ({"sourceObjects": [giver("UNODC", "UN agency")]}, "donor_is_unodc"),
        ({"originalAmount": 10**14, "originalCurrency": "USD", "amountUSD": 0.004},
         "amount_nothing"),
        ({"originalAmount": 10**14, "originalCurrency": "JPY", "amountUSD": 0.01},
         "record_refused"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_named(
    world: World, tmp_path: Path, changes: dict[str, Any], code: str
) -> None:
    report = fts(tmp_path, flow("kept"), flow("wrong") | changes)

    assert figures(report) == (2, 1, 0, 1)
    assert code in codes(report)


def test_unodc_itself_is_no_donor(world: World, tmp_path: Path) -> None:
    own = "<provider-org ref='XM-DAC-41128'><narrative>Office</narrative></provider-org>"

    assert codes(xml(tmp_path, activity(transaction("11", provider=own)))) == ["donor_is_unodc"]


def test_a_rate_far_from_the_table_warns(world: World, tmp_path: Path) -> None:
    day = BEGINNING.date().isoformat()
    far = flow(amountUSD=1500, originalCurrency="EUR", exchangeRate=None, date=day)

    report = fts(tmp_path, far)

    assert (figures(report), codes(report)) == ((1, 1, 0, 0), ["rate_far_off"])


def test_a_rate_near_the_table_is_not_remarked(world: World, tmp_path: Path) -> None:
    day = BEGINNING.date().isoformat()
    near = flow(amountUSD=1134, originalCurrency="EUR", exchangeRate=None, date=day)

    report = fts(tmp_path, near)

    assert (figures(report), codes(report)) == ((1, 1, 0, 0), [])


def test_money_worth_less_than_a_cent_is_named_and_left(world: World, tmp_path: Path) -> None:
    day = BEGINNING.date().isoformat()
    franc = transaction("11", "1", day=day).replace("<value", "<value currency='XOF'", 1)

    report = xml(tmp_path, activity(franc))

    assert (figures(report), codes(report)) == ((1, 0, 0, 1), ["amount_nothing"])


def test_a_correction_that_comes_alone_later_is_named_and_left(
    world: World, tmp_path: Path
) -> None:
    first = transaction("11", "300", attributes="ref='c'")
    xml(tmp_path, activity(first))
    before = counts()

    report = xml(tmp_path, activity(first, transaction("11", "-50", attributes="ref='d'")))

    assert figures(report) == (1, 0, 0, 1)
    assert "amount_negative" in codes(report)
    assert counts() == before


def test_an_activity_tells_commitment_from_cash(world: World, tmp_path: Path) -> None:
    report = xml(
        tmp_path,
        activity(
            transaction("11", "300"),
            transaction("11", "-50"),
            transaction("1", "120", attributes="ref='a'"),
        ),
    )

    cash = only(Contribution)
    assert (figures(report), codes(report)) == ((1, 1, 0, 0), ["corrections_netted"])
    assert (cash.amount, cash.received) == (250, 120)
    assert only(Pledge).state == "partly_received"


def test_later_cash_belongs_to_the_promise_that_stands(world: World, tmp_path: Path) -> None:
    first = transaction("11", "300", attributes="ref='c'")
    xml(tmp_path, activity(first, transaction("1", "120", attributes="ref='a'")))

    report = xml(
        tmp_path,
        activity(
            first,
            transaction("1", "120", attributes="ref='a'"),
            transaction("1", "200", attributes="ref='b'"),
        ),
    )

    cash = only(Contribution)
    assert figures(report) == (1, 1, 0, 0)
    assert (cash.received, cash.unapplied) == (320, 20)
    assert only(Pledge).state == "received"


def test_a_long_identity_is_cut_and_still_one(world: World, tmp_path: Path) -> None:
    xml(tmp_path, activity(transaction("1"), transaction("1", "7"), pk="X" * 150))

    with speaking_as(SYSTEM):
        references = list(Receipt.objects.values_list("bank_reference", flat=True))
    assert len(set(references)) == 2
    assert all(len(reference) <= 80 for reference in references)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, Republic of", "KOR"),
        ("Saudi Arabia (Kingdom of)", "SAU"),
        ("the Netherlands", "NLD"),
        ("Turkey", "TUR"),
        ("Timor'Leste", "TLS"),
        ("CH", "CHE"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_many_names(world: World, name: str, code: str | None) -> None:
    assert Countries().code_of(name) == code


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
def test_a_published_file_comes_in_and_comes_in_once(world: World) -> None:
    path = SHARED / "iati" / "unodc-mentions-2021.xml"

    first = import_iati([path], now=BEGINNING)
    again = import_iati([path], now=BEGINNING)

    assert (first.records, first.imported) == (17, again.unchanged)
    assert (again.imported, again.skipped) == (0, first.skipped)
