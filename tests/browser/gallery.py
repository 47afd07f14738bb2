"""Every page of the portal as somebody reaches it: the training pipeline, walked link by link."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import unescape
from io import StringIO
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from accounts.models import User
from config.services.places import here
from config.training.roster import address
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
    ("portal:invitation", "/invitation/made-up/", ""),
    ("portal:password_asked", "/password/asked/", ""),
    ("portal:password_anew", f"/password/{UUID(int=1)}/made-up/", ""),
    ("account_reauthenticate", "/account/again/", "norway.donor_rep"),
    ("mfa_reauthenticate", "/account/again/code/", "section_chief"),
    ("mfa_add_webauthn", "/account/security/passkeys/", "norway.donor_rep"),
    ("mfa_activate_totp", "/account/security/app/", "norway.donor_rep"),
    ("portal:together", "/queue/together/", "programme_officer"),
    ("portal:together_done", f"/queue/together/{UUID(int=1)}/", "programme_officer"),
    ("refusal", "/nothing/here/", "madagascar.ms_authority"),
)
"""Pages one comes to by a letter, by mistake, or by holding two offices."""

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
    found = [asdict(one) for one in (*_walk(), *(Exhibit(*one) for one in UNLINKED))]
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
