"""A message as a pattern: words that stay, and gaps where values are filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from listing_rules.fold import fold

__all__ = ["Pattern", "Said", "read"]

MAX_TEXT = 4000

# Values and placeholders of every kind: {{x}}, {$x}, %s, %1$s, [x], "x", numbers, and limits named in words.
_GAP = re.compile(
    r"""\{+[^{}]{0,80}\}+|%\d*\$?[sd]\b|%\d|\[[^\[\]]{0,80}\]|"[^"]{0,200}"|“[^”]{0,200}”"""
    r"""|\bmax[_ ]limit\b|\bmax_num\b|\bmax_ratio\b|\bid1, id2\b|(?<!\w)\d[\dx.,:]*(?!\w)"""
)
# Scripts that put no spaces between words are read character by character.
_TOKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_SENTENCE = re.compile(r"[\n\r;:|!?。；：！？]|\.(?=\s|$)|\s[-–—>]\s")
_PHRASE = re.compile(r"""[,()\[\]{}"“”•、，（）【】/]""")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_ENOUGH_WORDS = 5
_ENOUGH_CHARACTERS = 6


class Said(Struct, frozen=True):
    """A text as words; `parts` are the same words cut into sentences and labels, each with the place it starts at."""

    words: tuple[str, ...]
    known: frozenset[str]
    parts: tuple[tuple[int, tuple[str, ...]], ...]


class Match(Struct, frozen=True):
    """Where a pattern's words stand in a text; `whole` where nothing but filled-in values is left over."""

    places: tuple[int, ...]
    whole: bool


def read(text: str) -> Said:
    """The words of what was said; a text beyond 4,000 characters is cut."""
    words: list[str] = []
    parts: dict[tuple[int, tuple[str, ...]], None] = {}
    for sentence in _SENTENCE.split(text[:MAX_TEXT]):
        start = len(words)
        for phrase in _PHRASE.split(sentence):
            part = _tokens(phrase)
            parts[len(words), part] = None
            words.extend(part)
        parts[start, tuple(words[start:])] = None
    parts[0, tuple(words)] = None
    return Said(tuple(words), frozenset(words), tuple(part for part in parts if part[1]))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(fold(text)))


class Pattern(Struct, frozen=True):
    """Runs of words with gaps between them. `open_start` and `open_end`: a gap stands there too."""

    runs: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    size: int
    open_start: bool
    open_end: bool

    @classmethod
    def of(cls, message: str) -> Pattern:
        pieces = [_tokens(piece) for piece in _GAP.split(fold(message))]
        runs = tuple(piece for piece in pieces if piece)
        return cls(
            runs,
            frozenset(word for run in runs for word in run),
            sum(map(len, runs)),
            not pieces[0],
            not pieces[-1],
        )

    def find(self, said: Said) -> Match | None:
        """Where this message stands in the text; one too short to be sure of must be a sentence or label of its own."""
        if not self.runs or not self.words <= said.known:
            return None
        if not self._is_telling:
            return next(filter(None, (self._as_part(said, start, part) for start, part in said.parts)), None)
        places = _places(self.runs, said.words)
        return None if places is None else Match(tuple(places), self._fills(places, said.words))

    def _as_part(self, said: Said, start: int, part: tuple[str, ...]) -> Match | None:
        places = _places(self.runs, part)
        if places is None or not self._fills(places, part) or (self.size == 1 and len(part) > 1):
            return None
        return Match(tuple(start + place for place in places), len(part) == len(said.words))

    def _fills(self, places: list[int], words: tuple[str, ...]) -> bool:
        return (self.open_start or places[0] == 0) and (self.open_end or places[-1] == len(words) - 1)

    @property
    def _is_telling(self) -> bool:
        """Whether the message is sure within a longer sentence: it has words enough, or is a label like THIS_ONE."""
        if self.size == 1:
            return "_" in self.runs[0][0]
        unspaced = all(_UNSPACED.match(word) for word in self.words)
        return self.size >= (_ENOUGH_CHARACTERS if unspaced else _ENOUGH_WORDS)


def _places(runs: Sequence[tuple[str, ...]], words: tuple[str, ...]) -> list[int] | None:
    """The places of the runs one after the other, each as early as possible."""
    found: list[int] = []
    start = 0
    for run in runs:
        at = next((at for at in range(start, len(words) - len(run) + 1) if words[at : at + len(run)] == run), None)
        if at is None:
            return None
        start = at + len(run)
        found.extend(range(at, start))
    return found
