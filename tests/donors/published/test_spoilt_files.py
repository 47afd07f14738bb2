"""Whatever is done to a file, an import ends with a report that adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from donors.services.importing import import_fts, import_iati
from donors.services.published.problems import SENTENCES
from tests.donors.published.samples import (
    activity,
    flow,
    iati,
    page,
    transaction,
    written,
)
from tests.world import BEGINNING

pytestmark = pytest.mark.django_db


WHOLE = page(flow("1"), flow("2", status="pledge")).encode()
ACTIVITIES = iati(
    activity(transaction("11"), transaction("1"), transaction("13")), activity(pk="XX-2")
).encode()


@st.composite
def spoilt(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return a valid file of which some bytes were cut, repeated or replaced."""
    content = bytearray(whole)
    for _number in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(len(content) - 1, 0)))
        length = draw(st.integers(0, 40))
        piece = draw(
            st.binary(max_size=8)
            | st.sampled_from([b"-5e-10", b"null", b"[]", b"<a>", b"&a;", b'"', b"NaN", b"\xc3"])
            | st.just(bytes(content[start : start + length]) * 2)
        )
        content[start : start + length] = piece
    return bytes(content)


class WhateverIsDoneToAFile(TestCase):
    """An import always ends with a report that adds up."""

    @settings(max_examples=60, deadline=None)
    @given(content=spoilt(WHOLE))
    def test_a_page_of_flows(self, content: bytes) -> None:
        self.check(import_fts, content)

    @settings(max_examples=60, deadline=None)
    @given(content=spoilt(ACTIVITIES))
    def test_a_file_of_activities(self, content: bytes) -> None:
        self.check(import_iati, content)

    def check(self, bring_in: Any, content: bytes) -> None:
        path = written(Path(self.folder), content)

        report = bring_in([path], now=BEGINNING)

        told = report.as_dict()
        assert told["records"] == told["imported"] + told["unchanged"] + told["skipped"]
        assert {problem["code"] for problem in told["problems"]} <= set(SENTENCES)
        assert all(problem["sentence"] for problem in told["problems"])
        assert report.refused or told["records"] or not told["problems"]

    @pytest.fixture(autouse=True)
    def _somewhere(self, tmp_path: Path) -> None:
        self.folder = str(tmp_path)
