"""Every page of the portal as somebody reaches it: the training pipeline, walked link by link."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from http import HTTPStatus
from io import StringIO
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve, reverse

from accounts.models import User
from accounts.services import invitations, passwords
from common.clock import database_now
from config.services.places import here
from config.training.cast import assemble, began
from config.training.roster import ADMINISTRATORS, address
from tests.entering import let_in
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

WALKERS: Final = (
    "",
    "madagascar.ms_drafter",
    "madagascar.ms_authority",
    "jordan.ms_authority",
    "malawi.ms_authority",
    "norway.donor_rep",
    "norway.donor_authority",
    "foundation.donor_rep",
    "programme_officer",
    "section_chief",
    "assessor",
    "cofinancing_officer",
    "certifying_officer",
    "approving_officer",
    "treasury_officer",
    "due_diligence_officer",
    "legal_officer",
    "administrator",
    "auditor",
)
ELSEWHERE: Final = ("/admin/", "/api/", "/static/", "/healthz", "/readyz")
"""Not of the portal: they have looks, walls and tests of their own."""

AT_MOST: Final = 3
"""How many pages of one kind are kept: the first that are met, by different people."""

UNLINKED: Final = (
    ("portal:acting", "/acting/", "programme_officer"),
    ("portal:password_asked", "/password/asked/", ""),
    ("account_reauthenticate", "/account/again/", "norway.donor_rep"),
    ("mfa_reauthenticate", "/account/again/code/", "section_chief"),
    ("mfa_add_webauthn", "/account/security/passkeys/", "norway.donor_rep"),
    ("mfa_activate_totp", "/account/security/app/", "norway.donor_rep"),
    ("refusal", "/nothing/here/", "madagascar.ms_authority"),
)
"""Pages one comes to by a letter, by mistake, or by holding two offices."""

FORGETFUL: Final = "comoros.ms_authority"
"""Who has a letter to choose a new password: a sign-in would end it, so nobody walks as them."""
MARKER: Final = "programme_officer"
"""Who takes one step for several cases."""

MARK: Final = re.compile(r'name="item" value="([^"]+)"')
STEP: Final = re.compile(r'name="step" value="([^"]+)"')
LINK: Final = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
CONVERTER: Final = re.compile(r"<[^>]+>")
FILE: Final = "gallery.json"


@dataclass(frozen=True)
class Exhibit:
    """One page to look at: its route, where, and as whom ("" is a stranger)."""

    route: str
    where: str
    who: str


def seed() -> None:
    """Seed the training; called once per session, with Django at the database."""
    call_command("seed_demo", verbosity=0, stdout=StringIO())


def hang() -> None:
    """Seed the training and walk it; called once per session, with Django at the database."""
    seed()
    unlinked = (Exhibit(*one) for one in UNLINKED)
    found = [asdict(one) for one in (*_walk(), *unlinked, *_by_letter(), *_together())]
    (here().var / FILE).write_text(json.dumps(found))


def exhibits() -> list[Exhibit]:
    """Return what was hung."""
    known: list[dict[str, Any]] = json.loads((here().var / FILE).read_text())
    return [Exhibit(**one) for one in known]


def person(name: str) -> User:
    """Return somebody of the training; call it as the system."""
    return User.objects.get(email=address(name))


def routes() -> dict[str, str]:
    """Return the name of every route of the portal, with an address it would answer at."""
    by_path: dict[str, str] = {}
    for name, path in _named(get_resolver(), "/", ""):
        by_path.setdefault(path, name)
    return dict(sorted((name, path) for path, name in by_path.items()))


def _named(resolver: URLResolver, before: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = before + CONVERTER.sub(str(UUID(int=1)), str(pattern.pattern))
        if path.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _named(pattern, path, inner)
        elif pattern.name:
            yield space + pattern.name, path


def _walk() -> Iterator[Exhibit]:
    """Follow the links of each walker, a few per kind of page, and give every page met."""
    met: Counter[str] = Counter()
    for who in WALKERS:
        yield from _walk_as(who, met)


def _walk_as(who: str, met: Counter[str]) -> Iterator[Exhibit]:
    client = Client(headers={"accept-language": "en"})
    if who:
        with speaking_as(SYSTEM):
            let_in(client, person(who), fresh=True)
    waiting, known = deque(["/home/" if who else "/"]), {""}
    mine: Counter[str] = Counter()
    while waiting:
        where = waiting.popleft()
        kind, route = kind_of(where)
        mine[kind] += 1
        if not route or mine[kind] > AT_MOST:
            continue
        text = _text_at(client, where)
        if not text:
            continue
        met[kind] += 1
        if met[kind] <= AT_MOST:
            yield Exhibit(route, where, who)
        for link in links_in(text, where):
            if link not in known:
                known.add(link)
                waiting.append(link)


def _text_at(client: Client, where: str) -> str:
    """Return the page at an address, "" for a file or a way that leads on."""
    answer = client.get(where)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    text = answer.content.decode() if is_page else ""
    answer.close()
    return text


def _by_letter() -> Iterator[Exhibit]:
    """Send an invitation and a letter to choose a new password, and give where they lead."""
    moment = began()
    assert moment is not None
    cast, (confirms, invites) = assemble(moment), ADMINISTRATORS
    invited = cast.let(
        invites,
        invitations.invite,
        email="new@training.example",
        name="Somebody New",
        language="en",
        organisation_id=cast.organisations["norway"],
        roles=["donor_rep"],
        basis="Note verbale 8/2026",
        now=database_now(),
    )
    cast.let(confirms, invitations.confirm, pk=invited.pk, now=database_now())
    secret = invitations.secret_of(invited.pk)
    yield Exhibit("portal:invitation", reverse("portal:invitation", args=[secret]), "")
    with speaking_as(SYSTEM):
        owner = person(FORGETFUL)
    told = [owner.pk, passwords.secret_of(owner)]
    yield Exhibit("portal:password_anew", reverse("portal:password_anew", args=told), "")


def _together() -> Iterator[Exhibit]:
    """Mark cases of one kind in a queue, take a step for all, and see what came of it.

    They are marked in a version that has gone: the answer names each, and the training stays.
    """
    client = Client(headers={"accept-language": "en"})
    with speaking_as(SYSTEM):
        let_in(client, person(MARKER), fresh=True)
    marks = MARK.findall(_text_at(client, f"{reverse('portal:queue')}?whose=anybody"))
    kind, _count = Counter(mark.partition(":")[0] for mark in marks).most_common(1)[0]
    items = [mark for mark in marks if mark.startswith(f"{kind}:")]
    where = f"{reverse('portal:together')}?{urlencode({'item': items}, doseq=True)}"
    yield Exhibit("portal:together", where, MARKER)
    gone = [f"{mark.rpartition(':')[0]}:0" for mark in items]
    sent = {"item": gone, "reason": "For a reason.", "key": "gallery"}
    answers = (
        client.post(reverse("portal:together"), {**sent, "step": step})
        for step in STEP.findall(_text_at(client, where))
    )
    done = next(answer for answer in answers if answer.status_code == HTTPStatus.FOUND)
    yield Exhibit("portal:together_done", done.headers["Location"], MARKER)


def kind_of(where: str) -> tuple[str, str]:
    """Return the kind of a page (its route and which case or step) and its route."""
    try:
        match = resolve(urlsplit(where).path)
    except Resolver404:
        return "", ""
    words = [str(match.kwargs[name]) for name in ("key", "name") if name in match.kwargs]
    return " ".join([match.view_name, *words]), match.view_name


def links_in(text: str, where: str) -> Iterator[str]:
    """Give the addresses of the portal that a page leads to, without queries of lists."""
    for found in LINK.findall(text):
        link = urlsplit(unescape(found))
        inside = not link.netloc and link.path and not link.path.startswith(ELSEWHERE)
        if inside and link.path.startswith("/") and link.path != urlsplit(where).path:
            yield link.path
