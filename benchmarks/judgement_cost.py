"""What both judgements cost for a typical product, beside orjson.loads of the same bytes: a table.

    python benchmarks/judgement_cost.py

Products are those of `corpus.py`, 8 KB with 1 to 3 KB of HTML; the words of all their places are read. One claimed
category of each is weighed: for five of six the one that its words speak for, which is what live listings do. Terms
that are made up stand for larger tables; they are in no product, as most are not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle

import orjson
from corpus import products
from measuring import measured, table

import listing_rules as lr
from listing_rules.categories import Category, misfit
from listing_rules.categories.fit import words_to_read
from listing_rules.shopify import Plain, read_one
from listing_rules.shopify.subject import product_of
from listing_rules.shopify.surfaces import plain_surfaces, surfaces_of
from listing_rules.surfaces import Surfaces
from listing_rules.terms import TermTable, load_terms

_COUNT = 400
_ELSEWHERE = 6
_TABLES = lr.load_rules().tables
_TREE = _TABLES.categories.tree("US")


def main() -> None:
    documents = list(products(_COUNT))
    words = [_words(data) for data in documents]
    claimed = list(_claimed(words))
    tables = {"2,000 terms": _made_up(2_000), f"the bundled {_count(_TABLES.terms):,} terms": _TABLES.terms}
    tables["100,000 terms"] = _made_up(100_000)
    steps = {"orjson.loads": (orjson.loads, documents)}
    for name, terms in tables.items():
        steps[f"goods, {name}"] = (lambda one, terms=terms: terms.find(one, "US"), words)
    steps["category fit"] = (lambda one: misfit(*one, _TREE, _TABLES.categories), claimed)
    for work, items in steps.values():
        for item in items:  # what is made at the first product
            work(item)
    seconds = measured(steps)
    print(table("What judgement costs for a product", seconds))
    bundled = next(taken for name, taken in seconds.items() if "bundled" in name)
    both = bundled + seconds["category fit"]
    print(f"\nboth: {both * 1e6:.1f} µs, {both / seconds['orjson.loads']:.2f} x orjson.loads")


def _claimed(words: list[Surfaces]) -> Iterator[tuple[Surfaces, Category]]:
    model, others = _TABLES.categories.words, cycle(_TREE[one] for one in sorted(_TREE.tops))
    assert model is not None
    for number, one in enumerate(words):
        reading = model.read(words_to_read(one))
        yield one, _TREE[model.best(reading).id] if reading and number % _ELSEWHERE else next(others)


def _words(data: bytes) -> Surfaces:
    found = read_one(data)
    return plain_surfaces(found) if isinstance(found, Plain) else surfaces_of(product_of(found))


def _count(terms: TermTable) -> int:
    return sum(term.language == "en" for group in terms.groups for term in group.terms)


def _made_up(count: int) -> TermTable:
    chance = random.Random(1)  # noqa: S311
    names = {"".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(count)}
    raw = {
        "group": "made_up",
        "name": "goods that are made up",
        "outcomes": {"all": "prohibited"},
        "terms": {"en": {"thing_stands": "last", "strong": sorted(names)}},
        "examples": {"match": [], "pass": []},
        "sources": ["made up"],
    }
    return load_terms([("made_up.yaml", raw)])


if __name__ == "__main__":
    main()
