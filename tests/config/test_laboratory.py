"""The test databases keep their promises: apart from each other, and really committing."""

from __future__ import annotations

import socket
import subprocess
import sys

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.utils import IntegrityError

from config.celery import app
from config.services.places import ROOT


@pytest.mark.django_db
def test_a_marked_test_leaves_its_rows_to_itself():
    Group.objects.create(name="here")


@pytest.mark.django_db
def test_a_marked_test_starts_without_the_rows_of_others():
    assert not Group.objects.exists()


def test_competing_threads_meet_in_a_committed_database(committed_db):
    outcomes = committed_db.together(*[lambda: Group.objects.create(name="one").pk] * 4)

    assert sum(isinstance(outcome, IntegrityError) for outcome in outcomes) == 3
    assert Group.objects.count() == 1


def test_another_process_sees_what_was_committed(committed_db):
    Group.objects.create(name="seen")
    question = "from django.contrib.auth.models import Group; print(Group.objects.get().name)"

    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", question],
        cwd=ROOT,
        env=committed_db.environment,
        check=True,
        capture_output=True,
        text=True,
    )

    assert said.stdout == "seen\n"


def test_a_committed_database_is_gone_after_its_test(committed_db, laboratory):
    name = laboratory.clone()
    held = psycopg.connect(committed_db.url.replace(committed_db.name, name))

    laboratory.drop(name)

    with pytest.raises(psycopg.OperationalError):
        held.execute("SELECT 1")
    held.close()
    assert connection.settings_dict["NAME"] == committed_db.name


def test_the_broker_of_a_test_is_empty_and_ours(broker_url):
    with app.connection_for_write() as line:
        queue = line.SimpleQueue("probe")
        queue.put({"id": "1"})

        assert queue.get(timeout=5).payload == {"id": "1"}
        queue.close()
    assert app.conf.broker_url == broker_url


def test_nothing_leaves_this_machine():
    with (
        socket.socket() as line,
        pytest.raises(ConnectionRefusedError, match="a test tried to reach"),
    ):
        line.connect(("192.0.2.1", 80))
