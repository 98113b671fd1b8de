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
    r"""|\bmax[_ ]limit\b|\bmax_num\b|\bmax_ratio\b|\bid1, id2\b|\d[\d.,:]*"""
)
# Scripts that put no spaces between words are read character by character.
_TOKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_BREAK = re.compile(r"""[\n\r;:|.!?()\[\]"“”•、，。；：！？（）【】]|\s[-–—>]\s""")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_ENOUGH_WORDS = 3
_ENOUGH_CHARACTERS = 4


class Said(Struct, frozen=True):
    """A text as words, and the same text cut into its sentences and labels."""

    words: tuple[str, ...]
    parts: frozenset[tuple[str, ...]]
    known: frozenset[str]


class Match(Struct, frozen=True):
    """Where a pattern's words stand in a text; `whole` where nothing but filled-in values is left over."""

    places: frozenset[int]
    whole: bool


def read(text: str) -> Said:
    """The words of what was said; a text beyond 4,000 characters is cut."""
    text = text[:MAX_TEXT]
    words = _tokens(text)
    parts = frozenset(_tokens(part) for part in _BREAK.split(text))
    return Said(words, parts | {words}, frozenset(words))


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
        """Where this message stands in the text. One too short to be sure of must be a sentence or label of its own."""
        if not self.runs or not self.words <= said.known:
            return None
        if len(self.runs) == 1 and self.runs[0] in said.parts:
            return Match(frozenset(_places(self.runs, said.words) or ()), self.runs[0] == said.words)
        places = _places(self.runs, said.words)
        if places is None:
            return None
        whole = (self.open_start or places[0] == 0) and (self.open_end or places[-1] == len(said.words) - 1)
        return Match(frozenset(places), whole) if self._is_telling or (whole and self.size > 1) else None

    @property
    def _is_telling(self) -> bool:
        if self.size == 1:
            return "_" in self.runs[0][0]
        unspaced = sum(bool(_UNSPACED.match(word)) for run in self.runs for word in run)
        return self.size >= (_ENOUGH_CHARACTERS if unspaced == self.size else _ENOUGH_WORDS)


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
