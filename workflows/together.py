"""All or nothing, with one savepoint for one act, however many services it passes through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_is_inside: ContextVar[bool] = ContextVar("is_inside", default=False)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """Undo what is written inside when it ends in an exception.

    Within another ``all_or_nothing`` no savepoint is opened: the exception undoes the whole act.
    Whoever catches one in the middle of an act and goes on opens a savepoint for what it tries
    (``transaction.atomic``); the next statement fails loudly otherwise.
    """
    if _is_inside.get():
        with transaction.atomic(savepoint=False):
            yield
        return
    token = _is_inside.set(True)
    try:
        with transaction.atomic():
            yield
    finally:
        _is_inside.reset(token)
