"""What a category model looks at in a text: words, pairs of neighbours, and pieces of words."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["MOST_WORDS", "pieces", "words_of"]

MOST_WORDS = 40
_LONGEST = 24
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PIECES = (4,)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in their order; a repeated word once."""
    found = dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(text.casefold()))
    return list(found)[:MOST_WORDS]


def pieces(word: str) -> Iterable[str]:
    """The word itself and its runs of four letters; "<" and ">" are its edges."""
    edged = f"<{word}>"
    yield edged
    for size in _PIECES:
        if len(edged) > size:
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]
