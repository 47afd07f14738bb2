"""A needs assessment on its way, from the declarations of interest to the final report."""

from __future__ import annotations

from typing import Any

from config.training.library import read
from config.training.requests import RequestStory
from ta_requests.machines import ASSESSMENT
from ta_requests.services import assessment_areas, assessment_team
from ta_requests.services.components import add_component

REPORT = "report"
LEAD = "assessor"
CHIEF = "section_chief"


def act(story: RequestStory, name: str, verb: str, *, days: int = 0, **given: Any) -> None:
    """Have somebody take a step of the assessment, some days later."""
    story.later(days)
    pk = story.assessment().pk
    story.cast.let(name, ASSESSMENT.verbs[verb], pk=pk, now=story.now, **given)


def begin(story: RequestStory) -> None:
    """Declare no conflict of interest and begin."""
    story.later(2)
    pk = story.assessment().pk
    story.cast.let(LEAD, assessment_team.declare, pk=pk, now=story.now, conflict=False)
    act(story, LEAD, "begin")


def write(story: RequestStory) -> None:
    """Write the sections, score the areas, rate the priority and propose the components."""
    story.later(15)
    book = read(REPORT)
    given: dict[str, Any] = {"pk": story.assessment().pk, "now": story.now}
    words = {
        "country": story.request().country.name_in("en"),
        "title": story.text.content["title"],
    }
    sections = {name: text.format(**words) for name, text in book["sections"].items()}
    story.cast.let(LEAD, assessment_areas.write_report, sections=sections, **given)
    for score, (area, found) in enumerate(book["areas"].items()):
        seen = "evidence" in found
        story.cast.let(
            LEAD,
            assessment_areas.score_area,
            area=area,
            score=(score * 3 + len(story.key)) % 4 if seen else None,
            evidence=found.get("evidence", ""),
            not_applicable_because=found.get("because", ""),
            **given,
        )
    story.cast.let(LEAD, assessment_areas.rate_priority, **book["priority"], **given)
    for proposal in story.text.proposals:
        story.cast.let(LEAD, add_component, proposal=proposal, **given)


def hand_in(story: RequestStory) -> None:
    """Finish the draft report."""
    write(story)
    act(story, LEAD, "submit_draft", days=1)


def send(story: RequestStory) -> None:
    """Send it to the State."""
    act(story, CHIEF, "send_to_state", days=2)


def finalise(story: RequestStory) -> None:
    """Have the State validate it and make it final."""
    act(story, f"{story.state}.ms_authority", "validate_report", days=5, text="")
    act(story, CHIEF, "finalise", days=1)


def assess(story: RequestStory) -> None:
    """Take an assessment just opened all the way."""
    begin(story)
    hand_in(story)
    send(story)
    finalise(story)
