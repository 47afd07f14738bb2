"""What the committed contract allows, and what it does not, is answered as it says: by every role.

``TARA_FUZZ`` multiplies the examples; the run is the same every time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.http import FileResponse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract import contract
from tests.matrix.gallery import Gallery
from tests.matrix.routes import Route, routes
from tests.matrix.tables import VIEWERS
from tests.matrix.visits import Visit

DEPTH = int(os.environ.get("TARA_FUZZ", "1"))
PARTS = 4
"""The operations are shared out, so that two workers have something to do."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = {GenerationMode.POSITIVE: 2, GenerationMode.NEGATIVE: 1}
LEFT_OUT = {"Accept", "Accept-Encoding", "Connection", "Content-Length", "Cookie", "User-Agent"}


@dataclass
class Asking:
    """The viewers who take turns at one operation, and what was wrong with the answers."""

    route: Route
    viewers: Iterator[Visit]
    wrong: list[str] = field(default_factory=list)
    asked: int = 0

    def ask(self, case: Any) -> None:
        """Send a case and hold the answer against the contract."""
        visit = next(self.viewers)
        self.asked += 1
        if own := visit.own_of(self.route):
            case.path_parameters |= own
        try:
            case.validate_response(_sent(visit, case), checks=CHECKS)
        except FailureGroup as problem:
            self.wrong.append(f"{visit.viewer.label} {case.operation.label}: {problem.exceptions}")


def _sent(visit: Visit, case: Any) -> schemathesis.Response:
    """Send a case in-process, as the viewer, and return the answer as the checks want it."""
    case.cookies = {}
    asked = requests.Request(**case.as_transport_kwargs(base_url="http://testserver"))
    prepared = asked.prepare()
    headers = {
        str(name): str(value) for name, value in prepared.headers.items() if name not in LEFT_OUT
    }
    content_type = headers.pop("Content-Type", "")
    visit.client.cookies.clear()
    visit.client.cookies.load(visit.cookies)
    with transaction.atomic():
        answer: Any = visit.client.generic(
            str(prepared.method),
            prepared.path_url,
            prepared.body or b"",
            content_type=content_type,
            headers=headers | visit.headers,
        )
        content = answer.getvalue()
        if isinstance(answer, FileResponse) and answer.file_to_stream is not None:
            answer.file_to_stream.close()
        transaction.set_rollback(True)
    return schemathesis.Response(
        status_code=answer.status_code,
        headers={name.lower(): [value] for name, value in answer.headers.items()},
        content=content,
        request=prepared,
        elapsed=0.0,
        verify=False,
    )


def _examples(operation: Any, asking: Asking) -> None:
    """Ask an operation for what it declares, and for what it does not."""
    for mode, count in MODES.items():
        few = settings(
            max_examples=count * DEPTH,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        few(given(case=operation.as_strategy(generation_mode=mode))(asking.ask))()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_answer_is_one_the_contract_knows(gallery: Gallery, part: int) -> None:
    declared: Any = schemathesis.openapi.from_dict(contract())
    known = {route.template: route for route in routes()}
    visits = [Visit(gallery, viewer) for viewer in VIEWERS]
    askings = []
    for number, found in enumerate(declared.get_all_operations()):
        if number % PARTS == part:
            first = number % len(visits)
            operation = found.ok()
            askings.append(Asking(known[operation.path], cycle([*visits[first:], *visits[:first]])))
            _examples(operation, askings[-1])

    assert [one for asking in askings for one in asking.wrong] == []
    assert sum(asking.asked for asking in askings) > 150 * DEPTH
