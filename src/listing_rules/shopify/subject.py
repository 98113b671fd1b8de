"""One product as the checks look at it: read only as far as anybody asks.

A plain product (see `rest_plain`) answers most questions from its typed body. The product that every shape ends in,
and the candidate, are made when something is wrong and has to be told in detail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, TypeAlias

from listing_rules.paths import Path
from listing_rules.shop import BOUNDS, Shop
from listing_rules.shopify.category import CategoryMapper, Traits
from listing_rules.shopify.mapping import to_tree
from listing_rules.shopify.places import source_place
from listing_rules.shopify.plain_columns import FULLEST, PlainColumn, columns_for, compiled_column
from listing_rules.shopify.product import UNSET, Known, Product
from listing_rules.shopify.readers.rest_plain import Plain, PlainImage
from listing_rules.shopify.surfaces import plain_surfaces, surfaces_of
from listing_rules.surfaces import Surfaces

__all__ = ["Lister", "Readable", "Subject", "product_of", "sizes_of"]

Readable: TypeAlias = Product | Plain
"""A product as the readers hand it out."""


def product_of(readable: Readable) -> Product:
    """The product that every shape ends in."""
    return readable.product() if isinstance(readable, Plain) else readable


class Lister:
    """Prepares products for one shop: its category mapping, and the columns that a plain product has there."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.bounds = shop.bounds or BOUNDS
        self.categories = CategoryMapper(shop.category_mapping)
        # What the shop file adds to the candidate stands in no column of the product.
        self.plain_columns: Mapping[str, PlainColumn] = {} if shop.listing is not None else columns_for(shop)
        self._readers: dict[tuple[str, bool], Callable[[Plain], list[Any]] | None] = {}

    def subject(self, readable: Readable) -> Subject:
        """The product, to be looked at. PayloadError where it has more than the shop's bounds allow."""
        self.bounds.hold(*sizes_of(readable))
        if isinstance(readable, Plain) and not self.plain_columns:
            return Subject(readable.product(), self)
        return Subject(readable, self)

    def plain_holds(self, path: Path) -> bool:
        """Whether a plain product's candidate can hold anything at a path, be it a column or not."""
        return any(value is not UNSET for value in path.values(Subject(FULLEST, self).tree))

    def column(self, plain: Plain, path: str, *, stand_in: bool = False) -> list[Any] | None:
        """The values at a path, or what stands in for them, where they can be read off a plain product."""
        if (path, stand_in) not in self._readers:
            column = self.plain_columns.get(path)
            read = compiled_column(path, column, self.shop, stand_in=stand_in) if column else None
            self._readers[path, stand_in] = read
        reader = self._readers[path, stand_in]
        return reader(plain) if reader else None


class Subject:
    """See the module. `plain` is None for a product of any other kind; `complete`: all variants are there, which are
    as many as `skus`."""

    __slots__ = (
        "_known_by",
        "_lister",
        "_outline",
        "_product",
        "_surfaces",
        "_tree",
        "category_id",
        "complete",
        "plain",
        "shape",
    )

    def __init__(self, readable: Readable, lister: Lister) -> None:
        self._lister = lister
        self._tree: dict[str, Any] | None = None
        self._surfaces: Surfaces | None = None
        self._outline: Product | None = None
        self._known_by: dict[str, str | None] | None = None
        if isinstance(readable, Plain):
            self.plain: Plain | None = readable
            self._product: Product | None = None
            self.complete = True
            self.shape: str = readable.shape
            self.category_id: Known[str] = _category_of(readable, lister.categories)
        else:
            self.plain = None
            self._product = readable
            self.complete = readable.variants_complete
            self.shape = readable.origin.shape
            self.category_id = lister.categories.of(readable)

    @property
    def product(self) -> Product:
        if self._product is None:
            self._product = self.plain.product()  # type: ignore[union-attr]
        return self._product

    @property
    def tree(self) -> dict[str, Any]:
        """The candidate as dicts and lists."""
        if self._tree is None:
            self._tree = to_tree(self.product, self._lister.shop, self.category_id)
        return self._tree

    @property
    def surfaces(self) -> Surfaces:
        """The product's words."""
        if self._surfaces is None:
            self._surfaces = plain_surfaces(self.plain) if self.plain is not None else surfaces_of(self.product)
        return self._surfaces

    @property
    def skus(self) -> int:
        return len(self.product.variants if self.plain is None else self.plain.body.variants)

    def column(self, path: str) -> list[Any] | None:
        """The values at a path, where they can be had without the candidate."""
        return None if self.plain is None or self._tree is not None else self._lister.column(self.plain, path)

    def stand_in(self, path: str) -> list[Any] | None:
        """As many values as at a path, and lists as long, where they can be had without the candidate."""
        return None if self.plain is None else self._lister.column(self.plain, path, stand_in=True)

    def source_place(self, at: str) -> tuple[str | None, str | None]:
        """From a place in the candidate to that in the payload, see `places`."""
        given = self.tree.get("given_by_shop", {}) if self._lister.shop.listing is not None else {}
        if self.plain is None or self._product is not None or at.startswith("/package_weight"):
            return source_place(self.product, at, given)
        if self._outline is None:
            self._outline = self.plain.outline()
        return source_place(self._outline, at, given)

    def known_by(self) -> dict[str, str | None]:
        """What people know the product by: id, handle and title, vendor, product type and main image."""
        if self._known_by is None:
            self._known_by = _known_by(self.product) if self.plain is None else _plain_known_by(self.plain)
        return self._known_by


def sizes_of(readable: Readable) -> tuple[int, int, int]:
    """How many variants and images, and how many characters of text."""
    body = readable.body if isinstance(readable, Plain) else readable
    return len(body.variants), len(body.images or ()), len(body.title or "") + len(body.body_html or "")


def _known_by(product: Product) -> dict[str, str | None]:
    return {
        "id": product.id or None,
        "handle": product.handle or None,
        "title": product.title or None,
        "vendor": product.vendor or None,
        "product_type": product.product_type or None,
        "image": product.images[0].src or None if product.images else None,
    }


def _plain_known_by(plain: Plain) -> dict[str, str | None]:
    body = plain.body
    images = body.images
    return {
        "id": plain.id,
        "handle": body.handle or None,
        "title": body.title or None,
        "vendor": body.vendor or None,
        "product_type": body.product_type or None,
        "image": _main(images).src if images else None,
    }


def _main(images: list[PlainImage]) -> PlainImage:
    return images[0] if images[0].position == 1 else min(images, key=attrgetter("position"))


def _category_of(plain: Plain, mapper: CategoryMapper) -> Known[str]:
    if not mapper:
        return UNSET
    body = plain.body
    return mapper.of_traits(Traits(plain.id, body.handle, plain.tags, body.product_type, plain.category))
