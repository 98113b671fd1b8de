"""How well a product fits a TikTok category, and which ones would fit.

It stands on what the payload says: Shopify's taxonomy category rules level-1 categories in or out; where there is
none, the words of title, product type and tags do, by a small model. Leaves are suggested by names, never refuted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from listing_rules.categories.model import WordModel
from listing_rules.categories.tables import CategoryTables
from listing_rules.categories.tree import Category, CategoryTree
from listing_rules.categories.words import words_of
from listing_rules.surfaces import Surfaces

__all__ = ["Fit", "Suggestion", "Verdict", "fit", "suggest", "words_to_read"]

Verdict: TypeAlias = Literal["fits", "unsure", "misfit"]

# They are about a thing's condition, not its kind: no title refutes them.
_CONDITION = frozenset({"Pre-Owned", "Collectibles"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LEAF_LEVEL = 3
_SHORTEST = 3
_IN_ALLOWED = 1.0
_ELSEWHERE = 0.4
_ABOVE = 0.5
_FITS_FROM = 0.5
_ENOUGH_FEATURES = 10
_ENOUGH_TITLES = 20
_TAGS_READ = 10


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
    name = tables.english(top)
    if name in _CONDITION:
        return Fit("unsure", 0.5, (f"{name} is about condition, which no title refutes",))
    allowed = tables.allowed_level1(surfaces.category or "")
    if not allowed:
        return _fit_by_words(surfaces, top, tables.words)
    evidence = (f'the Shopify category "{surfaces.category}" belongs under {" or ".join(allowed[:3])}',)
    return Fit("fits", 1.0, evidence) if name in allowed else Fit("misfit", 0.0, evidence)


def _fit_by_words(surfaces: Surfaces, top: Category, model: WordModel | None) -> Fit:
    """Categories that had few titles to teach the model are not refuted, nor is anything by a handful of letters."""
    words = words_to_read(surfaces)
    reading = model.read(words) if model else None
    if model is None or reading is None or reading.features < _ENOUGH_FEATURES or top.id not in model.categories:
        return Fit("unsure", 0.5, ("the product has no Shopify category, and its words do not tell",))
    chance, best = reading.chances[top.id], model.categories[reading.best]
    if chance >= _FITS_FROM or best.id == top.id:
        return Fit(
            "fits" if chance >= _FITS_FROM else "unsure", round(chance, 3), (f"its words speak for {best.name}",)
        )
    deciding = ", ".join(f'"{word}"' for word in model.deciding(words, best.id, top.id))
    refuted = model.categories[top.id].titles >= _ENOUGH_TITLES and model.standing(reading, top.id) < model.misfit_below
    return Fit("misfit" if refuted else "unsure", round(chance, 3), (f"its words ({deciding}) speak for {best.name}",))


def suggest(surfaces: Surfaces, tree: CategoryTree, tables: CategoryTables, limit: int = 5) -> list[Suggestion]:
    """The leaves whose names share the most telling words with the product, best first."""
    words = _words_of(surfaces)
    allowed = tables.allowed_level1(surfaces.category or "")
    index = _index(tree)
    chances = _chances(surfaces, tables.words)
    known = sum(index.rarity[word] * weight for word, weight in words.items() if word in index.rarity)
    scored = []
    for category_id in {leaf for word in words for leaf in index.by_word.get(word, ())}:
        top = tree.level1(category_id)
        chance = _IN_ALLOWED if not allowed or (top and tables.english(top) in allowed) else _ELSEWHERE
        if top is None or tables.english(top) in _CONDITION:
            chance *= _ELSEWHERE
        elif chances and not allowed:
            chance *= _ELSEWHERE + (1 - _ELSEWHERE) * math.sqrt(chances.get(top.id, 0.0))
        scored.append((-chance * _likeness(index, category_id, words, known), category_id))
    return [
        Suggestion(category_id, tree.path(category_id) or "", round(-score, 3), _shared(index, category_id, words))
        for score, category_id in sorted(scored)[:limit]
    ]


def words_to_read(surfaces: Surfaces) -> list[str]:
    """What the model reads: title, product type and the first tags, without the vendor's words (brands mislead)."""
    vendor = set(words_of(surfaces.vendor or ""))
    texts = (surfaces.title, surfaces.product_type, *surfaces.tags[:_TAGS_READ])
    return [word for word in words_of(" ".join(filter(None, texts))) if word not in vendor]


def _chances(surfaces: Surfaces, model: WordModel | None) -> Mapping[str, float]:
    reading = model.read(words_to_read(surfaces)) if model else None
    return reading.chances if reading and reading.features >= _ENOUGH_FEATURES else {}


def _likeness(index: _Index, category_id: str, words: Mapping[str, float], known: float) -> float:
    """How much of the leaf's name the product speaks of, and how much of what the product says the path tells."""
    name, above = index.words[category_id], index.above[category_id]
    own = sum(index.rarity[word] * words[word] for word in name if word in words)
    near = sum(index.rarity[word] * words[word] for word in above if word in words)
    told = own / sum(index.rarity[word] for word in name)
    covered = (own + _ABOVE * near) / known
    return 2 * told * covered / (told + covered) if own else 0.0


def _shared(index: _Index, category_id: str, words: Mapping[str, float]) -> tuple[str, ...]:
    shared = (word for word in index.words[category_id] | index.above[category_id] if word in words)
    return tuple(f'"{word}"' for word in sorted(shared, key=lambda word: (-index.rarity[word], word)))


class _Index(Struct, frozen=True):
    """The words of every leaf's own name and of the names above it, and how telling a word is."""

    by_word: Mapping[str, list[str]]
    words: Mapping[str, frozenset[str]]
    above: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]


def _index(tree: CategoryTree) -> _Index:
    cached: _Index | None = tree.__dict__.get("_names")
    if cached is None:
        cached = tree.__dict__["_names"] = _build_index(tree)
    return cached


def _build_index(tree: CategoryTree) -> _Index:
    leaves = [one for one in tree if one.leaf is not False and len(tree.line(one.id)) >= _LEAF_LEVEL]
    words = {leaf.id: frozenset(_plain_words(leaf.name)) for leaf in leaves}
    above = {leaf.id: frozenset(_plain_words(tree.path(leaf.parent or "") or "")) for leaf in leaves}
    counts = Counter(word for category_id in words for word in words[category_id] | above[category_id])
    by_word: dict[str, list[str]] = {}
    for category_id, named in words.items():
        for word in named:
            by_word.setdefault(word, []).append(category_id)
    return _Index(by_word, words, above, {word: math.log(1 + len(words) / count) for word, count in counts.items()})


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
