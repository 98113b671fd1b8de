from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from listing_rules.errors import PayloadError
from listing_rules.shopify import read_product
from listing_rules.shopify.product import UNSET
from listing_rules.testing.shapes.neutral import plain, tee
from listing_rules.testing.shapes.rest import as_ajax


def ajax(**changes: Any) -> dict[str, Any]:
    return as_ajax(tee()) | changes


def test_prices_are_cents() -> None:
    item = read_product(ajax()).variants[0]
    assert (item.price, item.compare_at_price) == (Decimal("19.90"), Decimal("24.90"))


def test_media_tell_sizes_where_they_are_all_the_images() -> None:
    media = [
        {"media_type": "image", "src": f"//cdn/{name}.jpg", "width": 5, "height": 6, "id": 1, "position": place}
        for place, name in ((2, "b"), (1, "a"))
    ]
    images = read_product(ajax(media=[{"media_type": "video"}, *media])).images
    assert images
    assert [(image.src, image.width, image.pointer) for image in images] == [
        ("https://cdn/a.jpg", 5, "/media/2"),
        ("https://cdn/b.jpg", 5, "/media/1"),
    ]
    without = [{"media_type": "image", "src": None}, *media]
    assert [image.width for image in read_product(ajax(media=without)).images or ()] == [5, 5]
    product = read_product(ajax(media=media[:1]))
    assert product.images
    assert product.images[0].width is UNSET
    assert product.origin.image == {"src": ""}


def test_bare_option_names_are_read() -> None:
    product = read_product(ajax(options=["Color", "Size"]))
    assert [(option.name, option.values) for option in product.options] == [
        ("Color", ["White", "Black"]),
        ("Size", ["S", "M"]),
    ]


def test_option_values_may_stand_in_the_variant() -> None:
    body = as_ajax(plain())
    del body["variants"][0]["options"]
    assert read_product(body).variants[0].option_values == ()


def test_several_variants_without_options_cannot_be_told_apart() -> None:
    body = ajax(options=[])
    assert not read_product(body).options_known
    assert read_product(body | {"variants": body["variants"][:1]}).options_known


def test_no_images_and_no_featured_image_are_known() -> None:
    body = ajax(images=None)
    body["variants"][0]["featured_image"] = None
    body["variants"][1]["featured_image"] = {"src": ""}
    product = read_product(body)
    assert product.images is None
    assert product.variants[0].image_src is None
    assert product.variants[1].image_src is UNSET
    del body["images"]
    assert read_product(body).images is UNSET


@pytest.mark.parametrize(("management", "tracked"), [("shopify", True), (None, False), (UNSET, UNSET)])
def test_stock_is_tracked_where_somebody_manages_it(management: Any, tracked: Any) -> None:
    body = ajax()
    del body["variants"][0]["inventory_management"]
    body["variants"][0] |= {} if management is UNSET else {"inventory_management": management}
    assert read_product(body).variants[0].inventory_tracked is tracked


def test_a_wrong_type_names_its_place() -> None:
    with pytest.raises(PayloadError, match="wrong type at /options/1: expected an object, got a number"):
        read_product(ajax(options=["Color", 3]))
