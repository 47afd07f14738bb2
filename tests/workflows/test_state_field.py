"""What a migration sees of a state is a column, and nothing that listens to other models."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.writer import MigrationWriter

from workflows.registry import Machine, machines
from workflows.state_field import StateField


@pytest.mark.parametrize("known", machines(), ids=lambda one: one.key)
def test_a_migration_sees_a_plain_column(known: Machine) -> None:
    state = known.model._meta.get_field("state")
    name, path, args, told = state.deconstruct()

    assert isinstance(state, StateField)
    assert (name, path, args) == ("state", "django.db.models.CharField", [])
    assert (
        {"default", "max_length"}
        <= told.keys()
        <= {"choices", "default", "max_length", "verbose_name"}
    )
    assert "django_fsm" not in MigrationWriter.serialize(models.CharField(**told))[0]
