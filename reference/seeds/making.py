"""From publishers' files to our small tables: used by developers, never by a running service."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reference.seeds.facts import FOLDER

Row = dict[str, str]

LANGUAGES: Final = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ru": "Russian",
    "ar": "Arabic",
    "zh": "Chinese",
}
ARTICLE: Final = re.compile(r" \((?:the|l'|la|le|les|el|los|las)\)$")
FOOTNOTE: Final = re.compile(r" \*+$")
SPELLINGS: Final = {
    "Côte D'Ivoire": "Côte d'Ivoire",
    "Venezuela, Bolivarian Republic of": "Venezuela (Bolivarian Republic of)",
}
"""Slips in the source's list of Member States."""

NO_UNTERM: Final = {"CIV": "Côte d'Ivoire", "TUR": "Türkiye"}
"""States without an UNTERM entry in the source, by their English name."""

GROUP_COLUMNS: Final = {
    "LLDC": "Land Locked Developing Countries (LLDC)",
    "SIDS": "Small Island Developing States (SIDS)",
}
TARGETS: Final = ["16.3", "16.6", "5.c", "4.4", "8.6", "10.2", "17.9"]


def bare(name: str) -> str:
    """Return an UNTERM short name without its footnote mark and its article.

    "Bahamas (las)" is Bahamas; "Iran (Islamic Republic of)" stays as it is.
    """
    return ARTICLE.sub("", FOOTNOTE.sub("", name.strip())).replace(
        "\N{RIGHT SINGLE QUOTATION MARK}", "'"
    )


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _names(row: Row) -> Row:
    code = row["ISO3166-1-Alpha-3"]
    if row["UNTERM English Short"]:
        return {f"name_{at}": bare(row[f"UNTERM {word} Short"]) for at, word in LANGUAGES.items()}
    official = {at: row["official_name_" + ("cn" if at == "zh" else at)] for at in LANGUAGES}
    return {f"name_{at}": bare(name) for at, name in (official | {"en": NO_UNTERM[code]}).items()}


def _states(source: Path) -> dict[str, str]:
    rows = _rows(source / "countries" / "member_states.csv")
    return {SPELLINGS.get(row["country"], row["country"]): row["status"] for row in rows}


def _finest(row: Row) -> str:
    return row["Intermediate Region Code"] or row["Sub-region Code"] or row["Region Code"]


def countries(source: Path) -> list[Row]:
    """Return Member States and observers, named by UNTERM, checked against the list of States."""
    states, made = _states(source), []
    for row in _rows(source / "countries" / "country-codes.csv"):
        code = row["ISO3166-1-Alpha-3"]
        if not row["UNTERM English Short"] and code not in NO_UNTERM:
            continue
        names = _names(row)
        status = states.pop(names["name_en"], None)
        if status is None:
            continue
        made.append(
            {
                "code": code,
                "alpha2": row["ISO3166-1-Alpha-2"],
                "m49": row["M49"].zfill(3),
                "status": status,
                "region_id": _finest(row).zfill(3),
                **names,
            }
        )
    if states:
        raise ValueError(f"no country found for {sorted(states)}")
    return sorted(made, key=lambda row: row["code"])


def regions(source: Path) -> list[Row]:
    """Return the M49 regions that have countries, named by the Statistics Division."""
    levels = ("Global", "Region", "Sub-region", "Intermediate Region")
    found: dict[str, Row] = {}
    for language in LANGUAGES:
        suffix = "cn" if language == "zh" else language
        for row in _rows(source / "countries" / f"UNSD-{suffix}.csv"):
            parent = ""
            for level in levels:
                code = row[f"{level} Code"]
                if code:
                    region = found.setdefault(code, {"code": code, "parent_id": parent})
                    region[f"name_{language}"] = row[f"{level} Name"]
                    parent = code
    return list(_parents_first(found))


def _parents_first(found: dict[str, Row]) -> list[Row]:
    def depth(row: Row) -> int:
        return 1 + depth(found[row["parent_id"]]) if row["parent_id"] else 0

    return sorted(found.values(), key=lambda row: (depth(row), row["code"]))


def memberships(source: Path) -> list[Row]:
    """Return the groups' members: LDC from our history, the rest as the M49 table marks them."""
    ours = {row["code"] for row in countries(source)}
    made = [
        _member("LDC", row["country"], **_history(row)) for row in _rows(FOLDER / "ldc_history.csv")
    ]
    for row in _rows(source / "countries" / "country-codes.csv"):
        made += [
            _member(group, row["ISO3166-1-Alpha-3"], source="M49 table")
            for group, column in GROUP_COLUMNS.items()
            if row[column]
        ]
    for row in _codelist(source, "RegionM49"):
        if row["codeforiati:developed-developing"] == "Developing":
            code = row["codeforiati:iso-alpha-3-code"]
            made.append(
                _member("DEVELOPING", code, source="M49 developing regions, last published")
            )
    kept = [row for row in made if row["country_id"] in ours]
    return sorted(kept, key=lambda row: (row["group_id"], row["country_id"]))


def _history(row: Row) -> Row:
    note = f": {row['note']}" if row["note"] else ""
    return {
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
        "source": f"List of least developed countries{note}",
    }


def _member(
    group: str, country: str, *, source: str, valid_from: str = "", valid_to: str = ""
) -> Row:
    return {
        "country_id": country or "",
        "group_id": group,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "source": source,
    }


def _codelist(source: Path, name: str, language: str = "en") -> list[Row]:
    path = source / "iati" / "codelists" / f"{name}.{language}.json"
    entries: list[Row] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return entries


def _iati(source: Path, codelist: str, name: str, *, only: list[str] | None = None) -> list[Row]:
    words = {
        language: {row["code"]: row.get("name", "") for row in _codelist(source, name, language)}
        for language in ("en", "fr", "es")
    }
    return [
        _entry(
            codelist,
            row["code"],
            category=row.get("category") or "",
            active=row["status"] == "active",
            **{f"name_{at}": names.get(row["code"]) or "" for at, names in words.items()},
        )
        for row in _codelist(source, name)
        if only is None or row["code"] in only
    ]


def _entry(codelist: str, code: str, *, category: str, active: bool = True, **names: str) -> Row:
    return {
        "codelist": codelist,
        "code": code,
        "category": category,
        "active": "1" if active else "0",
        **{f"name_{language}": names.get(f"name_{language}", "") for language in LANGUAGES},
    }


def codelists(source: Path) -> list[Row]:
    """Return the codes we publish in, with the names their publishers give."""
    standards = source / "un-data-standards"
    sectors = [row["sector"] for row in _rows(FOLDER / "sector_themes.csv")]
    return [
        *_iati(source, "earmarking_category", "EarmarkingCategory"),
        *_iati(source, "earmarking_modality", "EarmarkingModality"),
        *_iati(source, "sector", "Sector", only=sectors),
        *_iati(source, "sdg_target", "UNSDG-Targets", only=TARGETS),
        *(
            _entry(
                "financing_instrument", row["code"], category=row["category"], name_en=row["name"]
            )
            for row in _rows(standards / "rev_types_mapping.csv")
            if not row["description"].startswith("Legacy")
        ),
        *(
            _entry("contributor_type", row["code"], category="", name_en=row["name"])
            for row in _rows(standards / "contrib_types_mapping.csv")
        ),
    ]


TABLES: Final[dict[str, Callable[[Path], list[Row]]]] = {
    "regions.csv": regions,
    "countries.csv": countries,
    "memberships.csv": memberships,
    "codelists.csv": codelists,
}
