"""Which TikTok category the connector's own mapping gives a product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from listing_rules.shop import CategoryMapping
from listing_rules.shopify.product import UNSET, Category, Known, Product

__all__ = ["CategoryMapper"]


class CategoryMapper:
    """A category mapping made ready: its keys folded once."""

    def __init__(self, mapping: CategoryMapping | None) -> None:
        self._mapping = mapping
        if mapping is None:
            return
        self._by_product = _folded(mapping.by_product)
        self._by_tag = _folded(mapping.by_tag)
        self._by_type = _folded(mapping.by_product_type)
        self._gids = mapping.by_shopify_category
        self._paths = {_parts(path): category for path, category in mapping.by_shopify_category.items()}

    def of(self, product: Product) -> Known[str]:
        """The category id; None where the mapping covers nothing of this product, UNSET where there is no mapping."""
        return self.of_facts((product.id, product.handle), product.tags, product.product_type, product.category)

    def of_facts(
        self,
        names: tuple[Known[str], Known[str]],
        tags: Known[list[str]],
        product_type: Known[str],
        category: Known[Category],
    ) -> Known[str]:
        """The same from the facts that decide: id and handle, tags, product type and Shopify category."""
        if self._mapping is None:
            return UNSET
        return (
            (self._by_product and _first(self._by_product, names))
            or (self._by_tag and _first(self._by_tag, tags or ()))
            or (self._by_type and _first(self._by_type, (product_type,)))
            or (self._gids and category and self._by_shopify_category(category))
            or self._mapping.default
        )

    def _by_shopify_category(self, category: Category) -> str | None:
        """By gid, else by the longest path that the product's category stands at or under."""
        if category.id in self._gids:
            return self._gids[category.id]
        path = _parts(category.path or "")
        prefixes = (path[:size] for size in range(len(path), 0, -1))
        return next((self._paths[prefix] for prefix in prefixes if prefix in self._paths), None)


def _folded(table: Mapping[str, str]) -> dict[str, str]:
    return {key.casefold(): category for key, category in table.items()}


def _first(folded: Mapping[str, str], keys: Iterable[Known[str]]) -> str | None:
    return next((folded[key.casefold()] for key in keys if key and key.casefold() in folded), None)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.strip().casefold() for part in path.split(">"))
