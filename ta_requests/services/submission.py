"""The State's own acts on a draft: consent, signature, filing, and taking it up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from common.clock import day_of
from common.errors import Reason
from reference.services.references import next_reference
from ta_requests.choices.request import Channel, ConsentClass, Occasion
from ta_requests.lifecycle import request_guards as guards
from ta_requests.machines import REQUEST
from ta_requests.models import NamedDonor, Request
from ta_requests.policies.request import of_this_state
from ta_requests.services.following import wrong
from ta_requests.services.pace import seen, step
from ta_requests.services.snapshots import freeze
from workflows.actors import SYSTEM, Actor
from workflows.engine import Act
from workflows.principal import speaking_as

SERIES = "TA"


def missing_for_filing(request: Request, *, actor: Actor, now: datetime) -> tuple[Reason, ...]:
    """Return what a draft still lacks before it can be filed: by its State, or from paper."""
    request.facts = REQUEST.facts(request, actor=actor, now=now, given={})
    from_paper = request.channel == Channel.PAPER and not of_this_state(request, actor)
    needed = (*guards.CONTENT, guards.PAPER_NOTE if from_paper else guards.NOTE_VERBALE)
    return tuple(need.as_reason() for need in needed if not need(request))


def choose_consent(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    consent_class: str = "",
    named_donors: Sequence[UUID] = (),
) -> Request:
    """Say who may see the request once it is circulated; only named_donors takes names."""
    if consent_class and consent_class not in ConsentClass.values:
        sentence = gettext_lazy("There is no such consent class.")
        raise wrong("unknown_code", sentence, "consent_class")
    names = sorted(set(named_donors)) if consent_class == ConsentClass.NAMED_DONORS else []

    def name_them(act: Act) -> None:
        _check_donors(names)
        NamedDonor.objects.filter(request=act.subject).delete()
        NamedDonor.objects.bulk_create(
            NamedDonor(request=act.subject, organisation_id=donor) for donor in names
        )

    return step(
        pk=pk,
        name="choose_consent",
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"consent_class": consent_class, "named_donors": names},
        data={"consent_class": consent_class, "named_donors": names},
        after=name_them,
    )


def _check_donors(names: Sequence[UUID]) -> None:
    with speaking_as(SYSTEM):
        known = Organisation.objects.filter(pk__in=names).exclude(kind=OrganisationKind.UNODC)
        count = known.count()
    if count != len(names):
        raise wrong("unknown_donor", gettext_lazy("There is no such donor."), "named_donors")


def countersign(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
) -> Request:
    """Sign the note verbale generated from the draft as it stands."""
    request = seen(pk, actor=actor)
    return step(
        pk=pk,
        name="countersign",
        actor=actor,
        now=now,
        version=request.version if version is None else version,
        reason=reason,
        given={"text": note_verbale(request)},
    )


def note_verbale(request: Request) -> str:
    """Return the note verbale for a request, in its language."""
    with override(request.language):
        opening = _(
            "The Permanent Mission of %(country)s to the United Nations (Vienna) presents its "
            "compliments to the United Nations Office on Drugs and Crime and has the honour to "
            "request technical assistance in reducing reoffending through rehabilitation and "
            "reintegration."
        ) % {"country": request.country.name_in(request.language)}
        parts = [
            (_("Subject"), request.title),
            (_("Needs"), request.needs),
            (_("Priorities"), request.priorities),
            (_("Challenges"), request.challenges),
            (_("Restrictions"), request.restrictions),
            (_("Domestic legislation"), request.domestic_law_note),
        ]
        body = [
            _("%(heading)s: %(text)s") % {"heading": heading, "text": text}
            for heading, text in parts
        ]
    return "\n\n".join([opening, *body])


def submit(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
) -> Request:
    """File the request for the State."""
    return _file("submit", pk=pk, actor=actor, now=now, version=version, reason=reason, given={})


def submit_transcribed(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
    scan_verified: bool = False,
) -> Request:
    """File a transcribed paper note as the second officer, having compared it with the scan."""
    return _file(
        "submit_transcribed",
        pk=pk,
        actor=actor,
        now=now,
        version=version,
        reason=reason,
        given={"scan_verified": scan_verified},
    )


def _file(
    name: str, *, pk: UUID, actor: Actor, now: datetime, given: dict[str, Any], **more: Any
) -> Request:
    with transaction.atomic():
        if seen(pk, actor=actor).reference is None:
            given["reference"] = next_reference(prefix=SERIES, year=day_of(now).year)
        return step(pk=pk, name=name, actor=actor, now=now, given=given, after=_freeze, **more)


def _freeze(act: Act) -> None:
    version = freeze(act.subject, occasion=Occasion.SUBMISSION, actor=act.actor, now=act.now)
    act.data.update(version=version.number, digest=version.digest)


def reopen_draft(
    *,
    pk: UUID,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    reason: str = "",
) -> Request:
    """Make a returned request a draft again."""
    return step(pk=pk, name="reopen_draft", actor=actor, now=now, version=version, reason=reason)
