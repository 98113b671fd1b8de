"""One product in no shape of Shopify's: what every writer of this folder takes.

`tee()` is a product with two options, two variants and two images. Amounts are text in major units, weights are
grams; an item's `image` is the place of its picture among the product's, or None.
"""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = [
    "TAXONOMY",
    "Neutral",
    "plain",
    "source_of",
    "taxonomy_category",
    "tee",
    "title_of",
    "used_values",
    "variant",
]

Neutral: TypeAlias = dict[str, Any]

TAXONOMY = "gid://shopify/TaxonomyCategory/"


def variant(number: int, values: list[str], **changes: Any) -> Neutral:
    return {
        "id": 4000 + number,
        "values": values,
        "sku": f"TEE-{number}",
        "barcode": "4006381333931",
        "price": "19.90",
        "compare_at_price": "24.90",
        "inventory_quantity": 12,
        "tracked": True,
        "policy": "deny",
        "requires_shipping": True,
        "grams": 180,
        "image": 0,
    } | changes


def tee(**changes: Any) -> Neutral:
    return {
        "id": 7000,
        "handle": "organic-cotton-tee",
        "title": "Organic cotton tee",
        "body_html": "<p>Soft tee.</p>",
        "vendor": "Sample Co",
        "product_type": "T-Shirts",
        "tags": ["cotton", "summer"],
        "status": "active",
        "published": True,
        "gift_card": False,
        "category": "Apparel & Accessories > Clothing > T-Shirts",
        "options": ["Color", "Size"],
        "variants": [variant(1, ["White", "S"]), variant(2, ["Black", "M"], image=1, compare_at_price=None)],
        "images": [
            {"src": "https://cdn.shopify.com/s/files/1/a.jpg", "width": 1200, "height": 900, "alt": "front"},
            {"src": "https://cdn.shopify.com/s/files/1/b.jpg", "width": 1200, "height": 900, "alt": None},
        ],
        "currency": "EUR",
        "metafields": {"custom.material": "Cotton"},
    } | changes


def plain(**changes: Any) -> Neutral:
    """A product without options: Shopify gives it the variant "Default Title"."""
    return tee(options=["Title"], variants=[variant(1, ["Default Title"])]) | changes


def title_of(item: Neutral) -> str:
    return " / ".join(item["values"])


def used_values(product: Neutral, place: int) -> list[str]:
    return list(dict.fromkeys(item["values"][place] for item in product["variants"]))


def source_of(product: Neutral, item: Neutral) -> str | None:
    return None if item["image"] is None else product["images"][item["image"]]["src"]


def taxonomy_category(product: Neutral, full_name: str, identifier: str = "id") -> Neutral | None:
    """Shopify's category of the product, under the names that a shape has for its parts."""
    path = product["category"]
    return path and {identifier: f"{TAXONOMY}aa-1", full_name: path, "name": path.rpartition(" > ")[2]}
