"""Where the facts of the GraphQL shapes stand below a product, a variant or an image."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

__all__ = ["image_places", "product_places", "variant_places"]

_PRODUCT = {
    "id": "/id",
    "handle": "/handle",
    "title": "/title",
    "vendor": "/vendor",
    "product_type": "/productType",
    "tags": "/tags",
    "status": "/status",
    "published": "/publishedAt",
    "gift_card": "/isGiftCard",
    "category": "/category",
    "requires_selling_plan": "/requiresSellingPlan",
    "requires_components": "/hasVariantsThatRequiresComponents",
    "metafields": "/metafields",
    "variants": "/variants",
    "options": "/options",
}
_VARIANT = {
    "id": "/id",
    "title": "/title",
    "sku": "/sku",
    "barcode": "/barcode",
    "price": "/price",
    "compare_at_price": "/compareAtPrice",
    "inventory_quantity": "/inventoryQuantity",
    "inventory_tracked": "/inventoryItem/tracked",
    "inventory_policy": "/inventoryPolicy",
    "requires_shipping": "/requiresShipping",
    "weight": "/weight",
    "weight_unit": "/weightUnit",
    "image_src": "/image/url",
    "position": "/position",
    "option1": "/selectedOptions/0/value",
    "option2": "/selectedOptions/1/value",
    "option3": "/selectedOptions/2/value",
}
_ON_ITEM = {
    "weight": {
        "weight": "/inventoryItem/measurement/weight/value",
        "weight_unit": "/inventoryItem/measurement/weight/unit",
    },
    "requires_shipping": {"requires_shipping": "/inventoryItem/requiresShipping"},
    "sku": {"sku": "/inventoryItem/sku"},
    "storefront": {
        "price": "/price/amount",
        "compare_at_price": "/compareAtPrice/amount",
        "currency": "/price/currencyCode",
        "inventory_quantity": "/quantityAvailable",
    },
}
_BODIES = ("descriptionHtml", "bodyHtml", "description")
_SOURCES = ("url", "originalSrc", "src", "transformedSrc")


def _merged(base: dict[str, str], flags: tuple[bool, ...]) -> Mapping[str, str]:
    merged = dict(base)
    for flag, changed in zip(flags, _ON_ITEM.values(), strict=True):
        merged.update(changed if flag else {})
    return dict(merged)


_VARIANTS = {flags: _merged(_VARIANT, flags) for flags in product((False, True), repeat=len(_ON_ITEM))}
_PRODUCTS = {
    (body, images): {**_PRODUCT, "body_html": f"/{body}", "images": f"/{images}"}
    for body in _BODIES
    for images in ("images", "media", "featuredImage")
}


def _images(before: str, source: str, alt: str) -> Mapping[str, str]:
    places = {"src": f"{before}/{source}", "width": f"{before}/width", "height": f"{before}/height"}
    return {"id": "/id", "alt": alt, **places}


_IMAGES = {
    (media, source): _images("/image", source, "/alt") if media else _images("", source, "/altText")
    for media in (False, True)
    for source in _SOURCES
}


_ON_OTHER_LINES = {"variants", "images", "metafields"}
_BULK_PRODUCTS = {
    body: {field: place for field, place in table.items() if field not in _ON_OTHER_LINES}
    for (body, images), table in _PRODUCTS.items()
    if images == "images"
}


def product_places(body: str, images: str, *, bulk: bool) -> Mapping[str, str]:
    """`body` names the field that has the description, `images` the one that has the images."""
    return _BULK_PRODUCTS[body] if bulk else _PRODUCTS[body, images]


def variant_places(*, weight: bool, requires_shipping: bool, sku: bool, storefront: bool) -> Mapping[str, str]:
    """The first three say which facts stand on the inventory item instead of the variant."""
    return _VARIANTS[weight, requires_shipping, sku, storefront]


def image_places(*, media: bool, source: str) -> Mapping[str, str]:
    """`source` names the field that has the address; `media` images have it one level down."""
    return _IMAGES[media, source]
