"""What every test may rely on: a real PostgreSQL, a real broker, and no way to the outside."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import kombu.pools
import pytest
import redis
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from config.catalogues.compiling import compile_stale
from config.celery import app
from config.services.installation import embedded_valkey
from config.services.places import here
from tests.browser import chromium
from tests.doorway import share_the_chain
from tests.laboratory import (
    CommittedDatabase,
    Laboratory,
    close_abandoned_sessions,
    close_session,
    pointed_at,
)
from tests.stock import spread, world_told_once
from tests.world import World, make_world

SELDOM_GARBAGE = (20_000, 50, 100)
"""Thresholds of the collector: by its own it looks through all of Django again and again."""

# How long an example takes says how busy the machine is, and nothing else.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def _is_first_process(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Clear up after sessions that were killed."""
    share_the_chain()
    gc.set_threshold(*SELDOM_GARBAGE)
    if _is_first_process(config):
        chromium.refuse_to_skip()
        compile_stale()
        close_abandoned_sessions()


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the session's services and remove its folder."""
    if _is_first_process(config):
        close_session()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly, once, that the browser stories did not run."""
    if not chromium.found():
        terminalreporter.write_line(chromium.MISSING, red=True, bold=True)


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    yield
    patch.undo()


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0]
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                message = f"a test tried to reach {host}"
                raise ConnectionRefusedError(message)
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session")
def laboratory(request: pytest.FixtureRequest) -> Laboratory:
    """Return this process's access to the session's database server."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return Laboratory(worker=worker)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker, laboratory: Laboratory) -> Iterator[None]:
    """Give this process its own copy of the migrated template, used as the application role."""
    with django_db_blocker.unblock():
        name = laboratory.clone()
        spread(name, worker=laboratory.number)
    with pointed_at(name):
        yield
    laboratory.drop(name)


@pytest.fixture
def committed_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, laboratory: Laboratory
) -> Iterator[CommittedDatabase]:
    """Give the test a database in which commits are real; it is dropped, never emptied.

    Not together with the `db` mark: that one keeps everything in one transaction.
    """
    with django_db_blocker.unblock():
        if connection.in_atomic_block:
            pytest.fail("committed_db cannot be used together with the django_db mark")
        name = laboratory.clone()
        with pointed_at(name):
            yield CommittedDatabase(name)
        laboratory.drop(name)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Leave no test the language that the one before spoke last."""
    yield
    translation.deactivate()


@pytest.fixture
def world(db: None) -> World:
    """Give the test two States, donors and staff, inside its own transaction."""
    # The same people come again in every test; what was counted of them elsewhere is not theirs.
    cache.clear()
    return world_told_once(make_world)


@pytest.fixture
def broker_url(laboratory: Laboratory) -> Iterator[str]:
    """Give the test an empty broker and point our Celery application at it."""
    outside = os.environ.get("CELERY_BROKER_URL")
    if outside:
        # One queue for all workers of the session: they take turns.
        with here().locked():
            app.control.purge()
            yield outside
        return
    broker = embedded_valkey()
    with broker.place.locked():
        broker.start()
    number = laboratory.number
    with redis.Redis(unix_socket_path=str(broker.socket), db=number) as line:
        line.flushdb()
    before = app.conf.broker_url
    _reconnect(broker.url(number=number))
    yield broker.url(number=number)
    _reconnect(before)


@pytest.fixture
def silent_broker(tmp_path: Path) -> Iterator[None]:
    """Point our Celery application at a broker that is not there."""
    before = app.conf.broker_url
    _reconnect(f"redis+socket://{tmp_path}/nobody.sock")
    yield
    _reconnect(before)


def _reconnect(url: str) -> None:
    """Make the Celery application forget its connections and use another broker."""
    kombu.pools.reset()
    celery: Any = app
    celery._pool = None  # noqa: SLF001 - Celery has no public way to forget a pool
    app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    app.set_current()
    app.amqp.__dict__.pop("_producer_pool", None)
