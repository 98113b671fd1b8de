"""What the connector sends beside what Shopify gives (`listing` in the shop file), marked as the caller's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from listing_rules.shop import Attribute, AttributeSource, Shop
from listing_rules.shopify.product import UNSET, Known, Product

__all__ = ["add_listing"]


def add_listing(tree: dict[str, Any], product: Product, shop: Shop) -> None:
    """Add the fields that the shop file states; `given_by_shop` says which they are and where they are stated."""
    if shop.listing is None:
        return
    keys = (tree.get("category_id"), product.vendor, product.product_type)
    given: dict[str, str] = {}
    for name, (value, where) in shop.listing.chosen(*keys).items():
        _ADDERS.get(name, _add)(tree, given, name, value, where)
    sources = shop.listing.attributes(*keys)
    if sources is not None:
        known = (shop.attributes_by_category or {}).get(str(tree.get("category_id")), {})
        _add_attributes(tree, given, product, sources, known)
    if given:
        tree["given_by_shop"] = given


def _add(tree: dict[str, Any], given: dict[str, str], name: str, value: Any, where: str) -> None:
    tree[name] = value
    given[f"/{name}"] = where


def _add_weight(tree: dict[str, Any], given: dict[str, str], name: str, value: Any, where: str) -> None:
    """Shopify's own weight wins; its zero is a weight that nobody entered."""
    weight = tree.get(name)
    if not weight or not weight["value"]:
        _add(tree, given, name, value, where)


def _add_warehouse(tree: dict[str, Any], given: dict[str, str], name: str, value: Any, where: str) -> None:
    for index, sku in enumerate(tree["skus"] if value else ()):
        for place, stock in enumerate(sku.get("inventory", ())):
            stock[name] = value
            given[f"/skus/{index}/inventory/{place}/{name}"] = where


def _add_size_chart(tree: dict[str, Any], given: dict[str, str], name: str, value: Any, where: str) -> None:
    chart = {}
    if value and "image_uri" in value:
        chart["image"] = {"uri": value["image_uri"]}
    if value and "template_id" in value:
        chart["template"] = {"id": value["template_id"]}
    _add(tree, given, name, chart or None, where)


def _add_certifications(tree: dict[str, Any], given: dict[str, str], name: str, value: Any, where: str) -> None:
    papers = [
        {**paper, "images": [{"uri": uri} for uri in paper["images"]]} if paper.get("images") else paper
        for paper in value or ()
    ]
    _add(tree, given, name, papers, where)


def _add_sales_attributes(tree: dict[str, Any], given: dict[str, str], name: str, value: Any, where: str) -> None:
    ids = {option.casefold(): sent for option, sent in (value or {}).items()}
    for index, sku in enumerate(tree["skus"]):
        for place, row in enumerate(sku.get("sales_attributes", ())):
            if row["name"].casefold() in ids:
                row["id"] = ids[row["name"].casefold()]
                given[f"/skus/{index}/sales_attributes/{place}/id"] = where


_ADDERS = {
    "package_weight": _add_weight,
    "warehouse_id": _add_warehouse,
    "sales_attributes": _add_sales_attributes,
    "size_chart": _add_size_chart,
    "certifications": _add_certifications,
}


def _add_attributes(
    tree: dict[str, Any],
    given: dict[str, str],
    product: Product,
    sources: Mapping[str, tuple[AttributeSource, str]],
    known: Mapping[str, Attribute],
) -> None:
    """Attributes with their values; one whose source this shape does not carry is named as unknown."""
    sent: list[dict[str, Any]] = []
    unknown = []
    for name, (source, where) in sources.items():
        values = _values(source, product)
        if values is UNSET:
            unknown.append(name)
        elif values:
            if source.values is not None:
                given[f"/product_attributes/{len(sent)}"] = where
            sent.append({"id": name, "values": [_value(known.get(name), text) for text in values]})
    tree["product_attributes"] = sent
    if unknown:
        tree["shopify"]["unknown_attributes"] = unknown


def _value(attribute: Attribute | None, text: str) -> dict[str, str]:
    """With its id where the category's own list has it."""
    found = attribute.value(text) if attribute else None
    return {"id": found.id, "name": found.name} if found else {"name": text}


def _values(source: AttributeSource, product: Product) -> Known[list[str]]:
    if source.values is not None:
        return source.values
    if source.metafield is not None:
        fields = product.metafields
        return UNSET if fields is UNSET else _listed((fields or {}).get(source.metafield, ""))
    if not product.options_known:
        return UNSET
    wanted = (source.option or "").casefold()
    return next((option.values for option in product.options if option.name.casefold() == wanted), None)


def _listed(text: str) -> list[str]:
    """Shopify writes a list metafield as JSON in text."""
    if text.startswith("["):
        try:
            return msgspec.json.decode(text, type=list[str])
        except (msgspec.DecodeError, RecursionError):
            return [text]
    return [text] if text.strip() else []
