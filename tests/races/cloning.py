"""Copies of a subject that lived the real steps, with everything that hangs on it, made by SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

Cursor = psycopg.Cursor[tuple[Any, ...]]

# Text that must differ from copy to copy: unique in the database, and no key.
DISTINCT = {"reference", "bank_reference"}
# The memory of a subject names it without a foreign key; its messages are left behind.
MEMORY = ("workflows_trailhead", "workflows_event")
COLUMNS = """
SELECT attname, format_type(atttypid, NULL)
FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
AND attgenerated = ''
"""
REFERENCES = """
SELECT conrelid::regclass::text, attname FROM pg_constraint
JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND confrelid = %s::regclass AND conrelid::regclass::text !~ '^workflows_'
"""
PRIMARY_KEY = """
SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
WHERE indrelid = %s::regclass AND indisprimary
"""


@dataclass
class Family:
    """A row and all rows that belong to it: table -> primary keys."""

    members: dict[str, set[Any]] = field(default_factory=dict)

    @property
    def keys(self) -> list[UUID]:
        """Return every UUID that a copy gets anew."""
        found = {key for keys in self.members.values() for key in keys if isinstance(key, UUID)}
        return sorted(found)


def copied(key: UUID, number: int) -> UUID:
    """Return the key a row has in one copy of its family (the SQL below computes the same)."""
    return UUID(hashlib.md5(f"{key}{number}".encode(), usedforsecurity=False).hexdigest())


def family_of(cursor: Cursor, *roots: tuple[str, UUID]) -> Family:
    """Follow the foreign keys downwards from some rows."""
    family = Family()
    for table, key in roots:
        _gather(cursor, family, table, {key})
    return family


def _gather(cursor: Cursor, family: Family, table: str, keys: set[Any]) -> None:
    new = keys - family.members.get(table, set())
    if not new:
        return
    family.members.setdefault(table, set()).update(new)
    for child, column in cursor.execute(REFERENCES, [table]).fetchall():
        question = sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s)").format(
            *map(sql.Identifier, (_key_of(cursor, child), child, column))
        )
        rows = cursor.execute(question, [list(new)]).fetchall()
        _gather(cursor, family, child, {row[0] for row in rows})


def _key_of(cursor: Cursor, table: str) -> str:
    found = cursor.execute(PRIMARY_KEY, [table]).fetchone()
    assert found is not None
    return str(found[0])


def copy(
    cursor: Cursor,
    family: Family,
    *,
    first: int,
    count: int,
    changed: Mapping[tuple[str, str], sql.SQL] | None = None,
) -> None:
    """Make ``count`` copies, numbered from ``first``; triggers must be off.

    ``changed`` gives SQL for columns (table, name) that shall differ; in it the original is ``one``
    and its number ``copy_number``.
    """
    cursor.execute("DROP TABLE IF EXISTS pg_temp.relatives")
    cursor.execute("CREATE TEMP TABLE relatives (id uuid PRIMARY KEY)")
    cursor.execute("INSERT INTO relatives SELECT unnest(%s::uuid[])", [family.keys])
    numbers = {"first": first, "last": first + count - 1}
    for table, key, wanted in _rows(cursor, family):
        columns: dict[str, str] = dict(cursor.execute(COLUMNS, [table]).fetchall())
        if columns[key] == "bigint":
            del columns[key]  # the sequence numbers the copy
        statement = sql.SQL(
            "INSERT INTO {table} ({names}) SELECT {values} FROM {table} one"
            " CROSS JOIN generate_series(%(first)s::int, %(last)s) copy_number"
            " WHERE one.{key} = ANY(%(wanted)s)"
        ).format(
            table=sql.Identifier(table),
            names=_list([sql.Identifier(name) for name in columns]),
            values=_list(
                [
                    (changed or {}).get((table, name)) or _value(name, columns[name])
                    for name in columns
                ]
            ),
            key=sql.Identifier(key),
        )
        cursor.execute(statement, {**numbers, "wanted": wanted})


def _list(parts: list[Any]) -> sql.Composed:
    listed: sql.Composed = sql.SQL(", ").join(parts)
    return listed


def _rows(cursor: Cursor, family: Family) -> Iterator[tuple[str, str, list[Any]]]:
    for table, keys in family.members.items():
        yield table, _key_of(cursor, table), list(keys)
    for table in MEMORY:
        yield table, "subject_id", family.keys


def _value(name: str, kind: str) -> sql.Composable:
    column = sql.SQL("one.{}").format(sql.Identifier(name))
    if kind == "uuid" and name == "id":
        return sql.SQL("md5({0}::text || copy_number)::uuid").format(column)
    if kind == "uuid":
        return sql.SQL(
            "CASE WHEN EXISTS (SELECT FROM relatives WHERE id = {0})"
            " THEN md5({0}::text || copy_number)::uuid ELSE {0} END"
        ).format(column)
    if name == "month":
        return sql.SQL("to_char('2026-01-01'::date - copy_number * interval '1 month', 'YYYY-MM')")
    if name in DISTINCT:
        return sql.SQL("CASE {0} WHEN '' THEN {0} ELSE {0} || '-' || copy_number END").format(
            column
        )
    return column
