"""A REST payload as a neutral product, so that what was written once can be written in every shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from listing_rules.testing.shapes.neutral import Neutral

__all__ = ["neutral_of"]


def neutral_of(payload: Mapping[str, Any]) -> Neutral:
    """The product of a whole REST payload, without a taxonomy category, of which REST says nothing.

    KeyError or TypeError where the payload is no whole product.
    """
    images = [{"width": None, "height": None, "alt": None, **image} for image in payload["images"]]
    options = [option["name"] for option in payload["options"]]
    return {
        **{key: payload[key] for key in ("id", "handle", "title", "body_html", "vendor", "product_type", "status")},
        "category": None,
        "tags": [tag for tag in str(payload["tags"]).split(", ") if tag],
        "published": bool(payload["published_at"]),
        "gift_card": False,
        "options": options,
        "variants": [_variant(row, len(options)) for row in payload["variants"]],
        "images": [{key: image[key] for key in ("src", "width", "height", "alt")} for image in images],
        "currency": "USD",
        "metafields": {f"{one['namespace']}.{one['key']}": one["value"] for one in payload.get("metafields", ())},
    }


def _variant(row: Mapping[str, Any], options: int) -> Neutral:
    return {
        **{key: row[key] for key in ("id", "sku", "barcode", "price", "compare_at_price", "inventory_quantity")},
        "values": [row.get(f"option{place + 1}") for place in range(options)],
        "tracked": row["inventory_management"] == "shopify",
        "policy": row["inventory_policy"],
        "requires_shipping": row["requires_shipping"],
        "grams": row["grams"],
        "image": None,
    }
