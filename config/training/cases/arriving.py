"""Requests on their way in, and those that end before anybody assesses them."""

from __future__ import annotations

from datetime import datetime

from config.training import papers
from config.training.cast import SYSTEM_NAME, Cast
from config.training.library import text
from config.training.requests import RequestStory
from config.training.telling import Case
from ta_requests.machines import REQUEST
from ta_requests.services import drafting


def acknowledged(cast: Cast, now: datetime, state: str, key: str) -> RequestStory:
    """Tell a request up to its acknowledgement."""
    story = RequestStory(cast, now, state, key)
    story.draft()
    story.submit()
    story.acknowledge()
    return story


def begun(cast: Cast, now: datetime) -> None:
    """Leave a draft without its section on restrictions."""
    RequestStory(cast, now, "madagascar", "mediation_familiale").draft()


def transcribed(cast: Cast, now: datetime) -> None:
    """Have two officers file a note that came on paper."""
    made = cast.let(
        "programme_officer",
        drafting.transcribe,
        now=now,
        organisation_id=cast.organisations["malawi"],
        content=text("case_files").content,
        scan=papers.scan("Paper note"),
    )
    verb = REQUEST.verbs["submit_transcribed"]
    cast.let("programme_officer.2", verb, pk=made.pk, now=now, scan_verified=True)


def sent_back(cast: Cast, now: datetime) -> None:
    """Return a submission that is not complete."""
    story = RequestStory(cast, now, "paraguay", "supervision_comunitaria")
    story.draft()
    story.submit()
    story.act(
        "programme_officer",
        "send_back",
        days=2,
        grounds="not_complete",
        reason="La segunda página de la nota verbal no se puede leer.",
    )


def assessment_cancelled(cast: Cast, now: datetime) -> None:
    """Cancel an assessment whose lead fell ill."""
    story = acknowledged(cast, now, "kyrgyzstan", "sluzhba_probacii")
    story.begin_assessment()
    reason = "The lead assessor is not available before the winter."
    story.act("section_chief", "cancel_assessment", days=6, reason=reason)


def asked(cast: Cast, now: datetime) -> None:
    """Ask the State a question."""
    story = acknowledged(cast, now, "jordan", "baramij_ilaj")
    story.act(
        "programme_officer",
        "request_information",
        days=4,
        question="كم عدد الاختصاصيين العاملين حالياً في كل مركز؟",
        reason="The size of the training depends on it.",
    )


def lapsed(cast: Cast, now: datetime) -> None:
    """Let a question go unanswered for ninety days."""
    story = acknowledged(cast, now, "fiji", "peer_helpers")
    story.act(
        "programme_officer",
        "request_information",
        days=4,
        question="Which two wings are meant, and how many officers work there?",
        reason="The request names no place.",
    )
    story.act(SYSTEM_NAME, "warn_of_lapse", days=70)
    story.act(SYSTEM_NAME, "lapse", days=21)


def declined(cast: Cast, now: datetime) -> None:
    """Decline what the resolution does not speak of."""
    story = acknowledged(cast, now, "malawi", "court_vehicles")
    story.act(
        "section_chief",
        "decline",
        days=5,
        reason_code="outside_mandate",
        reason="Escort of prisoners is a police duty and not a means of rehabilitation.",
    )


def referred(cast: Cast, now: datetime) -> None:
    """Hand a request about children to the entity that looks after them."""
    story = acknowledged(cast, now, "comoros", "cour_des_mineurs")
    reason = "La demande concerne des enfants."
    story.act("section_chief", "propose_referral", days=3, provider="UNICEF", reason=reason)
    story.act("comoros.ms_authority", "consent_to_referral", days=6)
    story.act("section_chief", "refer", days=1, reason="The State agreed.")


CASES = (
    Case(6, begun),
    Case(9, transcribed),
    Case(21, sent_back),
    Case(60, assessment_cancelled),
    Case(40, asked),
    Case(150, lapsed),
    Case(45, declined),
    Case(55, referred),
)
