"""Pages for everyone: what the service is, how it works, whether a record is genuine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.forms.trail import FingerprintForm
from portal.stages import stages
from reference.models import Theme
from workflows import proof


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Say what TARA is and for whom."""
    themes = Theme.objects.filter(parent=None)
    return render(request, "portal/front.html", {"themes": themes})


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    """Say how a request travels, with the service standard of each stage."""
    return render(request, "portal/process.html", {"stages": stages()})


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Verify one record by its fingerprint."""
    asked = "fingerprint" in request.GET
    form = FingerprintForm(request.GET if asked else None)
    fingerprint = form.cleaned_data["fingerprint"].lower() if asked and form.is_valid() else ""
    answer = proof.prove(fingerprint) if fingerprint else None
    context = {"form": form, "proof": answer, "fingerprint": fingerprint}
    return render(request, "portal/trail.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how far the service can be used by everybody, and whom to tell of a barrier."""
    return render(request, "portal/accessibility.html")


@require_safe
def guidance(request: HttpRequest) -> HttpResponse:
    """Answer the questions people ask first, by who they are."""
    return render(request, "portal/guidance.html")
