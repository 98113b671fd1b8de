"""What is sold beside a word makes it mean something else: a picture on a shirt, a case, a colour, a flavour.

"Cannabis Leaf T-Shirt" is a shirt with a picture, "Cigar Case" a case, "Leather Belt - Cognac" a belt. The words
are data (`tables/terms/contexts.yaml`), the same for all groups of goods.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from listing_rules.errors import RuleFileError
from listing_rules.schema import first_error
from listing_rules.terms.forms import forms_of
from listing_rules.terms.languages import THING_FIRST
from listing_rules.terms.words import is_unspaced, texts_of

__all__ = ["CONTEXTS_SCHEMA", "NO_CONTEXTS", "ContextTable", "Contexts", "Nouns", "nouns_of", "read_contexts"]

_BY_LANGUAGE = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": True},
}
CONTEXTS_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Nouns that make the words beside them mean something else",
    "type": "object",
    "properties": {
        "contexts": {
            "type": "object",
            "properties": {
                "designs": {**_BY_LANGUAGE, "description": "They carry a picture, a saying or a shape: shirt, poster."},
                "holders": {**_BY_LANGUAGE, "description": "They hold, serve or clean the goods: case, glass, rack."},
                "likenesses": {**_BY_LANGUAGE, "description": "Right after a word they say that it is only like it."},
                "things": {**_BY_LANGUAGE, "description": "Other goods, which come in colours, scents and flavours."},
                "qualities": {
                    **_BY_LANGUAGE,
                    "description": "After a thing's name they only describe it: white, foldable.",
                },
            },
            "required": ["designs", "holders", "likenesses", "things", "qualities"],
            "additionalProperties": False,
        }
    },
    "required": ["contexts"],
    "additionalProperties": False,
}


class Nouns(Struct, frozen=True):
    """Nouns of one kind: whole words, and parts of words in scripts without spaces."""

    words: frozenset[str]
    parts: tuple[str, ...]

    def stand_in(self, words: Collection[str]) -> bool:
        """Whether one of them is among the words."""
        if not self.words.isdisjoint(words):
            return True
        return any(part in word for word in words if not word.isascii() for part in self.parts)


class Contexts(Struct, frozen=True):
    """The nouns of the languages that a market reads."""

    designs: Nouns
    holders: Nouns
    likenesses: Nouns
    things: Nouns
    qualities: Nouns
    opening: Nouns
    """Designs and holders of those languages in which the thing sold stands first."""


class ContextTable(Struct, frozen=True):
    """Nouns by kind and language: a French "tire" pulls corks, an English one is of rubber."""

    kinds: Mapping[str, Mapping[str, Nouns]]

    def of(self, languages: Iterable[str]) -> Contexts:
        """What holds for texts in any of these languages."""
        read = tuple(languages)
        first = [one for one in read if one in THING_FIRST]
        kinds = {kind: self._of(kind, read) for kind in _KINDS}
        return Contexts(**kinds, opening=_together([self._of("designs", first), self._of("holders", first)]))

    def _of(self, kind: str, languages: Iterable[str]) -> Nouns:
        return _together([self.kinds[kind][one] for one in languages if one in self.kinds.get(kind, ())])


_KINDS = ("designs", "holders", "likenesses", "things", "qualities")
NO_CONTEXTS = ContextTable({})


def read_contexts(file: str, raw: Any, *, checked: bool = False) -> ContextTable:
    """The nouns of the file, in all their forms. RuleFileError for what breaks the schema or is more than a word."""
    problem = None if checked else first_error(CONTEXTS_SCHEMA, raw)
    if problem:
        raise RuleFileError(problem.message, file=file)
    return ContextTable(
        {
            kind: {language: nouns_of(file, texts, language) for language, texts in listed.items()}
            for kind, listed in raw["contexts"].items()
        }
    )


def nouns_of(file: str, texts: Iterable[str], language: str) -> Nouns:
    """Nouns of a language in all their forms. RuleFileError for what is more than a word."""
    words: set[str] = set()
    parts: list[str] = []
    for text in texts:
        found = texts_of(text)
        if len(found) != 1:
            raise RuleFileError(f"{text!r} is not one word and can never match", file=file)
        if is_unspaced(text):
            parts.append(found[0])
        else:
            words.update(forms_of(found[0], language))
    return Nouns(frozenset(words), tuple(parts))


def _together(nouns: Iterable[Nouns]) -> Nouns:
    found = list(nouns)
    return Nouns(frozenset().union(*(one.words for one in found)), tuple(part for one in found for part in one.parts))
