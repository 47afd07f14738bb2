"""The contract, its two viewers and the catalogue of errors, open to everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularRedocView, SpectacularSwaggerSplitView

from web.catalogue import entries

CONTRACT = "/api/v1.yaml"

# The viewers write styles into the page, and ReDoc starts a worker. Nothing else is relaxed, and
# nowhere else.
relaxed: Any = csp_update(
    {
        "style-src": ["'unsafe-inline'"],
        "worker-src": ["'self'", "blob:"],
        "child-src": ["blob:"],
    }
)


@require_safe
@cache_control(public=True, max_age=300)
def contract(_request: HttpRequest) -> FileResponse:
    """Return the committed OpenAPI document."""
    path = Path(settings.BASE_DIR) / "api_docs" / "v1.yaml"
    return FileResponse(path.open("rb"), content_type="application/yaml")


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    """Show every code an answer may carry, in the reader's language."""
    return render(request, "api_docs/errors.html", {"entries": entries()})


@method_decorator(relaxed, name="dispatch")
class SwaggerView(SpectacularSwaggerSplitView):
    """The contract to try out."""

    url = CONTRACT
    template_name = "api_docs/swagger.html"


@method_decorator(relaxed, name="dispatch")
class RedocView(SpectacularRedocView):
    """The contract to read."""

    url = CONTRACT
    template_name = "api_docs/redoc.html"
