"""The columns of Shopify's product CSV: the classic headers and the ones of 2025."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import UNSET, Struct

from listing_rules.errors import PayloadError
from listing_rules.shopify.product import Known, Shape

__all__ = ["OPTION_COUNT", "Columns", "places"]

OPTION_COUNT = 3

_CLASSIC = {
    "handle": "Handle",
    "title": "Title",
    "body_html": "Body (HTML)",
    "vendor": "Vendor",
    "category": "Product Category",
    "product_type": "Type",
    "tags": "Tags",
    "published": "Published",
    "status": "Status",
    "gift_card": "Gift Card",
    "sku": "Variant SKU",
    "barcode": "Variant Barcode",
    "price": "Variant Price",
    "compare_at_price": "Variant Compare At Price",
    "inventory_quantity": "Variant Inventory Qty",
    "inventory_tracked": "Variant Inventory Tracker",
    "inventory_policy": "Variant Inventory Policy",
    "requires_shipping": "Variant Requires Shipping",
    "weight": "Variant Grams",
    "image_src": "Variant Image",
    "src": "Image Src",
    "position": "Image Position",
    "alt": "Image Alt Text",
    **{f"option{place}": f"Option{place} Value" for place in (1, 2, 3)},
    **{f"option{place}_name": f"Option{place} Name" for place in (1, 2, 3)},
}
_NEW = {
    "handle": "URL handle",
    "title": "Title",
    "body_html": "Description",
    "vendor": "Vendor",
    "category": "Product category",
    "product_type": "Type",
    "tags": "Tags",
    "published": "Published on online store",
    "status": "Status",
    "gift_card": "Gift card",
    "sku": "SKU",
    "barcode": "Barcode",
    "price": "Price",
    "compare_at_price": "Compare-at price",
    "inventory_quantity": "Inventory quantity",
    "inventory_tracked": "Inventory tracker",
    "inventory_policy": "Continue selling when out of stock",
    "requires_shipping": "Requires shipping",
    "weight": "Weight value (grams)",
    "image_src": "Variant image URL",
    "src": "Product image URL",
    "position": "Image position",
    "alt": "Image alt text",
    **{f"option{place}": f"Option{place} value" for place in (1, 2, 3)},
    **{f"option{place}_name": f"Option{place} name" for place in (1, 2, 3)},
}
_OLD_NAMES = {"category": "standardized product type", "product_type": "custom product type"}
_HEADERS: Mapping[Shape, dict[str, str]] = {"csv_classic": _CLASSIC, "csv_new": _NEW}
_METAFIELD = re.compile(r"\(product\.metafields\.([^()\s]+)\)\s*$")
_OF_IMAGE = ("src", "alt")
_OF_PRODUCT = (
    "handle",
    "title",
    "body_html",
    "vendor",
    "category",
    "product_type",
    "tags",
    "published",
    "status",
    "gift_card",
)
_OF_VARIANT = (
    *("sku", "barcode", "price", "compare_at_price", "inventory_quantity", "inventory_tracked", "inventory_policy"),
    *("requires_shipping", "weight", "image_src", "option1", "option2", "option3"),
)


def _table(shape: Shape, fields: Sequence[str], **more: str) -> Mapping[str, str]:
    names = _HEADERS[shape]
    return dict({field: f"/{names[field]}" for field in fields} | more)


_PLACES = {
    shape: (
        _table(shape, _OF_PRODUCT, options=f"/{names['option1_name']}", images=f"/{names['src']}"),
        _table(shape, _OF_VARIANT, weight_unit=f"/{names['weight']}"),
        _table(shape, _OF_IMAGE),
    )
    for shape, names in _HEADERS.items()
}


def places(shape: Shape) -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """The columns of product, variant and image facts, for Origin."""
    return _PLACES[shape]


class Columns(Struct):
    """Which cell of a row holds which fact."""

    shape: Shape
    width: int
    index: dict[str, int]
    metafields: dict[str, int]

    @classmethod
    def of(cls, header: Sequence[str], shape: Shape | None) -> Columns:
        """Raises PayloadError for a header that is not one of Shopify's."""
        found: dict[str, int] = {}
        metafields: dict[str, int] = {}
        for place, name in enumerate(header):
            found.setdefault(name.strip().casefold(), place)
            if key := _METAFIELD.search(name[:500]):
                metafields.setdefault(key[1], place)
        known = _shape(found)
        if known is None or (shape is not None and known != shape):
            raise PayloadError(_refusal(header, shape))
        names = {field: name.casefold() for field, name in _HEADERS[known].items()}
        index = {field: found[name] for field, name in names.items() if name in found}
        for field, name in _OLD_NAMES.items():
            if field not in index and name in found:
                index[field] = found[name]
        return cls(known, len(header), index, metafields)

    def cell(self, cells: Sequence[str], field: str) -> Known[str]:
        """The text of a cell; None where it is blank, UNSET where the file has no such column."""
        place = self.index.get(field)
        if place is None:
            return UNSET
        text = cells[place] if place < len(cells) else ""
        return text if text and not text.isspace() else None

    def word(self, cells: Sequence[str], field: str) -> Known[str]:
        """The same without padding, for codes, numbers and words of a list."""
        text = self.cell(cells, field)
        return text.strip() if isinstance(text, str) else text


def _shape(found: Mapping[str, int]) -> Shape | None:
    if "url handle" in found and ("price" in found or "title" in found):
        return "csv_new"
    return "csv_classic" if "handle" in found and found.keys() & _VARIANT_MARKS else None


_VARIANT_MARKS = {"variant price", "option1 value", "variant sku"}


def _refusal(header: Sequence[str], shape: Shape | None) -> str:
    names = ", ".join(ascii(name.strip()[:40]) for name in header[:8])
    wanted = {
        "csv_classic": '"Handle" with "Variant Price", "Option1 Value" or "Variant SKU"',
        "csv_new": '"URL handle" with "Price" or "Title"',
    }
    understood = wanted[shape] if shape in wanted else " or ".join(wanted.values())
    return f"neither JSON nor a Shopify product CSV: the first row has the columns {names}; such a CSV has {understood}"
