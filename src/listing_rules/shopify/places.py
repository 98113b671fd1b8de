"""From a place in the candidate to the place in the payload that the merchant edits."""

from __future__ import annotations

from collections.abc import Mapping

from listing_rules.shopify.mapping import heaviest_variant
from listing_rules.shopify.product import Product, Variant

__all__ = ["source_place"]

# Where a candidate's field comes from: a field of Product or Variant.
_PRODUCT_FIELDS = {
    "title": "title",
    "description": "body_html",
    "external_product_id": "id",
    "main_images": "images",
    "skus": "variants",
    "brand_id": "vendor",
}
_SKU_FIELDS = {
    "seller_sku": "sku",
    "price": "price",
    "list_price": "compare_at_price",
    "inventory": "inventory_quantity",
    "identifier_code": "barcode",
    "external_sku_id": "id",
}
# What Shopify has no place for: only the shop file's "listing" can give it.
_NOT_IN_SHOPIFY = frozenset(
    {"certifications", "size_chart", "manufacturer_ids", "responsible_person_ids", "package_dimensions"}
)
_IMAGE_FIELDS = {"source_url": "src", "width": "width", "height": "height"}
_ROW = "/rows/"
_LINE = "/lines/"


def source_place(product: Product, at: str, given_by_shop: Mapping[str, str] = {}) -> tuple[str | None, str | None]:
    """The JSON Pointer into the payload and, for rows and lines, words for it.

    A field that the payload does not hold gives the nearest thing around it: the variant, or the product. What the
    caller's own mapping gave (`given_by_shop`, see ListingCandidate) stands nowhere in the payload.
    """
    if at == "/category_id":
        return None, "category_mapping in the shop file"
    head = "/".join(at.split("/")[:3])
    stated = given_by_shop.get(at) or given_by_shop.get(head) or given_by_shop.get(head.rpartition("/")[0])
    if stated:
        return None, f"{stated} in the shop file"
    if at == "/product_attributes" or head.split("/")[1] in _NOT_IN_SHOPIFY:
        return None, "listing in the shop file"
    pointer = _pointer(product, at.split("/")[1:])
    return pointer, _label(pointer)


def _pointer(product: Product, steps: list[str]) -> str:
    head, rest = (steps[0], steps[1:]) if steps else ("", [])
    if head == "skus" and rest and rest[0].isdigit() and int(rest[0]) < len(product.variants):
        return _variant_pointer(product, product.variants[int(rest[0])], rest[1:])
    if head == "main_images" and rest and product.images:
        image = product.images[int(rest[0])]
        return image.pointer + product.origin.image.get(_IMAGE_FIELDS.get(rest[-1], ""), "")
    if head == "package_weight":
        heaviest = heaviest_variant(product)
        variants = [heaviest[0]] if heaviest else product.variants[:1]
        return _variant_field(product, variants[0], "weight") if variants else product.origin.prefix
    if head == "shopify":
        head = rest[0] if rest else ""
    return product.origin.prefix + product.origin.product.get(_PRODUCT_FIELDS.get(head, head), "")


def _variant_pointer(product: Product, variant: Variant, steps: list[str]) -> str:
    if not steps:
        return variant.pointer
    if steps[0] == "sales_attributes" and len(steps) > 1:
        option = int(steps[1])
        if steps[-1] == "name" and product.options[option].pointer:
            return product.options[option].pointer
        return _variant_field(product, variant, f"option{option + 1}")
    field = steps[1] if steps[0] == "shopify" and len(steps) > 1 else _SKU_FIELDS.get(steps[0], steps[0])
    return _variant_field(product, variant, field)


def _variant_field(product: Product, variant: Variant, field: str) -> str:
    return variant.pointer + product.origin.variant.get(field, "")


def _label(pointer: str) -> str | None:
    if pointer.startswith(_ROW):
        row, _, column = pointer[len(_ROW) :].partition("/")
        name = column.replace("~1", "/").replace("~0", "~")
        return f'row {row}, column "{name}"' if name else f"row {row}"
    if pointer.startswith(_LINE):
        return "line " + pointer[len(_LINE) :].partition("/")[0]
    return None
