"""A REST product or product webhook written as Shopify itself writes it: typed straight from its bytes.

Most products that connectors see are of this kind. Their fields are all there, each of the documented type, so nothing
about them need be found out first; what differs in any way is not plain and is read the general way.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from listing_rules.shopify.product import Category, Known, Product, Shape
from listing_rules.shopify.readers.rest import category_of, outline, read_body
from listing_rules.shopify.readers.rest_bodies import RestImage, RestOption, RestProduct, RestVariant
from listing_rules.shopify.readers.values import tag_list

__all__ = ["Plain", "plain_at", "plain_of", "plain_text"]

_GID = "gid://shopify/Product/"
_KEY = b'"admin_graphql_api_id"'  # every plain product has it; looking for it takes less than decoding in vain
_LIST = b'{"products":'
_POSITIONS = [1, 2, 3]
_VALUES = attrgetter("option1", "option2", "option3")
_Size: TypeAlias = int | UnsetType | None
_Row: TypeAlias = tuple[str, ...]


class PlainVariant(RestVariant, kw_only=True, gc=False):
    id: int
    title: str | None
    price: str
    compare_at_price: str | None
    option1: str | None
    sku: str | None
    barcode: str | None
    inventory_quantity: int
    position: int
    option_values: None = None
    presentment_prices: None = None


class PlainImage(RestImage, kw_only=True, gc=False):
    id: int
    src: Annotated[str, Meta(min_length=1)]
    position: int
    width: _Size = UNSET
    height: _Size = UNSET


class PlainOption(RestOption, kw_only=True, gc=False):
    name: str
    position: int
    values: list[str]  # type: ignore[assignment]  # what Shopify documents, where the base takes whatever comes


class PlainProduct(RestProduct, kw_only=True, gc=False):
    """`price_min` tells the Ajax shape."""

    id: int
    title: str
    handle: str
    body_html: str | None
    vendor: str
    product_type: str
    tags: str | list[str]  # type: ignore[assignment]
    status: Literal["active", "archived", "draft", "unlisted"]
    published_at: str | None
    variants: list[PlainVariant]  # type: ignore[assignment]
    options: list[PlainOption]  # type: ignore[assignment]
    images: list[PlainImage]  # type: ignore[assignment]
    admin_graphql_api_id: str
    price_min: Any = UNSET


class _Envelope(Struct, gc=False):
    """REST answers with the product under its name."""

    product: PlainProduct
    variants: Any = UNSET


class Plain(Struct, frozen=True, gc=False):
    """A plain product as it stands at `prefix` of the document.

    `names` and `rows` are the options and the values of each variant; both are empty for a product without options.
    """

    body: PlainProduct
    prefix: str
    shape: Shape
    names: _Row
    rows: list[_Row]

    def product(self) -> Product:
        """The same as the one product that every shape ends in."""
        return read_body(self.body, self.prefix, self.shape)

    def outline(self) -> Product:
        """Its places alone: what has them is there, in its order, and nothing of what it holds."""
        return outline(self.body, self.prefix, self.shape, len(self.names))

    def tags(self) -> list[str]:
        return tag_list(self.body.tags) or []

    def category(self) -> Known[Category]:
        return category_of(self.body.category)

    @property
    def id(self) -> str:
        return str(self.body.id)

    @property
    def handle(self) -> str:
        return self.body.handle

    @property
    def title(self) -> str:
        return self.body.title


_PRODUCT = msgspec.json.Decoder(PlainProduct, float_hook=Decimal)
_ENVELOPE = msgspec.json.Decoder(_Envelope, float_hook=Decimal)
_TO_PRODUCT = partial(msgspec.convert, type=PlainProduct)
_TO_ENVELOPE = partial(msgspec.convert, type=_Envelope)


def plain_text(data: bytes, prefix: str = "") -> Plain | None:
    """The plain product of a JSON text, or None: then it is to be read the general way, which tells what is wrong.
    `prefix` is where the text itself stands in a document."""
    if _KEY not in data or data.startswith(_LIST):
        return None
    if data.startswith(b'{"product":'):
        return _plain(_ENVELOPE.decode, data, prefix)
    return _plain(_PRODUCT.decode, data, prefix) if data.startswith(b'{"') else None


def plain_of(document: object) -> Plain | None:
    """The same for a decoded document."""
    if not isinstance(document, dict) or not ("variants" in document or "product" in document):
        return None
    return _plain(_TO_PRODUCT if "variants" in document else _TO_ENVELOPE, document, "")


def plain_at(found: dict[str, Any], prefix: str) -> Plain | None:
    """The same for a product that was found at `prefix` of a decoded document."""
    return _plain(_TO_PRODUCT, found, prefix)


def _plain(decode: Callable[[Any], Any], source: object, prefix: str) -> Plain | None:
    try:
        found = decode(source)
    except (msgspec.MsgspecError, ArithmeticError, RecursionError, UnicodeError):
        return None
    if isinstance(found, _Envelope):
        return _checked(found.product, f"{prefix}/product") if found.variants is UNSET else None
    return _checked(found, prefix)


def _checked(body: PlainProduct, prefix: str) -> Plain | None:
    variants = body.variants
    if not variants or body.price_min is not UNSET or not body.admin_graphql_api_id.startswith(_GID):
        return None
    if body.variant_gids and len(body.variant_gids) > len(variants):
        return None
    options = _options(body)
    return Plain(body, prefix, _shape(body), *options) if options else None


def _shape(body: PlainProduct) -> Shape:
    webhook = body.variant_gids is not UNSET or body.has_variants_that_requires_components is not UNSET
    return "webhook" if webhook else "rest"


def _options(body: PlainProduct) -> tuple[_Row, list[_Row]] | None:
    """The names and rows where options and variants agree: every variant has one value of each option, and no more."""
    options = body.options
    count = len(options)
    names = tuple([option.name for option in options])
    rows = list(map(_VALUES, body.variants))
    columns = list(zip(*rows, strict=True))
    if not (all(map(all, columns[:count])) and not any(map(any, columns[count:]))):
        return None
    if count == 1 and names[0].strip().casefold() == "title":
        return ((), [()]) if names[0] == "Title" and columns[0] == ("Default Title",) else None
    if not names or [option.position for option in options] != _POSITIONS[:count]:
        return None
    return names, [row[:count] for row in rows]
