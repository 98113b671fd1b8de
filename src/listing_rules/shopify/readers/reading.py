"""From one decoded document to products."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Product, Shape
from listing_rules.shopify.readers import ajax, graphql, rest
from listing_rules.shopify.readers.detect import find_products, shape_of
from listing_rules.shopify.readers.rest_plain import Plain, plain_at

__all__ = ["asked_shape", "read_found"]

_READERS: Mapping[str, Callable[[object, str, Shape], Product]] = {
    "rest": rest.read,
    "webhook": rest.read,
    "products_json": rest.read,
    "ajax": ajax.read,
    "graphql": graphql.read,
    "storefront": graphql.read,
    "bulk": graphql.read,
}

_PLAIN = ("rest", "webhook")
_SHAPES: Mapping[str, Shape] = {shape: shape for shape in get_args(Shape)}


def asked_shape(shape: str | None) -> Shape | None:
    """The shape that a caller names, checked."""
    if shape is None or shape in _SHAPES:
        return None if shape is None else _SHAPES[shape]
    raise PayloadError(f"there is no shape {shape[:40]!r}; the shapes are {', '.join(_SHAPES)}")


def read_found(document: object, shape: Shape | None, pointer: str = "") -> Iterator[Product | Plain | PayloadError]:
    """Each product of a decoded document, or why it cannot be read. `pointer`: where the document itself stands."""
    for prefix, found in find_products(document, pointer):
        if isinstance(found, PayloadError):
            yield found
            continue
        try:
            known = shape or shape_of(found)
            if known not in _READERS:
                raise PayloadError(f"the shape {known} is a CSV file; this is JSON")
            plain = plain_at(found, prefix) if shape is None and known in _PLAIN else None
            yield plain if plain and plain.shape == known else _READERS[known](found, prefix, known)
        except PayloadError as error:
            yield error
