"""The page of a walk: the scene to play, what it answers, and how far one has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.services import practising
from common.errors import DomainError, Invalid, Sentence, StateMoved
from common.money import Money
from donors.services.quotes import quote
from portal.access import actor_of, now_of, person_of, signed_in
from portal.guide.scenes import Newcomer, Scene, Shown, Walk
from portal.guide.walks import walk_of
from web.catalogue import status_of


@dataclass(frozen=True)
class Stop:
    """One scene in the list of a walk; its address is "" while it is ahead."""

    scene: Scene
    url: str
    is_done: bool
    is_here: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def learn(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show the scene a person has come to, or take their choice."""
    return _Page(request, walk_of(key, actor_of(request))).answer()


class _Page:
    """One walk for one person."""

    def __init__(self, request: HttpRequest, walk: Walk) -> None:
        self.request, self.walk = request, walk
        self.person = person_of(request)
        self.newcomer = Newcomer(actor_of(request), now_of(request))
        self.ahead = walk.ahead(self.person.lessons)

    def answer(self) -> HttpResponseBase:
        """Show, begin again, or judge what was chosen."""
        if self.request.method != "POST":
            return self.shown()
        if "again" in self.request.POST:
            practising.forget_lessons(person=self.person, walk=self.walk.key)
            return self.onward()
        scene = self.walk.scene(self.request.POST.get("scene", ""))
        if scene is None:
            return self.shown(refusal=Invalid())
        if self._is_behind(scene):
            return self.onward()
        if scene is not self.ahead:
            return self.shown(refusal=StateMoved())
        return self.chosen(scene)

    def chosen(self, scene: Scene) -> HttpResponseBase:
        """Answer a choice; the right one is remembered and leads on."""
        name = self.request.POST.get("choice", "")
        offered = scene.shown(self.newcomer).choices
        choice = next((one for one in offered if one.name == name), None)
        if choice is None:
            return self.shown(refusal=Invalid())
        if not choice.is_right:
            return self.shown(said=choice.answer)
        practising.keep_lesson(person=self.person, lesson=self.walk.lesson(scene))
        told = {"what": scene.title, "answer": choice.answer}
        messages.success(self.request, (_("Practised: %(what)s. %(answer)s") % told).strip())
        return self.onward()

    def onward(self) -> HttpResponseBase:
        """Lead to the scene that comes next."""
        return redirect("portal:learn", key=self.walk.key)

    def shown(self, *, said: Sentence = "", refusal: DomainError | None = None) -> HttpResponse:
        """Render the scene asked for, if it is behind, or else the one ahead."""
        scene = self._looked_at()
        shown = scene.shown(self.newcomer) if scene is not None else None
        context: dict[str, Any] = {
            "walk": self.walk,
            "scene": scene,
            "shown": shown,
            "is_open": scene is not None and scene is self.ahead,
            "stops": [self._stop(one, scene) for one in self.walk.scenes],
            "pages": [
                (reverse(f"portal:{name}", args=args), words)
                for name, args, words in self.walk.pages
            ],
            "said": said,
            "amount": self.request.GET.get("amount", ""),
            "currency": self.request.GET.get("currency", "USD"),
        }
        try:
            context["quote"] = self._quote(shown)
        except DomainError as problem:
            refusal = problem
        context["refusal"] = refusal
        status = 422 if said else status_of(refusal) if refusal is not None else 200
        return render(self.request, "portal/learn.html", context, status=status)

    def _quote(self, shown: Shown | None) -> Any:
        """Return what an amount comes to, where the scene asks for one and one was written."""
        amount, currency = self.request.GET.get("amount"), self.request.GET.get("currency", "USD")
        if shown is None or not shown.asks_amount or not amount:
            return None
        return quote(amount=Money.of(amount.strip(), currency), on=self.newcomer.today)

    def _looked_at(self) -> Scene | None:
        asked = self.walk.scene(self.request.GET.get("scene", ""))
        return asked if asked is not None and self._is_behind(asked) else self.ahead

    def _is_behind(self, scene: Scene) -> bool:
        return self.walk.lesson(scene) in self.person.lessons

    def _stop(self, scene: Scene, here: Scene | None) -> Stop:
        done = self._is_behind(scene)
        url = f"?scene={scene.name}" if done else "?" if scene is self.ahead else ""
        return Stop(scene, url, is_done=done, is_here=scene is here)
