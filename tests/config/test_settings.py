"""Production starts only with its secrets; everywhere the pages are strict."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from django.conf import settings

from config.services.places import ROOT
from config.services.roles import APPLICATION
from config.settings import address, mode


def checked(**environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    outside = {"DATABASE_URL": "postgresql://app@db/tara", "CELERY_BROKER_URL": "amqp://broker//"}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.SECRET_KEY, s.DEBUG)"],
        cwd=ROOT,
        env={**kept, **outside, **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def test_production_refuses_to_start_without_its_secrets():
    answer = checked(TARA_MODE="production")

    assert answer.returncode == 1
    assert "TARA_SECRET_KEY must be set in production" in answer.stderr


def test_production_takes_its_secrets_from_the_environment():
    names = ("SECRET_KEY", "REFERENCE_KEY", "TRAIL_KEY", "FACTOR_KEY")

    answer = checked(TARA_MODE="production", **{f"TARA_{name}": name * 8 for name in names})

    assert answer.stdout == "SECRET_KEY" * 8 + " False\n"


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({}, "http://127.0.0.1:8000/"),
        ({"TARA_PORT": "8123"}, "http://127.0.0.1:8123/"),
        ({"TARA_URL": "https://tara.example"}, "https://tara.example/"),
        ({"TARA_HOSTS": "*,.tara.example,other.example"}, "https://tara.example/"),
    ],
)
def test_letters_carry_the_address_at_which_the_service_is_reached(monkeypatch, environment, url):
    for name in ("TARA_URL", "TARA_PORT", "TARA_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    life = mode.Mode.PRODUCTION if "TARA_HOSTS" in environment else mode.Mode.LOCAL
    monkeypatch.setattr(address, "MODE", life)

    assert address.public_url() == url


def test_a_local_secret_is_made_once_for_our_eyes_only(monkeypatch, tmp_path):
    monkeypatch.setenv("TARA_VAR", str(tmp_path))
    monkeypatch.setattr(mode, "MODE", mode.Mode.LOCAL)

    made = mode.secret("SECRET_KEY")

    assert mode.secret("SECRET_KEY") == made
    assert mode.secret("REFERENCE_KEY") != made
    path = tmp_path / "secrets.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["SECRET_KEY"] == made


def test_migrations_are_told_the_name_of_the_application_role():
    assert settings.DATABASE_APP_ROLE == APPLICATION or "DATABASE_URL" in os.environ


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/no-such-page/"])
def test_every_answer_forbids_foreign_and_inline_code(client, path):
    policy = client.get(path).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
