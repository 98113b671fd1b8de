"""How well level-1 categories are told and misplaced products found: a table, from titles that were not trained on.

    python benchmarks/judgement_category.py [../shared/data] [--bundled]

Five-fold cross-validation over the English labelled titles (some minutes; --bundled leaves it out), then the bundled
model on real Shopify products with a Shopify category: any category that shopify_level1.tsv allows counts as right.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import orjson
from real import real_products

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from train_categories import material

from listing_rules import load_rules
from listing_rules.categories import fit
from listing_rules.categories.fit import CONDITION, words_to_read
from listing_rules.categories.model import Reading, WordModel
from listing_rules.categories.teaching import Lesson, as_text, counts, held_out, lives_of
from listing_rules.categories.training import Weights
from listing_rules.surfaces import Surfaces

ENOUGH_TITLES = 20


class Case:
    """A title, the level-1 ids that are right for it (the usual one first), and what a model says of it."""

    def __init__(self, title: str, right: Sequence[str], reading: Reading | None, model: WordModel) -> None:
        self.title, self.right, self.reading, self.model = title, right, reading, model
        self.alike: list[str] = []

    def standing(self, category: str) -> float:
        return self.model.standing(self.reading, category) if self.reading else 1.0

    def best(self, limit: int) -> list[str]:
        if self.reading is None:
            return []
        order = sorted(range(len(self.reading.chances)), key=lambda place: -self.reading.chances[place])
        return [self.model.categories[place].id for place in order[:limit]]


def labelled(found: Lesson) -> list[Case]:
    with ProcessPoolExecutor(2) as pool:
        folds = held_out(found, pool.map)
    cases = []
    for fold, here in enumerate(folds):
        others = [one for number, judged in enumerate(folds) if number != fold for one in judged]
        blank = Weights({"<>": [1.0] * len(found.categories)}, [0.0] * len(found.categories))
        judge = WordModel.parse(as_text(found, blank, lives=lives_of(len(found.categories), others)).encode())
        cases += [Case(one.title.text, [found.categories[one.title.column].id], one.reading, judge) for one in here]
    taken: dict[str, Counter[str]] = {}
    for case in cases:
        taken.setdefault(case.right[0], Counter()).update(one for one in case.best(2) if one != case.right[0])
    for case in cases:
        case.alike = [one for one, _ in taken[case.right[0]].most_common(3)]
    return cases


def from_shopify(data: Path) -> Iterator[Case]:
    tables = load_rules().tables.categories
    ids = {one.name: one.id for one in tables.words.categories}
    for surfaces in real_products(data / "shopify"):
        allowed = [ids[one] for one in tables.allowed_level1(surfaces.category or "") if one in ids]
        if allowed:
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
    print(f"  {name:60} {shares[0]:6.1%} {shares[1]:6.1%}")


def table(title: str, cases: Sequence[Case], taught: dict[str, int]) -> None:
    titled = {one for one, titles in taught.items() if titles}
    condition = {one.id for one in cases[0].model.categories if one.name in CONDITION}
    refutable = {one for one, titles in taught.items() if titles >= ENOUGH_TITLES} - condition
    print(f"{title}: {len(cases):,} titles")
    for size in (1, 5):
        right = sum(not set(case.best(size)).isdisjoint(case.right) for case in cases)
        print(f"  level-1 top-{size} {right / len(cases):.4f}")
    print("  misplaced products found when one live listing in 200 | 50 is flagged wrongly")
    wrong = lambda case: [one for one in titled if one not in case.right]  # noqa: E731
    misfits("any other level-1, by score", cases, titled, lambda case: sorted(wrong(case)))
    misfits("any other level-1, condition categories never refuted", cases, refutable, lambda case: sorted(wrong(case)))
    misfits("those that may be refuted", cases, refutable, lambda case: sorted(refutable - set(case.right)))
    if any(case.alike for case in cases):
        misfits("the three it is most often taken for", cases, refutable, lambda case: list(case.alike))


def verdicts(data: Path) -> None:
    """What the check says of real products, placed under what their own Shopify category allows, by words alone."""
    tables = load_rules().tables.categories
    tree, said = tables.tree("US"), Counter()
    for surfaces in real_products(data / "shopify"):
        allowed = tables.allowed_level1(surfaces.category or "")
        bare = Surfaces(
            title=surfaces.title, product_type=surfaces.product_type, tags=surfaces.tags, vendor=surfaces.vendor
        )
        claims = [top for top in (tree.by_path(name) for name in allowed) if top]
        if claims:
            found = [fit(bare, claim, tree, tables).verdict for claim in claims]
            said["misfit" if set(found) == {"misfit"} else "fits" if "fits" in found else "unsure"] += 1
    total = sum(said.values())
    print("  verdicts by words alone: " + ", ".join(f"{name} {count / total:.1%}" for name, count in said.items()))


def cost(titles: Sequence[str]) -> None:
    tables = load_rules().tables.categories
    tree, claims = tables.tree("US"), [tables.tree("US")[one.id] for one in tables.words.categories]
    html = "<p>" + "Soft cotton, made to last. " * 180 + "</p>"
    product = orjson.dumps(
        {"id": 1, "title": titles[0], "body_html": html, "variants": [{"id": n} for n in range(200)]}
    )
    surfaces = [Surfaces(title=title) for title in titles]
    ratios, spent = [], []
    for _ in range(15):
        start = time.perf_counter()
        for number, one in enumerate(surfaces):
            fit(one, claims[number % len(claims)], tree, tables)
        ours = (time.perf_counter() - start) / len(titles)
        start = time.perf_counter()
        for _ in range(len(titles)):
            orjson.loads(product)
        ratios.append(ours / ((time.perf_counter() - start) / len(titles)))
        spent.append(ours * 1e6)
    compared = f"{statistics.median(ratios):.2f} x orjson.loads of {len(product) / 1000:.1f} KB"
    print(f"cost: {statistics.median(spent):.1f} µs a product with a claim to weigh, {compared}")


def main() -> None:
    args = [one for one in sys.argv[1:] if one != "--bundled"]
    data = Path(args[0] if args else "../shared/data")
    found = material(data)
    taught = {top.id: counts(found)[top.name] for top in found.categories}
    if "--bundled" not in sys.argv:
        table("labelled titles, cross-validated", labelled(found), taught)
    table("Shopify products with a category, bundled model", list(from_shopify(data)), taught)
    verdicts(data)
    cost([one.text for one in found.titles[::3]])


if __name__ == "__main__":
    main()
