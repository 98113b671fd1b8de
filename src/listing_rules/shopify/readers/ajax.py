"""The theme's Ajax shape, /products/<handle>.js: prices are whole cents, images are bare addresses.

The shape has no status, no stock and no currency; weights are grams.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from listing_rules.shopify.product import Image, Known, Origin, Product, Shape, Variant
from listing_rules.shopify.readers import options as option_rules
from listing_rules.shopify.readers.amounts import amount, cents, quantity, whole
from listing_rules.shopify.readers.options import Declared
from listing_rules.shopify.readers.typed import Flag, Text, typed
from listing_rules.shopify.readers.values import absolute, by_position, folded, identifier, published, tag_list, text

__all__ = ["read"]

_PRODUCT: Mapping[str, str] = {
    "id": "/id",
    "handle": "/handle",
    "title": "/title",
    "body_html": "/description",
    "vendor": "/vendor",
    "product_type": "/type",
    "tags": "/tags",
    "published": "/published_at",
    "requires_selling_plan": "/requires_selling_plan",
    "variants": "/variants",
    "options": "/options",
    "images": "/images",
}
_VARIANT: Mapping[str, str] = {
    "id": "/id",
    "title": "/title",
    "sku": "/sku",
    "barcode": "/barcode",
    "price": "/price",
    "compare_at_price": "/compare_at_price",
    "inventory_quantity": "/inventory_quantity",
    "inventory_tracked": "/inventory_management",
    "inventory_policy": "/inventory_policy",
    "requires_shipping": "/requires_shipping",
    "weight": "/weight",
    "weight_unit": "/weight",
    "image_src": "/featured_image/src",
    "option1": "/options/0",
    "option2": "/options/1",
    "option3": "/options/2",
}
_IMAGE: Mapping[str, str] = {"src": ""}
_MEDIA: Mapping[str, str] = {"id": "/id", "src": "/src", "width": "/width", "height": "/height", "alt": "/alt"}


class _Picture(Struct):
    src: Text = UNSET


class _Variant(Struct):
    id: Any = UNSET
    title: Text = UNSET
    sku: Text = UNSET
    barcode: Text = UNSET
    price: Any = UNSET
    compare_at_price: Any = UNSET
    options: list[str | None] | None = None
    option1: Text = UNSET
    option2: Text = UNSET
    option3: Text = UNSET
    inventory_quantity: Any = UNSET
    inventory_management: Text = UNSET
    inventory_policy: Text = UNSET
    requires_shipping: Flag = UNSET
    weight: Any = UNSET
    featured_image: _Picture | UnsetType | None = UNSET


class _Option(Struct):
    name: Text = None
    values: list[str | None] | None = None


class _Media(Struct):
    id: Any = UNSET
    media_type: Text = None
    src: Text = None
    width: Any = UNSET
    height: Any = UNSET
    alt: Text = UNSET
    position: Any = UNSET


class _Product(Struct):
    id: Any = UNSET
    title: Text = UNSET
    handle: Text = UNSET
    description: Text = UNSET
    vendor: Text = UNSET
    type: Text = UNSET
    tags: str | list[str | None] | UnsetType | None = UNSET
    published_at: Text = UNSET
    requires_selling_plan: Flag = UNSET
    variants: list[_Variant] | UnsetType | None = UNSET
    options: list[Any] | None = None
    images: list[str | None] | UnsetType | None = UNSET
    media: list[_Media] | None = None


def read(document: object, prefix: str, shape: Shape = "ajax") -> Product:
    """One product of the Ajax API. Raises PayloadError where a value has the wrong type."""
    body = typed(document, _Product, prefix)
    bodies = body.variants or []
    declared = _declared(body.options or [], prefix)
    rows = [_row(item, len(declared)) for item in bodies]
    options, rows = option_rules.settle(declared, rows, complete=body.variants is not UNSET)
    pictures = _pictures(body)
    return Product(
        origin=Origin(shape, prefix, _PRODUCT, _VARIANT, _MEDIA if pictures else _IMAGE),
        variants=[_variant(item, f"{prefix}/variants/{place}", rows[place]) for place, item in enumerate(bodies)],
        options=options,
        images=_from_media(pictures, prefix) if pictures else _from_addresses(body.images, prefix),
        id=identifier(body.id),
        handle=text(body.handle),
        title=text(body.title),
        body_html=text(body.description),
        vendor=text(body.vendor),
        product_type=text(body.type),
        tags=tag_list(body.tags),
        published=published(body.published_at),
        requires_selling_plan=body.requires_selling_plan,
        variants_complete=body.variants is not UNSET,
        options_known=bool(declared) or len(bodies) <= 1,
    )


def _variant(body: _Variant, pointer: str, values: tuple[str | None, ...]) -> Variant:
    return Variant(
        pointer,
        values,
        id=identifier(body.id),
        title=text(body.title),
        sku=text(body.sku),
        barcode=text(body.barcode),
        price=cents(body.price),
        compare_at_price=cents(body.compare_at_price),
        inventory_quantity=quantity(body.inventory_quantity),
        inventory_tracked=UNSET if body.inventory_management is UNSET else bool(body.inventory_management),
        inventory_policy=folded(body.inventory_policy),
        requires_shipping=body.requires_shipping,
        weight=amount(body.weight),
        weight_unit=UNSET if body.weight is UNSET else "g",
        image_src=_src(body.featured_image),
    )


def _src(picture: _Picture | UnsetType | None) -> Known[str]:
    if picture is None or isinstance(picture, UnsetType):
        return picture
    return absolute(picture.src) if picture.src else UNSET


def _declared(listed: list[Any], prefix: str) -> list[Declared]:
    """Options are objects; themes of older days list bare names."""
    found = []
    for place, item in enumerate(listed):
        pointer = f"{prefix}/options/{place}"
        body = _Option(item) if isinstance(item, str) else typed(item, _Option, pointer)
        found.append(Declared(body.name or None, body.values or [], pointer))
    return found


def _row(body: _Variant, width: int) -> tuple[str | None, ...]:
    values = body.options or [body.option1 or None, body.option2 or None, body.option3 or None]
    return (*(value or None for value in values), *[None] * width)[:width]


def _pictures(body: _Product) -> list[tuple[int, _Media]]:
    """The image media, with their places, where they are all the images: only they have sizes."""
    media = [item for item in enumerate(body.media or []) if item[1].media_type == "image" and item[1].src]
    return media if len(media) == len(body.images or []) else []


def _from_media(pictures: list[tuple[int, _Media]], prefix: str) -> list[Image]:
    return by_position([(whole(item.position), _image(item, f"{prefix}/media/{place}")) for place, item in pictures])


def _image(body: _Media, pointer: str) -> Image:
    return Image(
        absolute(body.src or ""),
        pointer,
        identifier(body.id) or None,
        whole(body.width),
        whole(body.height),
        text(body.alt),
    )


def _from_addresses(listed: list[str | None] | UnsetType | None, prefix: str) -> Known[list[Image]]:
    if listed is None or isinstance(listed, UnsetType):
        return listed
    return [Image(absolute(src), f"{prefix}/images/{place}") for place, src in enumerate(listed) if src]
