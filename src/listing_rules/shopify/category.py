"""Which TikTok category the connector's own mapping gives a product."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct

from listing_rules.shop import CategoryMapping
from listing_rules.shopify.product import UNSET, Category, Known, Product
from listing_rules.taxonomy import PathTable

__all__ = ["CategoryMapper", "Traits"]

_GID = "gid://"


class Traits(Struct, frozen=True, gc=False):
    """What decides a product's category. `collections` are their ids, gids, handles and titles. `tags` and `category`
    are read where a table asks for them."""

    id: Known[str]
    handle: Known[str]
    tags: Callable[[], Known[list[str]]]
    product_type: Known[str]
    category: Callable[[], Known[Category]]
    collections: Known[list[str]] = UNSET
    collections_complete: bool = True


_Table: TypeAlias = Callable[[Traits], Known[str]]
"""A category id, None where the table says nothing of the product, UNSET where nobody can tell."""


class CategoryMapper:
    """A category mapping made ready: its keys folded once, tables that hold nothing left out."""

    def __init__(self, mapping: CategoryMapping | None) -> None:
        self._mapping = mapping
        self._tables: list[_Table] = [] if mapping is None else list(_tables(mapping))

    def __bool__(self) -> bool:
        """Whether there is a mapping at all."""
        return self._mapping is not None

    def of(self, product: Product) -> Known[str]:
        """The category id; None where the mapping covers nothing of this product, UNSET where there is no mapping, or
        where the payload does not hold what it looks at."""
        return self.of_traits(
            Traits(
                product.id,
                product.handle,
                lambda: product.tags,
                product.product_type,
                lambda: product.category,
                product.collections,
                product.collections_complete,
            )
        )

    def of_traits(self, traits: Traits) -> Known[str]:
        """The same from the facts that decide."""
        if self._mapping is None:
            return UNSET
        for table in self._tables:
            found = table(traits)
            if found is not None:
                return found
        return self._mapping.default


def _tables(mapping: CategoryMapping) -> Iterable[_Table]:
    if mapping.by_product:
        yield _by_product(_folded(mapping.by_product))
    if mapping.by_collection:
        yield _by_collection(_folded(mapping.by_collection))
    if mapping.by_tag:
        yield _by_tag(_folded(mapping.by_tag))
    if mapping.by_product_type:
        types = _folded(mapping.by_product_type)
        yield lambda traits: UNSET if traits.product_type is UNSET else _named(types, traits.product_type)
    if mapping.by_shopify_category:
        yield _by_shopify_category(mapping.by_shopify_category)


def _by_product(table: Mapping[str, str]) -> _Table:
    """A shape without ids decides where all keys are handles."""
    ids = any(key.isdigit() for key in table)
    handles = not all(key.isdigit() for key in table)

    def look(traits: Traits) -> Known[str]:
        found = _first(table, (traits.id, traits.handle))
        unsure = (ids and traits.id is UNSET) or (handles and traits.handle is UNSET)
        return UNSET if found is None and unsure else found

    return look


def _by_collection(table: Mapping[str, str]) -> _Table:
    def look(traits: Traits) -> Known[str]:
        if traits.collections is UNSET:
            return UNSET
        found = _first(table, traits.collections or ())
        return UNSET if found is None and not traits.collections_complete else found

    return look


def _by_tag(table: Mapping[str, str]) -> _Table:
    def look(traits: Traits) -> Known[str]:
        tags = traits.tags()
        return UNSET if tags is UNSET else _first(table, tags or ())

    return look


def _by_shopify_category(table: Mapping[str, str]) -> _Table:
    """By gid, else by the longest path that the product's category stands at or under."""
    paths = PathTable({path: category for path, category in table.items() if not path.startswith(_GID)})

    def look(traits: Traits) -> Known[str]:
        category = traits.category()
        if category is UNSET or category is None:
            return category
        if category.id and category.id in table:
            return table[category.id]
        return paths.nearest(category.path or "")

    return look


def _folded(table: Mapping[str, str]) -> dict[str, str]:
    return {key.casefold(): category for key, category in table.items()}


def _first(folded: Mapping[str, str], keys: Iterable[Known[str]]) -> str | None:
    return next((found for key in keys if (found := _named(folded, key))), None)


def _named(folded: Mapping[str, str], key: Known[str]) -> str | None:
    return folded.get(key.casefold()) if key else None
