"""The words of a product, which tell what goods it is, are the same in every shape that carries them."""

from __future__ import annotations

import json

import pytest

from listing_rules.shopify import Plain, read_one, read_product
from listing_rules.shopify.surfaces import plain_surfaces, surfaces_of
from listing_rules.surfaces import Surfaces
from listing_rules.testing.shapes import WRITERS
from listing_rules.testing.shapes.neutral import plain, tee
from listing_rules.testing.shapes.rest import as_rest, as_webhook

WORDS = {
    "title": "Organic cotton tee",
    "product_type": "T-Shirts",
    "tags": ("cotton", "summer"),
    "vendor": "Sample Co",
    "category": "Apparel & Accessories > Clothing > T-Shirts",
    "options": ("Color", "Size", "White", "Black", "S", "M"),
    "description": "<p>Soft tee.</p>",
}
WITHOUT_CATEGORY = {"rest", "products_json", "ajax"}


@pytest.mark.parametrize("shape", sorted(WRITERS))
def test_each_text_stands_where_it_belongs(shape: str) -> None:
    found = surfaces_of(read_product(WRITERS[shape](tee())))
    absent = {"category": None} if shape in WITHOUT_CATEGORY else {}
    assert {name: getattr(found, name) for name in WORDS} == WORDS | absent
    assert (found.category_id is None) is (shape in WITHOUT_CATEGORY or shape.startswith("csv"))


@pytest.mark.parametrize("product", [as_rest(tee()), as_webhook(tee()), as_rest(plain())])
def test_a_plain_product_has_the_same_words(product: dict[str, object]) -> None:
    found = read_one(json.dumps(product))
    assert isinstance(found, Plain)
    assert plain_surfaces(found) == surfaces_of(found.product())


def test_what_is_empty_is_no_word() -> None:
    empty = plain(title="", product_type="", vendor="", tags=[], body_html="", category=None)
    assert surfaces_of(read_product(WRITERS["graphql"](empty))) == Surfaces()
