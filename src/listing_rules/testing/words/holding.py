"""Which texts a change of words can touch: those that hold one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from listing_rules.terms.words import is_unspaced

__all__ = ["Holding"]

T = TypeVar("T")


class Holding(Generic[T]):
    """Things by the words that stand in them."""

    def __init__(self) -> None:
        self._all: dict[int, T] = {}
        self._by_word: dict[str, dict[int, T]] = {}

    def add(self, words: Iterable[str], thing: T) -> None:
        number = len(self._all)
        self._all[number] = thing
        for word in words:
            self._by_word.setdefault(word, {})[number] = thing

    def __iter__(self) -> Iterator[T]:
        return iter(self._all.values())

    def with_any(self, words: Iterable[str] | None) -> Iterable[T]:
        """Those that hold one of the words: as a whole, at its end where a "*" stands before it, or anywhere in a
        script without spaces. All for None."""
        if words is None:
            return self._all.values()
        found: dict[int, T] = {}
        for word in words:
            for things in self._standing(word):
                found.update(things)
        return found.values()

    def _standing(self, word: str) -> Iterator[dict[int, T]]:
        if word in self._by_word:
            yield self._by_word[word]
        if word.startswith("*") or is_unspaced(word):
            part = word.strip("*")
            yield from (things for whole, things in self._by_word.items() if part in whole)
