"""The published standard itself: its schema, and its ruleset read as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from lxml import etree

STANDARD: Final = Path(settings.BASE_DIR).parent / "shared" / "data" / "reference" / "iati" / "2.03"
AT_HAND: Final = STANDARD.is_dir()
ABSENT: Final = "the IATI schema and ruleset (shared data) are not on this machine"

Case = dict[str, Any]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(STANDARD / "iati-activities-schema.xsd")))


@cache
def _ruleset() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((STANDARD / "ruleset.json").read_text("utf-8"))
    return {context: rules for context, rules in found.items() if "organisations" not in context}


def schema_errors(xml: bytes) -> list[str]:
    """Return what the schema finds wrong."""
    schema = _schema()
    schema.validate(etree.fromstring(xml))
    return [str(error) for error in schema.error_log]  # type: ignore[attr-defined]


def rule_errors(xml: bytes, *, severity: str = "error") -> list[str]:
    """Return the number and sentence of every rule of a severity that is broken."""
    top: Any = etree.fromstring(xml)
    found: list[str] = []
    for context, rules in _ruleset().items():
        for element in top.getroottree().xpath(context):
            for name, spec in rules.items():
                found.extend(_broken(element, name, spec["cases"], severity))
    return found


def _broken(element: Any, name: str, cases: list[Case], severity: str) -> Iterator[str]:
    for case in cases:
        if name == "loop":
            yield from _loop(element, case, severity)
            continue
        told = case["ruleInfo"]
        if told["severity"] != severity or not _applies(element, case):
            continue
        if not RULES[name](element, case):
            yield f"{told['id']} {told['message']}"


def _loop(element: Any, case: Case, severity: str) -> Iterator[str]:
    for value in sorted({str(one) for one in element.xpath(case["foreach"])}):
        for name, spec in case["do"].items():
            text = json.dumps(spec["cases"]).replace("$1", value)
            yield from _broken(element, name, json.loads(text), severity)


def _applies(element: Any, case: Case) -> bool:
    return "idCondition" not in case and bool(element.xpath(case.get("condition", "true()")))


def _texts(element: Any, paths: list[str]) -> list[str]:
    nodes = [node for path in paths for node in element.xpath(path)]
    return [node if isinstance(node, str) else (node.text or "") for node in nodes]


def _days(element: Any, path: str) -> list[date]:
    if path == "NOW":
        return [datetime.now(tz=UTC).date()]
    return [date.fromisoformat(text[:10]) for text in element.xpath(path)]


def _one_or_all(element: Any, case: Case) -> bool:
    within = {"lang": ".//narrative[not(@xml:lang)]", "currency": ".//value[not(@currency)]"}
    lacking = within.get(case["all"], "transaction[not(sector)]")
    return bool(element.xpath(case["one"])) or not element.xpath(lacking)


def _starts(element: Any, case: Case) -> bool:
    prefixes = [f"{one}{case.get('separator', '')}" for one in _texts(element, case["prefix"])]
    return all(text.startswith(tuple(prefixes)) for text in _texts(element, case["paths"]))


def _within(element: Any, case: Case) -> bool:
    return all(case["min"] <= float(text) <= case["max"] for text in _texts(element, case["paths"]))


def _in_order(element: Any, case: Case) -> bool:
    earlier, later = _days(element, case["less"]), _days(element, case["more"])
    return all(one <= other for one in earlier for other in later)


def _not_ahead(element: Any, case: Case) -> bool:
    now = datetime.now(tz=UTC)
    return all(datetime.fromisoformat(one) <= now for one in element.xpath(case["date"]))


def _unique(element: Any, case: Case) -> bool:
    texts = _texts(element, case["paths"])
    return len(texts) == len(set(texts))


def _sums(element: Any, case: Case) -> bool:
    return bool(sum(map(Decimal, _texts(element, case["paths"])), Decimal(0)) == case["sum"])


def _then(element: Any, case: Case) -> bool:
    return not element.xpath(case["if"]) or bool(element.xpath(case["then"]))


RULES: Final = {
    "unique": _unique,
    "startswith": _starts,
    "atleast_one": lambda element, case: bool(_texts(element, case["paths"])),
    "no_more_than_one": lambda element, case: len(_texts(element, case["paths"])) <= 1,
    "one_or_all": _one_or_all,
    "date_now": _not_ahead,
    "date_order": _in_order,
    "regex_matches": lambda element, case: all(
        re.search(case["regex"], text) for text in _texts(element, case["paths"])
    ),
    "no_spaces": lambda element, case: all(
        text == text.strip() for text in _texts(element, case["paths"])
    ),
    "range": _within,
    "strict_sum": _sums,
    "if_then": _then,
}
