"""A rule that cannot be decided says so: no payload shape, and no field that a query leaves out, makes it silent.

What fails in one shape either fails in another or stands under `skipped`; so it does when a field is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from each_rule import EACH_RULE
from listing_rules.api import bundled_rules
from listing_rules.catalog_pass import CatalogPass
from listing_rules.engine import Checker
from listing_rules.examples import markets_of, products_of
from listing_rules.report import Report
from listing_rules.rule import Rule
from listing_rules.shopify import read_product
from listing_rules.testing.shapes import WRITERS, Neutral
from listing_rules.testing.shapes.from_rest import neutral_of

RULES = bundled_rules()
BROKEN = {rule.id: [one for one in rule.examples if "fails" in one] for rule in RULES.rules}

# What cannot be written in a shape at all: a fault that is not there is no silence.
NOT_WRITABLE = {
    ("missing-price", "ajax"),  # prices are whole cents
    ("price-not-a-number", "ajax"),
    ("price-below-market-minimum", "ajax"),  # half a cent
    ("no-variants", "csv_classic"),  # a row is a variant
    ("no-variants", "csv_new"),
}
LEFT_OUT = (
    "title descriptionHtml vendor productType tags status publishedAt isGiftCard category options priceRangeV2 "
    "variants images metafields variants/sku variants/barcode variants/price variants/compareAtPrice "
    "variants/inventoryQuantity variants/selectedOptions variants/inventoryItem images/url images/width images/height"
).split()
# What judges by all words of a product is decided by those that are there.
BY_OTHER_WORDS = {("alcohol-tobacco-vapes", "category")}


def verdict(checker: Checker, product: Any, before: list[Any]) -> Report:
    """The report on a product behind these in a catalog; by itself where there are none."""
    if not before:
        return checker.check(read_product(product))
    catalog = CatalogPass(checker)
    read = [read_product(one) for one in (*before, product)]
    return [catalog.add(*checker.check_in_catalog(one), partial(lambda same: same, one)) for one in read][-1]


def is_silent(report: Report, rule: str) -> bool:
    return all(one.rule != rule for one in (*report.failures, *report.skipped))


def neutral(payload: Mapping[str, Any], checker: Checker) -> Neutral | None:
    """The product in no shape; None for a payload that is no whole REST product."""
    try:
        return neutral_of(payload) | {"currency": checker.shop.currency or checker.context.limits.table["currency"]}
    except (KeyError, TypeError):
        return None


def broken(rule: Rule, count: int) -> Iterator[tuple[str, Checker, Neutral, list[Neutral]]]:
    """The first failing examples of a rule, in the first market of each."""
    for example in BROKEN[rule.id][:count]:
        checker, payload, before = next(products_of(RULES, example, markets_of(rule, example)[0]))
        product, others = neutral(payload, checker), [neutral(one, checker) for one in before]
        if product is not None:
            yield example["name"], checker, product, [one for one in others if one is not None]


@EACH_RULE
def test_what_fails_in_one_shape_fails_or_is_skipped_in_every_other(rule: Rule) -> None:
    silent = [
        (shape, name)
        for name, checker, product, before in broken(rule, count=3)
        for shape, write in WRITERS.items()
        if (rule.id, shape) not in NOT_WRITABLE
        and is_silent(verdict(checker, write(product), [write(one) for one in before]), rule.id)
    ]
    assert silent == []


@EACH_RULE
def test_a_field_that_a_query_leaves_out_silences_no_rule(rule: Rule) -> None:
    write = WRITERS["graphql"]
    for _, checker, product, before in broken(rule, count=1):
        whole = write(product), [write(one) for one in before]
        if any(one.rule == rule.id for one in verdict(checker, *whole).failures):
            silent = [
                field
                for field in LEFT_OUT
                if (rule.id, field) not in BY_OTHER_WORDS
                and is_silent(
                    verdict(checker, without(whole[0], field), [without(o, field) for o in whole[1]]), rule.id
                )
            ]
            assert silent == []


def without(document: Any, field: str) -> Any:
    """A GraphQL answer to a query that does not ask for the field: of the product, or of each of its parts."""
    name, _, part = field.partition("/")
    product = dict(document["data"]["product"])
    if part:
        nodes = [{key: value for key, value in node.items() if key != part} for node in product[name]["nodes"]]
        product[name] = {**product[name], "nodes": nodes}
    else:
        del product[name]
    return {"data": {"product": product}}
