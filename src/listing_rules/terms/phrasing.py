"""Phrases as rule files spell them, made ready: whole words, hyphens and spaces alike, patterns between slashes.

Everything becomes one RE2 pattern, whose time grows with the text alone, whoever wrote the rule file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

import re2
from msgspec import Struct

from listing_rules.fold import fold

__all__ = ["PHRASE", "Finder", "anchor_of", "is_pattern", "is_sign", "pattern_problem"]

PHRASE = {
    "type": "string",
    "minLength": 2,
    "maxLength": 1500,
    "description": "Whole words; a * at the end lets letters follow. Between slashes: RE2, for text in lower case.",
}

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_BETWEEN = r"[\s\-\x{2010}-\x{2015}]{1,3}"
_EDGE_BEFORE, _EDGE_AFTER = r"(?:^|[^\pL\pN])", r"(?:$|[^\pL\pN])"
_AROUND = {
    "pattern": "{}",
    "unspaced": "{}",
    "open": rf"{_EDGE_BEFORE}(?:{{}})\pL*{_EDGE_AFTER}",
    "whole": rf"{_EDGE_BEFORE}(?:{{}}){_EDGE_AFTER}",
}
_MAX_MEMORY = 64 << 20
_RARE = 6
# Long words that stand in many a text.
_COMMON = frozenset("without before bottle better strong little people through between because against during".split())


def is_pattern(phrase: str) -> bool:
    """Whether it is written between slashes."""
    return len(phrase) > 2 and phrase[0] == phrase[-1] == "/"


def anchor_of(phrase: str) -> str:
    """What a text must hold to hold the phrase, as `Lexicon` looks for it: its longest word, or all of a short one.

    Words may stand apart in HTML ("free <b>shipping</b>"), so one that is long enough to be rare is better than all.
    """
    words = fold(phrase).replace("-", " ").split()
    longest = max(words, key=lambda word: (word not in _COMMON, len(word.rstrip("*"))))
    return longest if len(longest) >= _RARE and longest not in _COMMON else " ".join(words)


def is_sign(anchor: str) -> bool:
    """Whether an anchor is a sign ("@", "#1"), which `Lexicon` does not look for."""
    return len(anchor) == 1 or not anchor.lstrip("*")[0].isalnum()


def pattern_problem(phrase: str) -> str | None:
    """Why a pattern cannot be read; None for one that can, and for plain words."""
    try:
        re2.compile(_any_of((phrase,)), _options())
    except re2.error as error:
        reason = error.args[0]
        return reason.decode() if isinstance(reason, bytes) else str(reason)
    return None


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _MAX_MEMORY
    options.log_errors = False
    return options


class Finder(Struct, frozen=True):
    """Where any of some phrases stands in a text in folded form."""

    phrases: tuple[str, ...]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each, without the edges."""
        for match in _compiled(self.phrases).finditer(text):
            found = match.group()
            inner = found.strip(_OUTSIDE) or found  # a pattern may look for nothing but signs: "!!!"
            first = match.start() + found.index(inner)
            yield first, first + len(inner)

    def stands_in(self, text: str) -> bool:
        return _compiled(self.phrases).search(text) is not None


@lru_cache(maxsize=1024)  # compiled at the first text that may hold one: most never do
def _compiled(phrases: tuple[str, ...]) -> Any:
    return re2.compile(_any_of(phrases), _options())


_OUTSIDE = " |,;:.!?()[]{}\"'“”‘’*-–—/\\\n\t"


def _any_of(phrases: Iterable[str]) -> str:
    """One pattern for all. What stands around phrases of a kind is told once: a letter in any script takes a thousand
    steps to tell, and with each phrase on its own a pattern took five megabytes."""
    runs = ((kind, "|".join(map(_words, run))) for kind, run in groupby(phrases, key=_kind))
    return "|".join(_AROUND[kind].format(run) for kind, run in runs)


def _kind(phrase: str) -> str:
    if is_pattern(phrase):
        return "pattern"
    text = fold(phrase)
    if _UNSPACED.search(text):
        return "unspaced"
    return "open" if text.endswith("*") else "whole"


def _words(phrase: str) -> str:
    """The words of a phrase, whatever stands around them."""
    if is_pattern(phrase):
        return f"(?:{phrase[1:-1]})"
    return _BETWEEN.join(re2.escape(word) for word in fold(phrase).rstrip("*").replace("-", " ").split())
