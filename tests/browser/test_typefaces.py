"""A page fetches the type of its own script, and no page fetches it in vain."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LOADED = """async () => {
  await document.fonts.ready;
  return [...document.fonts].filter(one => one.status === 'loaded')
    .map(one => one.family.replaceAll('"', ''));
}"""


@pytest.mark.parametrize("language", ["en", "fr", "ru", "es"])
def test_a_page_in_latin_or_cyrillic_letters_fetches_no_type(visit, language):
    page = visit(language=language)

    page.goto("/how-it-works/")

    expect(page.get_by_role("combobox")).to_be_visible()
    assert page.evaluate(LOADED) == []


@pytest.mark.parametrize(
    ("text", "family"), [("طلبات المساعدة", "Tara Arabic"), ("马达加斯加", "Tara Han")]
)
def test_a_page_with_another_script_fetches_that_script_alone(visit, text, family):
    page = visit()
    page.goto("/how-it-works/")

    page.evaluate("text => { document.querySelector('h1').textContent = text }", text)
    page.wait_for_function("() => [...document.fonts].some(one => one.status === 'loaded')")

    assert page.evaluate(LOADED) == [family]
