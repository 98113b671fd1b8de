"""The words of a Shopify product, for judgement."""

from __future__ import annotations

from itertools import chain

from listing_rules.shopify.product import Product
from listing_rules.shopify.readers.rest_plain import Plain
from listing_rules.surfaces import Surfaces

__all__ = ["plain_surfaces", "surfaces_of"]


def surfaces_of(product: Product) -> Surfaces:
    """Which text stands where; a field that this shape does not carry counts as empty."""
    category = product.category or None
    return Surfaces(
        title=product.title or None,
        product_type=product.product_type or None,
        tags=tuple(product.tags or ()),
        vendor=product.vendor or None,
        category=category.path if category else None,
        category_id=category.id if category else None,
        options=_options(product),
        description=product.body_html or None,
    )


def plain_surfaces(plain: Plain) -> Surfaces:
    """The same of a plain product."""
    body, category = plain.body, plain.category() or None
    return Surfaces(
        title=body.title or None,
        product_type=body.product_type or None,
        tags=tuple(plain.tags()),
        vendor=body.vendor or None,
        category=category.path if category else None,
        category_id=category.id if category else None,
        options=_plain_options(plain),
        description=body.body_html or None,
    )


def _plain_options(plain: Plain) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(plain.names, *zip(*plain.rows, strict=True))))


def _options(product: Product) -> tuple[str, ...]:
    words = [option.name for option in product.options]
    for option in product.options:
        words.extend(option.values)
    return tuple(dict.fromkeys(words))
