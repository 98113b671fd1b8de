"""The tables of terms: what a policy person writes, checked and made ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias, get_args

from msgspec import Struct

from listing_rules.errors import RuleFileError
from listing_rules.report import Certainty
from listing_rules.schema import first_error
from listing_rules.shop import MARKETS
from listing_rules.terms.words import words_of

__all__ = ["TERMS_SCHEMA", "Finding", "Group", "Outcome", "Strength", "Term", "read_group"]

Outcome: TypeAlias = Literal["prohibited", "unsupported", "restricted", "allowed"]
Strength: TypeAlias = Literal["strong", "head", "weak"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)

_LIST = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 80}, "uniqueItems": True}
_OUTCOME = {"enum": ["prohibited", "unsupported", "restricted", "allowed"]}
TERMS_SCHEMA: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A group of goods and the words that name them",
    "type": "object",
    "properties": {
        "group": {"type": "string", "pattern": "^[a-z_]+$"},
        "name": {"type": "string", "description": "As it stands in a sentence."},
        "outcomes": {
            "type": "object",
            "description": "What TikTok Shop does with the goods, by market; `all` is for the markets not named.",
            "properties": dict.fromkeys(("all", *MARKETS), _OUTCOME),
            "additionalProperties": False,
            "minProperties": 1,
        },
        "terms": {
            "type": "object",
            "description": "By language. `strong` names the goods wherever it stands, `head` only as the thing sold, "
            "`weak` only with proof beside it.",
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "strong": _LIST,
                    "head": _LIST,
                    "weak": _LIST,
                    "thing_stands": {"enum": ["last", "first"], "description": "Where the thing sold stands."},
                    "compounds": {"type": "boolean", "description": "Terms also end compound words."},
                },
                "required": ["thing_stands"],
                "additionalProperties": False,
            },
        },
        "proof": {**_LIST, "description": "Words that show that the goods themselves are sold (a strength, a volume)."},
        "proof_anywhere": {**_LIST, "description": "Proof so sure that a `head` term counts wherever it stands."},
        "accessories": {"type": "boolean", "description": "What is made for the goods counts as them."},
        "excuses": {**_LIST, "description": "Phrases that name something else; each covers its own words only."},
        "categories": {**_LIST, "description": "Shopify category paths under which such goods stand."},
        "other_categories": {**_LIST, "description": "Shopify category paths under which they never stand."},
        "examples": {
            "type": "object",
            "properties": {"match": _LIST, "pass": _LIST},
            "required": ["match", "pass"],
            "additionalProperties": False,
        },
        "sources": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
    "required": ["group", "name", "outcomes", "terms", "examples", "sources"],
    "additionalProperties": False,
}


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


class Term(Struct, frozen=True):
    """`words` as they are compared; one word for scripts that write without spaces."""

    group: str
    words: tuple[str, ...]
    strength: Strength
    language: str
    thing_last: bool
    compounds: bool


class Group(Struct, frozen=True):
    id: str
    name: str
    outcomes: Mapping[str, Outcome]
    terms: tuple[Term, ...]
    proof: tuple[tuple[str, ...], ...]
    proof_anywhere: tuple[tuple[str, ...], ...]
    accessories: bool
    excuses: tuple[tuple[str, ...], ...]
    categories: tuple[str, ...]
    other_categories: tuple[str, ...]
    examples: Mapping[str, list[str]]
    file: str

    def outcome(self, market: str) -> Outcome:
        return self.outcomes.get(market) or self.outcomes.get("all", "allowed")


def read_group(file: str, raw: Any) -> Group:
    """One table. RuleFileError for what breaks the schema, and for a term that can never match."""
    problem = first_error(TERMS_SCHEMA, raw)
    if problem:
        raise RuleFileError(problem.message, file=file)
    excuses = _phrases(raw.get("excuses", ()))
    terms = tuple(_terms(raw))
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for term in terms:
        _can_match(file, term, excuses, seen)
    return Group(
        id=raw["group"],
        name=raw["name"],
        outcomes=raw["outcomes"],
        terms=terms,
        proof=_phrases((*raw.get("proof", ()), *raw.get("proof_anywhere", ()))),
        proof_anywhere=_phrases(raw.get("proof_anywhere", ())),
        accessories=raw.get("accessories", False),
        excuses=excuses,
        categories=tuple(path.casefold() for path in raw.get("categories", ())),
        other_categories=tuple(path.casefold() for path in raw.get("other_categories", ())),
        examples=raw["examples"],
        file=file,
    )


def _terms(raw: Mapping[str, Any]) -> Iterator[Term]:
    for language, listed in raw["terms"].items():
        for strength in STRENGTHS:
            for text in listed.get(strength, ()):
                words = tuple(word.text for word in words_of(text))
                last = listed["thing_stands"] == "last"
                yield Term(raw["group"], words, strength, language, last, listed.get("compounds", False))


def _can_match(
    file: str, term: Term, excuses: tuple[tuple[str, ...], ...], seen: set[tuple[str, tuple[str, ...]]]
) -> None:
    text = " ".join(term.words)
    if not term.words:
        raise RuleFileError(f"a {term.language} term has no word in it and can never match", file=file)
    if term.words in excuses:
        raise RuleFileError(f"the term {text!r} can never match: it is its own excuse", file=file)
    if (term.language, term.words) in seen:
        raise RuleFileError(f"the term {text!r} stands twice in {term.language}", file=file)
    seen.add((term.language, term.words))


def _phrases(texts: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.text for word in words_of(text)) for text in texts)
