"""Clients who ask for twice the cash there is, and ask again when no answer comes.

An allotment call is a proposal or a certification, in two waves. Proposals reserve nothing and all
are taken; every gross amount is asked for once, so that a duplicate shows. Certifications reserve,
and rivals ask for each at the same time: one at most may win it, and the cash is there for half.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from common.money import Money
from donors.models import Allotment, Contribution
from tests.bench.people import token_of
from tests.chaos.crowd import Crowd
from tests.factories.allotments import circulated, components_of, contribution
from tests.world import make_world
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

PATIENCE, API = 60, "/api/v1/allotments/"
RIVALS = 4
"""So many clients at once certify the same allotment, each with a key of its own."""

DEAF = 10
"""Every so many-th first answer is lost on its way, as if the line broke behind the commit."""

WHO = ("cofinancing_officer", "certifying_officer")
BROKEN = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Job:
    """One amount for one component."""

    contribution: UUID
    component: UUID
    gross: Decimal


@dataclass
class Storm:
    """What is asked, and what was answered."""

    jobs: list[Job]
    tokens: dict[str, str]
    clients: int = 32
    keyed: bool = True
    rivals: int = RIVALS
    proposed: dict[Decimal, UUID] = field(default_factory=dict)
    certified: Counter[UUID] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    broken: int = 0

    def blow(self, crowd: Crowd) -> None:
        """Let all clients propose, then certify."""
        self._all_at_once(crowd.port, self.jobs, self._propose)
        wanted = [pk for pk in self.proposed.values() for _rival in range(self.rivals)]
        self._all_at_once(crowd.port, wanted, self._certify)

    def _propose(self, line: http.client.HTTPConnection, number: int, job: Job) -> None:
        body = {
            "contribution": str(job.contribution),
            "component": str(job.component),
            "gross": str(job.gross),
        }
        status, told = self._insist(line, number, WHO[0], API, body)
        if status == 201:
            self.proposed[job.gross] = UUID(told["id"])

    def _certify(self, line: http.client.HTTPConnection, number: int, pk: UUID) -> None:
        status, _told = self._insist(line, number, WHO[1], f"{API}{pk}/certify/", {})
        if status == 200:
            self.certified[pk] += 1

    def _insist(
        self, line: http.client.HTTPConnection, number: int, who: str, path: str, body: Any
    ) -> tuple[int, Any]:
        """Ask until a settled answer is heard: again on a broken line, a 5xx, or a key in use."""
        key, deaf, until = str(uuid4()), number % DEAF == 0, time.monotonic() + PATIENCE
        while time.monotonic() < until:
            headers = {
                "Authorization": f"Bearer {self.tokens[who]}",
                "Content-Type": "application/json",
                "If-Match": "*",
                "Idempotency-Key": key if self.keyed else str(uuid4()),
                "Host": "localhost",
            }
            try:
                line.request("POST", path, json.dumps(body), headers)
                answer = line.getresponse()
                told = json.loads(answer.read())
            except BROKEN:
                line.close()
                self.broken += 1
                time.sleep(0.02)
                continue
            in_use = told.get("code") == "idempotency_key_in_use"
            if answer.status < 500 and not in_use and not deaf:
                self.statuses[answer.status] += 1
                self.refusals.update([told["code"]] if "code" in told else [])
                return answer.status, told
            self.repeated, deaf = self.repeated + 1, deaf and (answer.status >= 500 or in_use)
            time.sleep(0.02 * (answer.status >= 500 or in_use))
        message = f"no settled answer to {path} in {PATIENCE} s"
        raise TimeoutError(message)

    def _all_at_once(self, port: int, work: list[Any], ask: Callable[..., None]) -> None:
        """Let every client take the next of the work until none is left."""
        waiting, problems = iter(list(enumerate(work))), list[Exception]()
        gate = threading.Lock()

        def client() -> None:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            try:
                while True:
                    with gate:
                        number, one = next(waiting, (0, None))
                    if one is None:
                        return
                    ask(line, number, one)
            except Exception as problem:  # noqa: BLE001 - raised below
                problems.append(problem)
            finally:
                line.close()

        threads = [threading.Thread(target=client) for _ in range(self.clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]


def gather(
    *, calls: int, pots: int, clients: int, keyed: bool = True, rivals: int = RIVALS
) -> Storm:
    """Make contributions that hold half of what will be asked of them, and the list of asks."""
    world, jobs = make_world(), list[Job]()
    each = calls // (1 + rivals) // pots
    for pot in range(pots):
        amounts = [Decimal(100) + Decimal(pot * each + n) / 100 for n in range(each)]
        request = circulated(world)
        money = contribution(world, Money.of(int(sum(amounts)) // 2, "USD"), request=request.pk)
        component = components_of(request)[0].pk
        jobs += [Job(money.pk, component, gross) for gross in amounts]
    jobs.sort(key=lambda job: job.gross % 1)  # so that every contribution is asked all the time
    tokens = {who: token_of(world, who) for who in WHO}
    return Storm(jobs, tokens, clients=clients, keyed=keyed, rivals=rivals)


@dataclass(frozen=True)
class Count:
    """What the allotments say, not what the contribution says of itself."""

    duplicated: int
    lost: int
    over: list[UUID]
    idle: Decimal
    """Cash nobody got, although more was asked for."""


def count(storm: Storm) -> Count:
    """Compare what was acknowledged with what is there."""
    with speaking_as(SYSTEM):
        rows = list(Allotment.objects.values_list("pk", "gross", "state", "contribution_id"))
        cash = dict(Contribution.objects.values_list("pk", "received"))
    standing = {pk: state for pk, _gross, state, _contribution in rows}
    amounts = Counter(gross for _pk, gross, _state, _contribution in rows)
    held: Counter[UUID] = Counter()
    for _pk, gross, state, owner in rows:
        held[owner] += gross if state == "certified" else 0  # type: ignore[assignment]
    lost = [pk for pk in storm.proposed.values() if pk not in standing]
    lost += [pk for pk in storm.certified if standing.get(pk) != "certified"]
    return Count(
        duplicated=sum(seen - 1 for seen in amounts.values()),
        lost=len(lost),
        over=[pk for pk, amount in held.items() if amount > cash[pk]],
        idle=max(cash[pk] - held[pk] for pk in cash),
    )
