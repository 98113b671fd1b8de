"""Where each key was met first, for more keys than memory holds.

New keys gather in memory. When they are many they go to disk as a *run*: the keys that begin with the same bits, and
the products that they stand on, are one page, which SQLite keeps. Eight runs become one by joining their pages, so that
everything is written in order, which stays fast when it outgrows memory by far. Most keys of a catalog are met once,
and a filter says so of most of them without looking.
"""

from __future__ import annotations

import sqlite3
import sys
import weakref
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from listing_rules.errors import ListingRulesError

__all__ = ["Seen", "private_database", "storable"]

_IN_MEMORY = 2**18
_MERGED = 8
_KEY = 8
_PAGE_BITS = 12
_PAGES: int = 2**_PAGE_BITS
_PAGE_SHIFT = 64 - _PAGE_BITS
_MAX_PLACE = 200

_MIN_FILTER, _MAX_FILTER, _GROWTH = 2**20, 2**26, 8
_MASK_SHIFT = 64 - 12
_TWO_BITS = [
    [1 << number | 1 << (number * times + more) % 64 for number in range(64)] for times, more in ((29, 11), (45, 23))
]
_MASKS = [one | other for one in _TWO_BITS[0] for other in _TWO_BITS[1]]
"""The bits of a word that a key sets in the filter, by the bits with which it begins."""


class Seen:
    """Keys are 64-bit hashes. Among 60 million the odds that any two different ones meet are 1 in 10,000.

    Without a `path` it is a nameless temporary file that is gone at the end. With one, what was there at the last
    `save` is there again for who opens it next; only one process at a time may. `close` forgets what was not saved.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._recent: dict[int, int] = {}
        self._places: dict[int, str] = {}
        self._number = 0
        self._saved: str | None = None
        self._runs: dict[int, int] = {}
        self._made = 0
        self.close: Callable[[], object] = lambda: None
        if path is not None:
            self._go_on()
        self._filter = _Filter(self._keys)
        self._place: str | None = None

    @cached_property
    def _db(self) -> sqlite3.Connection:
        """Opened when it is needed: a small catalog stays in memory."""
        with _explained():
            database = private_database(self._path, cache_kib=16 * 1024)
            self.close = weakref.finalize(self, database.close)
            database.execute("BEGIN EXCLUSIVE")
            for table, value in (("places", "place TEXT"), ("saved", "state TEXT"), ("runs", "level INTEGER")):
                database.execute(f"CREATE TABLE IF NOT EXISTS {table} (number INTEGER PRIMARY KEY, {value})")
            pages = "pages (number INTEGER PRIMARY KEY, keys BLOB, products BLOB)"
            database.execute(f"CREATE TABLE IF NOT EXISTS {pages}")
        return database

    def _go_on(self) -> None:
        """From where the run ended that wrote the file."""
        with _explained():
            self._number = self._db.execute("SELECT coalesce(max(number), 0) FROM places").fetchone()[0]
            row = self._db.execute("SELECT state FROM saved").fetchone()
            self._saved = None if row is None else str(row[0])
            self._runs = dict(self._db.execute("SELECT number, level FROM runs"))
            self._made = max(self._runs, default=0)

    def meet(self, keys: Iterable[int], place: str) -> dict[int, str]:
        """Those of the keys that were met elsewhere, with the place where that was first. All are met here now.

        One `place` is one product, which may be met several times.
        """
        if place is not self._place:
            self._place = place
            self._number += 1
        recent, found, here = self._recent, dict[int, str](), self._number
        words, mask, masks = self._filter.words, self._filter.mask, _MASKS
        before = len(recent)
        for key in keys:
            number = recent.get(key)
            if number is None and words[key & mask] & (bits := masks[key >> _MASK_SHIFT]) == bits:
                number = self._stored(key)
            if number is None:
                recent[key] = here
            elif number != here:
                found[key] = self._place_of(number)
        if len(recent) > before:
            self._places.setdefault(here, storable(place[:_MAX_PLACE]))
        if len(recent) >= _IN_MEMORY:
            self._store()
        return found

    def save(self, state: str) -> None:
        """Make all of it last, with a text of the caller's own."""
        self._store()
        with _explained():
            self._db.execute("INSERT OR REPLACE INTO saved VALUES (0, ?)", (state,))
            self._db.execute("COMMIT")
            self._db.execute("BEGIN EXCLUSIVE")
        self._saved = state

    def saved(self) -> str | None:
        """The text of the last `save`."""
        return self._saved

    def _stored(self, key: int) -> int | None:
        """The product on which a key stands that is in no memory. All runs are asked at once."""
        sought = key.to_bytes(_KEY, sys.byteorder, signed=True)
        with _explained():
            for number, keys in self._pages("number, keys", self._runs, key >> _PAGE_SHIFT):
                place = _place_in(keys, sought)
                if place is not None:
                    [(products,)] = self._db.execute("SELECT products FROM pages WHERE number = ?", (number,))
                    return int(array("I", products)[place])
        return None

    def _pages(self, columns: str, runs: Collection[int], page: int) -> sqlite3.Cursor:
        """What these runs hold of the keys that begin with the same bits."""
        numbers = [(run << _PAGE_BITS) + page % _PAGES for run in runs]
        marks = ", ".join("?" * len(numbers))
        return self._db.execute(f"SELECT {columns} FROM pages WHERE number IN ({marks})", numbers)  # noqa: S608

    def _place_of(self, number: int) -> str:
        known = self._places.get(number)
        if known is not None:
            return known
        with _explained():
            return str(self._db.execute("SELECT place FROM places WHERE number = ?", (number,)).fetchone()[0])

    def _store(self) -> None:
        if not self._recent:
            return
        with _explained():
            self._write(0, ((page, _packed(keys, self._recent)) for page, keys in _paged(self._recent)))
            # A product whose keys came to the run before and after this one has its place there already.
            self._db.executemany("INSERT OR IGNORE INTO places VALUES (?, ?)", self._places.items())
            self._filter.add(self._recent)
            self._recent, self._places = {}, {}
            while full := [level for level, count in Counter(self._runs.values()).items() if count >= _MERGED]:
                self._merge(full[0])

    def _write(self, level: int, pages: Iterable[tuple[int, tuple[bytes, bytes]]]) -> None:
        """One more run. `pages` by the bits with which their keys begin: the keys, and the products."""
        self._made += 1
        first = self._made << _PAGE_BITS
        self._db.executemany("INSERT INTO pages VALUES (?, ?, ?)", ((first + page, *both) for page, both in pages))
        self._db.execute("INSERT INTO runs VALUES (?, ?)", (self._made, level))
        self._runs[self._made] = level

    def _merge(self, level: int) -> None:
        merged = [run for run, at in self._runs.items() if at == level]
        self._write(level + 1, self._joined(merged))
        for run in merged:
            first = run << _PAGE_BITS
            self._db.execute("DELETE FROM pages WHERE number BETWEEN ? AND ?", (first, first + _PAGES - 1))
            self._db.execute("DELETE FROM runs WHERE number = ?", (run,))
            del self._runs[run]

    def _joined(self, runs: list[int]) -> Iterator[tuple[int, tuple[bytes, bytes]]]:
        for page in range(_PAGES):
            rows = self._pages("keys, products", runs, page).fetchall()
            if rows:
                yield page, (b"".join([keys for keys, _ in rows]), b"".join([products for _, products in rows]))

    def _keys(self) -> Iterator[int]:
        if not self._runs:
            return
        for (keys,) in self._db.execute("SELECT keys FROM pages"):
            yield from array("q", keys)


def _paged(keys: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    """The keys by the bits with which they begin."""
    pages: list[list[int]] = [[] for _ in range(_PAGES)]
    for key in keys:
        pages[key >> _PAGE_SHIFT].append(key)  # a negative key has its place from the end
    return ((page, keys) for page, keys in enumerate(pages) if keys)


def _packed(keys: list[int], products: Mapping[int, int]) -> tuple[bytes, bytes]:
    return array("q", keys).tobytes(), array("I", map(products.__getitem__, keys)).tobytes()


def _place_in(keys: bytes, sought: bytes) -> int | None:
    """The place of a key, where it is there as a whole."""
    at = keys.find(sought)
    while at > 0 and at % _KEY:
        at = keys.find(sought, at + 1)
    return None if at < 0 else at // _KEY


def storable(text: str) -> str:
    """The text as a database takes it: lone surrogates are written out."""
    return text.encode("utf-8", "backslashreplace").decode()


def private_database(path: Path | None = None, *, cache_kib: int = 64 * 1024) -> sqlite3.Connection:
    """A nameless file that is gone at the end, in memory while it is small; or a file, for one process at a time."""
    database = sqlite3.connect(path or "", isolation_level=None, check_same_thread=False, timeout=0)
    database.execute(f"PRAGMA cache_size=-{cache_kib}")
    database.execute("PRAGMA locking_mode=EXCLUSIVE")
    for setting, kept, gone in (("journal_mode", "DELETE", "OFF"), ("synchronous", "NORMAL", "OFF")):
        database.execute(f"PRAGMA {setting}={kept if path else gone}")
    return database


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ListingRulesError(f"the list of what the catalog holds cannot be kept: {error}") from None


class _Filter:
    """Each key sets four bits of one word. "No" is certain; "perhaps" is wrong for one key in twenty.

    It grows with the number of keys, from 1 MB to 64 MB; of 100 million keys it is wrong for one in nine.
    """

    def __init__(self, keys: Callable[[], Iterator[int]]) -> None:
        self._all = keys
        self._size(sum(1 for _ in keys()))

    def add(self, keys: Collection[int]) -> None:
        """Keys that are already among all keys."""
        self._count += len(keys)
        if self._count > len(self.words) * 8 < _MAX_FILTER:
            self._size(self._count)
        else:
            self._set(keys)

    def _size(self, count: int) -> None:
        """A byte for each key and room for more, filled with all keys."""
        size = _MIN_FILTER if count else _KEY
        while size < count and size < _MAX_FILTER:
            size *= _GROWTH
        self.words = array("Q", bytes(min(size, _MAX_FILTER)))
        self.mask = len(self.words) - 1
        self._count = count
        self._set(self._all())

    def _set(self, keys: Iterable[int]) -> None:
        words, mask = self.words, self.mask
        for key in keys:
            words[key & mask] |= _MASKS[key >> _MASK_SHIFT]
