"""Failures that are known from before, from a baseline or an earlier run, and what became of each of them.

A failure is known by its fingerprint. One that stood on several variants is still the same where some of them were
mended; one that became more severe is not. The same failure met twice is known twice only if it stood there twice.
What two products share is told on the later one: it is the same failure where their order changes.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, Protocol

from msgspec import Struct

from listing_rules.fold import fold
from listing_rules.report import SEVERITIES, Severity
from listing_rules.ruleset import RuleSet
from listing_rules.seen import private_database, storable
from listing_rules.telling import fingerprint

__all__ = ["Entry", "Fate", "Known", "entries_of", "product_key", "rules_of_catalog"]

_OF_CATALOG = frozenset({"repeated_in_catalog", "quota"})


class Fate(IntEnum):
    """What became of a known failure. A product that was not met says nothing about its failures."""

    NOT_MET = 0
    STILL_THERE = 1
    GONE = 2
    UNDECIDED = 3


class Entry(Struct, frozen=True, omit_defaults=True):
    """One failure as it is remembered. `product` is what its fingerprint knows the product by."""

    rule: str
    product: str
    fingerprint: str
    severity: Severity = "error"
    variants: tuple[str, ...] = ()
    title: str | None = None


class Named(Protocol):
    """What a product is known by, in a report or in one that was read back."""

    @property
    def id(self) -> str | None: ...
    @property
    def handle(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...


class Failed(Protocol):
    """A failure, in a report or in one that was read back."""

    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def variants(self) -> tuple[str, ...]: ...
    @property
    def value(self) -> Any: ...


def product_key(product: Named) -> str:
    """What fingerprints know a product by: the id, else the handle, else the title."""
    return product.id or product.handle or product.title or ""


def rules_of_catalog(rules: RuleSet) -> frozenset[str]:
    """The rules that look at the catalog as a whole. Which product they are told on depends on the order."""
    return frozenset(rule.id for rule in rules.rules if rule.kind in _OF_CATALOG)


def entries_of(product: Named, failures: Iterable[Failed], of_catalog: Container[str]) -> list[Entry]:
    """The failures of one product, to be remembered or looked up. `of_catalog` are rules of the catalog as a whole."""
    key = product_key(product)
    return [
        Entry(
            failure.rule,
            key,
            _shared_fingerprint(failure) if failure.rule in of_catalog else failure.fingerprint,
            failure.severity,
            failure.variants,
            product.title,
        )
        for failure in failures
    ]


def _shared_fingerprint(failure: Failed) -> str:
    """The same whichever of the products with the same thing comes last."""
    return fingerprint(failure.rule, fold(str(failure.value)))


class Known:
    """Add all that is known, then look up product by product. Memory does not grow with what is known."""

    def __init__(self) -> None:
        self._db = private_database()
        self._db.execute(
            "CREATE TABLE known (id INTEGER PRIMARY KEY, rule TEXT, product TEXT, fingerprint TEXT, severity TEXT,"
            " variants TEXT, title TEXT, fate INTEGER)"
        )
        self._db.execute("BEGIN")
        self._indexed = False

    def add(self, entry: Entry) -> None:
        texts = (entry.rule, entry.product, entry.fingerprint, entry.severity, json.dumps(entry.variants))
        row = [*map(storable, texts), storable(entry.title or ""), Fate.NOT_MET]
        self._db.execute("INSERT INTO known VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", row)

    def look_up(self, product: str, entries: Sequence[Entry], undecided: Container[str] = ()) -> list[bool]:
        """Which of the product's failures are known. `undecided` are the rules that it could not be checked for."""
        open_rows = self._open(product, entries)
        if not open_rows:
            return [False] * len(entries)
        matches = _matches(entries, [entry for _, entry in open_rows])
        met = {place for place in matches if place is not None}
        for place, (row, entry) in enumerate(open_rows):
            fate = Fate.UNDECIDED if entry.rule in undecided else Fate.GONE
            self._settle(row, Fate.STILL_THERE if place in met else fate)
        return [
            place is not None and not _worse(entry.severity, open_rows[place][1].severity)
            for entry, place in zip(entries, matches, strict=True)
        ]

    def _open(self, product: str, entries: Sequence[Entry]) -> list[tuple[int, Entry]]:
        """What was not met yet: the known failures of this product, and these failures wherever they stood."""
        if not self._indexed:
            for column in ("product", "fingerprint"):
                self._db.execute(f"CREATE INDEX by_{column} ON known ({column})")
            self._indexed = True
        marks = ", ".join("?" * len(entries))
        rows = self._db.execute(
            f"SELECT * FROM known WHERE (product = ? OR fingerprint IN ({marks})) AND fate != ? ORDER BY id",  # noqa: S608
            (storable(product), *(entry.fingerprint for entry in entries), Fate.STILL_THERE),
        )
        return [(row[0], _entry(row)) for row in rows]

    def _settle(self, row: int, fate: Fate) -> None:
        self._db.execute("UPDATE known SET fate = ? WHERE id = ?", (fate, row))

    def all(self) -> Iterator[Entry]:
        """Everything, in an order that depends on nothing else."""
        order = "SELECT * FROM known ORDER BY rule, product, fingerprint, severity, variants, title"
        return (_entry(row) for row in self._db.execute(order))

    def of_fate(self, fate: Fate, limit: int = -1) -> Iterator[Entry]:
        """What came to this, in the order in which it was added; at most `limit`, all where that is negative."""
        rows = self._db.execute("SELECT * FROM known WHERE fate = ? ORDER BY id LIMIT ?", (fate, limit))
        return (_entry(row) for row in rows)

    def counts(self, fate: Fate | None = None) -> dict[str, int]:
        """How many by rule, the most first: of one fate, or all."""
        wanted = "SELECT rule, count(*) FROM known WHERE ? IS NULL OR fate = ? GROUP BY rule ORDER BY 2 DESC, 1"
        return dict(self._db.execute(wanted, (fate, fate)))


def _entry(row: tuple[Any, ...]) -> Entry:
    _, rule, product, fingerprint, severity, variants, title, _ = row
    return Entry(rule, product, fingerprint, severity, tuple(json.loads(variants)), title or None)


def _matches(entries: Sequence[Entry], known: Sequence[Entry]) -> list[int | None]:
    """For each failure the place of the known one that it is, each of those once; equal ones before shrunken ones."""
    free = dict(enumerate(known))
    found: list[int | None] = [None] * len(entries)
    for is_same in (_equal, _shrunken):
        for number, entry in enumerate(entries):
            if found[number] is None:
                found[number] = next((place for place, old in free.items() if is_same(entry, old)), None)
                free.pop(found[number], None)  # type: ignore[arg-type]
    return found


def _equal(now: Entry, old: Entry) -> bool:
    return now.fingerprint == old.fingerprint


def _shrunken(now: Entry, old: Entry) -> bool:
    """Whether some of the variants were mended and none was added."""
    return bool(now.variants) and now.rule == old.rule and set(now.variants) < set(old.variants)


def _worse(now: Severity, before: Severity) -> bool:
    return SEVERITIES.index(now) < SEVERITIES.index(before)
