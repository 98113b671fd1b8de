"""Every shape in which Shopify hands out products, read to one internal product."""

from __future__ import annotations

import io
from collections.abc import Sequence

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Product
from listing_rules.shopify.readers.jsontext import check_plain, decode
from listing_rules.shopify.readers.reading import asked_shape, read_found
from listing_rules.shopify.readers.rest_plain import Plain, plain_of, plain_text
from listing_rules.shopify.readers.source import is_packed
from listing_rules.shopify.readers.stream import Piece, Record, iter_pieces, iter_products

__all__ = [
    "Piece",
    "Plain",
    "Product",
    "Record",
    "is_packed",
    "iter_pieces",
    "iter_products",
    "read_any",
    "read_one",
    "read_product",
    "read_products",
]


def read_product(payload: dict[str, object] | str | bytes, *, shape: str | None = None) -> Product:
    """The one product of a payload.

    Raises PayloadError where the payload has no product, more than one, or one that cannot be read.
    """
    found = read_one(payload, shape=shape)
    return found.product() if isinstance(found, Plain) else found


def read_one(payload: dict[str, object] | str | bytes, *, shape: str | None = None) -> Product | Plain:
    """The same, read only as far as is needed to check it."""
    products = read_any(payload, shape=shape)
    if len(products) == 1:
        return products[0]
    if not products:
        raise PayloadError("the payload has no product")
    raise PayloadError(f"the payload has {len(products)} products; check_catalog checks more than one")


def read_any(payload: object, *, shape: str | None = None) -> Sequence[Product | Plain]:
    """All products of a payload, read only as far as is needed to check them. The first that cannot be read raises."""
    plain = _plain(payload) if shape is None else None
    return [plain] if plain is not None else _read_all(payload, shape)


def read_products(document: object, *, shape: str | None = None) -> list[Product]:
    """All products of a decoded document, or of JSON, JSONL or CSV text. The first that cannot be read raises."""
    return [found.product() if isinstance(found, Plain) else found for found in _read_all(document, shape)]


def _read_all(document: object, shape: str | None) -> list[Product | Plain]:
    asked = asked_shape(shape)
    if isinstance(document, str):
        document = _encoded(document)
    if isinstance(document, bytes | bytearray | memoryview):
        value = _single(bytes(document))
        if value is None:
            return [_product(record) for record in iter_products(io.BytesIO(document), shape=shape)]
    else:
        value = document
        check_plain(value)
    products: list[Product | Plain] = []
    for found in read_found(value, asked):
        if isinstance(found, PayloadError):
            raise found
        products.append(found)
    return products


def _plain(payload: object) -> Plain | None:
    if isinstance(payload, bytes):
        return plain_text(payload)
    if isinstance(payload, str):
        return plain_text(_encoded(payload))
    if isinstance(payload, dict) and (plain := plain_of(payload)) is not None:
        check_plain(payload)
        return plain
    return None


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise PayloadError("the text has a lone surrogate, which is no character") from None


def _single(data: bytes) -> object:
    """The value of a text that is one JSON object or array, else None."""
    if data[:1] not in (b"{", b"["):
        return None
    try:
        return decode(data)
    except PayloadError:
        return None


def _product(record: Record) -> Product | Plain:
    if record.product is None:
        raise PayloadError(record.error or "the product cannot be read")
    return record.product
