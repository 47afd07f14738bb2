"""Pages of flows are counted as OCHA counts them, and whatever is wrong with one is said."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from common.money import Money
from donors.services.published.files import content_of
from donors.services.published.fts import FtsRead, read_files
from donors.services.published.problems import SENTENCES, FileRefused
from donors.services.published.shapes import Worth, mended
from tests.donors.published.samples import ABSENT, AT_HAND, SHARED, flow, giver, page, written

TODAY = date(2026, 10, 1)


def read(folder: Path, *pages: str | bytes) -> FtsRead:
    paths = [written(folder, each, f"{number}.json") for number, each in enumerate(pages)]
    return read_files(paths, today=TODAY)


def codes(found: FtsRead) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
@pytest.mark.parametrize(
    ("place", "records", "funding", "pledges"),
    [(1, 484, 725_591_299, 0), (114, 478, 714_246_261, 81_128)],
)
def test_a_country_comes_to_its_publishers_own_total(
    place: int, records: int, funding: int, pledges: int
) -> None:
    pages = sorted((SHARED / "fts").glob(f"*locationid-{place}-year*"))

    found = read_files(pages, today=TODAY)

    assert len(pages) == 3
    assert (found.records, found.funding, found.pledges) == (records, funding, pledges)
    assert {"pages_missing", "totals_differ"}.isdisjoint(codes(found))


def test_pages_are_counted_by_what_the_search_found(tmp_path: Path) -> None:
    first = json.loads(page(flow("1"))) | {"meta": {"count": 2}}
    second = json.loads(page(flow("2"))) | {"meta": {"count": 2}}

    assert codes(read(tmp_path, json.dumps(first))) == ["pages_missing"]
    assert codes(read(tmp_path, json.dumps(first), json.dumps(second))) == []


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
def test_a_page_that_is_missing_is_missed() -> None:
    pages = sorted((SHARED / "fts").glob("*locationid-1-year*"))

    found = read_files(pages[:2], today=TODAY)

    assert "pages_missing" in codes(found)


def test_a_flow_is_read_with_its_publishers_dollars(tmp_path: Path) -> None:
    (promise,) = read(tmp_path, page(flow())).promises

    (paid,) = promise.cash
    assert (str(paid.worth.money), paid.worth.usd) == ("CHF 1,000.00", Decimal(1100))
    assert (promise.giver.kind, promise.giver.country) == ("state", "Switzerland")
    assert (promise.receiver, promise.earmark) == ("World Food Programme", "2")
    assert (promise.on, promise.line) == (date(2020, 3, 31), 5)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": None}, "record_unnamed"),
        ({"id": [1]}, "record_unnamed"),
        ({"boundary": "internal"}, "flow_not_incoming"),
        ({"boundary": "outgoing"}, "flow_not_incoming"),
        ({"onBoundary": "shared"}, "flow_shared"),
        ({"status": "rumoured"}, "status_unknown"),
        ({"status": None}, "status_unknown"),
        ({"amountUSD": None}, "amount_unusable"),
        ({"amountUSD": "many"}, "amount_unusable"),
        ({"amountUSD": True}, "amount_unusable"),
        ({"amountUSD": float("nan")}, "amount_unusable"),
        ({"amountUSD": float("inf")}, "amount_unusable"),
        ({"amountUSD": 10**40}, "amount_unusable"),
        ({"amountUSD": 0}, "amount_nothing"),
        ({"amountUSD": "-5e-10"}, "amount_nothing"),
        ({"amountUSD": -7}, "amount_negative"),
        ({"date": None}, "date_unusable"),
        ({"date": "31/03/2020"}, "date_unusable"),
        ({"date": "2020-02-30"}, "date_unusable"),
        ({"date": "2099-01-01"}, "date_in_future"),
        ({"sourceObjects": []}, "donor_unnamed"),
        ({"sourceObjects": "Norway"}, "donor_unnamed"),
        ({"sourceObjects": [giver("A"), giver("B")]}, "donor_unnamed"),
        ({"sourceObjects": [giver("", "NGO")]}, "donor_unnamed"),
    ],
)
def test_a_flow_that_cannot_be_used_is_named(
    tmp_path: Path, change: dict[str, Any], code: str
) -> None:
    found = read(tmp_path, page(flow("kept"), flow("wrong") | change))

    assert [promise.identifier for promise in found.promises] == ["kept"]
    assert codes(found) == [code]
    assert len(found.skipped) == 1
    assert found.problems[0].line > 5


@pytest.mark.parametrize("raw", [None, 7, "flow", [], {}])
def test_a_flow_that_is_no_object_is_named(tmp_path: Path, raw: Any) -> None:
    assert codes(read(tmp_path, page(flow(), raw))) == ["record_malformed"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"originalAmount": None}, "original_incomplete"),
        ({"originalCurrency": "Franken"}, "original_incomplete"),
        ({"originalAmount": -1}, "original_incomplete"),
        ({"originalAmount": "1e-9"}, "original_incomplete"),
        ({"originalAmount": 1000.001}, "amount_rounded"),
        ({"exchangeRate": 1}, "rate_contradicts"),
        ({"date": None, "decisionDate": "2020-01-02"}, "date_replaced"),
        ({"description": "PÃ©nal"}, "text_mended"),
        ({"sourceObjects": [giver("Somebody")]}, "donor_kind_assumed"),
    ],
)
def test_a_flow_that_can_be_mended_is_mended_and_named(
    tmp_path: Path, change: dict[str, Any], code: str
) -> None:
    found = read(tmp_path, page(flow() | change))

    assert len(found.promises) == 1
    assert codes(found) == [code]
    assert found.repaired == {"1"}


def test_a_flow_in_dollars_alone_is_read_as_it_is(tmp_path: Path) -> None:
    plain = flow(originalAmount=None, originalCurrency=None, exchangeRate=None)

    found = read(tmp_path, page(plain))

    assert codes(found) == []
    assert found.promises[0].cash[0].worth == Worth(
        money=Money.of("1100", "USD"), usd=Decimal(1100)
    )


def test_texts_are_mended(tmp_path: Path) -> None:
    (promise,) = read(tmp_path, page(flow(description="PÃ©nal\x00\n\ud800"))).promises

    assert promise.title == "Pénal"


def test_the_same_flow_on_two_pages_counts_once(tmp_path: Path) -> None:
    found = read(tmp_path, page(flow()), page(flow()))

    assert (found.funding, codes(found)) == (1100, ["record_repeated"])


def test_totals_that_differ_from_the_publishers_are_named(tmp_path: Path) -> None:
    whole = json.loads(page(flow(), incoming={"fundingTotal": 1, "pledgeTotal": 0}))

    found = read(tmp_path, json.dumps(whole | {"meta": {"count": 1}}))

    assert codes(found) == ["totals_differ"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"{", "file_malformed"),
        (b"[]", "file_malformed"),
        (b"<xml/>", "file_malformed"),
        (b'{"data": {"flows": [}}', "file_malformed"),
        (b'{"data": {"flows": []}} more', "file_malformed"),
        (b"{1: 2}", "file_malformed"),
        (b"\xff\xfe{", "file_malformed"),
        (b'{"data": []}', "not_fts"),
        (b'{"data": {"flows": {}}}', "not_fts"),
        (b'{"data": {"flows": [' + b"[" * 200_000, "file_too_deep"),
        (b'{"a":' * 200_000, "file_too_deep"),
    ],
)
def test_a_file_that_is_no_page_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, content)

    assert refusal.value.problem.code == code
    assert refusal.value.problem.sentence


def test_a_missing_or_a_huge_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("donors.services.published.fts.MOST_RECORDS", 1)

    with pytest.raises(FileRefused, match="file_unreadable"):
        read_files([tmp_path / "none.json"], today=TODAY)
    with pytest.raises(FileRefused, match="file_too_long"):
        read(tmp_path, page(flow("1"), flow("2")))


def test_numbers_of_any_length_are_numbers(tmp_path: Path) -> None:
    digits = "9" * 100_000
    text = page(flow()).replace("1100", digits).replace("0.909", "1e99999999999999999999")

    assert codes(read(tmp_path, text)) == ["amount_unusable"]


def test_every_remark_has_a_sentence() -> None:
    assert all(str(sentence) for _effect, sentence in SENTENCES.values())


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="file_too_large"):
        content_of(written(tmp_path, "x" * 11), limit=10)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Ãœber", "Über"), ("ÃŽle", "Île"), ("Ñandú", "Ñandú"), ("plain", "plain")],
)
def test_only_what_was_encoded_twice_is_mended(text: str, meant: str) -> None:
    assert mended(text) == meant
