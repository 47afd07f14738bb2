"""Pages of a request that belong to its State alone: found, and acted on through the verbs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from common.errors import NotFound
from portal.access import actor_of, now_of
from portal.forms.versions import version_in
from ta_requests.models import Request
from workflows.actors import Actor
from workflows.available import Possibility, available
from workflows.registry import Machine


def own_request(pk: UUID, *, actor: Actor) -> Request:
    """Return a request of the actor's own State.

    Raises:
        NotFound: unknown, or not of the actor's State.
    """
    visible = Request.objects.visible_to(actor).select_related("country", "position")
    found = visible.filter(pk=pk, organisation_id__in=[actor.organisation_id]).first()
    if found is None:
        raise NotFound
    return found


def possible(
    subject: Any, known: Machine, names: tuple[str, ...], *, request: HttpRequest
) -> dict[str, Possibility]:
    """Return some steps of a subject as they stand for whoever asks, by name."""
    found = available(subject, actor=actor_of(request), now=now_of(request), machine=known)
    return {one.name: one for one in found if one.name in names}


def take(
    request: HttpRequest, known: Machine, name: str, pk: UUID, *, reason: str = "", **given: Any
) -> None:
    """Take one step through its verb, at the version the form was opened with."""
    known.verbs[name](
        pk=pk,
        actor=actor_of(request),
        now=now_of(request),
        version=version_in(request),
        reason=reason,
        **given,
    )


def done(step: Possibility) -> str:
    """Return the sentence that confirms a step."""
    return _("Done: %(step)s.") % {"step": step.title}
