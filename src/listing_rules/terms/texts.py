"""One text, read: its words, and which of them name a thing that is sold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from listing_rules.terms.heads import Phrase, phrases_of
from listing_rules.terms.words import is_unspaced, spans_of, texts_of

__all__ = ["Reading"]

_PREFIX = 3  # letters before the end of a compound: "Rot|wein", not "Wein"


class Reading:
    """The words of one surface. Places are indexes of words; `span` gives offsets in the original."""

    def __init__(self, surface: str, text: str) -> None:
        self.surface = surface
        self.text = text
        self.words = texts_of(text)
        self._joined = f" {' '.join(self.words)} "

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return spans_of(self.text)

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The stretches of words that name a thing that is sold."""
        return phrases_of(self.words)

    @cached_property
    def present(self) -> frozenset[str]:
        return frozenset(self.words)

    def find(self, anchor: str) -> Iterator[tuple[int, int]]:
        """Where the phrase stands, as indexes of its first word and the one after its last."""
        unspaced = is_unspaced(anchor)
        if "*" in anchor or (unspaced and " " not in anchor):
            yield from self._within_words(anchor)
            return
        # A number is a word of its own: "925 银" may stand in "925银项链".
        sought, size = anchor if unspaced else f" {anchor} ", anchor.count(" ") + 1
        place = self._joined.find(sought)
        while place >= 0:
            start = self._joined.count(" ", 0, place + 1) - 1
            yield start, start + size
            place = self._joined.find(sought, place + 1)

    def _within_words(self, anchor: str) -> Iterator[tuple[int, int]]:
        """In compounds and in scripts without spaces."""
        part = anchor.strip("*")
        for index, word in enumerate(self.words):
            if (word.endswith(part) and len(word) >= len(part) + _PREFIX) if anchor[0] == "*" else part in word:
                yield index, index + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of the words from `start` up to `end`."""
        return self._spans[start][0], self._spans[end - 1][1]

    def holds(self, start: int, end: int, at: int) -> bool:
        """Whether these words hold this offset in the original text."""
        first, last = self.span(start, end)
        return first <= at < last

    def words_at(self, start: int, end: int) -> str:
        """The original text of these words."""
        first, last = self.span(start, end)
        return self.text[first:last]
