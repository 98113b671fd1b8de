"""`language`: a text is written in a language that is not one of the market's.

Function words tell a language: a text that holds many of one language, and more of it than of the market's own, is
written in it. The words come from the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from listing_rules.checks.base import UNSET, Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.paths import Path
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.reading import visible

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet"]

_WORDS = {
    "type": "array",
    "items": {"type": "string", "minLength": 2, "maxLength": 30},
    "minItems": 1,
    "uniqueItems": True,
}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at_least": {"type": "integer", "minimum": 1, "description": "How many different words tell the language."},
        "words": {
            "type": "object",
            "description": "The function words of each language, by its code.",
            "propertyNames": {"pattern": "^[a-z]{2}$"},
            "additionalProperties": _WORDS,
            "minProperties": 1,
        },
        "names": {
            "type": "object",
            "description": "The languages' names, as they stand in a sentence.",
            "additionalProperties": {"type": "string"},
        },
    },
    "required": ["at_least", "words", "names"],
    "additionalProperties": False,
}
WORDS = frozenset({"language", "found"})

_DESCRIPTION = Path.parse("description")
_WORD = re.compile(r"\w+")
_SHOWN = 5
_Words = Mapping[str, frozenset[str]]


def build(params: Mapping[str, Any], context: Context) -> Check:
    foreign, own = _foreign(params, context.shop.market)
    wanted = frozenset[str]().union(*foreign.values())
    least, names = params["at_least"], params["names"]
    context.lexicon.want(wanted)

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        text = facts.column(_DESCRIPTION)[0]
        if text is UNSET:
            return (Unknown("description"),)
        if not text or len(wanted & facts.found().anchors) < least:
            return ()
        return tuple(_hits(visible(text), foreign, own, least, names))

    return check


def problem(params: Mapping[str, Any]) -> str | None:
    """Each language is named in the sentence that tells of it."""
    nameless = [language for language in params["words"] if language not in params["names"]]
    return f"names says nothing of {', '.join(nameless)}" if nameless else None


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    screen.column("description")
    foreign = frozenset[str]().union(*_foreign(params, screen.market)[0].values())
    return f"(not anchors or len({screen.constant(foreign)} & anchors) < {screen.constant(params['at_least'])})"


def _foreign(params: Mapping[str, Any], market: str) -> tuple[_Words, frozenset[str]]:
    """The words of other languages, by language, and those of the market's own."""
    spoken = LANGUAGES[market]
    words = {language: frozenset(listed) for language, listed in params["words"].items()}
    own = frozenset[str]().union(*(words.get(language, ()) for language in spoken))
    return {language: listed - own for language, listed in words.items() if language not in spoken}, own


def _hits(text: str, foreign: _Words, own: frozenset[str], least: int, names: Mapping[str, str]) -> Iterator[Hit]:
    words = _WORD.findall(text)
    found = {
        language: [word for word in dict.fromkeys(words) if word in listed] for language, listed in foreign.items()
    }
    language = max(found, key=lambda one: len(found[one]))
    ours = sum(word in own for word in words)
    theirs = sum(word in foreign[language] for word in words)
    if len(found[language]) >= least and theirs > ours:
        shown = ", ".join(f'"{word}"' for word in found[language][:_SHOWN])
        yield Hit("/description", names[language], language, {"language": names[language], "found": shown})
