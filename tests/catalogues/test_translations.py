"""Each sentence stands in each language, whole: nothing missing, fuzzy, broken or left over."""

from __future__ import annotations

import re

import polib
import pytest

from config.catalogues.collecting import collected
from config.catalogues.keeping import PLURALS, TEMPLATE, catalogue_of

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")
LANGUAGES = sorted(PLURALS)

Sentence = tuple[str | None, str, str]


def _sentences(catalogue: polib.POFile) -> set[Sentence]:
    return {(one.msgctxt, one.msgid, one.msgid_plural) for one in catalogue if not one.obsolete}


def _forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _broken(entry: polib.POEntry) -> str:
    """Return what a program would trip over in a translation, or nothing."""
    source = entry.msgid_plural or entry.msgid
    wanted = set(PLACEHOLDER.findall(source))
    forms = _forms(entry)
    if set(PLACEHOLDER.findall(forms[-1])) != wanted:
        return "placeholders"
    if any(set(PLACEHOLDER.findall(form)) - wanted for form in forms):
        return "a placeholder nobody fills"
    if sorted(TAG.findall(forms[-1])) != sorted(TAG.findall(source)):
        return "tags"
    if any(form.endswith("\n") != source.endswith("\n") for form in forms):
        return "the last line break"
    return ""


def test_the_template_holds_what_code_and_pages_say() -> None:
    assert TEMPLATE.read_bytes() == collected(), "run manage.py collect_messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_every_sentence_and_no_other(language: str) -> None:
    catalogue = catalogue_of(language)

    assert _sentences(catalogue) == _sentences(polib.pofile(str(TEMPLATE)))
    assert [one.msgid for one in catalogue if not all(_forms(one)) or not _forms(one)] == []
    assert [one.msgid for one in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_breaks_its_sentence(language: str) -> None:
    found = {one.msgid: _broken(one) for one in catalogue_of(language)}

    assert {sentence: what for sentence, what in found.items() if what} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_the_forms_of_the_language(language: str) -> None:
    catalogue = catalogue_of(language)
    wanted = int(PLURALS[language].split("nplurals=")[1].split(";")[0])

    assert catalogue.metadata["Plural-Forms"] == PLURALS[language]
    assert {len(_forms(one)) for one in catalogue if one.msgid_plural} == {wanted}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_no_copy_of_english(language: str) -> None:
    """Long sentences of plain words cannot read the same in another language."""
    copied = [
        one.msgid
        for one in catalogue_of(language)
        if one.msgid == one.msgstr
        and len(re.findall(r"\b[a-z]{3,}\b", PLACEHOLDER.sub("", one.msgid))) > 2
    ]

    assert copied == []


@pytest.mark.parametrize(
    ("source", "translation", "what"),
    [
        ("%(name)s left", "%(nom)s", "placeholders"),
        ("<b>x</b>", "<b>x", "tags"),
        ("a\n", "b", "the last line break"),
        ("a", "b", ""),
    ],
)
def test_a_broken_translation_is_recognised(source: str, translation: str, what: str) -> None:
    assert _broken(polib.POEntry(msgid=source, msgstr=translation)) == what
