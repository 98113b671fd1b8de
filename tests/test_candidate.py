"""The candidate: what Create Product would be sent, and what it is not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

import listing_rules as lr
from listing_rules.candidate import Image, ListingCandidate, SalesAttribute, ShopifyProduct, Sku
from listing_rules.examples import base_product
from listing_rules.shopify import iter_products
from listing_rules.shopify.identifiers import identifier_type
from listing_rules.shopify.mapping import to_candidate, to_tree
from listing_rules.shopify.subject import product_of
from listing_rules.shopify.weights import package_weight
from listing_rules.testing.shapes import WRITERS
from shopify.test_every_shape import products

ROOT = Path(__file__).resolve().parent.parent
BODY = Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "create_product.schema.json").read_text()))
RULES = lr.load_rules()
US = lr.Shop(market="US", currency="USD", category_mapping={"default": "601226"})


def candidate(shop: lr.Shop = US, **patch: Any) -> ListingCandidate:
    return lr.to_candidate(base_product(RULES, "US", patch), shop=shop)


def test_the_body_holds_what_shopify_gave() -> None:
    body = candidate(variants=[{"barcode": "4006381333931", "compare_at_price": "29.99"}]).to_api()
    (sku,) = body["skus"]
    assert body["category_id"] == "601226"
    assert body["category_version"] == "v2"
    assert body["package_weight"] == {"value": "0.18", "unit": "KILOGRAM"}
    assert sku["sales_attributes"] == [{"name": "Color", "value_name": "White"}]
    assert sku["price"] == {"amount": "19.99", "currency": "USD"}
    assert sku["list_price"] == {"amount": "29.99", "currency": "USD"}
    assert sku["identifier_code"] == {"code": "4006381333931", "type": "EAN"}
    assert sku["inventory"] == [{"quantity": 12}]


def test_nothing_is_invented() -> None:
    bare = {"id": "gid://shopify/Product/1", "variants": {"nodes": [{"id": "gid://shopify/ProductVariant/2"}]}}
    body = lr.to_candidate(bare, shop=lr.Shop(market="US")).to_api()
    assert body == {"external_product_id": "1", "skus": [{"external_sku_id": "2", "sales_attributes": []}]}


def test_what_only_tiktok_can_give_is_filled_in_when_it_is_known() -> None:
    made = ListingCandidate(
        shopify=ShopifyProduct(shape="rest"),
        main_images=[Image(source_url="https://a/1.jpg"), Image(source_url="https://a/2.jpg")],
        skus=[
            Sku(
                sales_attributes=[
                    SalesAttribute(name="Color", value_name="Red", sku_img=Image(source_url="https://a/1.jpg"))
                ],
                inventory=[{"quantity": 1}],  # type: ignore[list-item]
            )
        ],
    )
    plain = made.to_api()
    assert "main_images" not in plain
    assert plain["skus"][0]["sales_attributes"] == [{"name": "Color", "value_name": "Red"}]
    known = made.to_api(image_uris={"https://a/1.jpg": "tos/1"}, warehouse_id="7")
    assert known["main_images"] == [{"uri": "tos/1"}]
    assert known["skus"][0]["sales_attributes"][0]["sku_img"] == {"uri": "tos/1"}
    assert known["skus"][0]["inventory"] == [{"quantity": 1, "warehouse_id": "7"}]


@pytest.mark.parametrize("shape", sorted(WRITERS))
@given(product=products)
@settings(max_examples=15, deadline=None)
def test_every_shape_maps_to_a_candidate_and_a_body(shape: str, product: dict[str, Any]) -> None:
    made = lr.to_candidate(WRITERS[shape](product), shop=US)
    BODY.validate(made.to_api())
    assert ListingCandidate.model_validate(made.model_dump(exclude_unset=True)) == made


@pytest.mark.shared_data
def test_real_products_map_to_bodies_that_agree_with_the_description(shared_data: Path) -> None:
    for name in ("sytrre__spacire-blog-data", "Leon-Sander__shopify_endpoint", "peepeesus__3D-Version1"):
        for file in sorted((shared_data / "shopify" / name).rglob("*.json")):
            with file.open("rb") as opened:
                for record in iter_products(opened):
                    if record.product is not None:
                        BODY.validate(to_candidate(product_of(record.product), US).to_api())


def test_the_tree_and_the_model_are_the_same_thing() -> None:
    from listing_rules.shopify import read_product

    product = read_product(base_product(RULES, "US", {}))
    assert to_candidate(product, US).model_dump(exclude_unset=True) == to_tree(product, US, "601226")


@pytest.mark.parametrize(
    ("mapping", "category"),
    [
        ({"by_product": {"1001": "1"}, "default": "9"}, "1"),
        ({"by_product": {"ORGANIC-cotton-crew-neck-t-shirt": "1"}}, "1"),
        ({"by_tag": {"Cotton": "2"}, "by_product_type": {"T-Shirts": "3"}}, "2"),
        ({"by_product_type": {"t-shirts": "3"}, "default": "9"}, "3"),
        ({"default": "9"}, "9"),
        ({"by_tag": {"linen": "2"}}, None),
    ],
)
def test_the_most_particular_mapping_wins(mapping: dict[str, Any], category: str | None) -> None:
    made = candidate(lr.Shop(market="US", category_mapping=mapping))
    assert made.category_id == category
    assert "category_id" in made.model_fields_set


@pytest.mark.parametrize(
    ("table", "category"),
    [
        ({"Apparel & Accessories": "1", "apparel & accessories > Clothing": "2"}, "2"),
        ({"Apparel & Accessories": "1", "Apparel & Accessories > Shoes": "2"}, "1"),
        ({"gid://shopify/TaxonomyCategory/aa-1": "3", "Apparel & Accessories > Clothing": "2"}, "3"),
        ({"Furniture": "1"}, None),
    ],
)
def test_the_longest_shopify_category_wins(table: dict[str, str], category: str | None) -> None:
    shopify = {"id": "gid://shopify/TaxonomyCategory/aa-1", "fullName": "Apparel & Accessories > Clothing > Tops"}
    payload = {"id": "gid://shopify/Product/1", "category": shopify, "variants": {"nodes": []}}
    shop = lr.Shop(market="US", category_mapping={"by_shopify_category": table})
    assert lr.to_candidate(payload, shop=shop).category_id == category


@pytest.mark.parametrize(
    ("value", "unit", "market", "expected"),
    [
        ("180", "g", "US", ("0.18", "KILOGRAM")),
        ("1", "g", "DE", ("0.001", "KILOGRAM")),
        ("0.4", "g", "DE", ("0.001", "KILOGRAM")),
        ("2", "kg", "ID", ("2", "KILOGRAM")),
        ("1.5", "lb", "US", ("1.5", "POUND")),
        ("1", "oz", "US", ("0.07", "POUND")),
        ("1", "lb", "GB", ("0.454", "KILOGRAM")),
        ("100", "lb", "US", ("100", "POUND")),
        ("0", "kg", "US", ("0", "KILOGRAM")),
    ],
)
def test_weights_are_converted_exactly_and_rounded_up(
    value: str, unit: str, market: str, expected: tuple[str, str]
) -> None:
    amount, name = package_weight(Decimal(value), unit, market)
    assert (format(amount, "f"), name) == expected


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("4006381333931", "EAN"),
        ("96385074", "EAN"),
        ("036000291452", "UPC"),
        ("9780306406157", "ISBN"),
        ("978-0-306-40615-7", "ISBN"),
        ("4 006381 333931", "EAN"),
        ("080442957X", "ISBN"),
        ("4901234567894", "JAN"),
        ("49123456", "JAN"),
        ("00012345600012", "GTIN"),
        ("4.00638E+12", None),
        ("ABC", None),
        ("ABCDEFGH", None),
        ("４００６３８１３３３９３１", None),
        ("12345", None),
    ],
)
def test_the_digits_of_a_barcode_tell_its_type(code: str, kind: str | None) -> None:
    assert identifier_type(code) == kind
