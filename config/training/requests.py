"""A request on its way: each method is a step, taken by the person whose step it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from config.training import papers
from config.training.cast import SYSTEM_NAME, Cast
from config.training.library import Text, text
from ta_requests.machines import CIRCULATION, REQUEST
from ta_requests.models import Assessment, Circulation, Component, Delivery, Request
from ta_requests.services import documents, drafting
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

NOTE = "Note verbale"


@dataclass
class RequestStory:
    """One request of one State; ``now`` moves on as its story does."""

    cast: Cast
    now: datetime
    state: str
    key: str
    consent_class: str = "all_donors"
    named: Sequence[str] = ()
    pk: UUID = field(init=False)

    @property
    def text(self) -> Text:
        """Return what is asked."""
        return text(self.key)

    def later(self, days: int) -> None:
        """Let some days pass."""
        self.now = moved(self.cast, self.now, days)

    def act(self, name: str, verb: str, *, days: int = 0, **given: Any) -> None:
        """Have somebody take a step of the request, some days later."""
        self.later(days)
        self.cast.let(name, REQUEST.verbs[verb], pk=self.pk, now=self.now, **given)

    def draft(self) -> None:
        """Write it down in the capital."""
        drafter = f"{self.state}.ms_drafter"
        made = self.cast.let(drafter, drafting.draft, now=self.now, content=self.text.content)
        self.pk = made.pk

    def submit(self) -> None:
        """Attach the note verbale, choose who may see it, and file it."""
        authority = f"{self.state}.ms_authority"
        self.later(4)
        self.cast.let(
            f"{self.state}.ms_drafter",
            documents.attach,
            pk=self.pk,
            now=self.now,
            kind="note_verbale",
            upload=papers.scan(NOTE),
        )
        self.act(
            authority,
            "choose_consent",
            consent_class=self.consent_class,
            named_donors=[self.cast.organisations[donor] for donor in self.named],
        )
        self.act(authority, "submit", days=1)

    def acknowledge(self) -> None:
        """Acknowledge receipt."""
        self.act("programme_officer", "acknowledge", days=3, authenticity_confirmed=True)

    def begin_assessment(self) -> None:
        """Name the lead assessor."""
        lead = self.cast["assessor"].person_id
        self.act("section_chief", "begin_assessment", days=5, lead_assessor_id=lead)

    def seek_funding(self) -> None:
        """Open it for funding: the State has five working days to object."""
        self.act("section_chief.2", "seek_funding", days=3)

    def circulate(self) -> None:
        """Let the time for objections pass."""
        with speaking_as(SYSTEM):
            waiting = Circulation.objects.get(request_id=self.pk, state="noticed")
        self.now = max(self.now, waiting.deadline_at)
        moved(self.cast, self.now, 0)
        circulate = CIRCULATION.verbs["circulate"]
        self.cast.let(SYSTEM_NAME, circulate, pk=waiting.pk, now=self.now)

    def circulation(self) -> Circulation:
        """Return the circulation under way."""
        with speaking_as(SYSTEM):
            return Circulation.objects.filter(request_id=self.pk).order_by("number").reverse()[0]

    def request(self) -> Request:
        """Return the request as it stands now."""
        with speaking_as(SYSTEM):
            return Request.objects.get(pk=self.pk)

    def components(self) -> list[Component]:
        """Return the components in force."""
        with speaking_as(SYSTEM):
            found = Component.objects.standing().of_request(self.pk)
            return list(found.select_related("request").order_by("number"))

    def assessment(self) -> Assessment:
        """Return the assessment that is neither cancelled nor superseded."""
        with speaking_as(SYSTEM):
            reports = Assessment.objects.of_request(self.pk)
            return reports.exclude(state__in=["cancelled", "superseded"]).get()

    def delivery(self) -> Delivery:
        """Return the delivery under way or ended."""
        with speaking_as(SYSTEM):
            found = Delivery.objects.filter(request_id=self.pk)
            return found.exclude(state="cancelled").get()


def moved(cast: Cast, now: datetime, days: int) -> datetime:
    """Return a moment so many days later.

    Raises:
        ValueError: the story would run past the training's today.
    """
    moment = now + timedelta(days=days)
    if moment > cast.today:
        message = f"a story runs {moment - cast.today} past today"
        raise ValueError(message)
    return moment
