"""Where the facts of the REST family stand below a product, a variant or an image."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress, product

__all__ = ["IMAGE", "product_places", "variant_places"]

_PRODUCT = {
    "id": "/id",
    "handle": "/handle",
    "title": "/title",
    "body_html": "/body_html",
    "vendor": "/vendor",
    "product_type": "/product_type",
    "tags": "/tags",
    "status": "/status",
    "published": "/published_at",
    "category": "/category",
    "requires_components": "/has_variants_that_requires_components",
    "metafields": "/metafields",
    "variants": "/variants",
    "options": "/options",
    "images": "/images",
}
_VARIANT = {
    "id": "/id",
    "title": "/title",
    "sku": "/sku",
    "barcode": "/barcode",
    "price": "/price",
    "compare_at_price": "/compare_at_price",
    "currency": "/presentment_prices/0/price/currency_code",
    "inventory_quantity": "/inventory_quantity",
    "inventory_tracked": "/inventory_management",
    "inventory_policy": "/inventory_policy",
    "requires_shipping": "/requires_shipping",
    "weight": "/weight",
    "weight_unit": "/weight_unit",
    "image_src": "/image_id",
    "position": "/position",
    "option1": "/option1",
    "option2": "/option2",
    "option3": "/option3",
}
_GRAMS = {"weight": "/grams", "weight_unit": "/grams"}
_FEATURED = {"image_src": "/featured_image/src"}
_LISTED = {f"option{place + 1}": f"/option_values/{place}/value" for place in range(3)}

IMAGE: Mapping[str, str] = {"id": "/id", "src": "/src", "width": "/width", "height": "/height", "alt": "/alt"}
_PRODUCTS = {listing: dict(_PRODUCT | ({"id": "/product_id"} if listing else {})) for listing in (False, True)}
_CHANGES = (_GRAMS, _FEATURED, _LISTED)


def _merged(flags: tuple[bool, ...]) -> Mapping[str, str]:
    merged = dict(_VARIANT)
    for changed in compress(_CHANGES, flags):
        merged.update(changed)
    return dict(merged)


_VARIANTS = {flags: _merged(flags) for flags in product((False, True), repeat=len(_CHANGES))}


def product_places(*, listing: bool) -> Mapping[str, str]:
    """`listing`: a sales-channel product listing, with "product_id" in place of "id"."""
    return _PRODUCTS[listing]


def variant_places(*, grams: bool, featured: bool, listing: bool) -> Mapping[str, str]:
    """`grams`: weight in grams only; `featured`: the image itself, no image id; `listing`: option values in a list."""
    return _VARIANTS[grams, featured, listing]
