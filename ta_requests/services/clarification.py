"""UNODC asks, the State answers or lets its request lapse, and may bring it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ta_requests.choices.request import Occasion, RequestState
from ta_requests.models import Clarification, Request
from ta_requests.services.circulation import end_open
from ta_requests.services.pace import step
from ta_requests.services.snapshots import freeze
from workflows.actors import Actor
from workflows.engine import Act


def request_information(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    question: str = "",
) -> Request:
    """Ask the State a question; ``reason`` says why it matters."""

    def keep(act: Act) -> None:
        Clarification.objects.create(
            request=act.subject,
            number=act.subject.clarifications.count() + 1,
            question=question.strip(),
            asked_at=now,
            asked_by_id=actor.person_id,
            due_at=act.subject.information_due_at,
        )

    return step(
        pk=pk,
        name="request_information",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"question": question},
        after=keep,
    )


def answer(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    answer: str = "",
) -> Request:
    """Answer the open question; what the State rewrote meanwhile becomes a new version."""

    def keep(act: Act) -> None:
        _open_question(act.subject).update(
            answer=answer.strip(), answered_at=now, answered_by_id=actor.person_id
        )
        frozen = freeze(act.subject, occasion=Occasion.REPLY, actor=actor, now=now)
        act.data.update(
            version=frozen.number, digest=frozen.digest, changed=sorted(frozen.difference)
        )

    return step(
        pk=pk,
        name="answer",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"answer": answer},
        after=keep,
    )


def _open_question(request: Request) -> Any:
    return Clarification.objects.filter(
        request=request, answered_at__isnull=True, dropped_at__isnull=True
    )


def drop_question(request: Request, *, now: datetime) -> None:
    """Set the open question aside, because nobody will answer it any more."""
    _open_question(request).update(dropped_at=now)


def warn_of_lapse(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Warn the State that its unanswered question lets the request lapse; only the system does."""
    return step(pk=pk, name="warn_of_lapse", actor=actor, now=now, version=version, reason=reason)


def ask_still_needed(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Ask the State whether it still needs the assistance; only the system does."""
    return step(
        pk=pk, name="ask_still_needed", actor=actor, now=now, version=version, reason=reason
    )


def confirm_still_needed(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    still_needed: bool = False,
    figures_reviewed: bool = False,
) -> Request:
    """Answer in time that the assistance is still needed; the review date moves on."""
    return step(
        pk=pk,
        name="confirm_still_needed",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"still_needed": still_needed, "figures_reviewed": figures_reviewed},
    )


def lapse(
    *, pk: UUID, actor: Actor, now: datetime, version: int | None = None, reason: str = ""
) -> Request:
    """Set an unanswered or unconfirmed request aside; only the system does."""

    def set_aside(act: Act) -> None:
        if act.source == RequestState.INFO_REQUESTED:
            drop_question(act.subject, now=now)

    return step(
        pk=pk,
        name="lapse",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        after=set_aside,
    )


def renew(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    still_needed: bool = False,
    figures_reviewed: bool = False,
) -> Request:
    """Bring a lapsed request back before UNODC; donors no longer see it."""

    def leave(act: Act) -> None:
        end_open(act.subject, actor=actor, now=now)

    return step(
        pk=pk,
        name="renew",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"still_needed": still_needed, "figures_reviewed": figures_reviewed},
        after=leave,
    )
