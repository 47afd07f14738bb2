"""Take the activities of an IATI file one by one, in little memory, refusing every trick of XML."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from donors.services.published.files import LARGEST, MOST_RECORDS
from donors.services.published.problems import FileRefused

DEEPEST: Final = 40
ROOT: Final = "iati-activities"
ACTIVITY: Final = "iati-activity"
OLD: Final = re.compile(r"\s*1(?:\.|\s*$)")
DTD: Final = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)


def activities_of(path: Path) -> Iterator[Any]:
    """Return each ``iati-activity`` element; it is emptied once the next one is asked for.

    No entity is expanded, no document type accepted, nothing fetched; depth, size and number are
    limited.

    Raises:
        FileRefused: unreadable, empty, not well formed, not IATI, 1.0x, or a trick.
    """
    try:
        with path.open("rb") as file:
            _check_head(path, file)
            yield from _walk(path, file)
    except OSError as trouble:
        raise FileRefused(
            "file_unreadable", file=path.name, trouble=trouble.strerror or "?"
        ) from trouble
    except etree.XMLSyntaxError as trouble:
        raise _malformed(path, trouble) from trouble


def _check_head(path: Path, file: BinaryIO) -> None:
    """Refuse a file that is empty, larger than any published one, or begins as a trick."""
    size, head = os.fstat(file.fileno()).st_size, file.read(4096)
    file.seek(0)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00") and size <= len(head):
        raise FileRefused("file_empty", file=path.name)
    if size > LARGEST:
        raise FileRefused("file_too_large", file=path.name, limit=LARGEST)
    if DTD.search(head.replace(b"\x00", b"").partition(b"<iati-")[0]):
        raise FileRefused("file_doctype", file=path.name, line=1)


def _malformed(path: Path, trouble: etree.XMLSyntaxError) -> FileRefused:
    said, line = str(trouble.msg or "")[:200], trouble.lineno or 0
    return FileRefused("file_malformed", file=path.name, line=line, trouble=said)


def _walk(path: Path, file: BinaryIO) -> Iterator[Any]:
    events = etree.iterparse(
        file,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = found = 0
    for event, element in events:
        if event == "start":
            depth += 1
            _check_depth(path, element, depth)
            continue
        depth -= 1
        if depth == 1 and element.tag == ACTIVITY:
            found += 1
            if found > MOST_RECORDS:
                line = element.sourceline
                raise FileRefused("file_too_long", file=path.name, line=line, limit=MOST_RECORDS)
            yield element
        if depth == 1:
            _forget(element)


def _check_depth(path: Path, element: Any, depth: int) -> None:
    if depth == 1:
        _check_root(path, element)
    if depth > DEEPEST:
        raise FileRefused("file_too_deep", file=path.name, line=element.sourceline)


def _check_root(path: Path, root: Any) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused("file_doctype", file=path.name, line=1)
    if root.tag != ROOT:
        raise FileRefused("not_iati", file=path.name, line=root.sourceline)
    version = (root.get("version") or "").strip()
    if OLD.match(version):
        raise FileRefused("iati_version_1", file=path.name, line=root.sourceline, version=version)


def _forget(element: Any) -> None:
    """Let go of an element and of those before it, so that memory does not grow with the file."""
    parent = element.getparent()
    element.clear()
    while element.getprevious() is not None:
        del parent[0]
