"""`repeated_in_catalog`: what another product of the catalog holds already.

A product by itself never breaks it. In a catalog each product gives its keys, and the pass over the catalog compares
them (see `catalog_pass`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.fold import fold
from listing_rules.paths import Path, place

__all__ = ["SCHEMA", "WORDS", "InCatalog", "build", "quiet"]

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "of": place("What must not stand on another product: each value by itself.", "text"),
        "or": place("What counts where a product has none of these.", "text"),
        "with": place("Only together with this: a title of the same vendor.", "text", single=True),
        "first": {"type": "boolean", "description": "Only the first value of the list: the main image."},
        "addresses": {"type": "boolean", "description": "Only web addresses count, not names of files."},
    },
    "required": ["of"],
    "additionalProperties": False,
}
WORDS = frozenset({"repeated", "first"})


def build(params: Mapping[str, Any], context: Context) -> Check:
    path, other, beside = (Path.parse(params[name]) if name in params else None for name in ("of", "or", "with"))
    holding = "://" if params.get("addresses") else ""
    return InCatalog(path, other, beside, first=params.get("first", False), holding=holding)  # type: ignore[arg-type]


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """A product by itself repeats nothing; where it lacks what is compared, that is said."""
    screen.column(params["of"], gate="or" not in params)
    if "with" in params:
        screen.column(params["with"])
    return "True"


class InCatalog:
    """Silent on a product by itself; `keys` are what it brings into the comparison."""

    def __init__(self, path: Path, other: Path | None, beside: Path | None, *, first: bool, holding: str) -> None:
        self._path = path
        self._other = other
        self._beside = beside
        self._first = first
        self._holding = holding

    def __call__(self, facts: Facts) -> Iterable[Hit | Unknown]:
        read = [self._path] if self._other is None else []
        read += [self._beside] if self._beside is not None else []
        return tuple([Unknown(path.text) for path in read if facts.lacks(path)])

    def keys(self, facts: Facts) -> Iterator[tuple[str, str, str]]:
        """The place, the value as it stands and the key by which it is compared; once for each key."""
        beside = "" if self._beside is None else _text(facts.column(self._beside)[0])
        if self._beside is not None and not beside:
            return
        met = set()
        for at, value in self._values(facts):
            key = fold(value)
            if key and key not in met and self._holding in value:
                met.add(key)
                yield at, value, f"{key}\0{fold(beside)}" if beside else key

    def _values(self, facts: Facts) -> list[tuple[str, str]]:
        for path in (self._path, self._other):
            found = facts.texts(path) if path is not None else []
            if found:
                return found[:1] if self._first else found
        return []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
