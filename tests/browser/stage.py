"""The stage of a story: the world on a database of its own, and the portal served from it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client

from accounts.models import User
from tests.entering import let_in
from tests.world import World
from workflows.actors import SYSTEM
from workflows.principal import speaking_as

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass(frozen=True)
class House:
    """The portal as it is served: its address (no slash at the end), and who may enter."""

    url: str
    person: Callable[[str], User]

    def session_of(self, name: str) -> str:
        """Sign a person in by name; return the value of their session cookie."""
        client = Client()
        with speaking_as(SYSTEM):
            let_in(client, self.person(name), fresh=True)
        return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass(frozen=True)
class Stage(House):
    """Where a story plays: a house with the world of the tests in it."""

    world: World


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Say nothing: the story tells what matters."""


@contextmanager
def served(answer: WSGIApplication | None = None) -> Iterator[str]:
    """Serve the portal on a free port of this machine, from the database Django points at.

    ``answer`` stands in its place where something else is to be served.
    """
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(answer or get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=30)
