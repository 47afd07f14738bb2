"""Bring samples in and look at what came of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from accounts.models import Organisation
from donors.models import Contribution, Pledge, PublishedRecord, Receipt
from donors.services.importing import Report, import_fts, import_iati
from tests.donors.published.samples import iati, page, written
from tests.world import BEGINNING
from workflows.actors import SYSTEM
from workflows.models import Event
from workflows.principal import speaking_as


def fts(folder: Path, *flows: Any, **options: Any) -> Report:
    return import_fts([written(folder, page(*flows), "f.json")], now=BEGINNING, **options)


def xml(folder: Path, *activities: str, **options: Any) -> Report:
    return import_iati([written(folder, iati(*activities))], now=BEGINNING, **options)


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


def figures(report: Report) -> tuple[int, int, int, int]:
    return report.records, report.imported, report.unchanged, report.skipped


def counts() -> list[int]:
    kept = (Organisation, Pledge, Contribution, Receipt, PublishedRecord, Event)
    with speaking_as(SYSTEM):
        return [model._default_manager.count() for model in kept]


def only(model: Any) -> Any:
    with speaking_as(SYSTEM):
        return model.objects.get()


def only_count(model: Any) -> int:
    with speaking_as(SYSTEM):
        return int(model.objects.count())
