"""Train rules/tables/categories/words.tsv: which words speak for which level-1 category.

    python scripts/train_categories.py [../shared/data]

Reads labelled live titles (English and Vietnamese), the names of TikTok's own tree, and Shopify's taxonomy as far as
shopify_level1.tsv knows where it belongs. Writes words and weights only. The same inputs give the same file.
Five-fold cross-validation sets the chance below which a claimed category is called a misfit.
"""

from __future__ import annotations

import csv
import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from listing_rules.categories import CategoryTables
from listing_rules.categories.model import ModelCategory, Reading, WordModel
from listing_rules.categories.training import Labelled, as_text, learn, lives, misfit_below
from listing_rules.categories.words import words_of

TABLES = Path(__file__).resolve().parent.parent / "rules" / "tables" / "categories"
OUT = TABLES / "words.tsv"
KEEP = 26_000
FOLDS = 5
CONDITION = {"Pre-Owned", "Collectibles"}
SOURCES = {
    "english": "categories/labelled_en_l1_dev.tsv",
    "vietnamese": "categories/labelled_vn_l1_dev.tsv",
    "shopify": "shopify_taxonomy/shopify_categories_2025-06-unstable.txt",
}
TREE_COUNTS, TAXONOMY_COUNTS, VIETNAMESE_COUNTS = 0.3, 0.15, 0.5


class Material(NamedTuple):
    """`titles` are held out fold by fold; `others` always teach."""

    categories: list[ModelCategory]
    titles: list[Labelled]
    others: list[Labelled]


def titles(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["title"].strip('"'), row["tiktok_l1"]


def material(data: Path) -> Material:
    tables = CategoryTables({file.name: file.read_bytes() for file in TABLES.glob("*.tsv")})
    tree = tables.tree("US")
    english = list(titles(data / SOURCES["english"]))
    vietnamese = list(titles(data / SOURCES["vietnamese"]))
    names = sorted({name for _, name in english + vietnamese})
    column = {name: number for number, name in enumerate(names)}
    tops = {name: tree.by_path(name) for name in names}
    taught = [sum(label == name for _, label in english) for name in names]
    categories = [ModelCategory(tops[name].id, name, count) for name, count in zip(names, taught, strict=True)]  # type: ignore[union-attr]
    others = [Labelled(title, column[name], VIETNAMESE_COUNTS) for title, name in vietnamese]
    for one in tree:
        top = tree.level1(one.id)
        if top and top.name in column:
            path = (tree.path(one.id) or "").split(" > ")
            others.append(Labelled(" ".join(path[1:] or path), column[top.name], TREE_COUNTS))
    for line in (data / SOURCES["shopify"]).read_text(encoding="utf-8").splitlines():
        named = line.partition(" : ")[2].strip()
        allowed = tables.allowed_level1(named)
        if allowed and allowed[0] in column:
            others.append(Labelled(" ".join(named.split(" > ")[-2:]), column[allowed[0]], TAXONOMY_COUNTS))
    return Material(categories, [Labelled(title, column[name]) for title, name in english], others)


def held_out(
    found: Material, folds: int = FOLDS, only: int | None = None
) -> Iterator[tuple[WordModel, list[Labelled]]]:
    """Models, each with the titles that it has not seen; `only` the first so many."""
    order = list(found.titles)
    random.Random(1).shuffle(order)  # noqa: S311 (a seed, so that the folds are the same again)
    for fold in range(FOLDS):
        rest = [one for number, one in enumerate(order) if number % FOLDS != fold]
        weights = learn([*rest, *found.others], len(found.categories), KEEP)
        yield WordModel.parse(as_text(weights, found.categories, 0.0).encode()), order[fold::FOLDS]


def read_unseen(found: Material) -> list[tuple[int, Reading]]:
    """Every title's column and what a model that has not seen it reads; five folds, one after the other."""
    read = ((one.column, model.read(words_of(one.text))) for model, unseen in held_out(found) for one in unseen)
    return [(column, reading) for column, reading in read if reading]


def in_order(found: Material, reading: Reading) -> list[float]:
    return [reading.chances[one.id] for one in found.categories]


def standings(found: Material, text: str, read: list[tuple[int, Reading]]) -> Iterator[float]:
    """How held-out titles stand under the category they live under; 1 where that is never refuted."""
    model = WordModel.parse(text.encode())
    for column, reading in read:
        category = found.categories[column]
        yield 1.0 if category.name in CONDITION else model.standing(reading, category.id)


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    found = material(data)
    digest = hashlib.sha256(b"".join((data / name).read_bytes() for name in SOURCES.values())).hexdigest()
    read = read_unseen(found)
    lived = lives(len(found.categories), ((column, in_order(found, reading)) for column, reading in read))
    weights = learn([*found.titles, *found.others], len(found.categories), KEEP)
    notes = [
        "Which words speak for which level-1 category: words and weights, no titles.",
        f"Made by scripts/train_categories.py from {len(found.titles)} English live titles, Vietnamese ones and the",
        "names of both taxonomies. A row is a feature and one character a category, in the order below; O is neutral.",
        f"sha256 of the inputs: {digest}",
    ]
    draft = as_text(weights, found.categories, 0.0, lived=lived)
    below = misfit_below(standings(found, draft, read))
    OUT.write_text(as_text(weights, found.categories, below, notes, lived), encoding="utf-8")
    print(f"{OUT}: {len(weights.rows)} features, {OUT.stat().st_size:,} bytes, misfit below {below:.5f}")


if __name__ == "__main__":
    main()
