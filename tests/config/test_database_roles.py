"""The application works as a role that can change rows and nothing else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from config.role_check import check_role, faults_of_role, refuse_powerful_role
from config.services.roles import OWNER
from tests.laboratory import pointed_at


@pytest.mark.django_db
def test_tests_run_as_the_application_role():
    assert faults_of_role() == []
    assert check_role(databases=["default"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE stray (id int)",
        "ALTER TABLE django_session ADD COLUMN stray int",
        "DROP TABLE django_session",
        "TRUNCATE django_session",
        "CREATE ROLE stray",
        "SET ROLE tara_owner",
    ],
)
def test_the_application_cannot_change_the_schema(statement):
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match=r"denied|owner"),
        transaction.atomic(),
    ):
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "value"), [("lock_timeout", "3s"), ("statement_timeout", "20s")]
)
def test_the_roles_carry_their_limits(setting, value):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s)", [setting])
        assert cursor.fetchone() == (value,)


def test_a_web_process_refuses_to_start_as_the_owner(committed_db):
    with pointed_at(committed_db.name, role=OWNER):
        assert len(check_role(databases=["default"])) == 2

        with pytest.raises(ImproperlyConfigured, match="owns tables"):
            refuse_powerful_role()


def test_a_process_that_migrates_may_be_the_owner(committed_db, settings):
    settings.SPEAKS_AS_OWNER = True

    with pointed_at(committed_db.name, role=OWNER):
        assert check_role(databases=["default"]) == []
