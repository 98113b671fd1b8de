"""Which TikTok category the connector's own mapping gives a product."""

from __future__ import annotations

from listing_rules.shop import CategoryMapping
from listing_rules.shopify.product import UNSET, Category, Known, Product

__all__ = ["mapped_category"]


def mapped_category(product: Product, mapping: CategoryMapping | None) -> Known[str]:
    """The category id; None where the mapping covers nothing of this product, UNSET where there is no mapping."""
    if mapping is None:
        return UNSET
    return (
        _first(mapping.by_product, [product.id, product.handle])
        or _first(mapping.by_tag, product.tags or [])
        or _first(mapping.by_product_type, [product.product_type])
        or _by_shopify_category(mapping.by_shopify_category, product.category)
        or mapping.default
    )


def _first(table: dict[str, str], keys: list[Known[str]] | list[str]) -> str | None:
    if not table:
        return None
    folded = {key.casefold(): category for key, category in table.items()}
    return next((folded[key.casefold()] for key in keys if key and key.casefold() in folded), None)


def _by_shopify_category(table: dict[str, str], category: Known[Category]) -> str | None:
    """By gid, else by the longest path that the product's category stands at or under."""
    if not table or not category:
        return None
    if category.id in table:
        return table[category.id]
    path = [part.strip().casefold() for part in (category.path or "").split(">")]
    folded = {tuple(part.strip().casefold() for part in key.split(">")): value for key, value in table.items()}
    prefixes = (tuple(path[:size]) for size in range(len(path), 0, -1))
    return next((folded[prefix] for prefix in prefixes if prefix in folded), None)
