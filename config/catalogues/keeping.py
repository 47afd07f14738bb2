"""The catalogue of each language: the sentences of the template with what translators wrote."""

from __future__ import annotations

from typing import Final

import polib

from config.catalogues.compiling import LOCALE

TEMPLATE: Final = LOCALE / "django.pot"

PLURALS: Final = {
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
        " : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
    "es": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0"
        " : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
    ),
    "zh_Hans": "nplurals=1; plural=0;",
}
"""The languages besides English, which is the source, and which number takes which form (CLDR)."""

WIDTH: Final = 99


def catalogue_of(language: str) -> polib.POFile:
    """Return what translators keep for a language; empty where nobody began."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile()


def renew(language: str) -> list[str]:
    """Bring the catalogue of a language to the template; return the sentences without words.

    Sentences that are gone take their translations along; new ones wait untranslated. Nothing is
    guessed from similar sentences: a fuzzy translation says something that nobody wrote.
    """
    known = {(one.msgctxt, one.msgid): one for one in catalogue_of(language)}
    renewed = polib.POFile(wrapwidth=WIDTH)
    renewed.metadata = _header(language)
    for entry in polib.pofile(str(TEMPLATE)):
        before = known.get((entry.msgctxt, entry.msgid))
        if before and bool(before.msgid_plural) == bool(entry.msgid_plural):
            entry.msgstr, entry.msgstr_plural = before.msgstr, before.msgstr_plural
        renewed.append(entry)
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    renewed.save(str(path))
    return [entry.msgid for entry in renewed.untranslated_entries()]


def _header(language: str) -> dict[str, str]:
    return {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
