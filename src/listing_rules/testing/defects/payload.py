"""Where the places of a candidate stand in a REST payload, and how to write something else there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from msgspec import Struct

__all__ = [
    "FIELDS",
    "Field",
    "Payload",
    "prepared",
    "with_image",
    "with_images",
    "with_options",
    "with_variant",
    "with_variants",
]

Payload: TypeAlias = dict[str, Any]
_MIDDLE = 1000


class Field(Struct, frozen=True):
    """One path: `put` writes a value for the variant or image with this number, `at` is the pointer to it."""

    put: Callable[[Payload, int, Any], Payload]
    at: str
    get: Callable[[Payload, int], Any]
    prepare: Callable[[Payload], Payload] = lambda payload: payload


def with_variant(payload: Payload, number: int, **changes: Any) -> Payload:
    """The payload with these fields on one variant."""
    return with_variants(payload, [{**one, **changes} if place == number else one for place, one in _variants(payload)])


def with_variants(payload: Payload, variants: list[Payload]) -> Payload:
    """The payload with these variants, and with options that list their values."""
    options = [
        {**option, "values": list(dict.fromkeys(one.get(f"option{place}") for one in variants))}
        for place, option in enumerate(payload["options"], 1)
    ]
    return {**payload, "variants": variants, "options": options}


def with_image(payload: Payload, number: int, **changes: Any) -> Payload:
    """The payload with these fields on one image."""
    images = [{**one, **changes} if place == number else one for place, one in enumerate(payload["images"])]
    return {**payload, "images": images, "image": images[0]}


def with_images(payload: Payload, images: list[Payload]) -> Payload:
    """The payload with these images, which no variant names."""
    variants = [{**one, "image_id": None} for _, one in _variants(payload)]
    return {**payload, "images": images, "image": images[0] if images else None, "variants": variants}


def with_options(payload: Payload, variants: int = 1) -> Payload:
    """The payload with a real option and at least so many variants: Shopify's "Default Title" is no option."""
    rows = [one for _, one in _variants(payload)]
    if rows[0]["option1"] == "Default Title":
        payload = {**payload, "options": [{"name": "Color", "position": 1, "values": []}]}
        rows = [{**one, "option1": "White"} for one in rows]
    last = max(int(one["id"]) for one in rows)
    for more in range(variants - len(rows)):
        sku, code = f"{rows[0]['sku']}-{more}", None
        rows.append({**rows[0], "id": last + 1 + more, "option1": f"Shade {more + 1}", "sku": sku, "barcode": code})
    return with_variants(payload, rows)


def prepared(payload: Payload, path: str) -> Payload:
    """The clean product, with what the place needs for a value of its own to be the only thing that is wrong."""
    field = FIELDS.get(path)
    return field.prepare(payload) if field else payload


def _variants(payload: Payload) -> list[tuple[int, Payload]]:
    return list(enumerate(payload["variants"]))


def _top(name: str, at: str) -> Field:
    return Field(lambda payload, _, value: {**payload, name: value}, at, lambda payload, _: payload.get(name))


def _variant(name: str, at: str, prepare: Callable[[Payload], Payload] = lambda payload: payload) -> Field:
    return Field(
        lambda payload, number, value: with_variant(payload, number, **{name: value}),
        at,
        lambda payload, number: payload["variants"][number].get(name),
        prepare,
    )


def _image(name: str) -> Field:
    return Field(
        lambda payload, number, value: with_image(payload, number, **{name: value}),
        f"/main_images/{{}}/{name.replace('src', 'source_url')}",
        lambda payload, number: payload["images"][number].get(name),
    )


def _side(name: str, other: str) -> Field:
    """One side of an image; the other follows, or the shape would be wrong too."""
    field = _image(name)

    def put(payload: Payload, number: int, pixels: Any) -> Payload:
        fine = pixels + 1 if pixels < _MIDDLE else pixels - 1
        return with_image(payload, number, **{name: pixels, other: fine})

    return Field(put, field.at, field.get)


def _unreduced(payload: Payload) -> Payload:
    """Without compare-at prices, which are compared with the price."""
    return {**payload, "variants": [{**one, "compare_at_price": None} for _, one in _variants(payload)]}


def _named(payload: Payload, _: int, value: Any) -> Payload:
    return {**payload, "options": [{**payload["options"][0], "name": value}, *payload["options"][1:]]}


def _weighed(payload: Payload, _: int, kilograms: Any) -> Payload:
    """The heaviest variant decides, so all weigh the same."""
    weight = {"weight": float(kilograms), "weight_unit": "kg", "grams": int(Decimal(kilograms) * 1000)}
    return {**payload, "variants": [{**one, **weight} for _, one in _variants(payload)]}


def _published(payload: Payload, _: int, value: Any) -> Payload:
    return {**payload, "published_at": "2026-01-05T10:05:00-05:00" if value else None}


FIELDS: Mapping[str, Field] = {
    "title": _top("title", "/title"),
    "description": _top("body_html", "/description"),
    "external_product_id": _top("id", "/external_product_id"),
    "shopify.handle": _top("handle", "/shopify/handle"),
    "shopify.status": _top("status", "/shopify/status"),
    "shopify.vendor": _top("vendor", "/shopify/vendor"),
    "shopify.product_type": _top("product_type", "/shopify/product_type"),
    "shopify.published": Field(_published, "/shopify/published", lambda payload, _: bool(payload["published_at"])),
    "main_images": Field(
        lambda payload, _, images: with_images(payload, images or []),
        "/main_images",
        lambda payload, _: payload["images"],
    ),
    "main_images[*].source_url": _image("src"),
    "main_images[*].width": _side("width", "height"),
    "main_images[*].height": _side("height", "width"),
    "package_weight.value": Field(
        _weighed, "/package_weight/value", lambda payload, _: payload["variants"][0]["weight"]
    ),
    "skus[*].price.amount": _variant("price", "/skus/{}/price/amount", _unreduced),
    "skus[*].list_price.amount": _variant("compare_at_price", "/skus/{}/list_price/amount"),
    "skus[*].seller_sku": _variant("sku", "/skus/{}/seller_sku"),
    "skus[*].identifier_code.code": _variant(
        "barcode", "/skus/{}/identifier_code/code", lambda payload: with_options(payload, 2)
    ),
    "skus[*].inventory[*].quantity": _variant("inventory_quantity", "/skus/{}/inventory/0/quantity"),
    "skus[*].sales_attributes[*].value_name": _variant(
        "option1", "/skus/{}/sales_attributes/0/value_name", with_options
    ),
    "skus[*].sales_attributes[*].name": Field(
        _named, "/skus/0/sales_attributes/0/name", lambda payload, _: payload["options"][0]["name"], with_options
    ),
}
"""The paths that a REST payload has a place for; rules that look elsewhere are broken by their examples."""
