"""Find groups of goods in a product's words.

The lexicon's scan says which terms are in them at all; only a text that holds one is read word by word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

from msgspec import Struct

from listing_rules.errors import RuleFileError
from listing_rules.surfaces import Surfaces
from listing_rules.terms.contexts import NO_CONTEXTS, Contexts, ContextTable, read_contexts
from listing_rules.terms.judging import Judge
from listing_rules.terms.languages import LANGUAGES
from listing_rules.terms.lexicon import Found, Lexicon, Seen
from listing_rules.terms.table import Finding, Group, Term, read_group
from listing_rules.terms.texts import Reading
from listing_rules.terms.weighing import Evidence, weigh
from listing_rules.terms.words import is_plain

__all__ = ["TermTable", "Trace", "load_terms"]

MAX_TEXT = 2000
_GONE = frozenset({"prohibited", "unsupported"})
_OF_KIND = ("title", "product_type")
_WINDOW = 160  # characters of HTML on each side of a word in a description
_TAG = re.compile(r"<[^>]*(?:>|$)")
_TAG_BEFORE = re.compile(r"<[^>]*>|^[^<]*>")  # where the window opens within one
_LONGEST_TAG = 2_000
_MOST_PLACES = 1_000  # in a description: whatever is hidden behind so many words of goods was told by them


def load_terms(documents: Iterable[tuple[str, Any]], right: Collection[str] = ()) -> TermTable:
    """The tables of terms, as (file name, parsed YAML) pairs. RuleFileError for the first thing that is wrong.

    `right` names the files whose form was checked before.
    """
    groups: list[Group] = []
    contexts = NO_CONTEXTS
    for file, raw in documents:
        if isinstance(raw, Mapping) and "contexts" in raw:
            contexts = read_contexts(file, raw, checked=file in right)
        else:
            groups.append(read_group(file, raw, checked=file in right))
    names = [group.id for group in groups]
    for group in groups:
        if names.count(group.id) > 1:
            raise RuleFileError(f"the group {group.id!r} stands in two files", file=group.file)
    return TermTable(tuple(groups), contexts)


class Trace(Struct, frozen=True):
    """A term that stands in a text. `counts`: it names what is sold; False: it may; None: it names something else."""

    group: str
    words: str
    strength: str
    language: str
    counts: bool | None


class _Index(Struct, frozen=True):
    """The terms of one market: by anchor, those that count in a description too, and the categories that convict."""

    terms: Mapping[str, tuple[tuple[str, Term], ...]]
    anchors: frozenset[str]
    strong: frozenset[str]
    categories: tuple[str, ...]
    contexts: Contexts


class TermTable:
    """All groups of goods, ready to be found. Safe to share between threads and processes."""

    def __init__(self, groups: tuple[Group, ...], contexts: ContextTable) -> None:
        self.groups = groups
        self.contexts = contexts
        self._groups = {group.id: group for group in groups}
        self._indexes: dict[str, _Index] = {}
        self._lexicons: dict[str, Lexicon] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return TermTable, (self.groups, self.contexts)

    def anchors(self, market: str) -> frozenset[str]:
        """What the lexicon must look for, for `find` in this market."""
        return self._index(market).anchors

    def find(
        self, surfaces: Surfaces, market: str, as_of: date | None = None, found: Found | None = None
    ) -> list[Finding]:
        """The groups that the product's words name and that are not simply allowed in the market, surest first.

        `found` is what a lexicon that wants `anchors` saw; the product is scanned here without it.
        """
        index = self._index(market)
        if found is None:
            found = self._lexicon(market).scan(surfaces)
        category = surfaces.category.casefold() if surfaces.category else ""
        convicting = bool(category) and category.startswith(index.categories)
        if not convicting and not found.short and index.strong.isdisjoint(found.anchors):
            return []
        evidence: dict[str, dict[Evidence, None]] = {}
        for group, one in self._evidence(surfaces, found, index):
            evidence.setdefault(group, {})[one] = None
        groups = self.groups if convicting else [group for group in self.groups if group.id in evidence]
        findings = [self._weighed(group, evidence, market, as_of, category) for group in groups]
        return sorted(self._told([one for one in findings if one]), key=lambda finding: finding.certainty != "likely")

    def _told(self, findings: list[Finding]) -> list[Finding]:
        """One thing is told once: what is not sold at all needs no approval, and some groups stand for others."""
        covered = {other for finding in findings for other in self._groups[finding.group].instead_of}
        told = [one for one in findings if one.group not in covered]
        gone = any(one.outcome in _GONE and one.certainty == "likely" and not one.sellers for one in told)
        return [one for one in told if not (gone and one.outcome == "restricted")]

    def trace(self, surfaces: Surfaces, market: str) -> list[Trace]:
        """Every term in the title and how it was judged, for a person who edits the tables."""
        reading = Reading("title", (surfaces.title or "")[:MAX_TEXT])
        judge = self.judge(reading, market)
        traces = {
            Trace(term.group, reading.words_at(start, end), term.strength, term.language, counts): None
            for _, term, start, end in self.standing(reading, market)
            for counts in [judge.counts(self._groups[term.group], term, start, end)]
        }
        return list(traces)

    def judge(self, reading: Reading, market: str) -> Judge:
        """Who weighs the terms of a text as the market reads it."""
        return Judge(reading, self._index(market).contexts)

    def standing(self, reading: Reading, market: str) -> Iterator[tuple[str, Term, int, int]]:
        """Every term that stands in a title, in which form and at which words, whatever they mean there."""
        index, found = self._index(market), self._lexicon(market).scan(Surfaces(title=reading.text))
        for anchor in sorted(found.short):
            for phrase, term in index.terms.get(anchor, ()):
                for start, end in reading.find(phrase):
                    yield phrase, term, start, end

    def _weighed(
        self, group: Group, evidence: Mapping[str, Collection[Evidence]], market: str, as_of: date | None, category: str
    ) -> Finding | None:
        seen = evidence.get(group.id)
        if seen is None and not (category and category.startswith(group.categories)):
            return None
        return weigh(group, seen or (), market, as_of, category)

    def _index(self, market: str) -> _Index:
        index = self._indexes.get(market)
        if index is None:
            index = self._indexes[market] = _index_of(self.groups, self.contexts, market)
        return index

    def _lexicon(self, market: str) -> Lexicon:
        lexicon = self._lexicons.get(market)
        if lexicon is None:
            lexicon = self._lexicons[market] = Lexicon(self.anchors(market))
        return lexicon

    def _evidence(self, surfaces: Surfaces, found: Found, index: _Index) -> Iterator[tuple[str, Evidence]]:
        # A set has another order in each process; what is told of a product must not.
        sought = [one for anchor in sorted(found.short) for one in index.terms.get(anchor, ())]
        readings = list(_readings(surfaces, {_opening(phrase) for phrase, _ in sought})) if sought else []
        kind = _kind(readings)
        for reading in readings:
            judge = Judge(reading, index.contexts, kind)
            for phrase, term in sought:
                yield from self._judged(judge, reading, phrase, term)
        strong = (seen for seen in found.description if seen[0] in index.strong)
        for seen in islice(strong, _MOST_PLACES):
            yield from self._described(surfaces.description or "", seen, index)

    def _judged(
        self, judge: Judge, reading: Reading, phrase: str, term: Term, at: int | None = None
    ) -> Iterator[tuple[str, Evidence]]:
        """Where the phrase stands, or where it stands `at` this place of the text."""
        group = self._groups[term.group]
        for start, end in reading.find(phrase):
            if at is not None and not reading.holds(start, end, at):
                continue  # others like it are judged in their own place
            counts = judge.counts(group, term, start, end)
            if counts is not None:
                first, last = reading.span(start, end)
                proof = counts and judge.proved(group)
                yield term.group, Evidence(reading.surface, reading.text[first:last], first, last, counts, proof)

    def _described(self, html: str, seen: Seen, index: _Index) -> Iterator[tuple[str, Evidence]]:
        """A strong term in a description, read with the words around it; inside a tag it is none."""
        anchor, start, end = seen
        reach = max(0, start - _LONGEST_TAG)
        if html.rfind("<", reach, start) > html.rfind(">", reach, start):
            return
        before = _TAG_BEFORE.sub(" , ", html[max(0, start - _WINDOW) : start])
        reading = Reading("description", before + _TAG.sub(" , ", html[start : end + _WINDOW]))
        judge = Judge(reading, index.contexts)
        for phrase, term in index.terms[anchor]:
            if _tells_alone(term):
                for group, one in self._judged(judge, reading, phrase, term, len(before)):
                    yield group, Evidence("description", one.words, start, end, one.counts)


def _index_of(groups: tuple[Group, ...], contexts: ContextTable, market: str) -> _Index:
    by_anchor: dict[str, dict[tuple[str, str, str, tuple[str, ...]], tuple[str, Term]]] = {}
    for group in groups:
        for term in group.terms:
            if term.language in LANGUAGES[market]:
                for anchor, phrase in term.anchors():
                    by_anchor.setdefault(anchor, {})[group.id, term.text, term.strength, term.others] = phrase, term
    terms = {anchor: tuple(found.values()) for anchor, found in by_anchor.items()}
    strong = frozenset(anchor for anchor, found in terms.items() if any(_tells_alone(term) for _, term in found))
    return _Index(
        terms=terms,
        anchors=frozenset(terms),
        strong=strong,
        categories=tuple(path for group in groups for path in group.categories),
        contexts=contexts.of(LANGUAGES[market]),
    )


def _readings(surfaces: Surfaces, openings: Collection[str]) -> Iterator[Reading]:
    """The texts, read: those that say what kind of thing the product is, and those that one of the words may open a
    phrase in."""
    for surface, text in _texts(surfaces):
        if surface in _OF_KIND or any(map(text.lower().__contains__, openings)) or not is_plain(text):
            yield Reading(surface, text[:MAX_TEXT])


def _opening(phrase: str) -> str:
    return phrase.strip("*").partition(" ")[0]


def _kind(readings: Iterable[Reading]) -> frozenset[str]:
    """The words that say what kind of thing the product is: those of its title and product type."""
    return frozenset().union(*(one.present for one in readings if one.surface in _OF_KIND))


def _tells_alone(term: Term) -> bool:
    """Whether the term counts in a description, where nothing beside it need bear it out."""
    return term.strength == "strong" and not term.others and not term.ambiguous


def _texts(surfaces: Surfaces) -> Iterator[tuple[str, str]]:
    if surfaces.title:
        yield "title", surfaces.title
    if surfaces.product_type:
        yield "product_type", surfaces.product_type
    if surfaces.tags:
        yield "tags", " , ".join(surfaces.tags)
    if surfaces.options:
        yield "options", " , ".join(surfaces.options)
    if surfaces.vendor:
        yield "vendor", surfaces.vendor
