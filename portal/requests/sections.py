"""The steps in which a request is written: what each asks, and which paragraph it serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.errors import NotFound, Reason, Sentence
from reference.models.themes import MATERIAL_SUPPORT


@dataclass(frozen=True, kw_only=True)
class Section:
    """One step: the word in its address, its title, its help, its paragraph, and its fields."""

    key: str
    title: Sentence
    help: Sentence
    paragraph: str = "OP11"
    fields: tuple[str, ...]


SECTIONS = (
    Section(
        key="subject",
        title=_("Title and language"),
        help=_(
            "One line by which everybody will know this request, and the language you write in. "
            "Nothing you write is translated without you."
        ),
        fields=("title", "language"),
    ),
    Section(
        key="needs",
        title=_("Needs"),
        help=_(
            "What is needed, where and for whom: institutions, places, numbers. Write aggregates "
            "only, never the names or cases of persons."
        ),
        fields=("needs",),
    ),
    Section(
        key="priorities",
        title=_("Priorities"),
        help=_("Which of the needs come first, and why. Assessors and donors start from here."),
        fields=("priorities",),
    ),
    Section(
        key="challenges",
        title=_("Challenges"),
        help=_("What stands in the way today: capacity, law, infrastructure, staff, money."),
        fields=("challenges",),
    ),
    Section(
        key="restrictions",
        title=_("Restrictions"),
        help=_(
            "What the assistance must respect: law, security, access, languages, dates on which "
            "nothing can be done."
        ),
        fields=("restrictions",),
    ),
    Section(
        key="law",
        title=_("Law, gender, culture and safeguards"),
        help=_(
            "How the assistance stands to your domestic legislation. The other three notes are "
            "asked where your request concerns them."
        ),
        paragraph="OP3, OP4, OP6",
        fields=("domestic_law_note", "gender_note", "culture_note", "safeguards_note"),
    ),
    Section(
        key="themes",
        title=_("Themes"),
        help=_("The parts of the resolution your request serves. Choose at least one."),
        paragraph="OP1-OP7",
        fields=("themes",),
    ),
    Section(
        key="types",
        title=_("Types of assistance"),
        help=_("What kind of help you ask for. Material support asks for lines of goods as well."),
        fields=("assistance_types", "other_type_text"),
    ),
    Section(
        key="items",
        title=_("Material items"),
        help=_(
            "One line for each kind of goods: what, how many, in which unit, for which purpose. "
            "Needed only if you ask for material support."
        ),
        fields=("items",),
    ),
    Section(
        key="instruments",
        title=_("Instruments you rely on"),
        help=_("United Nations rules and declarations your request refers to, if any."),
        paragraph="OP3",
        fields=("instruments",),
    ),
)
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}
PAPERS = "documents"
"""The step after the last section: files have a page of their own."""


def section_at(key: str) -> Section:
    """Return a section by the word in an address.

    Raises:
        NotFound: there is no such section.
    """
    if key not in BY_KEY:
        raise NotFound
    return BY_KEY[key]


def after(section: Section) -> Section | None:
    """Return the section that follows; None after the last."""
    place = SECTIONS.index(section) + 1
    return SECTIONS[place] if place < len(SECTIONS) else None


def before(section: Section) -> Section | None:
    """Return the section in front; None before the first."""
    place = SECTIONS.index(section)
    return SECTIONS[place - 1] if place else None


@dataclass(frozen=True)
class Task:
    """One line of the task list: "missing" with its sentences, "done", "empty" or "unneeded"."""

    section: Section
    status: str
    missing: tuple[str, ...]


def tasks_of(standing: Mapping[str, Any], missing: Iterable[Reason]) -> list[Task]:
    """Return how far each section is, from what stands and what the life cycle still asks."""
    lacking = list(missing)
    return [_task(section, standing, lacking) for section in SECTIONS]


def _task(section: Section, standing: Mapping[str, Any], lacking: list[Reason]) -> Task:
    told = tuple(str(reason.sentence) for reason in lacking if reason.field in section.fields)
    written = any(standing[name] for name in section.fields)
    if told:
        status = "missing"
    elif written:
        status = "done"
    elif section.key == "items" and MATERIAL_SUPPORT not in standing["assistance_types"]:
        status = "unneeded"
    else:
        status = "empty"
    return Task(section=section, status=status, missing=told)
