"""Columns of the candidate as they stand in a plain REST product, without making the candidate.

Each is a Python expression over `plain`, its `body`, `variants` and `images`, the helpers below, and what the shop adds
(`currency`). It gives what the mapping would: the same values at the same path, or for texts and counts of options the
same distinct ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import Any

from msgspec import Struct

from listing_rules.lookup import Lookup
from listing_rules.shop import Shop
from listing_rules.shopify.mapping import LIST_PRICE_MARKETS, identifier_code
from listing_rules.shopify.product import UNSET, Known, Money
from listing_rules.shopify.readers.amounts import amount
from listing_rules.shopify.readers.rest_plain import Plain, PlainImage, PlainVariant, plain_text
from listing_rules.shopify.readers.values import weight_unit
from listing_rules.shopify.weights import GRAMS_PER_UNIT, grams, package_weight

__all__ = ["FULLEST", "SHARED", "PlainColumn", "columns_for", "compiled_column", "names_for"]


class PlainColumn(Struct, frozen=True):
    """`sure`: every plain product has it, so none of its values is UNSET. `stand_in`: tells as well how many values
    there are or which, and whether they differ, but `exact`, where there is one, gives those of the candidate."""

    expression: str
    sure: bool = True
    stand_in: bool = False
    exact: str | None = None


_COLUMNS: Mapping[str, PlainColumn] = {
    "title": PlainColumn("body.title or None"),
    "description": PlainColumn("body.body_html or None"),
    "external_product_id": PlainColumn("plain.id"),
    "main_images": PlainColumn("images", stand_in=True),
    "main_images[*].source_url": PlainColumn(
        "[image.src for image in images]", stand_in=True, exact="[image.src for image in in_gallery(images)]"
    ),
    "main_images[*].width": PlainColumn(
        "list({image.width or UNSET for image in images})",
        sure=False,
        stand_in=True,
        exact="[image.width or UNSET for image in in_gallery(images)]",
    ),
    "main_images[*].height": PlainColumn(
        "list({image.height or UNSET for image in images})",
        sure=False,
        stand_in=True,
        exact="[image.height or UNSET for image in in_gallery(images)]",
    ),
    "package_weight.value": PlainColumn("weight[0]", sure=False),
    "package_weight.unit": PlainColumn("weight[1]", sure=False),
    "shopify.status": PlainColumn("body.status"),
    "shopify.published": PlainColumn("bool(body.published_at)"),
    "shopify.handle": PlainColumn("body.handle or None"),
    "shopify.vendor": PlainColumn("body.vendor or None"),
    "shopify.product_type": PlainColumn("body.product_type or None"),
    "shopify.options[*].name": PlainColumn("list(plain.names)"),
    "shopify.variants_complete": PlainColumn("True"),
    "skus": PlainColumn("variants", stand_in=True),
    "skus[*].shopify.id": PlainColumn("[str(v.id) for v in variants]"),
    "skus[*].seller_sku": PlainColumn("[v.sku or None for v in variants]"),
    "skus[*].price.amount": PlainColumn("[amounts[v.price] for v in variants]"),
    "skus[*].identifier_code": PlainColumn("[identifier(v.barcode) if v.barcode else None for v in variants]"),
    "skus[*].identifier_code.code": PlainColumn("[v.barcode.strip() if v.barcode else None for v in variants]"),
    "skus[*].inventory[*].quantity": PlainColumn("[v.inventory_quantity for v in variants]"),
    "skus[*].sales_attributes": PlainColumn(
        "plain.rows",
        stand_in=True,
        exact="[[{'name': n, 'value_name': v} for n, v in zip(plain.names, row)] for row in plain.rows]",
    ),
    "skus[*].sales_attributes[*].name": PlainColumn(
        "plain.names", stand_in=True, exact="[name for _ in variants for name in plain.names]"
    ),
    "skus[*].sales_attributes[*].value_name": PlainColumn("list(chain(*plain.rows))"),
}
_CURRENCY = PlainColumn("[currency]", stand_in=True, exact="[currency for _ in variants]")
_LIST_PRICE = PlainColumn("[(v.compare_at_price and amounts[v.compare_at_price]) or None for v in variants]")
SHARED: Mapping[str, str] = {"weight": "weigh(plain)"}
"""What several columns are read from."""

FULLEST: Plain = plain_text(  # type: ignore[assignment]  # it is one
    b"""{"id": 1, "title": "t", "handle": "h", "body_html": "b", "vendor": "v", "product_type": "p", "tags": "t",
    "status": "active", "published_at": "2026-01-01T00:00:00Z", "admin_graphql_api_id": "gid://shopify/Product/1",
    "category": {"admin_graphql_api_id": "gid://shopify/TaxonomyCategory/aa", "full_name": "A"},
    "has_variants_that_requires_components": false,
    "options": [{"name": "o", "position": 1, "values": ["v"]}],
    "images": [{"id": 1, "src": "https://h/i", "position": 1, "width": 1, "height": 1}],
    "variants": [{"id": 1, "title": "v", "price": "1", "compare_at_price": "2", "option1": "v", "sku": "s",
        "barcode": "96385074", "inventory_quantity": 1, "inventory_management": "shopify", "requires_shipping": true,
        "weight": 1, "weight_unit": "kg", "position": 1}]}"""
)
"""A product that holds whatever a plain one can hold."""


def columns_for(shop: Shop) -> Mapping[str, PlainColumn]:
    """The columns that such a product has in this shop; any other is not in its shape."""
    columns = dict(_COLUMNS)
    if shop.currency is not None:
        columns["skus[*].price.currency"] = _CURRENCY
    if shop.market in LIST_PRICE_MARKETS:
        columns["skus[*].list_price.amount"] = _LIST_PRICE
    return columns


def names_for(shop: Shop) -> dict[str, Any]:
    """What the expressions may name, beside `plain`, `body`, `variants` and `images`."""
    market = shop.market
    return {
        "UNSET": UNSET,
        "amounts": _AMOUNTS,
        "chain": chain,
        "currency": shop.currency,
        "identifier": identifier_code,
        "in_gallery": _in_gallery,
        "weigh": lambda plain: _weight_of(plain, market),
    }


def compiled_column(
    path: str, column: PlainColumn, shop: Shop, *, stand_in: bool = False
) -> Callable[[Plain], list[Any]] | None:
    """A reader of the candidate's values, None where there is but a stand-in for them; with `stand_in`, of that. The
    one value of a path without [*] is a list of one."""
    expression = column.exact if column.stand_in and not stand_in else column.expression
    if expression is None:
        return None
    for name, shared in SHARED.items():
        expression = expression.replace(f"{name}[", f"{shared}[")
    listed = expression if "[*]" in path else f"[{expression}]"
    text = f"lambda plain, body, variants, images: {listed}"
    read = eval(text, names_for(shop))  # noqa: S307 - the expressions are those of the table above
    return lambda plain: list(read(plain, plain.body, plain.body.variants, plain.body.images))


def _in_gallery(images: list[PlainImage]) -> list[PlainImage]:
    """In the order of the candidate's, so that each has its place."""
    places = [image.position for image in images]
    return images if places == sorted(places) else sorted(images, key=attrgetter("position"))


def _weight_of(plain: Plain, market: str) -> tuple[Known[Decimal], Known[str]]:
    """The parcel's weight and unit: that of the heaviest variant. None where Shopify holds no readable weight."""
    variants = plain.body.variants
    first = variants[0]
    same = all([v.weight == first.weight and v.weight_unit == first.weight_unit for v in variants])  # noqa: C419 - faster
    if same and type(first.weight) in _WEIGHED:
        return _PARCELS[market, first.weight, first.weight_unit]
    return _parcel(market, [_stated(variant) for variant in variants])


def _stated(variant: PlainVariant) -> tuple[Any, Known[str]]:
    if variant.weight is UNSET and variant.grams is not UNSET:
        return variant.grams, "g"
    return variant.weight, variant.weight_unit


def _parcel(market: str, stated: Sequence[tuple[Any, Known[str]]]) -> tuple[Known[Decimal], Known[str]]:
    pairs = [(amount(weight), weight_unit(unit)) for weight, unit in stated]
    readable = [(value, unit) for value, unit in pairs if isinstance(value, Decimal) and unit in GRAMS_PER_UNIT]
    if not readable:
        nothing = UNSET if all(UNSET in pair for pair in pairs) else None
        return nothing, nothing
    value, unit = max(readable, key=lambda pair: grams(pair[0], str(pair[1])))
    return package_weight(value, str(unit), market)


_WEIGHED = frozenset({Decimal, int, float})
_AMOUNTS: Lookup[str, Known[Money]] = Lookup(amount)
_PARCELS: Lookup[Any, tuple[Known[Decimal], Known[str]]] = Lookup(lambda key: _parcel(key[0], (key[1:],)))
