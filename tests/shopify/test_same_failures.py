"""The same product has the same failures in every shape that can carry it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import listing_rules as lr
from listing_rules.report import Report
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import tee, variant

from .test_every_shape import products

RULES = lr.load_rules()
SHOP = lr.Shop(market="DE", currency="EUR", uploads_left=1, category_mapping={"default": "601226"}, approvals=[])

JUDGED = {rule.id for rule in RULES.rules if rule.kind == "goods"}

clashing = st.lists(
    st.builds(
        lambda number, color, price: variant(number, [color, "S"], price=price),
        st.integers(1, 10**6),
        st.sampled_from(["White", "white", "White ", "Navy", "x" * 50 + "a", "x" * 50 + "b"]),
        st.sampled_from(["0.00", "19.90", "6300.01", "0.01"]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda item: item["id"],
)


# A shape that does not say that a product is a draft cannot say so instead of "unpublished".
active = products.map(lambda product: product | {"status": "active", "published": True})


def decided(report: Report, other: Report) -> set[tuple[str, str, str]]:
    """The failures of rules that both could decide, by rule, place and severity.

    What the words say of the goods is left out: it leans on the Shopify category, which not every shape tells.
    """
    skipped = {one.rule for one in (*report.skipped, *other.skipped)} | JUDGED
    return {(one.rule, one.at, one.severity) for one in report.failures if one.rule not in skipped}


@pytest.mark.parametrize("shape", sorted(WRITERS))
@given(product=active | clashing.map(lambda variants: tee(variants=variants)))
@settings(max_examples=25, deadline=None)
def test_the_same_product_fails_alike_in_every_shape(shape: str, product: dict[str, object]) -> None:
    rest = lr.check(WRITERS["rest"](product), shop=SHOP, rules=RULES)
    other = lr.check(WRITERS[shape](product), shop=SHOP, rules=RULES)
    assert decided(other, rest) == decided(rest, other)


@pytest.mark.parametrize("shape", sorted(WRITERS))
def test_people_know_the_product_by_the_same_in_every_shape(shape: str) -> None:
    known = lr.check(WRITERS[shape](tee()), shop=SHOP, rules=RULES).product
    assert (known.id, known.handle) == (None if shape.startswith("csv") else "7000", "organic-cotton-tee")
    assert (known.title, known.vendor, known.product_type) == ("Organic cotton tee", "Sample Co", "T-Shirts")
    assert known.image == tee()["images"][0]["src"]
