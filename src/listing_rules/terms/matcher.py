"""Find groups of goods in a product's words.

A cheap scan for the first words of all terms comes first, in one pass however many terms there are; only a text that
holds one is read word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import ahocorasick_rs
from msgspec import Struct

from listing_rules.errors import RuleFileError
from listing_rules.surfaces import Surfaces
from listing_rules.terms.evidence import Evidence, weigh
from listing_rules.terms.heads import Phrase, breaks_of, phrases_of
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.table import Finding, Group, Term, read_group
from listing_rules.terms.words import Word, words_of

__all__ = ["TermTable", "load_terms"]

MAX_TEXT = 2000
_SUSPECT = re.compile(r"[^\W\d_][013457$@]+[^\W\d_]|\b[^\W\d_][.\- ][^\W\d_][.\- ]|[^\x00-\x7f]")
_UNSPACED = frozenset({"th", "ja", "zh"})
_COMPOUND = 4  # a shorter word ends too many others: "conundrum" holds no rum
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def load_terms(documents: Iterable[tuple[str, Any]]) -> TermTable:
    """The tables of terms, as (file name, parsed YAML) pairs. RuleFileError for the first thing that is wrong."""
    groups = tuple(read_group(file, raw) for file, raw in documents)
    names = [group.id for group in groups]
    for group in groups:
        if names.count(group.id) > 1:
            raise RuleFileError(f"the group {group.id!r} stands in two files", file=group.file)
    return TermTable(groups)


class _Index(Struct, frozen=True):
    """The terms of one market's languages, by first word; those of scripts without spaces apart."""

    by_word: Mapping[str, list[Term]]
    compounds: tuple[Term, ...]
    unspaced: tuple[Term, ...]


class TermTable:
    """All groups of goods, ready to be found. Frozen; safe to share between threads and processes."""

    def __init__(self, groups: tuple[Group, ...]) -> None:
        self.groups = groups
        self._groups = {group.id: group for group in groups}
        terms = [term for group in groups for term in group.terms]
        self._scanner = ahocorasick_rs.AhoCorasick({term.words[0] for term in terms} or {"\0"})
        self._indexes = {market: _index(terms, languages) for market, languages in LANGUAGES.items()}

    def __reduce__(self) -> tuple[Any, ...]:
        return TermTable, (self.groups,)

    def find(self, surfaces: Surfaces, market: str, as_of: date | None = None) -> list[Finding]:
        """The groups that the product's words name and that are not simply allowed in the market, surest first."""
        evidence: dict[str, list[Evidence]] = {}
        for surface, text in _texts(surfaces):
            if self._may_match(text):
                for group, found in self._read(surface, text[:MAX_TEXT], self._indexes[market]):
                    evidence.setdefault(group, []).append(found)
        category = (surfaces.category or "").casefold()
        findings = (self._weighed(group, evidence.get(group.id, []), market, category) for group in self.groups)
        return sorted(filter(None, findings), key=lambda finding: finding.certainty != "likely")

    def _weighed(self, group: Group, evidence: list[Evidence], market: str, category: str) -> Finding | None:
        if not evidence and not (category and category.startswith(group.categories)):
            return None
        return weigh(group, evidence, market, category)

    def _may_match(self, text: str) -> bool:
        return bool(_SUSPECT.search(text) or self._scanner.find_matches_as_indexes(text.lower()))

    def _read(self, surface: str, text: str, index: _Index) -> Iterator[tuple[str, Evidence]]:
        words = words_of(text)
        texts = [word.text for word in words]
        breaks = breaks_of(text, words)
        phrases = phrases_of(words, breaks)
        for term, start, end in _occurrences(index, texts):
            group = self._groups[term.group]
            if (
                breaks.isdisjoint(range(start + 1, end))
                and not _excused(group, texts, breaks, start, end)
                and _counts(group, term, texts, phrases, start, end)
            ):
                proof = _any_stands_in(group.proof, texts)
                yield term.group, _evidence(surface, text, words[start:end], term, proof=proof)


def _index(terms: list[Term], languages: tuple[str, ...]) -> _Index:
    spoken = [term for term in terms if term.language in languages]
    by_word: dict[str, list[Term]] = {}
    for term in spoken:
        if term.language not in _UNSPACED:
            by_word.setdefault(term.words[0], []).append(term)
    return _Index(
        by_word,
        tuple(term for term in spoken if term.compounds and len(term.words) == 1),
        tuple(term for term in spoken if term.language in _UNSPACED),
    )


def _texts(surfaces: Surfaces) -> Iterator[tuple[str, str]]:
    if surfaces.title:
        yield "title", surfaces.title
    if surfaces.product_type:
        yield "product_type", surfaces.product_type
    for tag in surfaces.tags:
        yield "tags", tag


def _occurrences(index: _Index, texts: list[str]) -> Iterator[tuple[Term, int, int]]:
    for start, text in enumerate(texts):
        for term in (*index.by_word.get(text, ()), *index.by_word.get(_singular(text), ())):
            end = start + len(term.words)
            if all(
                _same(word, found) for word, found in zip(term.words, texts[start:end], strict=False)
            ) and end <= len(texts):
                yield term, start, end
        for term in index.compounds:
            if len(term.words[0]) >= _COMPOUND and len(text) >= len(term.words[0]) + 3 and text.endswith(term.words[0]):
                yield term, start, start + 1
        for term in index.unspaced:
            if term.words[0] in text:
                yield term, start, start + 1


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _same(term: str, found: str) -> bool:
    return term in (found, _singular(found))


def _excused(group: Group, texts: list[str], breaks: frozenset[int], start: int, end: int) -> bool:
    """Whether a phrase that names something else covers all of these words."""
    for excuse in group.excuses:
        size = len(excuse)
        for first in range(max(0, end - size), start + 1):
            window = texts[first : first + size]
            if (
                len(window) == size
                and breaks.isdisjoint(range(first + 1, first + size))
                and all(_same(word, found) or _joined(word, found) for word, found in zip(excuse, window, strict=True))
            ):
                return True
    return False


def _joined(word: str, found: str) -> bool:
    """In scripts without spaces an excuse stands inside a longer run."""
    return not word.isascii() and len(word) > 2 and word in found and not found.isascii()


def _counts(group: Group, term: Term, texts: list[str], phrases: list[Phrase], start: int, end: int) -> bool:
    """Whether the term says what is sold: `strong` ones by standing there, the others as the thing itself."""
    if term.strength == "strong":
        return group.accessories or any(phrase.start <= start < phrase.end for phrase in phrases)
    if any(_is_thing(term, texts, phrase, start, end) for phrase in phrases):
        return term.strength == "head" or _any_stands_in(group.proof, texts)
    return term.strength == "head" and _any_stands_in(group.proof_anywhere, texts)


def _is_thing(term: Term, texts: list[str], phrase: Phrase, start: int, end: int) -> bool:
    """Whether the term stands where its language puts the thing that is sold."""
    if not (phrase.start <= start and end <= phrase.end):
        return False
    if term.language in _UNSPACED:
        run, word = texts[start], term.words[0]
        return run.endswith(word) if term.thing_last else run.startswith(word)
    return end == phrase.thing_end if term.thing_last else start == phrase.start


def _any_stands_in(sought: tuple[tuple[str, ...], ...], texts: list[str]) -> bool:
    """Whether one of the phrases is among the words, "#" being any number."""
    plain = [_NUMBER.sub("#", text) for text in texts]
    return any(tuple(plain[start : start + len(one)]) == one for one in sought for start in range(len(plain)))


def _evidence(surface: str, text: str, words: list[Word], term: Term, *, proof: bool) -> Evidence:
    start, end = words[0].start, words[-1].end
    return Evidence(surface, text[start:end], start, end, term.strength, proof)
