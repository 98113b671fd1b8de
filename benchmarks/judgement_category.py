"""How well level-1 categories are told and misplaced products found: a table, from titles that were not trained on.

    python benchmarks/judgement_category.py [../shared/data]

Five-fold cross-validation over the English labelled titles (about three minutes), then the bundled model on real
Shopify products that carry a Shopify category, where any category that shopify_level1.tsv allows counts as right.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from train_categories import CONDITION, Material, held_out, in_order, material

from listing_rules import load_rules
from listing_rules.categories.fit import words_to_read
from listing_rules.categories.model import Reading, WordModel
from listing_rules.categories.training import Labelled, Weights, as_text, lives
from listing_rules.categories.words import words_of
from listing_rules.shopify.readers.stream import iter_products
from listing_rules.shopify.surfaces import surfaces_of
from listing_rules.surfaces import Surfaces

ENOUGH_TITLES = 20
FEW = 10


class Case:
    """A title, the level-1 ids that are right for it (the usual one first), and what a model says of it."""

    def __init__(self, title: str, right: Sequence[str], reading: Reading | None, model: WordModel) -> None:
        self.title, self.right, self.reading, self.model = title, right, reading, model
        self.alike: list[str] = []

    def standing(self, category: str) -> float:
        enough = self.reading and self.reading.features >= FEW
        return self.model.standing(self.reading, category) if enough else 1.0

    def best(self, limit: int) -> list[str]:
        return list(self.reading.chances)[:limit] if self.reading else []


def labelled(found: Material) -> list[Case]:
    folds = [[(one, model.read(words_of(one.text))) for one in unseen] for model, unseen in held_out(found)]
    cases = []
    for fold, here in enumerate(folds):
        judge = judging(found, [pair for number, others in enumerate(folds) if number != fold for pair in others])
        cases += [Case(one.text, [found.categories[one.column].id], reading, judge) for one, reading in here]
    taken: dict[str, Counter[str]] = {}
    for case in cases:
        taken.setdefault(case.right[0], Counter()).update(one for one in case.best(2) if one != case.right[0])
    for case in cases:
        case.alike = [one for one, _ in taken[case.right[0]].most_common(3)]
    return cases


def judging(found: Material, others: list[tuple[Labelled, Reading | None]]) -> WordModel:
    """A model without words: only what the other folds tell about where listings live."""
    size = len(found.categories)
    lived = lives(size, ((one.column, in_order(found, reading)) for one, reading in others if reading))
    blank = Weights({"<>": [1.0] * size}, [0.0] * size)
    return WordModel.parse(as_text(blank, found.categories, 0.0, lived=lived).encode())


def from_shopify(data: Path) -> Iterator[Case]:
    tables = load_rules().tables.categories
    ids = {one.name: one.id for one in tables.words.categories.values()}
    seen = set()
    for file in sorted(path for path in (data / "shopify").rglob("*") if path.is_file()):
        with file.open("rb") as stream:
            for item in iter_products(stream):
                surfaces = surfaces_of(item.product) if item.product else Surfaces()
                allowed = [ids[one] for one in tables.allowed_level1(surfaces.category or "") if one in ids]
                if allowed and surfaces.title and surfaces.title not in seen:
                    seen.add(surfaces.title)
                    yield Case(surfaces.title, allowed, tables.words.read(words_to_read(surfaces)), tables.words)


def misfits(name: str, cases: Sequence[Case], refutable: set[str], claims: Callable[[Case], list[str]]) -> None:
    """What share of wrong claims stands below where one live listing in so many does."""
    live = sorted(case.standing(case.right[0]) if case.right[0] in refutable else 1.0 for case in cases)
    chance = random.Random(0)  # noqa: S311
    wrong = [
        case.standing(claim) if claim in refutable else 1.0
        for case in cases
        for choice in [claims(case)]
        for claim in ([chance.choice(choice) for _ in range(3)] if choice else [])
    ]
    shares = [sum(one < live[int(len(live) * at)] for one in wrong) / len(wrong) for at in (1 / 200, 1 / 50)]
    print(f"  {name:52} {shares[0]:6.1%} {shares[1]:6.1%}")


def table(title: str, cases: Sequence[Case], found: Material) -> None:
    everything = [one.id for one in found.categories]
    condition = {one.id for one in found.categories if one.name in CONDITION}
    refutable = {one.id for one in found.categories if one.titles >= ENOUGH_TITLES} - condition
    print(f"{title}: {len(cases):,} titles")
    for size in (1, 5):
        right = sum(not set(case.best(size)).isdisjoint(case.right) for case in cases)
        print(f"  level-1 top-{size} {right / len(cases):.4f}")
    print("  misplaced products found when one live listing in 200 | 50 is flagged wrongly")
    misfits("under any other level-1", cases, refutable, lambda case: [x for x in everything if x not in case.right])
    misfits("  of those that may be refuted", cases, refutable, lambda case: sorted(refutable - set(case.right)))
    if any(case.alike for case in cases):
        misfits("  of the three it is most often taken for", cases, refutable, lambda case: list(case.alike))


def cost(titles: Sequence[str]) -> None:
    model = load_rules().tables.categories.words
    html = "<p>" + "Soft cotton, made to last. " * 180 + "</p>"
    product = orjson.dumps(
        {"id": 1, "title": titles[0], "body_html": html, "variants": [{"id": n} for n in range(200)]}
    )
    ratios, spent = [], []
    for _ in range(15):
        start = time.perf_counter()
        for title in titles:
            model.read(words_to_read(Surfaces(title=title)))
        ours = (time.perf_counter() - start) / len(titles)
        start = time.perf_counter()
        for _ in range(len(titles)):
            orjson.loads(product)
        ratios.append(ours / ((time.perf_counter() - start) / len(titles)))
        spent.append(ours * 1e6)
    compared = f"{statistics.median(ratios):.2f} x orjson.loads of {len(product) / 1000:.1f} KB"
    print(f"cost: {statistics.median(spent):.1f} µs a title, {compared}")


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    found = material(data)
    table("labelled titles, cross-validated", labelled(found), found)
    table("Shopify products with a category, bundled model", list(from_shopify(data)), found)
    cost([one.text for one in found.titles[::3]])


if __name__ == "__main__":
    main()
