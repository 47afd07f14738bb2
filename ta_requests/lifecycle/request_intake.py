"""The first half of a request's life: from draft to assessed, and the ways it may end early."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ta_requests.choices.request import ENDED, WITHDRAWABLE, RequestState
from ta_requests.lifecycle import request_guards as guards
from ta_requests.policies.request import AUTHORITY, AUTHORS, CHIEF, OFFICER
from workflows.moves import BY_SYSTEM, SAME, move

DECIDABLE = ("acknowledged", "assessed")
LIVING = tuple(state.value for state in RequestState if state not in ENDED)


class RequestIntake(models.Model):
    """draft -> submitted -> acknowledged -> needs_assessment -> assessed."""

    facts: Any
    state: Any
    reference: Any
    consent_class: Any
    countersigned_at: Any
    countersigned_by_id: Any
    note_verbale_text: Any
    submitted_at: Any
    submitted_by_id: Any
    returned_grounds: Any
    acknowledged_at: Any
    acknowledged_by_id: Any
    information_due_at: Any
    lapse_warned_at: Any
    lapsed_at: Any
    lapsed_from: Any
    circulated_at: Any
    decided_at: Any
    decline_code: Any
    referral_provider: Any
    referral_consented_at: Any
    referral_consented_by_id: Any
    assessed_at: Any
    priority_score: Any
    withdrawn_at: Any
    refund_plan: Any

    class Meta:
        abstract = True

    @move(
        source=LIVING,
        target=SAME,
        by=AUTHORITY,
        requires=[guards.CONSENT, guards.SOMEONE_NAMED],
        asks=["consent_class", "named_donors"],
        title=_("Choose who may see it"),
    )
    def choose_consent(self) -> None:
        """Say who may see the request once it is circulated; only the State decides this."""
        self.consent_class = self.facts.given["consent_class"]

    @move(
        source="draft",
        target=SAME,
        by=AUTHORITY,
        requires=guards.CONTENT,
        title=_("Countersign the note verbale"),
    )
    def countersign(self) -> None:
        """Sign the note verbale generated from the draft; rewriting the draft undoes it."""
        self.note_verbale_text = self.facts.given["text"]
        self.countersigned_at = self.facts.now
        self.countersigned_by_id = self.facts.actor.person_id

    @move(
        source="draft",
        target="submitted",
        by=AUTHORITY,
        requires=[guards.IN_EARNEST, *guards.CONTENT, guards.NOTE_VERBALE],
        title=_("Submit"),
        effect=_("The text is frozen as it stands; UNODC is told."),
    )
    def submit(self) -> None:
        """File the request for the State, which alone may ask for assistance (OP11)."""
        self._file()

    @move(
        source="draft",
        target="submitted",
        by=OFFICER,
        requires=[guards.SECOND_OFFICER, *guards.CONTENT, guards.PAPER_NOTE, guards.SCAN_VERIFIED],
        asks=["scan_verified"],
        title=_("Verify the scan and file"),
        effect=_("The text is frozen as it stands; the State is told."),
    )
    def submit_transcribed(self) -> None:
        """File what a colleague transcribed from a paper note, having compared it with the scan."""
        self._file()

    def _file(self) -> None:
        self.reference = self.reference or self.facts.given["reference"]
        self.submitted_at = self.submitted_at or self.facts.now
        self.submitted_by_id = self.facts.actor.person_id
        self.returned_grounds = ""

    @move(
        source="submitted",
        target="acknowledged",
        by=OFFICER,
        requires=[guards.AUTHENTIC],
        asks=["authenticity_confirmed"],
        title=_("Acknowledge"),
        effect=_("A letter goes to the State."),
    )
    def acknowledge(self) -> None:
        """Acknowledge receipt of an authentic request."""
        self.acknowledged_at = self.acknowledged_at or self.facts.now
        self.acknowledged_by_id = self.facts.actor.person_id

    @move(
        source="submitted",
        target="returned",
        by=OFFICER,
        requires=[guards.GROUNDS],
        reason=True,
        asks=["grounds"],
        title=_("Return to the State"),
        effect=_("A letter goes to the State."),
    )
    def send_back(self) -> None:
        """Return a submission that is not authentic or not complete."""
        self.returned_grounds = self.facts.given["grounds"]

    @move(source="returned", target="draft", by=AUTHORS, title=_("Take up again"))
    def reopen_draft(self) -> None:
        """Make a returned request a draft again, to be mended and submitted anew."""
        self.countersigned_at = None
        self.countersigned_by_id = None
        self.note_verbale_text = ""

    @move(
        source="acknowledged",
        target="info_requested",
        by=OFFICER,
        requires=[guards.QUESTION],
        reason=True,
        asks=["question"],
        title=_("Ask for information"),
        effect=_("The clock of UNODC pauses until the State answers."),
    )
    def request_information(self) -> None:
        """Ask the State a question; unanswered for 90 days, the request lapses."""
        self.information_due_at = self.facts.information_due_at
        self.lapse_warned_at = None

    @move(
        source="info_requested",
        target="acknowledged",
        by=AUTHORITY,
        requires=[guards.ANSWER, *guards.CONTENT],
        asks=["answer"],
        title=_("Answer"),
        effect=_("A new version is kept, with its difference from the one before."),
    )
    def answer(self) -> None:
        """Answer UNODC's question; what was rewritten meanwhile becomes a new version."""
        self.information_due_at = None
        self.lapse_warned_at = None

    @move(
        source="info_requested",
        target=SAME,
        by=BY_SYSTEM,
        requires=[guards.WARNING_DUE],
        title=_("Warn of lapse"),
        effect=_("The State is told that its request is about to lapse."),
    )
    def warn_of_lapse(self) -> None:
        """Warn the State some weeks before an unanswered question lets its request lapse."""
        self.lapse_warned_at = self.facts.now

    @move(
        source="lapsed",
        target="acknowledged",
        by=AUTHORITY,
        requires=[guards.STILL_NEEDED, guards.FIGURES_REVIEWED],
        asks=["still_needed", "figures_reviewed"],
        title=_("Renew"),
    )
    def renew(self) -> None:
        """Bring a lapsed request back before UNODC: still needed, figures reviewed."""
        self.lapsed_from = ""
        self.lapsed_at = None
        self.circulated_at = None
        self.information_due_at = None

    @move(
        source=DECIDABLE,
        target="declined",
        by=CHIEF,
        requires=[guards.DECLINE_CODE, guards.NOTHING_OBLIGATED],
        reason=True,
        asks=["reason_code"],
        title=_("Decline"),
        effect=_("A letter goes to the State."),
    )
    def decline(self) -> None:
        """Decline the request for a coded reason that the State reads."""
        self.decline_code = self.facts.given["reason_code"]
        self.decided_at = self.facts.now

    @move(
        source=DECIDABLE,
        target=SAME,
        by=CHIEF,
        requires=[guards.PROVIDER],
        reason=True,
        asks=["provider"],
        title=_("Propose a referral"),
        effect=_("The State is asked whether it consents."),
    )
    def propose_referral(self) -> None:
        """Name another provider to the State and ask for its consent."""
        self.referral_provider = self.facts.given["provider"].strip()
        self.referral_consented_at = None
        self.referral_consented_by_id = None

    @move(
        source=DECIDABLE,
        target=SAME,
        by=AUTHORITY,
        requires=[guards.PROVIDER_PROPOSED],
        title=_("Consent to the referral"),
    )
    def consent_to_referral(self) -> None:
        """Consent that the named provider takes the request over."""
        self.referral_consented_at = self.facts.now
        self.referral_consented_by_id = self.facts.actor.person_id

    @move(
        source=DECIDABLE,
        target="referred",
        by=CHIEF,
        requires=[guards.PROVIDER_PROPOSED, guards.STATE_CONSENTED, guards.NOTHING_OBLIGATED],
        reason=True,
        title=_("Refer"),
        effect=_("A letter goes to the State."),
    )
    def refer(self) -> None:
        """Hand the request to the provider the State consented to."""
        self.decided_at = self.facts.now

    @move(
        source="acknowledged",
        target="needs_assessment",
        by=CHIEF,
        requires=guards.LEAD,
        asks=["lead_assessor_id"],
        title=_("Begin the needs assessment"),
        effect=_("An assessment is created with its lead assessor."),
    )
    def begin_assessment(self) -> None:
        """Open the needs assessment under a lead assessor without a conflict of interest."""

    @move(
        source="needs_assessment",
        target="acknowledged",
        by=CHIEF,
        reason=True,
        title=_("Cancel the assessment"),
        effect=_("The open assessment is cancelled."),
    )
    def cancel_assessment(self) -> None:
        """Cancel the needs assessment and take the request back to where it was."""

    @move(
        source="needs_assessment",
        target="assessed",
        by=BY_SYSTEM,
        requires=[guards.ASSESSMENT_FINAL],
        title=_("Record the assessment"),
        effect=_("The components are frozen."),
    )
    def record_assessed(self) -> None:
        """Follow the needs assessment when it becomes final."""
        self.priority_score = self.facts.score
        self.assessed_at = self.facts.now

    @move(
        source="assessed",
        target="needs_assessment",
        by=CHIEF,
        requires=guards.LEAD,
        reason=True,
        asks=["lead_assessor_id"],
        title=_("Assess again"),
        effect=_("A new assessment supersedes the final one."),
    )
    def reassess(self) -> None:
        """Open a new needs assessment, which supersedes the one that was final."""

    @move(
        source=[state.value for state in WITHDRAWABLE],
        target="withdrawn",
        by=AUTHORITY,
        requires=[guards.NOTHING_OBLIGATED],
        reason=True,
        title=_("Withdraw"),
        effect=_("Allotments are reversed; donors no longer see the request."),
    )
    def withdraw(self) -> None:
        """Take the request back while nothing is obligated."""
        self._withdrawn()

    @move(
        source=["funding_sought", "funded"],
        target="withdrawn",
        by=CHIEF,
        requires=[guards.SOMETHING_OBLIGATED, guards.REFUND_PLAN],
        reason=True,
        asks=["refund_plan"],
        title=_("Withdraw with a refund plan"),
        effect=_("Allotments are reversed down to what is obligated."),
    )
    def withdraw_with_refund_plan(self) -> None:
        """Withdraw at the State's wish a request for which money is already obligated."""
        self.refund_plan = self.facts.given["refund_plan"]
        self._withdrawn()

    def _withdrawn(self) -> None:
        self.withdrawn_at = self.facts.now
        self.circulated_at = None
        self.information_due_at = None
        self.lapsed_from = ""
        self.lapsed_at = None
