"""How well a product fits the TikTok category that it is claimed to belong to.

It stands on what the payload says: Shopify's taxonomy category rules level-1 categories in or out; where there is
none, the words of title, product type and tags do, by a small model. Only level 1 is refuted; leaves never are.
"""

from __future__ import annotations

from itertools import chain
from typing import Literal, TypeAlias

from msgspec import Struct

from listing_rules.categories.model import ModelCategory, Reading, WordModel
from listing_rules.categories.tables import CategoryTables
from listing_rules.categories.tree import Category, CategoryTree
from listing_rules.categories.words import MOST_WORDS, all_words, shared_words
from listing_rules.surfaces import Surfaces

__all__ = ["CONDITION", "MISFIT_BELOW", "Fit", "Verdict", "fit", "is_enough", "misfit", "words_to_read"]

Verdict: TypeAlias = Literal["fits", "unsure", "misfit"]

CONDITION = frozenset({"Pre-Owned", "Collectibles"})  # about a thing's condition, not its kind: no title refutes them
MISFIT_BELOW = 1 / 200  # so few live listings stand so badly under the category they live in
_FITS_FROM = 0.5
_ENOUGH_FEATURES = 10
_ENOUGH_KNOWN = 0.5
_ENOUGH_TITLES = 20
_TAGS_READ = 10


class Fit(Struct, frozen=True):
    """`score` is the share of live listings that fit their category worse: 0 (ruled out) to 1; `evidence` says why."""

    verdict: Verdict
    score: float
    evidence: tuple[str, ...]


def fit(surfaces: Surfaces, claimed: Category, tree: CategoryTree, tables: CategoryTables) -> Fit:
    """Whether the product may stand under the claimed category."""
    top = tree.level1(claimed.id)
    if top is None:
        return Fit("unsure", 0.5, ("the category's place in the tree is not known",))
    name, allowed = tables.english(top), tables.allowed_level1(surfaces.category or "")
    if name in allowed:
        return Fit("fits", 1.0, (_belongs(surfaces, allowed),))
    by_words = _fit_by_words(surfaces, top, tables.words)
    if name in CONDITION:
        return Fit("unsure", by_words.score, (f"{name} is about condition, which no title refutes",))
    if allowed:
        if by_words.verdict == "fits":
            return Fit("unsure", by_words.score, (_belongs(surfaces, allowed), f"but {by_words.evidence[0]}"))
        return Fit("misfit", 0.0, (_belongs(surfaces, allowed),))
    return by_words


def misfit(surfaces: Surfaces, claimed: Category, tree: CategoryTree, tables: CategoryTables) -> Fit | None:
    """The fit where it is a misfit. Most listings are none, which is told without working out how well they fit."""
    model = tables.words
    if not surfaces.category and model:
        top = tree.level1(claimed.id)
        if top is None or top.id not in model.column:
            return None
        words = words_to_read(surfaces)
        sums = model.sums(words)
        if model.favours(sums, top.id):
            return None
        reading = model.reading(sums) if tables.english(top) not in CONDITION else None
        if reading is None or not _refuted(surfaces, words, reading, top, model):
            return None
        return Fit("misfit", _score(reading, top, model), (_speaks(model, words, model.best(reading), top),))
    found = fit(surfaces, claimed, tree, tables)
    return found if found.verdict == "misfit" else None


def _belongs(surfaces: Surfaces, allowed: tuple[str, ...]) -> str:
    return f'the Shopify category "{surfaces.category}" belongs under {" or ".join(allowed[:3])}'


def _fit_by_words(surfaces: Surfaces, top: Category, model: WordModel | None) -> Fit:
    words = words_to_read(surfaces)
    reading = model.read(words) if model else None
    if model is None or reading is None or not is_enough(reading, words) or top.id not in model.column:
        return Fit("unsure", 0.5, ("the product has no Shopify category, and its words do not tell",))
    best, score = model.best(reading), _score(reading, top, model)
    refuted = _refuted(surfaces, words, reading, top, model)
    fits = reading.chances[model.column[top.id]] >= _FITS_FROM
    return Fit("misfit" if refuted else "fits" if fits else "unsure", score, (_speaks(model, words, best, top),))


def _score(reading: Reading, top: Category, model: WordModel) -> float:
    return round(model.live_share(model.standing(reading, top.id)), 4)


def _refuted(surfaces: Surfaces, words: list[str], reading: Reading, top: Category, model: WordModel) -> bool:
    """Whether hardly a live listing stands so badly. What tags alone say is too little: "natural", "made with care"."""
    if not is_enough(reading, words) or model.categories[model.column[top.id]].titles < _ENOUGH_TITLES:
        return False
    if _score(reading, top, model) >= MISFIT_BELOW or model.best(reading).id == top.id:
        return False
    return not (surfaces.tags and model.favours(model.sums(words_to_read(surfaces, tags=0)), top.id))


def is_enough(reading: Reading, words: list[str]) -> bool:
    """A handful of letters tells nothing, nor does a text in a language that the model was not taught."""
    return reading.features >= _ENOUGH_FEATURES and reading.known >= _ENOUGH_KNOWN * len(words)


def _speaks(model: WordModel, words: list[str], best: ModelCategory, top: Category) -> str:
    if best.id == top.id:
        return f"its words speak for {best.name}"
    deciding = ", ".join(f'"{word}"' for word in model.deciding(words, best.id, top.id))
    return f"its words ({deciding}) speak for {best.name}"


def words_to_read(surfaces: Surfaces, tags: int = _TAGS_READ) -> list[str]:
    """What the model reads: title, product type and the first tags, without the vendor's words (brands mislead)."""
    others = map(shared_words, filter(None, (surfaces.product_type, *surfaces.tags[:tags])))
    words = list(dict.fromkeys(chain(all_words(surfaces.title or ""), *others)))[:MOST_WORDS]
    vendor = shared_words(surfaces.vendor or "")
    return [word for word in words if word not in vendor] if any(map(words.__contains__, vendor)) else words
