"""Whether a term that stands in a text says what is sold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from listing_rules.terms.contexts import Contexts
from listing_rules.terms.heads import Phrase, turns_away
from listing_rules.terms.table import Group, Term
from listing_rules.terms.texts import Reading
from listing_rules.terms.words import BREAK, is_unspaced

__all__ = ["Judge"]

_MADE_OF = frozenset({"in", "aus", "from"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


class Judge:
    """Weighs terms in one reading. What the words beside them say is found once for all of them."""

    def __init__(self, reading: Reading, contexts: Contexts, beside: frozenset[str] = frozenset()) -> None:
        """`beside`: words of the product that stand elsewhere and tell what kind of thing it is."""
        self._present = reading.present | beside
        self._reading = reading
        self._contexts = contexts
        self._words = reading.words

    def within(self, contexts: Contexts) -> Judge:
        """Who weighs the same text where other words make those beside them mean something else."""
        return Judge(self._reading, contexts, self._present - self._reading.present)

    def counts(self, group: Group, term: Term, start: int, end: int) -> bool | None:
        """True where the term names what is sold, False where it only may, None where it names something else."""
        if not group.not_beside.isdisjoint(self._present) or self._excused(group, term, start, end):
            return None
        if term.others and not self._stands_beside(group, term, start, end):
            return None
        phrase = self._phrase_of(start) or self._phrase_of(end - 1)
        if phrase is None:
            return self._turned_away(group, term, start)
        if self._is_only_like_it(term, end) or self._is_of_another_thing(group, term, phrase, start, end):
            return None
        if term.strength in ("strong", "material") and not term.ambiguous:
            return True
        return self._names_the_thing(group, term, phrase, start, end)

    def proved(self, group: Group) -> bool:
        """Whether a strength, a volume or the like stands in the text."""
        return self._proved(group.proof)

    def _excused(self, group: Group, term: Term, start: int, end: int) -> bool:
        """Whether a phrase that names something else covers all of these words."""
        words = self._words
        if is_unspaced(words[start]):
            return any(
                term.text in form and term.text not in words[start].replace(form, "")
                for form in group.excuses
                if form in words[start]
            )
        opening = words[start]
        return any(
            _covers(excuse, words, start - place, end)
            for excuse in group.excuses.get(opening, ())
            for place, forms in enumerate(excuse)
            if opening in forms
        )

    def _phrase_of(self, word: int) -> Phrase | None:
        return next((one for one in self._reading.phrases if one.start <= word < one.end), None)

    def _stands_beside(self, group: Group, term: Term, start: int, end: int) -> bool:
        """Whether the other word of a pair stands there too, meaning what it says."""
        return any(
            not (start <= first < end) and not self._excused(group, term, first, last)
            for phrase in term.others
            if phrase.split(" ", 1)[0] in self._reading.present or is_unspaced(phrase)
            for first, last in self._reading.find(phrase)
        )

    def _turned_away(self, group: Group, term: Term, start: int) -> bool | None:
        if term.strength == "strong":
            turns_itself = turns_away(self._words[start])  # "Serum without Label"
            return True if (group.accessories or turns_itself) and not self._sells_a_design(group) else None
        if term.strength == "material":
            return True if self._is_made_of(start) and not self._sells_a_design(group) else None
        return True if term.strength == "head" and self._proved(group.proof_anywhere) else None

    def _is_made_of(self, start: int) -> bool:
        """ "Cintura in pelle di coccodrillo": what a title turns to here is what the thing is made of."""
        opened_by = next((word for word in reversed(self._words[:start]) if word == BREAK or turns_away(word)), BREAK)
        return opened_by in _MADE_OF

    def _is_of_another_thing(self, group: Group, term: Term, phrase: Phrase, start: int, end: int) -> bool:
        """Whether what is sold carries the words as a picture, or holds or serves such goods."""
        if group.designs or term.strength == "material":
            return False
        words, contexts = self._words, self._contexts
        beside = self._after(phrase, end) if term.thing_last else words[phrase.start : start]
        if is_unspaced(words[start]):
            beside = [_rest(words[start], term), *beside]
        beside = [word for word in beside if word not in group.nouns]
        if contexts.designs.stand_in(beside) or (not group.accessories and contexts.holders.stand_in(beside)):
            return True
        if not term.thing_last and contexts.designs.stand_in(words[end : phrase.end]):  # a loan: "Cannabis Leaf Socks"
            return True
        if term.thing_last and contexts.opening.stand_in(words[phrase.start : start]):  # "Bicchieri Pilsner"
            return True
        if phrase is self._reading.phrases[0]:
            return False
        return self._sells_a_design(group) and not self._proved(group.proof)

    def _sells_a_design(self, group: Group) -> bool:
        """Whether the title opens with what only carries a picture of such goods."""
        if group.designs or not self._reading.phrases:
            return False
        main = self._reading.phrases[0]
        return self._contexts.designs.stand_in(self._words[main.start : main.end])

    def _is_only_like_it(self, term: Term, end: int) -> bool:
        """ "Doll House Style Shelf", "Knives not included"."""
        after = self._words[end : end + 2]
        if after in (["not", "included"], ["sold", "separately"], ["not", "include"]):
            return True
        free = after[1:] == ["free"]  # "Moisturizer Fragrance Free"
        return term.thing_last and not free and self._contexts.likenesses.stand_in(after[:1])

    def _after(self, phrase: Phrase, end: int) -> list[str]:
        """What follows in the phrase and in those joined to it; the pack that the goods come in is left out."""
        words, phrases = self._words, self._reading.phrases
        pack = words[phrase.thing_end : phrase.end]
        counted = _is_pack(pack, words[phrase.end : phrase.end + 1])
        after = words[end : phrase.thing_end if counted else phrase.end]
        for other in phrases[phrases.index(phrase) + 1 :]:
            if not other.joined:
                break
            after += words[other.start : other.end]
        return after

    def _names_the_thing(self, group: Group, term: Term, phrase: Phrase, start: int, end: int) -> bool:
        if self._proved(group.proof_anywhere) and term.strength != "weak":
            return True
        things = self._contexts.things
        before, after = self._words[phrase.start : start], self._words[end : phrase.end]
        others = (things, self._contexts.designs, self._contexts.holders)
        if self._proved(group.proof) and not any(nouns.stand_in((*before, *after)) for nouns in others):
            return True
        if term.strength == "weak" or not self._is_thing(group, term, phrase, start, end):
            return False
        if not term.ambiguous:
            return True
        around = before if term.thing_last else [*before, *after]  # "Champagne Satin Robe" is a loan in France too
        return (phrase.first or phrase.added) and not any(nouns.stand_in(around) for nouns in others)

    def _is_thing(self, group: Group, term: Term, phrase: Phrase, start: int, end: int) -> bool:
        """Whether the term stands where its language puts the thing that is sold."""
        word = self._words[start]
        if is_unspaced(word):
            return word.endswith(term.text) if term.thing_last else word.startswith(term.text)
        if not term.thing_last:
            after = self._words[end : end + 1]  # a loan: "Wine Glass" in any language
            others = (self._contexts.designs, self._contexts.holders)
            return start == phrase.start and not any(nouns.stand_in(after) for nouns in others)
        rest = self._words[end : phrase.thing_end]
        # "Convertible Crib White" opens with the thing; "Sofa - Rifle Green" and "Champagne Gold" are colours.
        told = self._contexts.qualities.words if phrase.first and not term.ambiguous else frozenset()
        return end <= phrase.thing_end and all(
            word in group.vocabulary or word in told or word[0].isdigit() for word in rest
        )

    def _proved(self, sought: tuple[tuple[str, ...], ...]) -> bool:
        """Whether one of the phrases is among the words, "#" being any number."""
        return any(f" {' '.join(one)} " in self._numbered for one in sought)

    @cached_property
    def _numbered(self) -> str:
        return _NUMBER.sub("#", f" {' '.join([word for word in self._words if word != BREAK])} ")


def _covers(excuse: Sequence[frozenset[str]], words: list[str], first: int, end: int) -> bool:
    """Whether the phrase stands at this word and reaches to the end."""
    last = first + len(excuse)
    if first < 0 or not end <= last <= len(words):
        return False
    return all(map(frozenset.__contains__, excuse, words[first:last]))


def _is_pack(pack: list[str], then: list[str]) -> bool:
    """Whether the last words of a phrase only tell how the goods are packed: "5 lb Bag", "Box of 10", "Gift Box"."""
    return then == ["of"] or any(word[0].isdigit() or word in ("gift", "pack", "packs") for word in pack)


def _rest(run: str, term: Term) -> str:
    """What stands around the term in a run of a script without spaces."""
    return run.replace(term.text, " ", 1)
