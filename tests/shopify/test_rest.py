from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from listing_rules.errors import PayloadError
from listing_rules.shopify import read_product
from listing_rules.shopify.product import UNSET, Category
from listing_rules.testing.shapes.neutral import plain, tee
from listing_rules.testing.shapes.rest import as_rest, as_webhook


def rest(**changes: Any) -> dict[str, Any]:
    return as_rest(tee()) | changes


def with_variant(**changes: Any) -> dict[str, Any]:
    body = as_rest(plain())
    body["variants"][0] |= changes
    return body


def test_numbers_as_text_and_text_as_numbers_are_read() -> None:
    product = read_product(
        with_variant(sku=1200, barcode=4006381333931, inventory_quantity="7", requires_shipping="true")
    )
    item = product.variants[0]
    assert (item.sku, item.barcode, item.inventory_quantity, item.requires_shipping) == (
        "1200",
        "4006381333931",
        7,
        True,
    )
    assert item.price == Decimal("19.90")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"title": ["a"]}, "/title"),
        ({"variants": "none"}, "/variants"),
        ({"variants": [None]}, "/variants/0"),
        ({"images": [3]}, "/images/0"),
        ({"tags": {"a": 1}}, "/tags"),
        ({"options": [{"name": {}}]}, "/options/0/name"),
        ({"variants": [{"sku": []}]}, "/variants/0/sku"),
    ],
)
def test_a_wrong_type_names_its_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(PayloadError, match=f"wrong type at /product{place}: expected"):
        read_product({"product": rest(**changes)})


def test_null_is_known_to_be_empty_and_absent_is_not_known() -> None:
    product = read_product(rest(body_html=None, vendor="", tags=None, images=None, published_at=None))
    assert (product.body_html, product.vendor, product.tags, product.images) == (None, None, None, None)
    assert product.published is False
    body = rest()
    for key in ("body_html", "tags", "images", "published_at", "status"):
        del body[key]
    product = read_product(body)
    assert [product.body_html, product.tags, product.images, product.published, product.status] == [UNSET] * 5


def test_options_come_from_the_variants_where_none_are_listed() -> None:
    product = read_product(rest(options=[]))
    assert [(option.name, option.values) for option in product.options] == [("", ["White", "Black"]), ("", ["S", "M"])]


def test_options_out_of_order_belong_to_their_position() -> None:
    body = rest()
    body["options"].reverse()
    product = read_product(body)
    assert [option.name for option in product.options] == ["Color", "Size"]
    assert product.options[0].pointer == "/options/1"


def test_options_with_odd_positions_keep_their_order() -> None:
    body = rest()
    for option in body["options"]:
        option["position"] = 1
    assert [option.name for option in read_product(body).options] == ["Color", "Size"]


def test_variants_without_option_values_cannot_be_told_apart() -> None:
    body = rest(options=[], variants=[{"id": 1, "price": "1.00"}, {"id": 2, "price": "1.00"}])
    assert read_product(body).options_known is False


def test_a_product_listing_has_its_own_names() -> None:
    value = {"option_id": 2, "name": "Shade", "value": "Copper"}
    body = {
        "product_id": 2,
        "title": "Chair",
        "options": [],
        "variants": [{"id": 3, "option_values": [value], "price": "1.00"}, {"id": 4, "price": "2.00"}],
    }
    product = read_product(body)
    assert product.id == "2"
    assert product.origin.product["id"] == "/product_id"
    assert product.origin.variant["option1"] == "/option_values/0/value"
    assert product.options[0].name == "Shade"
    assert product.variants[1].option_values == (None,)


def test_weight_is_grams_only_where_there_is_no_weight() -> None:
    both = read_product(with_variant(weight=2.5, weight_unit="kg", grams=9)).variants[0]
    assert (both.weight, both.weight_unit) == (Decimal("2.5"), "kg")
    body = as_rest(plain())
    del body["variants"][0]["weight"]
    grams = read_product(body)
    assert (grams.variants[0].weight, grams.variants[0].weight_unit) == (Decimal(180), "g")
    assert grams.origin.variant["weight"] == "/grams"


@pytest.mark.parametrize(("given", "unit"), [("lb   ", "lb"), ("POUNDS", "lb"), ("stone", "stone"), (None, None)])
def test_weight_units_are_spelled_one_way(given: str | None, unit: str | None) -> None:
    assert read_product(with_variant(weight_unit=given)).variants[0].weight_unit == unit


def test_fewer_variants_than_gids_are_incomplete() -> None:
    body = as_webhook(tee())
    assert read_product(body).variants_complete
    body["variants"].pop()
    assert not read_product(body).variants_complete


def test_absent_variants_are_incomplete_and_null_ones_are_none() -> None:
    body = rest()
    assert read_product(body | {"variants": None}).variants_complete
    del body["variants"]
    product = read_product(body)
    assert not product.variants_complete
    assert [option.values for option in product.options] == [["White", "Black"], ["S", "M"]]


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (None, None),
        ({"admin_graphql_api_id": "gid://shopify/TaxonomyCategory/na", "name": "Uncategorized"}, None),
        ({"full_name": "A > B", "name": "B"}, Category(None, "A > B", "B")),
    ],
)
def test_uncategorised_is_known_to_be_empty(category: object, expected: object) -> None:
    assert read_product(as_webhook(tee()) | {"category": category}).category == expected


def test_a_single_presentment_price_tells_the_currency() -> None:
    def price(amount: str, code: str) -> dict[str, Any]:
        return {"price": {"amount": amount, "currency_code": code}}

    def currency(*prices: dict[str, Any]) -> object:
        return read_product(with_variant(presentment_prices=list(prices))).variants[0].currency

    assert currency(price("19.90", "EUR")) == "EUR"
    assert currency(price("21.00", "USD")) is UNSET
    assert currency(price("19.90", "EUR"), price("21.00", "USD")) is UNSET


def test_images_stand_in_their_positions() -> None:
    body = rest()
    body["images"].reverse()
    images = read_product(body).images
    assert images
    assert [image.pointer for image in images] == ["/images/1", "/images/0"]


def test_images_without_positions_stand_as_listed_and_without_address_are_none() -> None:
    images = read_product(
        rest(images=[{"src": "//cdn.shopify.com/b.jpg", "width": "1200"}, {"src": None}, {"src": "a"}])
    ).images
    assert images
    assert [(image.src, image.width) for image in images] == [("https://cdn.shopify.com/b.jpg", 1200), ("a", UNSET)]


def test_a_variant_image_that_is_not_listed_is_not_known() -> None:
    assert read_product(with_variant(image_id=99)).variants[0].image_src is UNSET
    assert read_product(with_variant(image_id=None)).variants[0].image_src is None
    body = as_rest(plain())
    del body["variants"][0]["image_id"]
    body["variants"][0]["featured_image"] = {"src": None}
    assert read_product(body).variants[0].image_src is UNSET


def test_metafields_are_text_by_namespace_and_key() -> None:
    found = [{"namespace": "a", "key": "b", "value": 3}, {"namespace": "a", "key": "c", "value": None}, {"key": "d"}]
    assert read_product(rest(metafields=found)).metafields == {"a.b": "3"}


def test_option_values_beyond_the_listed_options_are_kept() -> None:
    body = as_rest(plain())
    body["variants"][0] |= {"option1": "A", "option3": "C"}
    product = read_product(body)
    assert product.variants[0].option_values == ("A", None, "C")
    assert [option.name for option in product.options] == ["Title", "", ""]


def test_numbers_may_stand_where_text_belongs_and_nothing_else_may() -> None:
    variant = {"sku": 12, "barcode": None, "requires_shipping": True, "price": "1"}
    product = read_product({"id": 1, "title": 501, "vendor": None, "handle": "jeans", "variants": [variant]})
    assert (product.title, product.vendor, product.handle) == ("501", None, "jeans")
    (item,) = product.variants
    assert (item.sku, item.barcode, item.requires_shipping) == ("12", None, True)
    with pytest.raises(PayloadError, match="wrong type at /title: expected text or null, got true or false"):
        read_product({"id": 1, "title": True, "variants": [variant]})


@pytest.mark.parametrize(
    ("positions", "order"), [([2, 1], "ba"), ([1, 2], "ab"), ([2, 1, None], "abc"), ([None, None], "ab")]
)
def test_images_stand_in_their_positions_where_all_have_one(positions: list[int | None], order: str) -> None:
    images = [{"src": f"https://h/{name}", "position": place} for name, place in zip("abc", positions, strict=False)]
    found = read_product({"id": 1, "title": "T", "variants": [], "images": images}).images or []
    assert "".join(image.src[-1] for image in found) == order
