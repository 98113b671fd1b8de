"""Train rules/tables/categories/words.tsv: which words speak for which level-1 category.

    python scripts/train_categories.py [../shared/data]

Reads labelled live titles (English and Vietnamese), the names of TikTok's own tree and of Shopify's taxonomy, and
phrases.tsv beside the table.
Writes words and weights only. The same inputs give the same file. Titles are read by models that have not seen them,
in five folds, to set how badly a claimed category must stand to be called a misfit.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from listing_rules.categories import CategoryTables
from listing_rules.categories.teaching import Lesson, lesson, tops_by_name, train

TABLES = Path(__file__).resolve().parent.parent / "rules" / "tables" / "categories"
OUT = TABLES / "words.tsv"
ENGLISH, VIETNAMESE = "categories/labelled_en_l1_dev.tsv", "categories/labelled_vn_l1_dev.tsv"
TAXONOMY = "shopify_taxonomy/shopify_categories_2025-06-unstable.txt"
VIETNAMESE_COUNTS = 0.5
TAXONOMY_COUNTS, TAXONOMY_MAY_BE = 0.15, 0.075  # where Shopify's category belongs under one level-1, or under several
FROM_TABLES = ("tree.tsv", "phrases.tsv", "shopify_level1.tsv")
JOBS = 2


def titles(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["title"].strip('"'), row["tiktok_l1"]


def taxonomy(file: Path, bundled: CategoryTables) -> Iterator[tuple[str, str, float]]:
    """What Shopify calls its categories, under the level-1 category where such goods usually stand."""
    for line in file.read_text(encoding="utf-8").splitlines():
        path = line.partition(" : ")[2].strip()
        allowed = bundled.allowed_level1(path)
        if allowed:
            *_, parent, name = ["", *path.split(" > ")]
            yield f"{parent} {name}".strip(), allowed[0], TAXONOMY_COUNTS if len(allowed) == 1 else TAXONOMY_MAY_BE


def tables() -> CategoryTables:
    return CategoryTables({file.name: file.read_bytes() for file in TABLES.glob("*.tsv")})


def material(data: Path, keep: slice = slice(None)) -> Lesson:
    """The whole lesson; `keep` takes a part of the English titles."""
    bundled = tables()
    named = tops_by_name(bundled.tree("US"))
    english = [(title, named[name.casefold()]) for title, name in titles(data / ENGLISH)][keep]
    vietnamese = [(title, name, VIETNAMESE_COUNTS) for title, name in titles(data / VIETNAMESE)]
    return lesson(english, bundled, [*vietnamese, *taxonomy(data / TAXONOMY, bundled)])


def digest(data: Path) -> str:
    files = (data / ENGLISH, data / VIETNAMESE, data / TAXONOMY, *(TABLES / one for one in FROM_TABLES))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    found = material(data)
    notes = [
        "Which words speak for which level-1 category: words and weights, no titles.",
        f"Made by scripts/train_categories.py from {len(found.titles)} English live titles, Vietnamese ones, tree.tsv,",
        "phrases.tsv and the names of Shopify's taxonomy. A row is a feature (<word>, two neighbours, a piece of a",
        "word) and its steps for (+) or against (-) categories, by letter; after a category: its titles, and where",
        "listings like it live.",
        f"sha256 of the inputs: {digest(data)}",
    ]
    with ProcessPoolExecutor(JOBS) as pool:
        trained = train(found, notes, pool.map)
    OUT.write_text(trained.text, encoding="utf-8")
    print(f"{OUT}: {OUT.stat().st_size:,} bytes; unseen titles: top-1 {trained.first:.4f}, top-5 {trained.fifth:.4f}")


if __name__ == "__main__":
    main()
