from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from listing_rules.errors import PayloadError
from listing_rules.shopify import read_product
from listing_rules.shopify.product import UNSET, Category
from listing_rules.shopify.readers.graphql_places import image_places
from listing_rules.testing.shapes.graphql import as_graphql, as_storefront
from listing_rules.testing.shapes.neutral import tee, variant


def body(**changes: Any) -> dict[str, Any]:
    return dict(as_graphql(tee())["data"]["product"] | changes)


def with_variant(**changes: Any) -> dict[str, Any]:
    node = as_graphql(tee(variants=[variant(1, ["White", "S"])]))["data"]["product"]
    node["variants"]["nodes"][0] |= changes
    return dict(node)


def without(node: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key not in keys}


def test_fields_that_were_not_asked_for_are_unset() -> None:
    product = read_product({"data": {"product": {"id": "gid://shopify/Product/1", "title": "Tee"}}})
    for field in ("handle", "body_html", "status", "published", "images", "metafields", "tags", "category", "vendor"):
        assert getattr(product, field) is UNSET, field
    assert not product.variants_complete


def test_a_further_page_makes_the_product_incomplete() -> None:
    for field, state in (("variants", "variants_complete"), ("images", "images_complete")):
        node = body()
        node[field]["pageInfo"]["hasNextPage"] = True
        assert getattr(read_product(node), state) is False
        assert getattr(read_product(body()), state) is True


def test_a_connection_without_nodes_is_incomplete() -> None:
    product = read_product(body(variants={"pageInfo": {"hasNextPage": False}}))
    assert (product.variants, product.variants_complete) == ([], False)


def test_null_nodes_are_left_out_but_keep_their_places() -> None:
    node = body()
    node["variants"]["nodes"].insert(0, None)
    assert read_product(node).variants[0].pointer == "/variants/nodes/1"


def test_unused_option_values_are_left_out() -> None:
    values = [{"name": "White", "hasVariants": True}, {"name": "Blue", "hasVariants": False}]
    options = [
        {"name": "Color", "values": ["White", "Blue"], "optionValues": values},
        {"name": "Size", "values": ["S"]},
    ]
    assert read_product(body(options=options)).options[0].values == ["White", "Black"]
    node = body(options=options, variants={"nodes": [], "pageInfo": {"hasNextPage": True}})
    assert read_product(node).options[0].values == ["White"]


def test_options_come_from_the_variants_where_they_were_not_asked_for() -> None:
    product = read_product(without(body(), "options"))
    assert [(option.name, option.values) for option in product.options] == [
        ("Color", ["White", "Black"]),
        ("Size", ["S", "M"]),
    ]


def test_variants_without_selected_options_cannot_be_told_apart() -> None:
    for node in (body(), without(body(), "options")):
        node["variants"]["nodes"] = [without(item, "selectedOptions") for item in node["variants"]["nodes"]]
        product = read_product(node)
        assert (product.options, product.options_known) == ([], False)


def test_the_default_variant_may_be_said_outright() -> None:
    product = read_product(with_variant() | {"hasOnlyDefaultVariant": True})
    assert product.options == []
    assert product.variants[0].option_values == ()


def test_old_weight_fields_stand_on_the_variant() -> None:
    product = read_product(
        with_variant(weight=1.5, weightUnit="POUNDS", requiresShipping=False, inventoryItem={"sku": "I"})
    )
    item = product.variants[0]
    assert (item.weight, item.weight_unit, item.requires_shipping) == (Decimal("1.5"), "lb", False)
    assert product.origin.variant["weight"] == "/weight"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (None, UNSET),
        ({}, UNSET),
        ({"measurement": None}, None),
        ({"measurement": {"weight": None}}, None),
        ({"measurement": {}}, UNSET),
    ],
)
def test_a_weight_is_empty_or_not_known(item: object, expected: object) -> None:
    assert read_product(with_variant(inventoryItem=item)).variants[0].weight is expected


def test_a_sku_may_stand_on_the_inventory_item() -> None:
    node = with_variant(inventoryItem={"sku": "I-1"})
    del node["variants"]["nodes"][0]["sku"]
    product = read_product(node)
    assert product.variants[0].sku == "I-1"
    assert product.origin.variant["sku"] == "/inventoryItem/sku"


def test_the_description_may_be_the_text_without_tags() -> None:
    assert read_product(without(body(bodyHtml="<b>x</b>"), "descriptionHtml")).body_html == "<b>x</b>"
    product = read_product(without(body(description='a < b & "c"'), "descriptionHtml"))
    assert product.body_html == 'a &lt; b &amp; "c"'
    assert product.origin.product["body_html"] == "/description"
    assert read_product(without(body(description=""), "descriptionHtml")).body_html is None


def media(**changes: Any) -> dict[str, Any]:
    image = {"url": "https://cdn/m.jpg", "width": 3, "height": 4}
    return {"id": "gid://shopify/MediaImage/1", "mediaContentType": "IMAGE", "alt": "front", "image": image} | changes


def test_images_come_from_the_media_where_images_were_not_asked_for() -> None:
    nodes = [media(), media(mediaContentType="VIDEO"), {"__typename": "Model3d"}, {"image": {"src": "//cdn/n.jpg"}}]
    product = read_product(without(body(media={"nodes": nodes}), "images"))
    assert product.images
    assert [(image.src, image.width, image.alt) for image in product.images] == [
        ("https://cdn/m.jpg", 3, "front"),
        ("https://cdn/n.jpg", UNSET, UNSET),
    ]
    assert product.origin.image["src"] == "/image/url"
    assert product.images_complete


def test_media_in_processing_make_the_images_incomplete() -> None:
    product = read_product(without(body(media={"nodes": [media(image=None, status="PROCESSING")]}), "images"))
    assert (product.images, product.images_complete) == ([], False)


def test_no_media_are_no_images() -> None:
    assert read_product(without(body(media={"nodes": []}), "images")).images == []
    assert read_product(body(images=None)).images is None


def test_a_featured_image_alone_is_incomplete() -> None:
    product = read_product(
        without(
            body(featuredImage={"originalSrc": "https://cdn/f.jpg", "id": "gid://shopify/ProductImage/5"}), "images"
        )
    )
    assert product.images
    assert (product.images[0].src, product.images[0].id, product.images_complete) == ("https://cdn/f.jpg", "5", False)
    assert product.origin.image["src"] == "/originalSrc"
    assert read_product(without(body(featuredImage=None), "images")).images == []


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        (None, None),
        ({"id": "gid://shopify/TaxonomyCategory/na"}, None),
        ({"name": "T-Shirts"}, Category(None, None, "T-Shirts")),
        ({"id": "x", "fullName": "A > B"}, Category("x", "A > B", None)),
    ],
)
def test_categories_are_paths_where_the_payload_has_them(category: object, expected: object) -> None:
    assert read_product(body(category=category)).category == expected


def test_components_of_any_variant_make_a_bundle() -> None:
    assert read_product(with_variant(requiresComponents=True)).requires_components is True
    assert (
        read_product(
            with_variant(requiresComponents=True) | {"hasVariantsThatRequiresComponents": False}
        ).requires_components
        is False
    )


def test_storefront_prices_carry_their_currency() -> None:
    product = read_product(as_storefront(tee(currency="SEK")))
    assert product.variants[0].currency == "SEK"
    assert product.origin.variant["price"] == "/price/amount"
    assert product.category
    assert product.category.path == "Apparel & Accessories > Clothing > T-Shirts"


def test_a_price_object_without_amount_is_not_known() -> None:
    item = read_product(with_variant(price={"currencyCode": 3})).variants[0]
    assert item.price is UNSET


def test_plain_lists_are_read_like_connections() -> None:
    node = body()
    for field in ("variants", "images", "metafields"):
        node[field] = node[field]["nodes"]
    product = read_product(node)
    assert product.variants[1].pointer == "/variants/1"
    assert product.metafields == {"custom.material": "Cotton"}


def test_a_wrong_type_names_its_place() -> None:
    with pytest.raises(PayloadError, match="wrong type at /variants/nodes/0/selectedOptions: expected a list or null"):
        read_product(with_variant(selectedOptions="Color"))


@pytest.mark.parametrize(("media", "alt"), [(True, "/alt"), (False, "/altText")])
def test_what_is_known_of_an_image_stands_beside_it_or_one_level_down(media: bool, alt: str) -> None:
    below = "/image" if media else ""
    assert image_places(media=media, source="url") == {
        "id": "/id",
        "alt": alt,
        "src": f"{below}/url",
        "width": f"{below}/width",
        "height": f"{below}/height",
    }
