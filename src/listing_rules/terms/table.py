"""The tables of terms: what a policy person writes, checked and made ready."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from listing_rules.errors import RuleFileError
from listing_rules.report import Certainty
from listing_rules.schema import first_error
from listing_rules.terms.forms import forms_of, phrase_forms
from listing_rules.terms.schema import TERMS_SCHEMA
from listing_rules.terms.words import BREAK, bare, is_plain, is_unspaced, texts_of

__all__ = [
    "STRENGTHS",
    "Asks",
    "Finding",
    "Group",
    "Outcome",
    "Strength",
    "Term",
    "excuse_of",
    "folded",
    "forms_in",
    "neighbours_of",
    "proof_of",
    "read_group",
]

Outcome: TypeAlias = Literal["prohibited", "unsupported", "restricted", "allowed"]
Strength: TypeAlias = Literal["strong", "material", "head", "weak"]
STRENGTHS: tuple[Strength, ...] = ("strong", "material", "head", "weak")
_COMPOUND = 4  # a shorter word ends too many others: "conundrum" holds no rum
_APART = re.compile(r"(\d) (?=[^\W\d]|%)")
Phrase: TypeAlias = tuple[frozenset[str], ...]


class Asks(Struct, frozen=True):
    """What a restricted group asks for: approval, document or invitation; the gate's name; what to have ready."""

    kind: str
    provide: tuple[str, ...]
    gate: str | None = None


class Finding(Struct, frozen=True):
    """A group of goods that the words name. `start` and `end` are offsets in the original text of `surface`."""

    group: str
    name: str
    outcome: Outcome
    certainty: Certainty
    words: tuple[str, ...]
    surface: str
    start: int
    end: int
    why: str
    asks: Asks | None = None
    sellers: tuple[str, ...] = ()


class Term(Struct, frozen=True):
    """A phrase that names goods of a group. `phrases` are its forms, `others` what a pair needs beside it."""

    group: str
    text: str
    strength: Strength
    language: str
    thing_last: bool
    phrases: tuple[str, ...]
    ambiguous: bool = False
    others: tuple[str, ...] = ()

    def anchors(self) -> Iterator[tuple[str, str]]:
        """What the lexicon looks for, and the phrase that it stands for."""
        for phrase in self.phrases:
            yield phrase, phrase
            joined = _APART.sub(r"\1", phrase)
            if joined != phrase:
                yield joined, phrase


class Group(Struct, frozen=True):
    id: str
    name: str
    outcomes: Mapping[str, Any]
    asks: Mapping[str, Asks]
    terms: tuple[Term, ...]
    proof: tuple[tuple[str, ...], ...]
    proof_anywhere: tuple[tuple[str, ...], ...]
    accessories: bool
    designs: bool
    sellers: tuple[str, ...]
    instead_of: tuple[str, ...]
    not_beside: frozenset[str]
    vocabulary: frozenset[str]
    nouns: frozenset[str]
    excuses: Mapping[str, tuple[Phrase, ...]]
    categories: tuple[str, ...]
    other_categories: tuple[str, ...]
    examples: Mapping[str, list[str]]
    file: str

    def outcome(self, market: str, day: date | None = None) -> Outcome:
        """What TikTok Shop does with the goods in the market on that day."""
        listed = self.outcomes.get(market) or self.outcomes.get("all", "allowed")
        if isinstance(listed, str):
            return listed  # type: ignore[return-value]
        return next((one["outcome"] for one in listed if _holds(one, day)), "allowed")

    def asked(self, market: str) -> Asks | None:
        """What a restricted group asks for in the market."""
        return self.asks.get(market) or self.asks.get("all")


def _holds(dated: Mapping[str, str], day: date | None) -> bool:
    when = day.isoformat() if day else ""
    return (not when or dated.get("from", "") <= when) and (not dated.get("until") or when < dated["until"])


def read_group(file: str, raw: Any, *, checked: bool = False) -> Group:
    """One table. RuleFileError for what breaks the schema, and for a term that can never match."""
    if not checked:
        if problem := first_error(TERMS_SCHEMA, raw):
            raise RuleFileError(problem.message, file=file)
        _check_heard(file, raw)
    ambiguous = frozenset(folded(one) for one in raw.get("ambiguous", ()))
    terms = tuple(_terms(raw, ambiguous))
    excuses = tuple(excuse_of(text) for text in raw.get("excuses", ()))
    _check(file, terms, ambiguous, {folded(one) for one in raw.get("excuses", ())})
    return Group(
        id=raw["group"],
        name=raw["name"],
        outcomes=raw["outcomes"],
        asks={market: Asks(one["for"], tuple(one["provide"]), one.get("gate")) for market, one in _asks(raw)},
        terms=terms,
        proof=tuple(map(proof_of, (*raw.get("proof", ()), *raw.get("proof_anywhere", ())))),
        proof_anywhere=tuple(map(proof_of, raw.get("proof_anywhere", ()))),
        accessories=raw.get("accessories", False),
        designs=raw.get("designs", False),
        sellers=tuple(raw.get("sellers", ())),
        instead_of=tuple(raw.get("instead_of", ())),
        not_beside=frozenset(form for text in raw.get("not_beside", ()) for form in neighbours_of(text)),
        vocabulary=frozenset(word for term in terms for phrase in term.phrases for word in phrase.split()),
        nouns=frozenset(phrase for term in terms for phrase in term.phrases if " " not in phrase),
        excuses=_by_word(excuses),
        categories=tuple(path.casefold() for path in raw.get("categories", ())),
        other_categories=tuple(path.casefold() for path in raw.get("other_categories", ())),
        examples=raw["examples"],
        file=file,
    )


def _asks(raw: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    found: Mapping[str, Any] = raw.get("asks", {})
    return found.items()


def _terms(raw: Mapping[str, Any], ambiguous: frozenset[str]) -> Iterator[Term]:
    for language, listed in raw["terms"].items():
        last = listed["thing_stands"] == "last"
        compounds = listed.get("compounds", False)
        for strength in STRENGTHS:
            for text in listed.get(strength, ()):
                words = folded(text)
                phrases = forms_in(words, language, compounds=compounds)
                if words in ambiguous and not words.isascii():
                    phrases = tuple(phrase for phrase in phrases if not phrase.isascii())  # "rosé" is no "rose"
                yield Term(raw["group"], words, strength, language, last, phrases, words in ambiguous)
        for pair in listed.get("pairs", ()):
            others = tuple(form for text in pair["other"] for form in forms_in(folded(text), language))
            for text in pair["one"]:
                words = folded(text)
                # The other word shows which meaning is meant, so a pair is never ambiguous.
                yield Term(raw["group"], words, "strong", language, last, forms_in(words, language), False, others)


def folded(text: str) -> str:
    """The words of a phrase as they are compared."""
    if text.isascii() and text.replace(" ", "").isalpha() and is_plain(text):  # nearly all are, and thousands are read
        return " ".join(text.lower().split())
    return " ".join(texts_of(text))


def forms_in(text: str, language: str, *, compounds: bool = False) -> tuple[str, ...]:
    """The forms in which a folded term may stand in a text; a "*" before one: at the end of a word."""
    if not text or is_unspaced(text):
        return (text,)
    forms = phrase_forms(tuple(text.split()), language)
    ends = tuple(f"*{form}" for form in forms) if compounds and " " not in text and len(text) >= _COMPOUND else ()
    return forms + ends


def _check_heard(file: str, raw: Mapping[str, Any]) -> None:
    """What holds no word, but a sign or invisible letters, says nothing; in what proves, "#" is any number."""
    lists = [(key, raw.get(key, ()), folded) for key in ("ambiguous", "excuses", "not_beside")]
    lists += [(key, raw.get(key, ()), lambda text: " ".join(proof_of(text))) for key in ("proof", "proof_anywhere")]
    lists += [("pairs", pair["other"], folded) for listed in raw["terms"].values() for pair in listed.get("pairs", ())]
    for key, texts, read in lists:
        silent = next((text for text in texts if not _has_word(read(text))), None)
        if silent is not None:
            raise RuleFileError(f"{key}: {silent!r} has no word in it and can never match", file=file)


def _has_word(words: str) -> bool:
    return bool(words.strip(f"{BREAK} "))


def _check(file: str, terms: tuple[Term, ...], ambiguous: frozenset[str], excuses: set[str]) -> None:
    seen: set[tuple[str, str, bool]] = set()
    for term in terms:
        if not _has_word(term.text) or BREAK in term.text.split():
            said = f"{term.text!r} has a break" if _has_word(term.text) else "has no word in it"
            raise RuleFileError(f"a {term.language} term {said} and can never match", file=file)
        if term.text in excuses:
            raise RuleFileError(f"the term {term.text!r} can never match: it is its own excuse", file=file)
        place = (term.language, term.text, bool(term.others))
        if place in seen and not term.others:
            raise RuleFileError(f"the term {term.text!r} stands twice in {term.language}", file=file)
        seen.add(place)
    unknown = ambiguous - {term.text for term in terms}
    if unknown:
        raise RuleFileError(f"ambiguous: {min(unknown)!r} is none of the terms", file=file)


def excuse_of(text: str) -> Phrase:
    """An excuse: the forms in which each of its words may stand."""
    *first, last = folded(text).split()
    return (*(frozenset((word, bare(word))) for word in first), frozenset(forms_of(last, "en")))


def neighbours_of(text: str) -> tuple[str, ...]:
    """The forms of a word that must not stand beside, with its accents: "thú" is a pet, "thu" is autumn."""
    word = folded(text)
    return tuple(form for form in forms_of(word, "en") if form.isascii() == word.isascii())


def _by_word(excuses: tuple[Phrase, ...]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for excuse in excuses:
        for form in {form for forms in excuse for form in forms}:
            found.setdefault(form, []).append(excuse)
    return {form: tuple(listed) for form, listed in found.items()}


def proof_of(text: str) -> tuple[str, ...]:
    """The words of what proves; "#" stands for any number."""
    return tuple(" # ".join(map(folded, text.split("#"))).split())
