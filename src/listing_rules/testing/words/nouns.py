"""Mutants of the nouns that make the words beside them mean something else (`tables/terms/contexts.yaml`).

They are the same for all groups of goods, so a title of any table may notice that one is missing; those beside the
nouns are asked first. A title is judged again only where it holds the noun.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from listing_rules.ruleset import RuleSet
from listing_rules.terms.contexts import ContextTable, Nouns, nouns_of
from listing_rules.terms.table import Group
from listing_rules.terms.words import is_plain
from listing_rules.testing.mutants import Edit, Mutant, fewer, mutants_of
from listing_rules.testing.mutating import Fate
from listing_rules.testing.words.files import nouns_file
from listing_rules.testing.words.hearing import Hearing, Title
from listing_rules.testing.words.titles import Titles, titles_beside, titles_beside_nouns, titles_of
from listing_rules.yamlfile import Document

__all__ = ["NounTable"]


class _Without(Struct, frozen=True):
    """The nouns without one, and the forms of it that are left nowhere."""

    table: ContextTable
    gone: frozenset[str]


class NounTable:
    """A file of such nouns, and the titles that notice when one is missing."""

    def __init__(self, rules: RuleSet, document: Document) -> None:
        self._document = document
        self._terms = rules.tables.terms
        self._file = nouns_file(rules) or document.file
        self._whole = next(raw for name, raw in rules.tables.term_files if name == self._file)["contexts"]

    @cached_property
    def beside(self) -> Titles | None:
        """The titles in the file beside this one."""
        return titles_beside_nouns(self._terms, self._file)

    def fates(self) -> Iterator[Fate]:
        """The fate of each noun."""
        mutants = list(mutants_of(self._document, _edits(self._document.value["contexts"])))
        alive = dict(enumerate(map(self._without, mutants)))
        for hearing in self._hearings(alive):
            for number in [one for one, less in alive.items() if hearing.notices_nouns(less.table, less.gone)]:
                del alive[number]
            if not alive:
                break
        explained = self.beside.explained if self.beside else {}
        for number, mutant in enumerate(mutants):
            survives = number in alive
            because = explained.get(mutant.change.partition(": without ")[2]) if survives else None
            yield Fate("contexts", mutant, not survives, because)

    def _hearings(self, alive: Mapping[int, _Without]) -> Iterator[Hearing]:
        """Titles beside the nouns, which are there to show them; then those of every group that may hold what was not
        noticed so far."""
        if self.beside:
            yield from (self._hearing(group, self.beside.of(group)) for group in self._terms.groups)
        for group in self._terms.groups:
            words = frozenset().union(*(one.gone for one in alive.values()))
            titles = titles_of(group, titles_beside(group))
            yield self._hearing(group, [title for title in titles if _may_hold(title.text, words)])

    def _hearing(self, group: Group, titles: Iterable[Title]) -> Hearing:
        return Hearing(group, self._terms.contexts, titles)

    def _without(self, mutant: Mutant) -> _Without:
        place, _, noun = mutant.change.partition(": without ")
        _, kind, language, _ = place.split(".")
        kinds = self._terms.contexts.kinds
        whole, lost = kinds[kind][language], self._lost(kind, language, noun)
        left = Nouns(whole.words - lost.words, tuple(part for part in whole.parts if part not in lost.parts))
        table = ContextTable({**kinds, kind: {**kinds[kind], language: left}})
        return _Without(table, lost.words.union(lost.parts))

    def _lost(self, kind: str, language: str, noun: str) -> Nouns:
        """The forms of the noun that no other of the language has."""
        counts = self._counts[kind, language]
        nouns = nouns_of(self._file, [noun], language)
        return Nouns(frozenset(word for word in nouns.words if counts[word] == 1), nouns.parts)

    @cached_property
    def _counts(self) -> Mapping[tuple[str, str], Counter[str]]:
        """How many nouns of a kind and language have each form."""
        return {
            (kind, language): Counter(word for text in texts for word in nouns_of(self._file, [text], language).words)
            for kind, listed in self._whole.items()
            for language, texts in listed.items()
        }


def _may_hold(text: str, words: Iterable[str]) -> bool:
    """A quick look: only in a plain text do words stand as they are spelled."""
    return not is_plain(text) or any(map(text.lower().__contains__, words))


def _edits(contexts: Mapping[str, Any]) -> Iterator[Edit]:
    for kind, listed in contexts.items():
        for language, texts in listed.items():
            yield from fewer("remove an excuse", ("contexts", kind, language), texts)
