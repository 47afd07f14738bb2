"""Requests under assessment, one for each state of the report."""

from __future__ import annotations

from datetime import datetime

from config.training import assessments
from config.training.cases.arriving import acknowledged
from config.training.cast import Cast
from config.training.requests import RequestStory
from config.training.telling import Case


def _opened(cast: Cast, now: datetime, state: str, key: str) -> RequestStory:
    story = acknowledged(cast, now, state, key)
    story.begin_assessment()
    return story


def planned(cast: Cast, now: datetime) -> None:
    """Name a lead assessor."""
    _opened(cast, now, "laos", "radio_lessons")


def in_progress(cast: Cast, now: datetime) -> None:
    """Begin the work."""
    assessments.begin(_opened(cast, now, "china", "shequ_jiaozheng"))


def drafted(cast: Cast, now: datetime) -> None:
    """Hand the draft to the section chief."""
    story = _opened(cast, now, "bolivia", "panaderias")
    assessments.begin(story)
    assessments.hand_in(story)


def with_the_state(cast: Cast, now: datetime) -> None:
    """Send the report to the State, which comments."""
    story = _opened(cast, now, "jordan", "riaya_lahiqa")
    assessments.begin(story)
    assessments.hand_in(story)
    assessments.send(story)
    words = "نقترح أن يبدأ المركز الأول في محافظة إربد."
    assessments.act(story, "jordan.ms_authority", "comment", days=2, text=words)


def returned(cast: Cast, now: datetime) -> None:
    """Have the State return the report."""
    story = _opened(cast, now, "kyrgyzstan", "shkola_v_kolonii")
    assessments.begin(story)
    assessments.hand_in(story)
    assessments.send(story)
    words = "Просим уточнить число классов: должно быть четыре."
    assessments.act(story, "kyrgyzstan.ms_authority", "return_report", days=4, reason=words)


def assessed_again(cast: Cast, now: datetime) -> None:
    """Assess a second time: the first report gives way."""
    story = _opened(cast, now, "fiji", "repeat_study")
    assessments.assess(story)
    lead = cast["assessor"].person_id
    reason = "The courts joined the study after the report was final."
    story.act("section_chief", "reassess", days=10, reason=reason, lead_assessor_id=lead)
    assessments.assess(story)


CASES = (
    Case(25, planned),
    Case(41, in_progress),
    Case(56, drafted),
    Case(46, with_the_state),
    Case(75, returned),
    Case(120, assessed_again),
)
