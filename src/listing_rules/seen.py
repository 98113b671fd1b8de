"""Where each key was met first, for more keys than memory holds.

New keys gather in memory. When they are many they go, sorted, into a table of their own, and eight such tables become
one: SQLite only ever writes in order, which stays fast when the tables outgrow memory by far. Most keys of a catalog
are met once, and a filter says so of most of them without looking.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from listing_rules.errors import ListingRulesError

__all__ = ["Seen", "private_database", "storable"]

_IN_MEMORY = 2**18
_MERGED = 8
_BITS_PER_KEY = 8
_MIN_FILTER, _MAX_FILTER = 2**20, 2**26
_MAX_PLACE = 200


class Seen:
    """Keys are 64-bit hashes. Among 60 million the odds that any two different ones meet are 1 in 10,000.

    Without a `path` it is a nameless temporary file that is gone at the end. With one, what was there at the last
    `save` is there again for who opens it next; only one process at a time may. `close` forgets what was not saved.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._recent: dict[int, int] = {}
        self._places: dict[int, str] = {}
        with _explained():
            self._db = private_database(path, cache_kib=16 * 1024)
            self.close = weakref.finalize(self, self._db.close)
            self._db.execute("BEGIN EXCLUSIVE")
            self._db.execute("CREATE TABLE IF NOT EXISTS places (number INTEGER PRIMARY KEY, place TEXT)")
            self._db.execute("CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT)")
            self._number = self._db.execute("SELECT coalesce(max(number), 0) FROM places").fetchone()[0]
            row = self._db.execute("SELECT value FROM state").fetchone()
            self._saved: str | None = None if row is None else str(row[0])
            self._tables = [
                name for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE name GLOB 'keys_*'")
            ]
        self._made = max((int(name.split("_")[2]) for name in self._tables), default=0)
        self._filter = _Filter(self._keys)
        self._place: str | None = None

    def first(self, key: int, place: str) -> str | None:
        """The place where the key was met first; None where that is here."""
        if place is not self._place:
            self._place = place
            self._number += 1
        number = self._recent.get(key)
        if number is None and key in self._filter:
            number = self._stored(key)
        if number is None:
            self._recent[key] = self._number
            self._places.setdefault(self._number, storable(place[:_MAX_PLACE]))
            if len(self._recent) >= _IN_MEMORY:
                self._store()
            return None
        return None if number == self._number else self._place_of(number)

    def save(self, state: str) -> None:
        """Make all of it last, with a text of the caller's own."""
        self._store()
        with _explained():
            self._db.execute("INSERT OR REPLACE INTO state VALUES ('state', ?)", (state,))
            self._db.execute("COMMIT")
            self._db.execute("BEGIN EXCLUSIVE")
        self._saved = state

    def saved(self) -> str | None:
        """The text of the last `save`."""
        return self._saved

    def _stored(self, key: int) -> int | None:
        with _explained():
            for table in self._tables:
                row = self._db.execute(f"SELECT place FROM {table} WHERE hash = ?", (key,)).fetchone()  # noqa: S608
                if row is not None:
                    return int(row[0])
        return None

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
            table = self._new_table(0)
            self._db.executemany(f"INSERT INTO {table} VALUES (?, ?)", sorted(self._recent.items()))  # noqa: S608
            # A product whose keys came to the table before and after this one has its place there already.
            self._db.executemany("INSERT OR IGNORE INTO places VALUES (?, ?)", self._places.items())
            self._filter.add(self._recent)
            self._recent, self._places = {}, {}
            while full := [level for level, count in Counter(map(_level, self._tables)).items() if count >= _MERGED]:
                self._merge(full[0])

    def _new_table(self, level: int) -> str:
        self._made += 1
        name = f"keys_{level}_{self._made}"
        self._db.execute(f"CREATE TABLE {name} (hash INTEGER PRIMARY KEY, place INTEGER)")
        self._tables.append(name)
        return name

    def _merge(self, level: int) -> None:
        merged = [name for name in self._tables if _level(name) == level]
        self._tables = [name for name in self._tables if name not in merged]
        parts = " UNION ALL ".join(f"SELECT hash, place FROM {name}" for name in merged)  # noqa: S608
        self._db.execute(f"INSERT INTO {self._new_table(level + 1)} {parts} ORDER BY hash")
        for name in merged:
            self._db.execute(f"DROP TABLE {name}")

    def _keys(self) -> Iterator[int]:
        for table in self._tables:
            for (key,) in self._db.execute(f"SELECT hash FROM {table}"):  # noqa: S608
                yield key


def _level(table: str) -> int:
    return int(table.split("_")[1])


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
    """A Bloom filter with two probes. It says "no" for certain, and "perhaps" wrongly for one key in twenty.

    It grows with the number of keys, from 1 MB to 64 MB; of 100 million keys it is wrong for one in eleven.
    """

    def __init__(self, keys: Callable[[], Iterator[int]]) -> None:
        self._all = keys
        self._count = 0
        self._size(sum(1 for _ in keys()))

    def __contains__(self, key: int) -> bool:
        one, other = key & self._mask, key >> 32 & self._mask
        bits = self._bits
        return bool(bits[one >> 3] >> (one & 7) & 1 and bits[other >> 3] >> (other & 7) & 1)

    def add(self, keys: Collection[int]) -> None:
        """Keys that are already among all keys."""
        self._count += len(keys)
        if self._count * _BITS_PER_KEY > len(self._bits) * 8 and len(self._bits) < _MAX_FILTER:
            self._size(self._count)
        else:
            self._set(keys)

    def _size(self, count: int) -> None:
        """Room for twice as many, filled with all keys."""
        size = _MIN_FILTER
        while size * 8 < 2 * count * _BITS_PER_KEY and size < _MAX_FILTER:
            size *= 2
        self._bits = bytearray(size)
        self._mask = size * 8 - 1
        self._count = count
        self._set(self._all())

    def _set(self, keys: Iterable[int]) -> None:
        bits, mask = self._bits, self._mask
        for key in keys:
            one, other = key & mask, key >> 32 & mask
            bits[one >> 3] |= 1 << (one & 7)
            bits[other >> 3] |= 1 << (other & 7)
