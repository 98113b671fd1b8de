"""What a category model looks at in a text: words, pairs of neighbours, and pieces of words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from unicodedata import normalize

from listing_rules.lookup import Lookup

__all__ = ["MOST_WORDS", "all_words", "features_of", "pieces", "shared_words", "singular", "words_of"]

MOST_WORDS = 40
_LONGEST = 24
_MOST_TEXT = 2000
_WORD = re.compile(r"[^\W\d_]+|\d+")
_PLAIN_WORD = re.compile("[a-z]+|[0-9]+")  # the same of ASCII in lower case, and faster
_PIECE = 4


def words_of(text: str) -> list[str]:
    """The words of a text, folded and singular, in their order; a repeated word once."""
    return list(dict.fromkeys(all_words(text)))[:MOST_WORDS]


def all_words(text: str) -> Iterator[str]:
    """The same with what is repeated, and however many there are."""
    text = text[:_MOST_TEXT]
    found = _PLAIN_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(normalize("NFKC", text).casefold())
    return map(_singular_of, found)


def singular(word: str) -> str:
    """The word without an English plural's ending."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]


def pieces(word: str) -> Iterable[str]:
    """The word itself and its runs of four letters; "<" and ">" are its edges."""
    edged = f"<{word}>"
    yield edged
    if len(edged) > _PIECE:
        for start in range(len(edged) - _PIECE + 1):
            yield edged[start : start + _PIECE]


def features_of(text: str) -> list[str]:
    """Everything in the text that a model may weigh."""
    words = words_of(text)
    found = [f"{one} {other}" for one, other in pairwise(words)]
    for word in words:
        found.extend(pieces(word))
    return found


_singular_of = Lookup[str, str](lambda word: singular(word[:_LONGEST])).__getitem__
shared_words = Lookup[str, tuple[str, ...]](lambda text: tuple(words_of(text))).__getitem__
"""The words of a text that many products share: a vendor, a product type, a tag."""
