"""Cut the fonts, once per content: into ``var/typefaces``, with the style sheet that names them."""

from __future__ import annotations

import os
from contextlib import closing
from fcntl import LOCK_EX, flock
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from fontTools import subset
from fontTools.varLib import instancer

from portal.typefaces.cuts import Cut, cuts

SHEET: Final = "typefaces.css"


def folder() -> Path:
    """Return where the files of type are kept: made here, never committed."""
    return Path(settings.BASE_DIR) / "var" / "typefaces"


@cache
def cut_all() -> Path:
    """Cut what is missing and remove what is out of date; return the folder.

    The first time takes some seconds of work; processes that come meanwhile wait for the first.
    """
    place, wanted = folder(), cuts()
    sheet = "".join(one.rule for one in wanted)
    if _is_current(place, wanted, sheet):
        return place
    place.mkdir(parents=True, exist_ok=True)
    with (place.parent / "typefaces.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        for one in wanted:
            if not (place / one.file).exists():
                _cut(one, place / one.file)
        _replace(place / SHEET, sheet.encode())
        for old in set(place.iterdir()) - {place / SHEET, *(place / one.file for one in wanted)}:
            old.unlink()
    return place


def _is_current(place: Path, wanted: tuple[Cut, ...], sheet: str) -> bool:
    known = place / SHEET
    return (
        known.exists()
        and known.read_text() == sheet
        and all((place / one.file).exists() for one in wanted)
    )


def _cut(one: Cut, target: Path) -> None:
    options = subset.Options()
    options.layout_features = ["*"]
    options.hinting = False
    draft = target.with_suffix(f".{os.getpid()}")
    with closing(subset.load_font(str(one.source), options, lazy=True)) as whole:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=one.characters)
        cutter.subset(whole)
        with closing(instancer.instantiateVariableFont(whole, _limits(one, whole))) as font:
            font.flavor = "woff2"
            font.save(str(draft))
    draft.rename(target)


def _limits(one: Cut, font: Any) -> dict[str, Any]:
    """Return the weights that are kept; every other axis stands at its usual place."""
    weight = one.lightest if one.lightest == one.heaviest else (one.lightest, one.heaviest)
    return {axis.axisTag: weight if axis.axisTag == "wght" else 100 for axis in font["fvar"].axes}


def _replace(target: Path, content: bytes) -> None:
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(content)
    draft.rename(target)
