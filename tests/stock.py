"""Stories lived once in a session: whoever needs one again gets the rows its steps left behind.

A test runs in a transaction of its own, so the second test that begins with the same story lays
down what the first one lived: the same rows, in the same order, after the same rows. Which story
comes after which is kept in a setting of the transaction; whatever else was written in between
makes the next story a lived one. What one process of the session has told, the others read.
"""

from __future__ import annotations

import fcntl
import functools
import hashlib
import io
import json
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import psycopg
from django.db import connection

from config.services.installation import embedded_postgres
from config.services.places import here

Make = TypeVar("Make", bound=Callable[..., Any])
World = TypeVar("World", bound="Shelved")
Rows = dict[tuple[str, str], str]
"""Table and key -> the row."""

BLOCK = 20_000
"""Numbers of one process; references have five digits."""

WRITTEN = """
SELECT coalesce(current_setting('stock.place', true), ''), stock.written()::text,
    pg_current_xact_id_if_assigned() IS NULL
"""


class Shelved(Protocol):
    """A world that says whether its stories may be told once."""

    is_shelved: bool


@dataclass(frozen=True)
class Told:
    """A story: the rows that its steps left behind, and what its maker returned."""

    number: int
    rows: str
    result: bytes


@dataclass
class Shelf:
    """The stories of the session: those this process knows, and a folder with those of all."""

    folder: Path = field(default_factory=lambda: here().var / "stories")
    known: dict[int, Told] = field(default_factory=dict)

    def fetch(self, world: Any, call: bytes, make: Callable[[], Any]) -> Any:
        """Return what ``make`` returns: told now, or laid down if it was told before."""
        place = _place()
        if place is None:
            return make()
        number = _number(place, call)
        told = self._found(number)
        if told is None:
            with self._alone(number):
                told = self._found(number)
                if told is None:
                    return self._tell(number, world, make)
        _lay(told)
        return _thawed(told.result, world)

    def _found(self, number: int) -> Told | None:
        book = self._book(number)
        if number not in self.known and book.exists():
            self.known[number] = pickle.loads(book.read_bytes())  # noqa: S301 - our own, of this session
        return self.known.get(number)

    def _tell(self, number: int, world: Any, make: Callable[[], Any]) -> Any:
        before = _take()
        result = make()
        rows, frozen = _changes(before, _take()), _frozen(result, world)
        told = self.known[number] = Told(number=number, rows=rows, result=frozen)
        draft = self._book(number).with_suffix(".draft")
        draft.write_bytes(pickle.dumps(told))
        draft.rename(self._book(number))
        _mark(told)
        return result

    def _book(self, number: int) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{number:x}"

    @contextmanager
    def _alone(self, number: int) -> Iterator[None]:
        """Let one process tell a story while the others wait for it."""
        with self._book(number).with_suffix(".lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield


def _number(place: int, call: bytes) -> int:
    """Name a story by the one before it and the call that tells it; 60 bits, never nothing."""
    digest = hashlib.sha256(b"%d %b" % (place, call)).digest()
    return int.from_bytes(digest[:8], "big") >> 4 | 1


SHELF = Shelf()


def prepare(database: str) -> None:
    """Teach a template how to give and take rows; only our own server lets us."""
    if not os.environ.get("DATABASE_URL"):
        with psycopg.connect(embedded_postgres().conninfo(database=database)) as superuser:
            superuser.execute(Path(__file__).with_suffix(".sql").read_bytes())


def spread(database: str, *, worker: int) -> None:
    """Let each process count in a block of its own: rows of two may meet in one table."""
    if not os.environ.get("DATABASE_URL"):
        with psycopg.connect(embedded_postgres().conninfo(database=database)) as superuser:
            superuser.execute("SELECT stock.spread(%s)", [worker * BLOCK])


def told_once(make: Make) -> Make:
    """Let a maker of stories, whose first argument is or has the world, tell each only once.

    What it returns must be new; it may not change what it was given.
    """

    @functools.wraps(make)
    def maker(first: Any, *others: Any, **given: Any) -> Any:
        world = getattr(first, "world", first)
        if not world.is_shelved:
            return make(first, *others, **given)
        try:
            call = _frozen((make.__qualname__, first, others, sorted(given.items())), world)
        except (pickle.PicklingError, AttributeError, TypeError):
            return make(first, *others, **given)
        return SHELF.fetch(world, call, lambda: make(first, *others, **given))

    return maker  # type: ignore[return-value]


def world_told_once(make: Callable[[], World]) -> World:
    """Return the world with which a test begins."""
    if os.environ.get("DATABASE_URL"):
        return make()
    world: World = SHELF.fetch(None, b"world", make)
    world.is_shelved = True
    return world


class _Freezer(pickle.Pickler):
    """Write down what a call was given or returned; the world stands for itself."""

    world: Any = None

    def persistent_id(self, one: Any) -> str | None:
        return "world" if one is self.world and one is not None else None


class _Thawer(pickle.Unpickler):
    """Read it back in the world of another test."""

    world: Any = None

    def persistent_load(self, _pid: str) -> Any:
        return self.world


def _frozen(something: Any, world: Any) -> bytes:
    paper = io.BytesIO()
    freezer = _Freezer(paper)
    freezer.world = world
    freezer.dump(something)
    return paper.getvalue()


def _thawed(written: bytes, world: Any) -> Any:
    thawer = _Thawer(io.BytesIO(written))
    thawer.world = world
    return thawer.load()


def _place() -> int | None:
    """Return the number of the last story, 0 at the beginning, None if more was written since."""
    if not connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        setting, written, is_untouched = cursor.fetchone()
    number, _, then = setting.partition(":")
    if not setting:
        return 0 if is_untouched else None
    return int(number) if then == written else None


def _mark(told: Told) -> None:
    """Note, until a savepoint is rolled back, that this story was the last thing written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('stock.place', %s || ':' || stock.written(), true)",
            [str(told.number)],
        )


def _take() -> Rows:
    with connection.cursor() as cursor:
        cursor.execute("SELECT place, key, content FROM stock.take()")
        return {(place, key): content for place, key, content in cursor.fetchall()}


def fingerprint() -> dict[str, str]:
    """Return a digest of the rows of every table outside of the reference data, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, md5(string_agg(content, ' ' ORDER BY key)) FROM stock.take() GROUP BY 1"
        )
        return dict(cursor.fetchall())


def _lay(told: Told) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stock.lay(%s::jsonb)", [told.rows])
    _mark(told)


def _changes(before: Rows, after: Rows) -> str:
    """Return what must go and what must come, by table."""
    gone = [spot for spot, content in before.items() if after.get(spot) != content]
    come = [(spot, content) for spot, content in after.items() if before.get(spot) != content]
    tables = sorted({spot[0] for spot in gone} | {spot[0] for spot, _content in come})
    parts = (
        f'{json.dumps(table)}: {{"out": {_list(key for place, key in gone if place == table)},'
        f' "in": {_list(content for (place, _key), content in come if place == table)}}}'
        for table in tables
    )
    return f"{{{', '.join(parts)}}}"


def _list(parts: Iterable[str]) -> str:
    return f"[{', '.join(parts)}]"
