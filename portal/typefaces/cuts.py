"""Which characters are cut from which font, and for which pages a browser fetches them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from django.conf import settings

ARABIC: Final = frozenset(
    [*range(0x0600, 0x0700), *range(0x0750, 0x0780), 0x200C, 0x200D, 0xFD3E, 0xFD3F]
)
PUNCTUATION: Final = frozenset([*range(0x3000, 0x3020), *range(0xFF00, 0xFF61)])
LEVEL_ONE: Final = range(0xB0, 0xD8)
"""The rows of GB 2312 that hold the 3,755 characters of everyday writing."""

FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
WRITTEN_IN: Final = (
    "locale/zh_Hans/LC_MESSAGES/*.po",
    "reference/fixtures/*.csv",
    "reference/seeds/*.py",
)
"""Where our own Chinese sentences and names are."""


@dataclass(frozen=True)
class Cut:
    """One file of type: a family, the font it is cut from, its characters, its weights."""

    name: str
    family: str
    package: str
    font: str
    characters: frozenset[int] = field(repr=False)
    lightest: int
    heaviest: int
    reach: str = ""
    """For which characters a browser fetches the file; "" for exactly those in it."""

    @property
    def source(self) -> Path:
        """Return where the packaged font lies."""
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(self.package)
        return Path(spec.origin).parent / "fonts/ofl" / self.font

    @property
    def file(self) -> str:
        """Return the file's name, which changes with what is in it."""
        told = f"{version(self.package)} {sorted(self.characters)} {self.lightest} {self.heaviest}"
        return f"{self.name}.{hashlib.sha256(told.encode()).hexdigest()[:10]}.woff2"

    @property
    def rule(self) -> str:
        """Return the @font-face rule; a page fetches the file if it uses one of its characters."""
        weight = " ".join(map(str, dict.fromkeys((self.lightest, self.heaviest))))
        reach = self.reach or ranges(self.characters)
        return (
            f'@font-face{{font-family:"{self.family}";font-weight:{weight};font-display:swap;'
            f'src:url("{self.file}") format("woff2");unicode-range:{reach}}}\n'
        )


def cuts() -> tuple[Cut, ...]:
    """Return what is served: Arabic; the Chinese of our sentences; the rest of everyday Chinese."""
    ours = _our_chinese() | PUNCTUATION
    han = {
        "family": "Tara Han",
        "package": "justmytype_intl_cjk",
        "font": "notosanssc/NotoSansSC[wght].ttf",
    }
    return (
        Cut(
            name="arabic",
            family="Tara Arabic",
            package="justmytype_intl_rtl",
            font="notosansarabic/NotoSansArabic[wdth,wght].ttf",
            characters=ARABIC,
            lightest=400,
            heaviest=700,
        ),
        # What people write beyond our sentences comes in one weight: half the bytes. A browser
        # asks the last rule first, so this one may reach over all Han characters in few words.
        Cut(
            name="han-more",
            characters=_everyday() - ours,
            lightest=400,
            heaviest=400,
            reach=f"U+{FIRST_HAN:X}-{LAST_HAN:X}",
            **han,
        ),
        Cut(name="han", characters=ours, lightest=400, heaviest=700, **han),
    )


def _everyday() -> frozenset[int]:
    cells = (bytes((row, cell)) for row in LEVEL_ONE for cell in range(0xA1, 0xFF))
    return frozenset(ord(one) for cell in cells for one in cell.decode("gb2312", "ignore"))


def _our_chinese() -> frozenset[int]:
    files = (path for pattern in WRITTEN_IN for path in settings.BASE_DIR.glob(pattern))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return frozenset(ord(one) for one in text if FIRST_HAN <= ord(one) <= LAST_HAN)


def ranges(characters: Iterable[int]) -> str:
    """Write characters as CSS does: ``U+600-6FF,U+200C``."""
    runs: list[list[int]] = []
    for one in sorted(characters):
        if runs and runs[-1][-1] == one - 1:
            runs[-1][-1] = one
        else:
            runs.append([one, one])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)
