"""How well a product fits a TikTok category, and which ones would fit.

It stands on what the payload says: Shopify's taxonomy category decides the level-1 category, the words of title and
product type suggest the leaf. A misfit is told only where Shopify's own category rules the claimed one out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from listing_rules.categories.tables import CategoryTables
from listing_rules.categories.tree import Category, CategoryTree
from listing_rules.surfaces import Surfaces

__all__ = ["Fit", "Suggestion", "Verdict", "fit", "suggest"]

Verdict: TypeAlias = Literal["fits", "unsure", "misfit"]

# They are about a thing's condition, not its kind: no title refutes them.
_CONDITION = frozenset({"Pre-Owned", "Collectibles"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEAF_LEVEL = 3
_SHORTEST = 3
_IN_ALLOWED = 1.0
_ELSEWHERE = 0.4


class Fit(Struct, frozen=True):
    """`score` is from 0 (ruled out) to 1 (as expected); `evidence` says on what it stands."""

    verdict: Verdict
    score: float
    evidence: tuple[str, ...]


class Suggestion(Struct, frozen=True):
    """A category that would fit: its id, its path "A > B > C", a score from 0 to 1, and what it stands on."""

    id: str
    path: str
    score: float
    evidence: tuple[str, ...]


def fit(surfaces: Surfaces, claimed: Category, tree: CategoryTree, tables: CategoryTables) -> Fit:
    """Whether the product may stand under the claimed category."""
    top = tree.level1(claimed.id)
    if top is None:
        return Fit("unsure", 0.5, ("the category's place in the tree is not known",))
    if top.name in _CONDITION:
        return Fit("unsure", 0.5, (f"{top.name} is about condition, which no title refutes",))
    allowed = tables.allowed_level1(surfaces.category or "")
    if not allowed:
        return Fit("unsure", 0.5, ("the product has no Shopify category that tells",))
    evidence = (f'the Shopify category "{surfaces.category}" belongs under {" or ".join(allowed[:3])}',)
    return Fit("fits", 1.0, evidence) if top.name in allowed else Fit("misfit", 0.0, evidence)


def suggest(surfaces: Surfaces, tree: CategoryTree, tables: CategoryTables, limit: int = 5) -> list[Suggestion]:
    """The leaves whose names share the most telling words with the product, best first."""
    words = _words_of(surfaces)
    allowed = tables.allowed_level1(surfaces.category or "")
    index = _index(tree)
    scored = []
    for category_id in {leaf for word in words for leaf in index.by_word.get(word, ())}:
        shared = sorted(index.words[category_id] & set(words), key=lambda word: -index.rarity[word])
        score = _score(index, index.words[category_id], shared, words)
        top = tree.level1(category_id)
        score *= _IN_ALLOWED if not allowed or (top and top.name in allowed) else _ELSEWHERE
        scored.append((-score, category_id, shared))
    return [
        Suggestion(category_id, tree.path(category_id) or "", round(-score, 3), tuple(f'"{word}"' for word in shared))
        for score, category_id, shared in sorted(scored)[:limit]
    ]


class _Index(Struct, frozen=True):
    """The words of every leaf's own name, and how telling a word is."""

    by_word: Mapping[str, list[str]]
    words: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]


def _index(tree: CategoryTree) -> _Index:
    cached: _Index | None = tree.__dict__.get("_names")
    if cached is None:
        cached = tree.__dict__["_names"] = _build_index(tree)
    return cached


def _build_index(tree: CategoryTree) -> _Index:
    words = {
        category.id: frozenset(_plain_words(category.name))
        for category in tree
        if category.leaf is not False and len(tree.line(category.id)) >= _LEAF_LEVEL
    }
    counts = Counter(word for named in words.values() for word in named)
    by_word: dict[str, list[str]] = {}
    for category_id, named in words.items():
        for word in named:
            by_word.setdefault(word, []).append(category_id)
    return _Index(by_word, words, {word: math.log(1 + len(words) / count) for word, count in counts.items()})


def _score(index: _Index, name: frozenset[str], shared: list[str], words: Mapping[str, float]) -> float:
    """How much of the leaf's name the product speaks of, words that it stresses counting more."""
    whole = sum(index.rarity[word] for word in name)
    return sum(index.rarity[word] * words[word] for word in shared) / whole if whole else 0.0


def _words_of(surfaces: Surfaces) -> dict[str, float]:
    """The product's words and their weight: the last of the Shopify category and the product type tell most."""
    vendor = set(_plain_words(surfaces.vendor or ""))
    last = (surfaces.category or "").split(">")[-1]
    weighed = ((surfaces.title or "", 0.7), (surfaces.product_type or "", 0.9), (last, 1.0))
    found: dict[str, float] = {}
    for text, weight in weighed:
        for word in _plain_words(text):
            if word not in vendor:
                found[word] = max(weight, found.get(word, 0.0))
    return found


def _plain_words(text: str) -> list[str]:
    return [_singular(word) for word in _WORD.findall(text.casefold()) if len(word) >= _SHORTEST]


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
