"""`phrases`: a text holds words that TikTok Shop's content policies do not allow.

What a buyer reads is looked at, in the languages of the market: HTML without its tags, whatever the case and spacing.
One scan for the words of all rules comes first (`Facts.found`); only a text that holds one of ours is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any

from msgspec import Struct

from listing_rules.checks.base import Check, Context, Facts, Hit, Unknown
from listing_rules.checks.screen import Screen
from listing_rules.fold import fold
from listing_rules.paths import Path, place
from listing_rules.terms import Found
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.phrasing import PHRASE, Finder, anchor_of, is_pattern, is_sign, pattern_problem
from listing_rules.terms.reading import visible
from listing_rules.wording import some_of

__all__ = ["SCHEMA", "WORDS", "build", "problem", "quiet", "uncovered"]

_PHRASES = {"type": "array", "items": PHRASE, "minItems": 1, "uniqueItems": True}
_LANGUAGES = sorted({language for spoken in LANGUAGES.values() for language in spoken})
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at": {
            "type": "array",
            "items": place("A text.", "text"),
            "minItems": 1,
            "uniqueItems": True,
            "description": "The texts. Of the description, what a buyer reads.",
        },
        "html": {"const": True, "description": "Look at the description as it is, with its tags."},
        "phrases": {
            "type": "object",
            "description": "By language; `any` is for all markets.",
            "properties": dict.fromkeys(("any", *_LANGUAGES), _PHRASES),
            "minProperties": 1,
            "additionalProperties": False,
        },
        "anchors": {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": 40},
            "minItems": 1,
            "uniqueItems": True,
            "description": "For patterns: words or signs; a text that holds none is not read. Spelled as phrases.",
        },
        "excused": {**_PHRASES, "description": "Wordings that mean something else; each covers its own words only."},
        "unless": {**_PHRASES, "description": "Wordings that, anywhere in the text, make it harmless."},
    },
    "required": ["at", "phrases"],
    "additionalProperties": False,
}
WORDS = frozenset({"found", "where"})

_HEARD = frozenset(
    ("title", "description", "skus[*].sales_attributes[*].value_name", "skus[*].sales_attributes[*].name")
)
"""Where the lexicon looks."""

_NAMES = {
    "title": "the title",
    "description": "the description",
    "skus[*].sales_attributes[*].value_name": "an option value",
    "skus[*].sales_attributes[*].name": "an option name",
    "main_images[*].source_url": "an image's address",
}


class _Wanted(Struct, frozen=True):
    """What is looked for, what excuses it, and what a text must hold to be looked at: words, or signs such as "@"."""

    finder: Finder
    excused: Finder | None
    unless: Finder | None
    words: frozenset[str]
    signs: tuple[str, ...]

    def found(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in a text in folded form, what is excused left out."""
        spans = list(self.finder.spans(text))
        if spans and self.unless and self.unless.stands_in(text):
            return []
        return list(uncovered(spans, list(self.excused.spans(text)))) if spans and self.excused else spans

    def may_stand_in(self, path: Path, texts: Iterable[Any], found: Found) -> bool:
        """Whether a text at the path is worth reading."""
        if path.text == "description":
            heard = any(anchor in self.words for anchor, _, _ in found.description)
        elif path.text in _HEARD:
            heard = not self.words.isdisjoint(found.short)
        else:
            heard = _holds(texts, self.words)
        return heard or (bool(self.signs) and _holds(texts, self.signs))


def _holds(texts: Iterable[Any], parts: Iterable[str]) -> bool:
    lower = [text.lower() for text in texts if type(text) is str]
    return any(part in text for part in parts for text in lower)


def build(params: Mapping[str, Any], context: Context) -> Check:
    wanted = _of_market(params, context.shop.market)
    if wanted is None:
        return lambda facts: ()
    context.lexicon.want(wanted.words)
    paths = [Path.parse(text) for text in params["at"]]
    unheard = bool(wanted.signs) or not _HEARD.issuperset(params["at"])
    read = fold if "html" in params else visible

    def check(facts: Facts) -> Iterable[Hit | Unknown]:
        unknown = [Unknown(path.text) for path in paths if facts.lacks(path)]
        if not unheard and wanted.words.isdisjoint(facts.found().anchors):
            return unknown or ()
        hits = list(_hits(facts, paths, wanted, read))
        return (*_in_words(hits), *unknown)

    return check


def quiet(params: Mapping[str, Any], screen: Screen) -> str:
    """No text holds any of the words, nor, where the lexicon does not look, any sign."""
    wanted = _of_market(params, screen.market)
    columns = [screen.column(path) for path in params["at"]]
    if wanted is None:
        return "True"
    screen.hear("anchors" if "description" in params["at"] else "short", wanted.words)
    for column in columns:
        sought = wanted.signs if column.path in _HEARD else (*wanted.signs, *wanted.words)
        if sought:
            screen.hear(column.marks, frozenset(map(column.mark, sorted(sought))))
    return "True"


def _of_market(params: Mapping[str, Any], market: str) -> _Wanted | None:
    """What is looked for in the market's languages; None where the rule has nothing in them."""
    by_language = params["phrases"]
    phrases = [one for spoken in ("any", *LANGUAGES[market]) for one in by_language.get(spoken, ())]
    more = (tuple(params.get(name, ())) for name in ("excused", "unless", "anchors"))
    return _wanted(tuple(phrases), *more) if phrases else None


@lru_cache(maxsize=1024)  # the same for every shop of markets with the same languages
def _wanted(
    phrases: tuple[str, ...], excused: tuple[str, ...], unless: tuple[str, ...], anchors: tuple[str, ...]
) -> _Wanted:
    words = {anchor_of(one) for one in phrases if not is_pattern(one)}
    signs = set(filter(is_sign, anchors))
    return _Wanted(
        Finder(phrases),
        Finder(excused) if excused else None,
        Finder(unless) if unless else None,
        frozenset(words.union(anchors) - signs),
        tuple(sorted(signs)),
    )


def problem(params: Mapping[str, Any]) -> str | None:
    """What is wrong with the patterns that a rule file gives."""
    by_language = params["phrases"].values()
    phrases = [*chain.from_iterable(by_language), *params.get("excused", ()), *params.get("unless", ())]
    for phrase in phrases:
        if said := pattern_problem(phrase):
            return f"{phrase!r} is no pattern that RE2 takes: {said}"
    if any(is_pattern(one) for one in chain.from_iterable(by_language)) and "anchors" not in params:
        return "phrases hold a pattern, so 'anchors' must say which words it needs"
    return None


def _hits(
    facts: Facts, paths: list[Path], wanted: _Wanted, read: Callable[[str], str]
) -> Iterator[tuple[Path, str, list[str]]]:
    for path in paths:
        if not wanted.may_stand_in(path, facts.column(path), facts.found()):
            continue
        known: dict[str, list[str]] = {}
        for at, text in facts.places(path):
            if type(text) is str:
                if text not in known:
                    known[text] = _shown(wanted, read(text) if path.text == "description" else fold(text))
                if known[text]:
                    yield path, at, known[text]


def _shown(wanted: _Wanted, text: str) -> list[str]:
    return list(dict.fromkeys(text[start:end] for start, end in wanted.found(text)))


def _in_words(hits: list[tuple[Path, str, list[str]]]) -> Iterator[Hit]:
    """All hits tell of one cause: what was found, and in which texts."""
    if not hits:
        return
    words = {
        "found": some_of(f'"{one}"' for _, _, found in hits for one in found),
        "where": _capital(" and ".join(dict.fromkeys(_NAMES.get(path.text, path.text) for path, _, _ in hits))),
    }
    for _, at, found in hits:
        yield Hit(at, ", ".join(found[:3]), words=words)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def uncovered(spans: list[tuple[int, int]], covers: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that none of the others covers. Both are in order, and neither overlap among themselves."""
    place = 0
    for start, end in spans:
        while place < len(covers) and covers[place][1] < end:
            place += 1
        if place == len(covers) or covers[place][0] > start:
            yield start, end
