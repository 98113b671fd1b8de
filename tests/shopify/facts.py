"""The facts of a product without its places, so that products of different shapes can be compared."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from listing_rules.shopify.product import UNSET, Image, Product, Variant

GRAMS = {"g": 1, "kg": 1000}
_FIELDS = (
    *("id", "handle", "title", "body_html", "vendor", "product_type", "tags", "status", "published", "gift_card"),
    *("metafields", "variants_complete", "options_known"),
)
_VARIANT_FIELDS = (
    *("id", "sku", "barcode", "price", "compare_at_price", "currency", "inventory_quantity", "inventory_tracked"),
    *("inventory_policy", "requires_shipping", "image_src", "option_values"),
)


def facts_of(product: Product) -> dict[str, Any]:
    facts = {field: getattr(product, field) for field in _FIELDS}
    facts["category"] = product.category.path if product.category else product.category
    facts["options"] = [(option.name, option.values) for option in product.options]
    for place, item in enumerate(product.variants):
        facts |= {f"variant {place} {key}": value for key, value in _variant_facts(item).items()}
    for place, image in enumerate(product.images or []):
        facts |= {f"image {place} {key}": value for key, value in _image_facts(image).items()}
    facts["counts"] = len(product.variants), len(product.images or [])
    return {key: value for key, value in facts.items() if value is not UNSET}


def _variant_facts(item: Variant) -> dict[str, Any]:
    facts = {field: getattr(item, field) for field in _VARIANT_FIELDS}
    weighed = isinstance(item.weight, Decimal) and isinstance(item.weight_unit, str)
    facts["weight"] = Decimal(item.weight) * GRAMS[item.weight_unit] if weighed else item.weight  # type: ignore[arg-type, index]
    return facts


def _image_facts(image: Image) -> dict[str, Any]:
    return {field: getattr(image, field) for field in ("src", "width", "height", "alt")}


def shared(one: dict[str, Any], other: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both, cut to the facts that both shapes carry."""
    keys = one.keys() & other.keys()
    return {key: one[key] for key in keys}, {key: other[key] for key in keys}
