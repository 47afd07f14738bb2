"""In production a page names its files by their content, and a browser keeps them for good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

from tests.portal.test_typefaces import OF_OTHERS

HASHED = re.compile(r"\.[0-9a-f]{12}\.(css|js|svg|woff2)$")
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+)"')
PAGES = ("/", "/how-it-works/", "/open-needs/", "/help/", "/sign-in/", "/nothing/here/")
TEN_YEARS = 10 * 365 * 24 * 3600


@pytest.fixture
def production(tmp_path: Path, db: None) -> Iterator[Client]:
    """A browser of a house whose files were collected as for production."""
    whitenoise = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path,
        STORAGES={**settings.STORAGES, "staticfiles": whitenoise},
        WHITENOISE_USE_FINDERS=False,
    ):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=OF_OTHERS)
        yield Client()


def linked(client: Client) -> set[str]:
    return {found for page in PAGES for found in LINKED.findall(client.get(page).content.decode())}


def fetched(client: Client, url: str, **headers: str) -> tuple[Any, bytes]:
    """Return the answer and its whole content: what is not read to its end stays open."""
    answer: Any = client.get(
        url, headers={name.replace("_", "-"): one for name, one in headers.items()}
    )
    assert answer.status_code == 200, url
    return answer, b"".join(answer.streaming_content)


def test_every_file_of_a_page_bears_its_content_in_its_name_and_is_kept(production):
    found = linked(production)

    assert {Path(one).suffix for one in found} == {".css", ".js", ".svg"}
    for url in found:
        answer, _content = fetched(production, url)
        assert HASHED.search(url), url
        kept = re.search(r"max-age=(\d+)", answer["Cache-Control"])
        assert kept, url
        assert int(kept[1]) >= TEN_YEARS, url
        assert "public" in answer["Cache-Control"], url
        assert "immutable" in answer["Cache-Control"], url


def test_what_a_style_or_script_fetches_bears_such_a_name_too(production):
    for url in linked(production):
        text = fetched(production, url)[1].decode()
        named = re.findall(r'url\("?([^")]+)"?\)', text) if url.endswith(".css") else []
        imported = re.findall(r'from "(\./[^"]+)"', text) if url.endswith(".js") else []
        assert all(HASHED.search(one) for one in (*named, *imported)), url


def test_a_name_without_the_content_in_it_is_not_kept_for_good(production):
    answer, content = fetched(production, "/static/portal/tokens.css")

    assert content
    assert "immutable" not in answer["Cache-Control"]


def test_a_compressed_copy_is_sent_to_whoever_reads_it(production):
    url = next(one for one in linked(production) if "/parts." in one)

    small, packed = fetched(production, url, accept_encoding="gzip")
    _whole, content = fetched(production, url)

    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert len(packed) < len(content)
    assert HASHED.search(url)
