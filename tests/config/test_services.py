"""The embedded services start twice, survive a kill, and find room for their sockets."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import psycopg
import pytest

from config.services import programs
from config.services.addresses import connection_settings
from config.services.installation import database_url, ensure_embedded, socket_url
from config.services.places import LONGEST_SOCKET_PATH, Place
from config.services.postgres import Postgres
from config.services.roles import APPLICATION, OWNER
from config.services.valkey import Valkey


@pytest.fixture
def postgres(tmp_path):
    server = Postgres(Place(tmp_path / "var"))
    ensure_embedded(server)
    yield server
    server.stop()


def test_postgres_comes_back_after_it_was_killed(postgres):
    with psycopg.connect(socket_url(postgres.place, role=OWNER)) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 1 AS value")
    os.kill(int((postgres.data / "postmaster.pid").read_text().split("\n")[0]), signal.SIGKILL)
    while postgres.answers():
        time.sleep(0.05)

    ensure_embedded(postgres)

    with psycopg.connect(socket_url(postgres.place, role=APPLICATION)) as application:
        assert application.execute("SELECT value FROM kept").fetchall() == [(1,)]


def test_a_pid_file_that_names_another_process_does_not_stop_the_start(postgres):
    pid_file = postgres.data / "postmaster.pid"
    left_behind = pid_file.read_text().split("\n", 1)[1]
    postgres.stop()
    pid_file.write_text(f"{os.getppid()}\n{left_behind}")

    ensure_embedded(postgres)

    assert postgres.answers()


def test_a_half_made_cluster_is_made_again(tmp_path):
    server = Postgres(Place(tmp_path / "var"), careless=True)
    (server.place.var / "postgres.new").mkdir(parents=True)
    (server.place.var / "postgres.new" / "PG_VERSION").write_text("18\n")

    ensure_embedded(server)

    assert server.answers()
    server.stop()


def test_valkey_keeps_what_it_acknowledged_when_it_is_killed(tmp_path):
    server = Valkey(Place(tmp_path / "var"))
    server.place.make()
    server.start()
    server.ask("SET", "kept", "1")
    time.sleep(1.1)
    os.kill(int((server.place.sockets / "valkey.pid").read_text()), signal.SIGKILL)
    while server.ask("PING"):
        time.sleep(0.05)

    server.start()

    assert server.ask("EXISTS", "kept").startswith(b":1")
    server.stop()
    assert server.ask("PING") == b""


def test_sockets_move_to_a_short_path_when_var_lies_deep(tmp_path):
    deep = Place(tmp_path / ("deep" * 20) / "var")

    assert len(str(deep.sockets / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH
    assert not deep.sockets.is_relative_to(deep.var)


def test_missing_programs_are_named_with_the_ways_out(monkeypatch):
    monkeypatch.setattr(programs, "_package_folder", lambda _name: None)
    monkeypatch.setattr(programs, "SYSTEM_FOLDERS", ())
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(programs.ProgramMissing, match="DATABASE_URL"):
        programs.postgres_folder()
    with pytest.raises(programs.ProgramMissing, match="CELERY_BROKER_URL"):
        programs.valkey_server()


def test_a_system_postgres_is_used_without_the_package(monkeypatch, tmp_path):
    found = programs.postgres_folder()
    (tmp_path / "18").mkdir()
    (tmp_path / "18" / "bin").symlink_to(found)
    monkeypatch.setattr(programs, "_package_folder", lambda _name: None)
    monkeypatch.setattr(programs, "SYSTEM_FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert programs.postgres_folder() == tmp_path / "18" / "bin"
    assert programs.postgres_version(Path("/nowhere")) == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://a:b%40c@db:5433/tara", ("a", "b@c", "db", "5433", "tara")),
        ("postgres://a@/tara?host=/run/pg&port=5", ("a", "", "/run/pg", "5", "tara")),
    ],
)
def test_a_database_url_is_read_as_it_was_meant(url, expected):
    told = connection_settings(url)

    assert tuple(told[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == expected


def test_a_url_of_another_database_is_refused_without_showing_its_password():
    with pytest.raises(ValueError, match="mysql") as caught:
        connection_settings("mysql://a:secret@db/x")
    assert "secret" not in str(caught.value)


def test_an_outside_database_is_used_for_both_roles(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/tara")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/tara")

    assert database_url(APPLICATION) == "postgresql://app@db/tara"
    assert database_url(OWNER) == "postgresql://owner@db/tara"
