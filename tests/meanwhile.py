"""Somebody else commits between two statements of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.laboratory import CommittedDatabase


@contextmanager
def meanwhile(
    database: CommittedDatabase, act: Callable[[], Any], *, after: str
) -> Iterator[list[str]]:
    """Have ``act`` commit on another connection once our first statement like ``after`` is done.

    Yields the statements after which it did: one, unless ours never came.
    """
    done: list[str] = []

    def interrupted(execute: Callable[..., Any], statement: str, *given: Any) -> Any:
        result = execute(statement, *given)
        if not done and statement.startswith(after):
            done.append(statement)
            (outcome,) = database.together(act)
            if isinstance(outcome, Exception):
                raise outcome
        return result

    with connection.execute_wrapper(interrupted):
        yield done
