"""The generated pages: the contract, the catalogue of errors, the life cycles, who may do what."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from api_docs.generators import register
from web.catalogue import Entry, entries
from web.entries_page import entered_page
from workflows.pages import NOTE, lifecycle_page, permissions_page, with_diagram


def register_pages() -> None:
    """Say which files are generated; run once at start."""
    register("api_docs/v1.yaml", contract)
    register("api_docs/errors.md", errors_page)
    register("docs/lifecycle.md", lifecycle_page)
    register("docs/permissions.md", allowed_page)
    register("README.md", readme)


def readme() -> str:
    """Return the README with the present life cycle of a request drawn in it."""
    present = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
    return with_diagram(present, key="request")


def allowed_page() -> str:
    """Return docs/permissions.md: who takes which step, and who enters what besides."""
    return permissions_page() + entered_page()


def contract() -> str:
    """Return the OpenAPI document, valid and without a single warning.

    Raises:
        ValueError: the generator warned about something.
    """
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        raise ValueError("the contract has warnings: run manage.py spectacular --fail-on-warn")
    validate_schema(schema)  # type: ignore[no-untyped-call]
    renderer: Any = OpenApiYamlRenderer()
    text: bytes = renderer.render(schema, renderer_context={})
    return text.decode()


def errors_page() -> str:
    """Return the catalogue of errors, a table of every code an answer may carry."""
    lines = [
        NOTE,
        "# Errors",
        "",
        "Every error is a problem document (RFC 9457, `application/problem+json`). Its `code` is",
        "stable; `title` and `detail` are sentences in the language asked for. A refusal lists",
        "what stands in the way in `reasons`; fields that cannot be accepted are in `errors`.",
        "",
        "| code | status | meaning | from |",
        "|---|---|---|---|",
        *[_line(entry) for entry in entries()],
    ]
    return "\n".join(lines) + "\n"


def _line(entry: Entry) -> str:
    meaning = str(entry.title).replace("|", "\\|").replace("\n", " ")
    return (
        f'| <a id="{entry.code}"></a>`{entry.code}` | {entry.status} | {meaning} | {entry.room} |'
    )
