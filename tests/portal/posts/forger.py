"""Sends one form in every way it may not be sent, and looks at what is kept afterwards."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from common.clock import database_now
from portal.doors.adapters import PROVED
from tests.matrix.visits import CHANGING, UNKNOWN
from tests.portal.browsing import words_of
from tests.portal.posts.form import Form, sent
from tests.portal.posts.remains import Remains
from web.idempotency import forget_old_keys
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

LANGUAGE: Final = "ar"
"""Whoever forges reads Arabic: a sentence that was forgotten in English would be noticed."""

WRONG_ROLE: Final = frozenset({403, 404})
WRONG_STATE: Final = frozenset({404, 409})
STALE: Final = frozenset({409, 412})
HIDDEN: Final = frozenset({404})
OTHER_SITE: Final = frozenset({403})
STRANGER: Final = frozenset({302, 401})
AGAIN: Final = frozenset({302, 404, 409, 412, 422})
UNPROVEN: Final = frozenset({302, 404, 422})
REFUSED: Final = {"wrong role", "wrong state", "stale"}
TOLD: Final = re.compile(r"notice-bad|state-bad")
"""What a page shows to which a refused form has led."""

ARABIC: Final = re.compile(r"[\u0600-\u06ff]{3}")

Enter = Callable[..., Client]


@functools.cache
def handler(*, guarded: bool) -> ClientHandler:
    """Return one way in for all browsers: to make one is dearer than to ask."""
    return ClientHandler(guarded)


def unkindness(answer: Any) -> str:
    """Return what is missing in an answer that tells a person, in their language, what is wrong."""
    if answer.status_code == 302:
        return "" if answer.url.startswith("/") else "leads away"
    text = answer.content.decode()
    if answer.headers["Content-Type"] == "application/json":
        return "" if re.search(r'"(errors|conflicts)": \{"', text) else "says nothing"
    said = text.partition("<h1")[2]
    wanted = {
        "language": f'<html lang="{LANGUAGE}" dir="rtl">' in text,
        "title": text.count("<h1") == 1,
        "sentence": bool(ARABIC.search(said)),
        "refusal": 'role="alert"' in said or '<bdi class="code">' in said,
        "no entrails": "Traceback" not in text,
    }
    return ", ".join(name for name, holds in wanted.items() if not holds)


class Forger:
    """One form, and the people who try."""

    def __init__(self, enter: Enter, form: Form) -> None:
        """Take the form, and the call that lets people in."""
        self.enter, self.form = enter, form
        self.remains = Remains(form.noted)
        self.browsers: dict[tuple[str, bool], Client] = {}

    def by(self, name: str, *, guarded: bool = False) -> Client:
        """Return somebody's browser; ``guarded`` asks for the token of the form, as always."""
        if (name, guarded) not in self.browsers:
            client = self.enter(name, language=LANGUAGE, enforce_csrf_checks=guarded)
            client.handler = handler(guarded=guarded)
            if self.form.is_fresh and name:
                session = client.session
                session[PROVED] = database_now().timestamp()
                session.save()
            self.browsers[name, guarded] = client
        return self.browsers[name, guarded]

    def tries(
        self,
        how: str,
        client: Client,
        values: dict[str, Any],
        allowed: frozenset[int],
        url: str = "",
    ) -> Any:
        """Send it: the answer is one of those allowed, is kind, and nothing has changed."""
        before = self.remains.now()
        answer = client.post(url or self.form.url, sent(values))
        after = self.remains.now()

        told = (how, answer.status_code, words_of(answer)[-1500:])
        assert answer.status_code in allowed, told
        if how in REFUSED and answer.status_code == 302:
            assert TOLD.search(client.get(answer.headers["Location"]).content.decode()), told
        assert answer.status_code == 200 or not unkindness(answer), (unkindness(answer), *told)
        changed = [one for one in {*before, *after} if before.get(one) != after.get(one)]
        assert changed == [], (changed, *told)
        return answer

    def too_early(self) -> None:
        """Try everything that is refused while the form is open."""
        form = self.form
        if form.wrong:
            self.tries("wrong role", self.by(form.wrong), form.filled(), WRONG_ROLE)
        if form.foreign:
            self._foreign()
        if form.subject is not None or form.stale:
            self.tries("stale", self.by(form.who), form.outdated(), STALE | form.kind)
        self.tries("no token", self.by(form.who, guarded=True), form.filled(), OTHER_SITE)
        if form.who:
            self.tries("signed out", self.by(""), form.filled(), STRANGER)

    def _foreign(self) -> None:
        """What belongs to another organisation is answered like what never was."""
        form, client = self.form, self.by(self.form.foreign)
        values = form.filled()
        foreign = self.tries("foreign", client, values, HIDDEN)
        if form.names:
            url = form.url.replace(form.names, UNKNOWN)
            unknown = self.tries("unknown", client, values, HIDDEN, url)
            assert self._remains(foreign) == self._remains(unknown)

    def _remains(self, answer: Any) -> str:
        """Return a page without what differs each time and without what was asked for."""
        text: str = CHANGING.sub(b"", answer.content).decode()
        return text.replace(self.form.names, UNKNOWN)

    def too_late(self) -> None:
        """Let the case go on without the form, and send it as if nothing had happened."""
        if self.form.ends is not None:
            self.by(self.form.who)  # who came in before the case went on
            with transaction.atomic():
                self.form.ends()
                self._at_the_wrong_state()
                transaction.set_rollback(True)

    def taken(self) -> dict[str, Any]:
        """Send it as it is meant, and return what was sent."""
        values, client = self.form.filled(), self.by(self.form.who)
        before = self.remains.now()
        answer = client.post(self.form.url, sent(values))

        assert answer.status_code == self.form.status, words_of(answer)
        assert (self.remains.now() != before) is self.form.is_kept
        self.tries("double click", client, values, AGAIN | self.form.kind)
        return values

    def once_more(self, values: dict[str, Any]) -> None:
        """Replay what was sent: in another session, without one, and when its key is forgotten."""
        form = self.form
        self.browsers.clear()
        self.tries("replay", self.by(form.who), values, AGAIN | form.kind)
        if form.who:
            self.tries("replay, signed out", self.by(""), values, STRANGER)
        if form.is_open and form.subject is None:
            return
        with speaking_as(SYSTEM):
            forget_old_keys(now=database_now() + timedelta(days=2))
        self.tries("replay, forgotten", self.by(form.who), values, AGAIN | form.kind)
        if form.subject is not None and form.ends is None and not form.is_open:
            self._at_the_wrong_state()

    def _at_the_wrong_state(self) -> None:
        """Send the form with the version as it is, where it is closed."""
        form = self.form
        self.tries("wrong state", self.by(form.who), form.filled(), WRONG_STATE | form.kind)

    def hindrance(self) -> str:
        """Send it as it is meant, take it back, and return how it was refused, "" if it was not."""
        client = self.by(self.form.who)
        with transaction.atomic():
            answer = client.post(self.form.url, sent(self.form.filled()))
            told = answer
            if answer.status_code == 302 in self.form.kind:
                told = client.get(answer.headers["Location"])
            refused = answer.status_code != self.form.status or TOLD.search(told.content.decode())
            transaction.set_rollback(True)
        return f"{answer.status_code} {words_of(told)[-1500:]}" if refused else ""

    def at_another_state(self, kind: frozenset[int] = frozenset()) -> bool:
        """Send it where no such step is declared; tell whether it is the state that refused it.

        ``kind`` are statuses by which this form says so besides those of every form.
        """
        closed = WRONG_STATE | self.form.kind | kind
        allowed = closed | WRONG_ROLE | {422}
        answer = self.tries("wrong state", self.by(self.form.who), self.form.filled(), allowed)
        return answer.status_code in closed

    def unproven(self) -> None:
        """Send what proves nothing, which is all that can be made up here."""
        self.tries("no proof", self.by(self.form.who), self.form.filled(), UNPROVEN)
