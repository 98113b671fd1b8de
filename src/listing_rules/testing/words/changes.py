"""A group of goods with one word less, made without reading its table again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from listing_rules.terms.table import STRENGTHS, Group, Term, excuse_of, folded, forms_in, neighbours_of, proof_of
from listing_rules.yamlfile import Pointer

__all__ = ["Change", "Words"]

_Without: TypeAlias = Callable[[Pointer, str], "Change"]
_Reads: TypeAlias = Callable[[Iterable[str]], frozenset[str]]


class Change(Struct, frozen=True):
    """The changed group; what stands in it for the terms that changed, by `id`, None for one that is gone; and words
    without one of which a title is as it was (a "*" before one: it ends words); None: any title may change."""

    group: Group
    instead: Mapping[int, Term | None] = {}
    touched: frozenset[str] | None = None


class Words:
    """The words of a group, to be taken out one at a time."""

    def __init__(self, group: Group, raw: Mapping[str, Any]) -> None:
        self._group = group
        self._raw = raw
        self._terms = dict(zip(_places(raw), group.terms, strict=True))
        self._counts: Mapping[_Reads, Counter[str]] = {
            read: Counter(one for term in group.terms for one in read(term.phrases)) for read in (_words, _nouns)
        }
        self._without: Mapping[str, _Without] = {
            "terms": self._without_term,
            "excuses": self._without_excuse,
            "proof": self._without_proof,
            "proof_anywhere": self._without_proof,
            "not_beside": self._without_neighbour,
            "ambiguous": self._not_ambiguous,
        }

    def without(self, at: Pointer, text: str) -> Change:
        """The group without the word at this place of its table."""
        return self._without[str(at[0])](at, text)

    def language(self, name: str, **changed: Any) -> Change:
        """The group with the terms of a language read in another way."""
        same = [term for term in self._group.terms if term.language == name]
        return self._with({id(term): replace(term, **changed) for term in same}, None)

    def single_words(self, name: str) -> Change:
        """The group without the compounds that the terms of a language end."""
        same = [term for term in self._group.terms if term.language == name]
        return self._with({id(term): replace(term, phrases=_whole(term)) for term in same}, None)

    def _without_term(self, at: Pointer, text: str) -> Change:
        if at[-2] == "other":
            return self._without_other(at, text)
        term = self._terms[at]
        return self._with({id(term): None}, _words(term.phrases))

    def _without_other(self, at: Pointer, text: str) -> Change:
        gone = frozenset(forms_in(folded(text), str(at[1])))
        pair = [term for place, term in self._terms.items() if place[:4] == at[:4]]
        less = {id(term): replace(term, others=tuple(one for one in term.others if one not in gone)) for term in pair}
        return self._with(less, _words(gone))

    def _without_excuse(self, _at: Pointer, text: str) -> Change:
        excuse = excuse_of(text)
        forms = frozenset().union(*excuse)
        left = {form: tuple(one for one in self._group.excuses[form] if one != excuse) for form in forms}
        kept = {form: phrases for form, phrases in {**self._group.excuses, **left}.items() if phrases}
        return Change(replace(self._group, excuses=kept), touched=forms)

    def _without_proof(self, at: Pointer, text: str) -> Change:
        gone = proof_of(text)
        listed = {
            name: tuple(one for one in getattr(self._group, name) if one != gone) for name in ("proof", str(at[0]))
        }
        return Change(replace(self._group, **listed), touched=frozenset(gone) - {"#"})

    def _without_neighbour(self, _at: Pointer, text: str) -> Change:
        gone = frozenset(neighbours_of(text))
        return Change(replace(self._group, not_beside=self._group.not_beside - gone), touched=gone)

    def _not_ambiguous(self, _at: Pointer, text: str) -> Change:
        same = [term for term in self._group.terms if term.text == folded(text)]
        clear = {id(term): replace(term, ambiguous=False) for term in same}
        return self._with(clear, frozenset().union(*(_words(term.phrases) for term in same)))

    def _with(self, instead: Mapping[int, Term | None], touched: frozenset[str] | None) -> Change:
        gone = [term for term in self._group.terms if instead.get(id(term), term) is None]
        words, nouns = self._lost(gone, _words), self._lost(gone, _nouns)
        group = self._group
        left = replace(group, vocabulary=group.vocabulary - words, nouns=group.nouns - nouns)
        return Change(left, instead, touched)

    def _lost(self, gone: list[Term], read: _Reads) -> frozenset[str]:
        """What is read in these terms and in no other."""
        lost = Counter(one for term in gone for one in read(term.phrases))
        return frozenset(one for one, count in lost.items() if count == self._counts[read][one])


def _places(raw: Mapping[str, Any]) -> Iterator[Pointer]:
    """Where each term stands, in the order of the group's terms."""
    for language, listed in raw["terms"].items():
        at: Pointer = ("terms", language)
        for strength in STRENGTHS:
            yield from ((*at, strength, place) for place, _ in enumerate(listed.get(strength, ())))
        for number, pair in enumerate(listed.get("pairs", ())):
            yield from ((*at, "pairs", number, "one", place) for place, _ in enumerate(pair["one"]))


def _words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase.split())


def _nouns(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(phrase for phrase in phrases if " " not in phrase)


def _whole(term: Term) -> tuple[str, ...]:
    return tuple(phrase for phrase in term.phrases if not phrase.startswith("*"))


_READ: tuple[_Reads, ...] = (_words, _nouns)
