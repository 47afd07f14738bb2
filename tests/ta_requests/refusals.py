"""Say in one line which refusal a test expects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, transaction

from common.errors import DomainError


@contextmanager
def refused(kind: type[DomainError], *codes: str) -> Iterator[None]:
    """Expect a refusal of this kind; with codes, for exactly these reasons."""
    with pytest.raises(kind) as refusal:
        yield
    if codes:
        reasons = [reason.code for reason in refusal.value.reasons]
        assert (reasons or [refusal.value.stable_code]) == list(codes)


@contextmanager
def refused_by_database(constraint: str) -> Iterator[None]:
    """Expect the database itself to refuse, naming this constraint."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        yield
    cause = refusal.value.__cause__
    assert getattr(getattr(cause, "diag", None), "constraint_name", None) == constraint
