"""A message as a pattern: words that stay, and gaps where values are filled in.

Articles, plurals and "must" for "should" make no other message; tags and entities of HTML are no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape

from msgspec import Struct

from listing_rules.fold import fold

__all__ = ["GAP", "Pattern", "Said", "read", "words_of"]

MAX_TEXT = 4000

# Values and placeholders of every kind: {{x}}, {$x}, %s, %1$s, [x], "x", numbers, and limits named in words.
GAP = re.compile(
    r"""\{+[^{}]{0,80}\}+|%\d*\$?[sd]\b|%\d|\[[^\[\]]{0,80}\]|"[^"]{0,200}"|“[^”]{0,200}”"""
    r"""|\bmax[_ ]limit\b|\bmax_num\b|\bmax_ratio\b|\bid1, id2\b|(?<!\w)\d[\dx.,:]*(?!\w)"""
)
# Scripts that put no spaces between words are read character by character.
_TOKEN = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_SENTENCE = re.compile(r"[\n\r;:|!?。；：！？]|\.(?=\s|$)|\s[-–—>]\s")
_PHRASE = re.compile(r"""[,()\[\]{}"“”•、，（）【】/]""")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:[a-zA-Z]\w{1,30}|#\w{1,7});")
_SILENT = frozenset({"a", "an", "the", "your"})
_SAME: Mapping[str, tuple[str, ...]] = {
    "are": ("is",),
    "cannot": ("can", "not"),
    "should": ("must",),
    "t": ("not",),  # of "can't" and "mustn't"
    "were": ("is",),
}
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
    for sentence in _SENTENCE.split(_plain(text)):
        start = len(words)
        for phrase in _PHRASE.split(sentence):
            part = _tokens(phrase)
            parts[len(words), part] = None
            words.extend(part)
        parts[start, tuple(words[start:])] = None
    parts[0, tuple(words)] = None
    return Said(tuple(words), frozenset(words), tuple(part for part in parts if part[1]))


def words_of(text: str) -> tuple[str, ...]:
    """The words as they are spelled, folded."""
    return tuple(_TOKEN.findall(fold(_plain(text))))


def _plain(text: str) -> str:
    """Without tags, each of which ends a sentence, and with entities spelled out, which some escape twice."""
    text = text[:MAX_TEXT]
    if "<" not in text and "&" not in text:
        return text
    return _ENTITY.sub(" ", unescape(unescape(_TAG.sub("\n", text))))


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(word for token in _TOKEN.findall(fold(text)) for word in _meant(token))


def _meant(word: str) -> Iterator[str]:
    """The word as messages are compared: singular, without what any writer may put otherwise."""
    if word in _SILENT:
        return
    if len(word) > 3 and word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    else:
        yield from _SAME.get(word, (word,))


class Pattern(Struct, frozen=True):
    """Runs of words with gaps between them; `size` counts the words as they were written. `open_start` and `open_end`:
    a gap stands there too."""

    runs: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    size: int
    open_start: bool
    open_end: bool

    @classmethod
    def of(cls, message: str) -> Pattern:
        folded = GAP.split(fold(_plain(message)))
        pieces = [_tokens(piece) for piece in folded]
        runs = tuple(piece for piece in pieces if piece)
        return cls(
            runs,
            frozenset(word for run in runs for word in run),
            sum(len(_TOKEN.findall(piece)) for piece in folded),
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
