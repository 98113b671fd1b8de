"""From a product of Shopify's REST API to the body of TikTok's Create Product 202309."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

KILOGRAMS = {"g": Decimal("0.001"), "kg": Decimal(1), "oz": Decimal("0.028349523125"), "lb": Decimal("0.45359237")}


def create_product(product: dict[str, Any]) -> dict[str, Any]:
    """The body, without what only TikTok can give: the `uri`s of images and the warehouse."""
    variants = sorted(product["variants"], key=lambda variant: variant["position"])
    images = sorted(product["images"], key=lambda image: image["position"])
    body = {
        "title": product["title"],
        "description": product["body_html"],
        "main_images": [{"source_url": image["src"]} for image in images[:9]],
        "skus": [sku(product, variant) for variant in variants],
    }
    heaviest = max((kilograms(variant) for variant in variants), default=Decimal(0))
    if heaviest > 0:
        body["package_weight"] = {"value": f"{heaviest:.3f}", "unit": "KILOGRAM"}
    return body


def sku(product: dict[str, Any], variant: dict[str, Any]) -> dict[str, Any]:
    options = [option["name"] for option in product["options"]]
    values = [variant[f"option{place}"] for place in range(1, len(options) + 1)]
    chosen = [] if options == ["Title"] else zip(options, values, strict=True)
    return {
        "seller_sku": variant["sku"],
        "price": {"amount": variant["price"], "currency": "USD"},
        "inventory": [{"quantity": variant["inventory_quantity"]}],
        "sales_attributes": [{"name": name, "value_name": value} for name, value in chosen],
    }


def kilograms(variant: dict[str, Any]) -> Decimal:
    return Decimal(str(variant["weight"])) * KILOGRAMS[variant["weight_unit"]]
