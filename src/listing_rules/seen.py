"""Where each key was met first, for more keys than memory holds; and the kind of database that holds them."""

from __future__ import annotations

import sqlite3

__all__ = ["Seen", "private_database", "storable"]

_CACHE_KIB = 64 * 1024
_MAX_PLACE = 200


def private_database() -> sqlite3.Connection:
    """In memory while it is small, then a nameless temporary file that is gone at the end."""
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KIB}"):
        database.execute(f"PRAGMA {setting}")
    return database


def storable(text: str) -> str:
    """The text as a database takes it: lone surrogates are written out."""
    return text.encode("utf-8", "backslashreplace").decode()


class Seen:
    """Keys are 64-bit hashes. Among 60 million the odds that any two different ones meet are 1 in 10,000."""

    def __init__(self) -> None:
        self._db = private_database()
        self._db.execute("CREATE TABLE keys (hash INTEGER PRIMARY KEY, place INTEGER)")
        self._db.execute("CREATE TABLE places (number INTEGER PRIMARY KEY, place TEXT)")
        self._db.execute("BEGIN")
        self._place: str | None = None
        self._number = 0

    def first(self, key: int, place: str) -> str | None:
        """The place where the key was met first; None where that is here."""
        if place is not self._place:
            self._place = place
            self._number += 1
            self._db.execute("INSERT INTO places VALUES (?, ?)", (self._number, storable(place[:_MAX_PLACE])))
        added = self._db.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (key, self._number))
        if added.rowcount:
            return None
        number, found = self._db.execute(
            "SELECT number, places.place FROM keys JOIN places ON number = keys.place WHERE hash = ?", (key,)
        ).fetchone()
        return None if number == self._number else str(found)
