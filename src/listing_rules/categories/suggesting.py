"""Which leaves of TikTok's tree a product's words suggest: names that it speaks of, where its words belong."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from listing_rules.categories.fit import CONDITION, words_to_read
from listing_rules.categories.tables import CategoryTables
from listing_rules.categories.tree import CategoryTree
from listing_rules.categories.words import words_of
from listing_rules.surfaces import Surfaces

__all__ = ["Suggestion", "suggest"]

_LEAF_LEVEL = 3
_SHORTEST = 3
_ELSEWHERE = 0.25
_CONDITION = 0.4
_ABOVE = 0.5
_KNOWN_FROM = 3
_EMPTY = frozenset("and for other the with".split())
_WEIGHTS = {"title": 0.6, "head": 1.0, "type": 0.9, "category": 1.0}
_ASIDE = re.compile(
    r"[,|(\[{:;/–—•]| - |\b(?:for|with|in|of|by|to|from|set|pack)\b|\d"
)  # what follows tells more of the thing
_EITHER = re.compile(r"[,&/]| and | or ")


class Suggestion(Struct, frozen=True):
    """A category that would fit: its id, its path "A > B > C", a score from 0 to 1, and what it stands on."""

    id: str
    path: str
    score: float
    evidence: tuple[str, ...]


def suggest(surfaces: Surfaces, tree: CategoryTree, tables: CategoryTables, limit: int = 5) -> list[Suggestion]:
    """The leaves whose names share the most telling words with the product, best first."""
    words = _weighed_words(surfaces)
    index = _index(tree)
    belongs = _belongs(surfaces, tree, tables)
    known = sum(index.rarity[word] * weight for word, weight in words.items() if word in index.rarity)
    scored = []
    for leaf in {leaf for word in words for leaf in index.by_word.get(word, ())}:
        top = tree.level1(leaf)
        score = belongs.get(top.id if top else "", _ELSEWHERE) * _likeness(index, leaf, words, known)
        scored.append((-score, leaf))
    return [
        Suggestion(leaf, tree.path(leaf) or "", round(-score, 3), _shared(index, leaf, words))
        for score, leaf in sorted(scored)[:limit]
    ]


def _belongs(surfaces: Surfaces, tree: CategoryTree, tables: CategoryTables) -> Mapping[str, float]:
    """How much each level-1 category is in question, from 0 to 1: by the Shopify category, and by the words."""
    allowed, chances = tables.allowed_level1(surfaces.category or ""), _chances(surfaces, tables)
    found = {}
    for top in tree.tops:
        name = tables.english(tree[top])
        share = math.sqrt(chances.get(top, 0.0)) if chances else 1.0
        if allowed:
            share = (1 + share) / 2 if name in allowed else 0.0
        found[top] = (_ELSEWHERE + (1 - _ELSEWHERE) * share) * (_CONDITION if name in CONDITION else 1.0)
    return found


def _chances(surfaces: Surfaces, tables: CategoryTables) -> Mapping[str, float]:
    words, model = words_to_read(surfaces), tables.words
    reading = model.read(words) if model else None
    if model is None or reading is None or reading.features < _KNOWN_FROM:
        return {}
    return {one.id: chance for one, chance in zip(model.categories, reading.chances, strict=True)}


def _likeness(index: _Index, leaf: str, words: Mapping[str, float], known: float) -> float:
    """How much of the leaf's name the product speaks of, and how much of what the product says the path tells."""
    near = sum(index.rarity[word] * words[word] for word in index.above[leaf] if word in words)
    return max(_named(index, name, words, near, known) for name in index.names[leaf])


def _named(index: _Index, name: frozenset[str], words: Mapping[str, float], near: float, known: float) -> float:
    own = sum(index.rarity[word] * words[word] for word in name if word in words)
    if not own:
        return 0.0
    told = own / sum(index.rarity[word] for word in name)
    covered = (own + _ABOVE * near) / known
    return 2 * told * covered / (told + covered)


def _shared(index: _Index, leaf: str, words: Mapping[str, float]) -> tuple[str, ...]:
    shared = (word for word in frozenset().union(*index.names[leaf], index.above[leaf]) if word in words)
    return tuple(f'"{word}"' for word in sorted(shared, key=lambda word: (-index.rarity[word], word)))


class _Index(Struct, frozen=True):
    """The words of every leaf's names ("Bowls & Mugs" are two) and of those above it, and how telling a word is."""

    by_word: Mapping[str, list[str]]
    names: Mapping[str, tuple[frozenset[str], ...]]
    above: Mapping[str, frozenset[str]]
    rarity: Mapping[str, float]


def _index(tree: CategoryTree) -> _Index:
    cached: _Index | None = tree.__dict__.get("_names")
    if cached is None:
        cached = tree.__dict__["_names"] = _build_index(tree)
    return cached


def _build_index(tree: CategoryTree) -> _Index:
    leaves = [one for one in tree if one.leaf is not False and len(tree.line(one.id)) >= _LEAF_LEVEL]
    names = {leaf.id: _names(leaf.name) for leaf in leaves}
    above = {leaf.id: frozenset(_telling(tree.path(leaf.parent or "") or "")) for leaf in leaves}
    spoken = {leaf: frozenset().union(*named) for leaf, named in names.items()}
    counts = Counter(word for leaf, named in spoken.items() for word in named | above[leaf])
    by_word: dict[str, list[str]] = {}
    for leaf, named in spoken.items():
        for word in named:
            by_word.setdefault(word, []).append(leaf)
    return _Index(by_word, names, above, {word: math.log(1 + len(names) / count) for word, count in counts.items()})


def _names(name: str) -> tuple[frozenset[str], ...]:
    found = (frozenset(_telling(part)) for part in _EITHER.split(name))
    return tuple(filter(None, found)) or (frozenset(_telling(name)),)


def _weighed_words(surfaces: Surfaces) -> dict[str, float]:
    """The product's words and their weight: what the title's first part ends with is the thing that is sold."""
    vendor = frozenset(words_of(surfaces.vendor or ""))
    last, title = (surfaces.category or "").split(">")[-1], surfaces.title or ""
    heads = [_head(title), _head(surfaces.product_type or ""), _head(last)]
    found: dict[str, float] = {}
    texts = (("title", title), ("head", " ".join(heads)), ("type", surfaces.product_type or ""), ("category", last))
    for place, text in texts:
        for word in _telling(text):
            if word not in vendor:
                found[word] = max(_WEIGHTS[place], found.get(word, 0.0))
    return found


def _head(text: str) -> str:
    first = next(filter(str.strip, _ASIDE.split(text.lower())), "")
    return next(reversed(_telling(first)), "")


def _telling(text: str) -> list[str]:
    return [word for word in words_of(text) if len(word) >= _SHORTEST and not word.isdigit() and word not in _EMPTY]
