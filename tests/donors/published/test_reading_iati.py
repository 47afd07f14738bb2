"""Activities are read whatever their publishers did to them; tricks of XML are refused."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from donors.services.published.iati import Organisation
from donors.services.published.iati_givers import country_of
from donors.services.published.iati_promises import read_files
from donors.services.published.problems import FileRefused
from donors.services.published.shapes import Promise, Read, Stage
from tests.donors.published.samples import (
    ABSENT,
    AT_HAND,
    SHARED,
    activity,
    iati,
    transaction,
    written,
)

TODAY = date(2026, 10, 1)
FUNDER = (
    "<participating-org role='1' ref='NL-1' type='10'><narrative>Ministry</narrative>"
    "</participating-org>"
)
BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


def read(folder: Path, content: str | bytes) -> Read:
    return read_files([written(folder, content)], today=TODAY)


def codes(found: Read) -> list[str]:
    return [problem.code for problem in found.problems]


def only(folder: Path, *transactions: str, head: str = "") -> Promise:
    (promise,) = read(folder, iati(activity(*transactions, head=head))).promises
    return promise


@pytest.mark.skipif(not AT_HAND, reason=ABSENT)
@pytest.mark.parametrize(
    ("name", "records", "promises"),
    [
        ("justice-sector-1513x-2021.xml", 146, 118),
        ("unodc-mentions-2021.xml", 17, 3),
        ("ocha-hdx-foodsecurity-dportal.xml", 7, 3),
    ],
)
def test_published_files_are_read(name: str, records: int, promises: int) -> None:
    found = read_files([SHARED / "iati" / name], today=TODAY)

    assert (found.records, len(found.promises)) == (records, promises)
    assert found.records == len(found.skipped) + len({each.identifier for each in found.promises})


def test_commitments_of_a_giver_are_one_promise_and_payments_its_cash(tmp_path: Path) -> None:
    promise = only(
        tmp_path, transaction("11", "300"), transaction("11", "-50"), transaction("1", "120")
    )

    assert (promise.stage, promise.receiver) == (Stage.COMMITMENT, "Reporter")
    assert [part.worth.money.amount for part in promise.parts] == [300, -50]
    assert [paid.worth.money.amount for paid in promise.cash] == [120]


def test_a_pledge_is_a_promise_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, iati(activity(transaction("13", "300"), transaction("1", "120"))))

    assert [promise.stage for promise in found.promises] == [Stage.PLEDGE, Stage.COMMITMENT]
    assert codes(found) == ["commitment_implied"]


@pytest.mark.parametrize(
    ("given", "name", "kind", "country"),
    [
        ('<provider-org ref="CH-4" type="10"><narrative>SDC</narrative></provider-org>',
         "SDC", "state", "CH"),
        ('<provider-org ref="XM-DAC-7" type="10"/>', "Holland", "state", "NL"),
        ("<provider-org><narrative>Government of Japan</narrative></provider-org>",
         "Government of Japan", "state", "Japan"),
        ('<provider-org ref="XM-DAC-41114"><narrative>UNDP</narrative></provider-org>',
         "UNDP", "un_entity", ""),
        ('<provider-org ref="Oxfam Novib" type="21"/>', "Oxfam Novib", "ngo", ""),
        ("<provider-org><narrative>Who</narrative></provider-org>", "Who", "", ""),
        ("<provider-org>Bare</provider-org>", "Bare", "", ""),
        ("", "Ministry", "state", "NL"),
        ("<provider-org/>", "Ministry", "state", "NL"),
    ],
)  # fmt: skip
def test_who_gives_is_made_out(
    tmp_path: Path, given: str, name: str, kind: str, country: str
) -> None:
    known = "<participating-org role='4' ref='XM-DAC-7'><narrative>Holland</narrative>"

    promise = only(
        tmp_path, transaction(provider=given), head=f"{FUNDER}{known}</participating-org>"
    )

    assert promise.giver.name == name
    assert (promise.giver.kind, promise.giver.country) == (kind, country)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Royal Government of Norway", "Norway"),
        ("British Government", "British"),
        ("the Government of the Netherlands", "Netherlands"),
        ("Oxfam", ""),
    ],
)
def test_a_government_is_named_in_many_ways(name: str, country: str) -> None:
    assert country_of(Organisation(name=name, ref="", kind="")) == country


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (transaction("", "5"), "type_missing"),
        ("<transaction><value>5</value></transaction>", "type_missing"),
        (transaction("99"), "type_unknown"),
        (transaction(value="-5e-10"), "amount_nothing"),
        (transaction(value="0"), "amount_nothing"),
        (transaction(value="-3"), "amount_negative"),
        (transaction("11", "-3"), "amount_negative"),
        (transaction(value="one"), "amount_unusable"),
        (transaction(value="NaN"), "amount_unusable"),
        (transaction(value="1e400"), "amount_unusable"),
        (transaction(value=""), "amount_unusable"),
        (transaction().replace("<value", "<worth").replace("</value", "</worth"),
         "amount_unusable"),
        (transaction().replace("<value", "<value currency='euros'"), "currency_unknown"),
        (transaction(day="3 February"), "date_unusable"),
        (transaction(day="2099-01-01"), "date_in_future"),
        (transaction(provider=""), "donor_unnamed"),
        (transaction("2"), None),
    ],
)  # fmt: skip
def test_a_transaction_that_cannot_be_used_is_named(
    tmp_path: Path, given: str, code: str | None
) -> None:
    found = read(tmp_path, iati(activity(given)))

    assert found.promises == []
    assert codes(found) == [*([code] if code else []), "no_promises"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (activity(transaction(), pk=" "), "record_unnamed"),
        (activity(transaction(), attributes="version='1.05'"), "iati_letter_code"),
        (activity(transaction("IF")), "iati_letter_code"),
        ("<iati-activity/>", "record_unnamed"),
    ],
)
def test_an_activity_that_cannot_be_used_is_named(tmp_path: Path, given: str, code: str) -> None:
    found = read(tmp_path, iati(given, activity(transaction("11"), pk="kept")))

    assert [promise.identifier for promise in found.promises] == ["kept"]
    assert codes(found) == [code]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (activity(transaction("11")).replace("<narrative>C", "<narrative xml:lang='EN'>C"),
         "language_case"),
        (activity(transaction("11")).replace("Courts", "PÃ©nal"), "text_mended"),
        (activity(transaction("11", "5.005")), "amount_rounded"),
        (activity(transaction("11"), transaction("11", "-1")), "corrections_netted"),
        (activity(transaction("11", provider="<provider-org ref='A name' type='21'/>")),
         "ref_is_a_name"),
        (activity(transaction("11"), head="<default-aid-type code='1' vocabulary='X'/>"),
         "vocabulary_unknown"),
        (activity(transaction("11", provider=""), head=FUNDER), "donor_from_funder"),
    ],
)  # fmt: skip
def test_an_activity_that_can_be_mended_is_mended_and_named(
    tmp_path: Path, given: str, code: str
) -> None:
    found = read(tmp_path, iati(given))

    assert len(found.promises) == 1
    assert codes(found) == [code]
    assert found.repaired == {"XX-1"}


def test_an_activity_given_twice_is_read_once(tmp_path: Path) -> None:
    found = read(tmp_path, iati(activity(transaction("11")), activity(transaction("11"))))

    assert (len(found.promises), codes(found)) == (1, ["record_repeated"])


def test_equal_transactions_are_told_apart_and_references_are_kept(tmp_path: Path) -> None:
    promise = only(
        tmp_path, transaction("11"), transaction("11"), transaction("11", attributes="ref='T1'")
    )

    first, second, third = (part.identifier for part in promise.parts)
    assert first.removesuffix(".1") == second.removesuffix(".2")
    assert third == "XX-1#T1"


def test_only_vocabulary_two_says_how_tightly_money_is_tied(tmp_path: Path) -> None:
    head = "<default-aid-type code='C01'/><default-aid-type vocabulary='2' code='4'/>"

    assert only(tmp_path, transaction("11"), head=head).earmark == "4"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("<", "file_malformed"),
        (iati(activity())[:-9], "file_malformed"),
        ("<?xml version='1.0' encoding='klingon'?><iati-activities/>", "file_malformed"),
        (b"<iati-activities>\xff\xfe</iati-activities>", "file_malformed"),
        (b"<iati-activities version='2.03'>\x00</iati-activities>", "file_malformed"),
        ("<html><body/></html>", "not_iati"),
        ("<iati-organisations version='2.03'/>", "not_iati"),
        (iati(version="1.05"), "iati_version_1"),
        (iati(activity(transaction("IF")), version="1"), "iati_version_1"),
        (BOMB + iati(activity(head="&d;")), "file_doctype"),
        ("<!--" + "x" * 5000 + "-->" + BOMB + iati(activity(head="&d;")), "file_doctype"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">' + iati(), "file_doctype"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + iati(activity(head="&x;")),
         "file_doctype"),
        (iati(activity(head="&unknown;")), "file_malformed"),
        (iati(activity(head="<sector>Law & order</sector>")), "file_malformed"),
        (iati(activity(head="<sector code='&lt'/>")), "file_malformed"),
        (iati("<a>" * 100 + "</a>" * 100), "file_too_deep"),
        (iati("<a>" * 5000), "file_too_deep"),
    ],
)  # fmt: skip
def test_a_file_that_is_a_trick_or_no_iati_is_refused_quickly(
    tmp_path: Path, content: str | bytes, code: str
) -> None:
    began = time.monotonic()

    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, content)

    assert refusal.value.problem.code == code
    assert time.monotonic() - began < 1


def test_size_and_number_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = "donors.services.published.iati_stream"
    with pytest.raises(FileRefused, match="file_unreadable"):
        read_files([tmp_path / "none.xml"], today=TODAY)
    monkeypatch.setattr(f"{stream}.MOST_RECORDS", 1)
    with pytest.raises(FileRefused, match="file_too_long"):
        read(tmp_path, iati(activity(), activity(pk="XX-2")))
    monkeypatch.setattr(f"{stream}.LARGEST", 10)
    with pytest.raises(FileRefused, match="file_too_large"):
        read(tmp_path, iati())
