"""The album: pictures as files in docs/screenshots, and the index that names every one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.services.places import ROOT
from tests.pictures.catalogue import PICTURES, Picture

FOLDER: Final = ROOT / "docs" / "screenshots"
INDEX: Final = "README.md"
SCREENS: Final = {"desktop": "1280", "phone": "360"}
LANGUAGES: Final = {"en": "English", "ar": "العربية", "zh-hans": "中文"}
HEAD: Final = """# Pictures of the pages

Taken by `make screenshots` from the training data as it is served; long pages are cut. Every page
is shown at 1280 and at 360 pixels in English, Arabic and Chinese, to whom it says.
"""


@dataclass(frozen=True)
class Print:
    """One picture: of which page, on which screen, in which language, as WebP."""

    name: str
    screen: str
    language: str
    content: bytes

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return file_of(self.name, self.screen, self.language)


def file_of(name: str, screen: str, language: str) -> str:
    """Return the name of the file of one picture."""
    return f"{name}.{screen}.{language}.webp"


def keep(prints: Iterable[Print], folder: Path = FOLDER) -> int:
    """Write pictures in place of those of the same names; return how many bytes they are."""
    folder.mkdir(parents=True, exist_ok=True)
    return sum((folder / one.file).write_bytes(one.content) for one in prints)


def close(folder: Path = FOLDER) -> None:
    """Remove what the catalogue does not know, and write the index."""
    known = {file for picture in PICTURES for file in files_of(picture)}
    for file in folder.glob("*.webp"):
        if file.name not in known:
            file.unlink()
    (folder / INDEX).write_text(index())


def files_of(picture: Picture) -> Iterator[str]:
    """Give the names of all files of one page."""
    for language in LANGUAGES:
        yield from (file_of(picture.name, screen, language) for screen in SCREENS)


def index() -> str:
    """Return the index, as it must be committed."""
    return "\n".join([HEAD, *_head(), *(_row(picture) for picture in PICTURES), ""])


def _head() -> list[str]:
    titles = ("page", "who reads it", *LANGUAGES.values())
    return [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}"]


def _row(picture: Picture) -> str:
    links = (_links(picture.name, language) for language in LANGUAGES)
    who = f"`{picture.who}`" if picture.who else "everybody"
    return f"| {' | '.join((picture.title, who, *links))} |"


def _links(name: str, language: str) -> str:
    return ", ".join(
        f"[{wide}]({file_of(name, screen, language)})" for screen, wide in SCREENS.items()
    )
